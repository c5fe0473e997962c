"""Which segments are worth merging."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

from trialtui.store.layout import segment_path
from trialtui.store.segment import records_size

SMALL = 16 << 20
"""Segments under this size, such as those of a daily sync, are merged when there are many."""

MANY = 8
"""How many small segments in a row, the newest, are many."""

_DEAD = 0.5
"""The share of superseded bytes from which everything is merged."""


def to_merge(folder: Path, live: Mapping[int, int], *, everything: bool = False) -> list[int]:
    """Return the numbers of the segments to merge, oldest first: the newest run of small ones, all, or none.

    Args:
        folder: The store.
        live: The bytes of each segment that nothing has superseded.
        everything: Merge all.
    """
    from trialtui.store.publish import live_segments

    numbers, _ = live_segments(folder)
    sizes = {number: segment_path(folder, number).stat().st_size for number in numbers}
    records = [records_size(segment_path(folder, number)) for number in numbers]
    dead = 1 - sum(live.get(number, 0) for number in numbers) / max(1, sum(records))
    if everything or dead > _DEAD:
        return numbers
    tail = list(takewhile(lambda number: sizes[number] < SMALL, reversed(numbers)))
    return tail[::-1] if len(tail) >= MANY else []
