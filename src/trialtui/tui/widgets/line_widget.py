"""A widget of lines that it draws itself: the base of everything on the browser's screen."""

from __future__ import annotations

from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from trialtui.tui.output.cells import LeanStrip


class LineWidget(Widget):
    """Draws its lines in `render_line`; its style sheet may give it colours, a size and padding on the left, no more.

    Textual's own way from lines to the screen leads through borders, outlines, opacity and tint, and through styles
    that are computed anew for each repaint. That takes longer than all that the browser does itself.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """As Textual has it, but that a change of size asks for no second layout or paint: there is nothing to scroll."""

    def __init__(self, *, id: str | None = None) -> None:
        """Start with no colours looked up."""
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}
        self._background = Color(0, 0, 0)
        self._drawn: dict[int, Strip] = {}
        self._drawn_at = Size()

    def look(self, component: str = "") -> Style:
        """Return the style of one of the widget's component classes; its own style without a name."""
        style = self._looks.get(component)
        if style is None:
            style = self.get_component_rich_style(component) if component else self.rich_style
            self._looks[component] = style
            self._background = self.background_colors[1]
        return style

    def notify_style_update(self) -> None:
        """Forget the colours: the theme or the style sheet has changed."""
        super().notify_style_update()
        self._looks.clear()
        self._drawn.clear()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the lines anew, as Textual has it; until then they are painted as they were drawn."""
        self._drawn.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def paint_line(self, y: int) -> Strip:
        """Return a line as it is painted, over the widget's whole width.

        It is kept: Textual asks every widget for its lines when any of them changes.
        """
        strip = self._drawn.get(y)
        if strip is None:
            drawn = self.render_line(y)
            strip = self._drawn[y] = self.finish(list(drawn), drawn.cell_length)
        return strip

    def finish(self, segments: list[Segment], width: int) -> Strip:
        """Make a line of some cells ready for the terminal: where that has no colour, neither has the line."""
        for item in self.get_line_filters():
            segments = item.apply(segments, self._background)
        return LeanStrip(list(Segment.simplify(segments)), width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget, as Textual's compositor asks for them."""
        if self._drawn_at != self.outer_size:
            self._drawn_at = self.outer_size
            self._drawn.clear()
        strips = [self.paint_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]
