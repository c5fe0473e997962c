"""The line above the panes: heavy above the one that the reader is in."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from trialtui.tui.widgets.line_widget import LineWidget


class PaneLine(LineWidget):
    """One line. It is drawn here, and not as the panes' borders, so that going to another pane repaints it alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane-line--active"}

    def __init__(self, *, ascii_only: bool = False) -> None:
        """Start without panes."""
        super().__init__()
        self._widths: tuple[int, ...] = ()
        self._active = 0
        self._thin, self._heavy = (" ", "-") if ascii_only else ("─", "━")

    def set_panes(self, widths: tuple[int, ...], active: int) -> None:
        """Show which of the panes, given by their widths from left to right, is the active one."""
        if (self._widths, self._active) != (widths, active):
            self._widths, self._active = widths, active
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        looks = {
            True: (self._heavy, self.look("pane-line--active")),
            False: (self._thin, self.look()),
        }
        segments = []
        for index, width in enumerate(self._widths):
            character, style = looks[index == self._active]
            segments.append(Segment(character * width, style))
        return Strip(segments).adjust_cell_length(self.size.width, self.look())
