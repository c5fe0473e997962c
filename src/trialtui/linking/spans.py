"""Spans of a text that overlap: the longest are kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class HasPlace(Protocol):
    """What stands at a place of a text, in code points, end exclusive."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


T = TypeVar("T", bound=HasPlace)


def longest_apart(items: Iterable[T]) -> list[T]:
    """Keep of overlapping items the longest, of equally long ones the first; return them in the order of the text."""
    by_length = sorted(items, key=lambda item: (item.start - item.end, item.start))
    covered = bytearray(max((item.end for item in by_length), default=0))
    kept = []
    for item in by_length:
        if covered.find(1, item.start, item.end) < 0:
            covered[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def within(starts: Sequence[int], low: int, high: int) -> range:
    """Return the indexes of the ascending starts that lie from `low` to `high`, both included."""
    return range(bisect_left(starts, low), bisect_right(starts, high))
