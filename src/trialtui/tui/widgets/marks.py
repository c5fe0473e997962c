"""What is painted over a line that is drawn: the letters of hints over links, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Mark(NamedTuple):
    """Cells to be painted otherwise, from one up to another; `text`, of as many cells, replaces what stands there."""

    start: int
    end: int
    style: Style
    text: str = ""


def painted_over(segments: Sequence[Segment], marks: Iterable[Mark]) -> list[Segment]:
    """Paint marks over a line; one that begins before another has ended begins there."""
    strip = Strip(segments)
    parts: list[Segment] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        start = max(mark.start, done)
        end = min(start + len(mark.text) if mark.text else mark.end, strip.cell_length)
        if start >= end:
            continue
        parts += strip.crop(done, start)
        if mark.text:
            parts.append(Segment(mark.text[: end - start], mark.style))
        else:
            parts += Segment.apply_style(strip.crop(start, end), post_style=mark.style)
        done = end
    return [*parts, *strip.crop(done)]
