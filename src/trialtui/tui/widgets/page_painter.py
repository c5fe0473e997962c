"""Paints the lines of a laid out page in the colours of the pane that it is for."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from trialtui.render.layout import Layout, Piece
from trialtui.render.wrap import cells


class PagePainter:
    """Paints lines as segments of exactly some width."""

    def __init__(self, pane: Widget) -> None:
        """Take the colours from a pane, which has the component classes `page-pane--STYLE`."""
        self._pane = pane
        self._styles: dict[tuple[str, str], Style] = {}

    def forget_colours(self) -> None:
        """Look up the colours anew."""
        self._styles.clear()

    def paint(
        self, layout: Layout, number: int, width: int, *, selected: int, selection: Selection | None = None
    ) -> list[Segment]:
        """Paint a line.

        Args:
            layout: The page; lines after its last are blank.
            number: The index of the line.
            width: The cells that the line is to take.
            selected: The index of the selected link.
            selection: What of the text is selected with the mouse.
        """
        blank = self._style("", "")
        if number >= len(layout.lines):
            return [Segment(" " * width, blank)]
        line = layout.lines[number]
        segments = [Segment(piece.text, self._style_of(piece, selected)) for piece in line.pieces]
        taken = sum(cells(piece.text) for piece in line.pieces)
        if taken < width:
            segments.append(Segment(" " * (width - taken), blank))
        elif taken > width:
            segments = list(Strip(segments, taken).crop(0, width))
        if selection is not None and (span := selection.get_span(number)) is not None:
            segments = list(self._mark(Strip(segments, width), line.text, *span))
        return segments

    def _mark(self, strip: Strip, text: str, start: int, end: int) -> Strip:
        """Paint what is selected with the mouse: from and to a character of the text, -1 for its end."""
        left = cells(text[:start])
        right = cells(text if end < 0 else text[:end])
        style = self._pane.screen.get_component_rich_style("screen--selection")
        marked = Strip(Segment.apply_style(strip.crop(left, right), post_style=style))
        return Strip.join([strip.crop(0, left), marked, strip.crop(right, strip.cell_length)])

    def _style_of(self, piece: Piece, selected: int) -> Style:
        """Return how a piece looks."""
        return self._style(piece.style, "" if piece.link < 0 else "link-selected" if piece.link == selected else "link")

    def _style(self, name: str, link: str) -> Style:
        """Return how a style of the page looks, as part of a link or not."""
        style = self._styles.get((name, link))
        if style is None:
            pane = self._pane
            style = pane.get_component_rich_style(f"page-pane--{name}") if name else pane.rich_style
            if link:
                style += pane.get_component_rich_style(f"page-pane--{link}", partial=True)
            self._styles[name, link] = style
        return style
