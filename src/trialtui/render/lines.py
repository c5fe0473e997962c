"""What a laid out page is made of: lines of styled pieces, and the links that stand on them."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from trialtui.model.places import Target

LAYOUT_STYLES = ("heading-1", "heading-2", "heading-3", "rule", "bar")
"""The styles that a layout adds to those of `pages.page.STYLES`."""


class Piece(NamedTuple):
    """A run of text in one style on one line.

    Attributes:
        text: The text, cleaned of what could steer a terminal; it holds no newlines and no tabs.
        style: One of `pages.page.STYLES` or `LAYOUT_STYLES`.
        link: The index of its link in `Layout.links`; -1 where it leads nowhere.
        source: The number of the text that it is a part of, which may go on in other pieces; -1 where it is only drawn.
    """

    text: str
    style: str = ""
    link: int = -1
    source: int = -1


class Line(NamedTuple):
    """A line: its pieces, and the index of the page's block that it shows (-1 for the page's head)."""

    pieces: tuple[Piece, ...]
    block: int = -1

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece.text for piece in self.pieces)


class LinkSpan(NamedTuple):
    """A link on the page.

    Attributes:
        target: Where it leads.
        text: What it says.
        parts: Where it stands, as (line, start cell, end cell), ends exclusive; a wrapped link has several.
    """

    target: Target
    text: str
    parts: tuple[tuple[int, int, int], ...]


class HeadingLine(NamedTuple):
    """A heading that is in view: its line, its level, its text, and its anchor (which may be empty)."""

    line: int
    level: int
    text: str
    anchor: str


class Layout(NamedTuple):
    """A page laid out at a width.

    Attributes:
        lines: The lines from top to bottom; none is wider than `width`.
        links: The links in reading order; the same page has the same links in the same order at every width.
        anchors: The line of every anchor; one that is folded away has the line of the heading that hides it.
        headings: The headings that are not folded away.
        width: The width in cells that it was laid out for.
        whole: Whether that is the whole page, and not only its beginning.
    """

    lines: tuple[Line, ...]
    links: tuple[LinkSpan, ...]
    anchors: dict[str, int]
    headings: tuple[HeadingLine, ...]
    width: int
    whole: bool = True

    def position(self, line: int) -> tuple[int, int]:
        """Say where in the page a line stands, in terms that hold at any width.

        Args:
            line: The index of a line.

        Returns:
            The block that the line shows, and how many of its characters (blanks apart) stand on lines above it; the
            place before everything where there is no such line.
        """
        if not 0 <= line < len(self.lines):
            return (-1, 0)
        block = self.lines[line].block
        first = self._first_line(block)
        return (block, sum(map(_characters, self.lines[first:line])))

    def line_at(self, position: tuple[int, int]) -> int:
        """Return the line where a position of any layout of the same page now stands."""
        block, characters = position
        line = self._first_line(block)
        while line + 1 < len(self.lines) and self.lines[line + 1].block == block:
            characters -= _characters(self.lines[line])
            if characters < 0:
                break
            line += 1
        return min(line, max(len(self.lines) - 1, 0))

    def _first_line(self, block: int) -> int:
        """Return the first line of a block, or of the next one that is shown."""
        return bisect_left(self.lines, block, key=lambda line: line.block)


def _characters(line: Line) -> int:
    """Count a line's characters but the blanks, which wrapping changes."""
    return len(line.text.replace(" ", ""))
