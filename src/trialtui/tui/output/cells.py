"""A line as the cells of a terminal, to be compared with what the terminal shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from trialtui.tui.output.pen import PLAIN, ground, look

UNKNOWN = "\0"
NO_LOOK = -1
"""Stand for a cell of which nobody knows what the terminal shows in it."""

_SURE = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2190-\u21ff\u2264\u2265\u2500-\u25fc]*")
"""Texts whose characters every terminal gives one cell each, from left to right."""


class Cells:
    """Cells side by side: what stands in each, and how it looks, as a number.

    The second cell of a wide character is empty. Looks are below `NO_LOOK` for text that terminals may give another
    width or another place than was thought; lines of such cells can only be written as a whole.
    """

    __slots__ = ("_ends", "_styles", "looks", "texts")

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        """Spread out segments."""
        self.texts: list[str] = []
        self.looks: list[int] = []
        self._styles: list[Style] = []
        self._ends: list[int] = []
        for text, style, control in segments:
            if text and not control:
                self._spread(text, style or PLAIN)

    @classmethod
    def unknown(cls, width: int) -> Cells:
        """Return cells of which nothing is known."""
        cells = cls()
        cells.texts, cells.looks = [UNKNOWN] * width, [NO_LOOK] * width
        return cells

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.texts)

    @property
    def doubtful(self) -> bool:
        """Whether some of the text may not stand where it was thought to."""
        return min(self.looks, default=NO_LOOK) < NO_LOOK

    def style(self, at: int) -> Style:
        """Return the style in which a cell is written."""
        return self._styles[bisect_right(self._ends, at)]

    def style_ends(self, at: int) -> int:
        """Return the first cell after another one that is written in another style."""
        return self._ends[bisect_right(self._ends, at)]

    def _spread(self, text: str, style: Style) -> None:
        """Add the cells of a text."""
        inked, blank = look(style), ground(style)
        if _SURE.fullmatch(text):
            units: list[str] = list(text)
        else:
            units = list(_units(text))
            inked, blank = NO_LOOK - 1 - inked, NO_LOOK - 1 - blank
        self.texts += units
        if " " in text:
            self.looks += [blank if unit == " " else inked for unit in units]
        else:
            self.looks += [inked] * len(units)
        self._styles.append(style)
        self._ends.append(len(self.texts))


class LeanStrip(Strip):
    """A line that remembers its cells, for it is painted more than once."""

    __slots__ = ("_spread_out",)

    def __init__(self, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        """Take the segments of a line, and the cells that they take where that is known."""
        super().__init__(segments, cell_length)
        self._spread_out: Cells | None = None

    @property
    def cells(self) -> Cells:
        """The cells of the line."""
        if self._spread_out is None:
            self._spread_out = Cells(self)
        return self._spread_out


def cells_of(strip: Strip) -> Cells:
    """Return the cells of any line."""
    return strip.cells if isinstance(strip, LeanStrip) else Cells(strip)


def _units(text: str) -> Iterator[str]:
    """Yield what stands in each cell: a character with what joins it; nothing in the second cell of a wide one."""
    for start, end, taken in split_graphemes(text)[0]:
        if taken:
            yield text[start:end]
            yield from [""] * (taken - 1)
