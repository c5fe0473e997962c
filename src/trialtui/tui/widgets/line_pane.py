"""A pane of lines, of which as many are drawn as are in view, with a scroll bar of its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from trialtui.tui.widgets.line_widget import LineWidget

WHEEL = 3
"""The lines by which a turn of the wheel scrolls."""

_KEPT = 1024


class LinePane(LineWidget):
    """A view of lines. Its last column is the scroll bar, drawn with the lines, so that scrolling paints once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-pane--bar"}
    DEFAULT_CSS = "LinePane { width: 1fr; height: 1fr; }"

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        """Start at the first line."""
        super().__init__(id=id)
        self._top = 0
        self._fitted = Size()
        self._painted: dict[tuple[int, bool], Strip] = {}
        self._thumb = "|" if ascii_only else "▐"
        self._thumb_at = range(0)
        self._unpainted = True
        self._once_painted: list[Callable[[], object]] = []
        self._over_bar = False
        self._dragging = False

    @property
    @abstractmethod
    def line_total(self) -> int:
        """The number of lines."""

    @abstractmethod
    def draw(self, number: int) -> list[Segment]:
        """Return a line over the pane's whole width but the scroll bar; a blank one after the last."""

    @property
    def top(self) -> int:
        """The line at the top of the view."""
        return self._top

    @property
    def last_top(self) -> int:
        """The line at the top when the view is at its end."""
        return max(self.line_total - self.size.height, 0)

    @property
    def allow_select(self) -> bool:
        """Whether text can be selected where the mouse is; dragging the scroll bar selects none."""
        return super().allow_select and not self._over_bar

    def scroll_to_line(self, line: int) -> None:
        """Bring a line to the top, as far as there are lines below it."""
        before = self._top
        self._set_top(line)
        if self._top != before:
            self.refresh()

    def action_line_down(self) -> None:
        """Scroll down a line."""
        self.scroll_to_line(self.top + 1)

    def action_line_up(self) -> None:
        """Scroll up a line."""
        self.scroll_to_line(self.top - 1)

    def action_page_down(self) -> None:
        """Scroll down a screen, keeping two lines in view."""
        self.scroll_to_line(self.top + max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        """Scroll up a screen, keeping two lines in view."""
        self.scroll_to_line(self.top - max(1, self.size.height - 2))

    def action_top(self) -> None:
        """Scroll to the first line."""
        self.scroll_to_line(0)

    def action_bottom(self) -> None:
        """Scroll to the last line."""
        self.scroll_to_line(self.last_top)

    def forget(self) -> None:
        """Draw every line anew."""
        self._painted.clear()
        self._unpainted = True
        self.refresh()

    def once_painted(self, callback: Callable[[], object]) -> None:
        """Call back once the lines that were drawn anew have been painted; where they have been, soon."""
        if self._unpainted:
            self._once_painted.append(callback)
        else:
            self.call_later(callback)

    def forget_lines(self, numbers: Iterable[int]) -> None:
        """Draw some lines anew, without asking for them to be painted."""
        for number in numbers:
            self._painted.pop((number, False), None)
            self._painted.pop((number, True), None)

    def repaint_lines(self, *numbers: int) -> None:
        """Draw and paint some lines anew."""
        self.forget_lines(numbers)
        for number in numbers:
            if 0 <= number - self._top < self.size.height:
                self.refresh(Region(0, number - self._top, self.size.width, 1))

    def fit(self) -> None:
        """Adapt to another size, just before the lines are painted at it."""
        self._set_top(self._top)

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._painted.clear()

    def paint_line(self, y: int) -> Strip:
        """Return a line of the view with its piece of the scroll bar."""
        number, on_thumb = self._top + y, y in self._thumb_at
        strip = self._painted.get((number, on_thumb))
        if strip is None:
            if len(self._painted) >= _KEPT:
                self._painted.clear()
            segments = self.draw(number)
            segments.append(self._bar(segments[-1], on_thumb))
            strip = self._painted[number, on_thumb] = self.finish(segments, self.outer_size.width)
        return strip

    def render_line(self, y: int) -> Strip:
        """Return a line of the view, as Textual asks for it to find what is under the mouse."""
        return self.paint_line(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the view."""
        size = self.size
        if self._fitted != size:
            self._fitted = size
            self._painted.clear()
            self.fit()
        self._thumb_at = self._thumb_lines()
        strips = super().render_lines(crop)
        self._unpainted = False
        while self._once_painted:
            self.call_later(self._once_painted.pop(0))
        return strips

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down with the wheel."""
        event.stop()
        self.scroll_to_line(self._top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up with the wheel."""
        event.stop()
        self.scroll_to_line(self._top - WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if self.on_bar(event) and self.last_top:
            self._dragging = True
            self.capture_mouse()
            self._drag(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scroll bar that the mouse has hold of."""
        self._over_bar = self._dragging or self.on_bar(event)
        if self._dragging:
            self._drag(event)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_bar(self, event: events.MouseEvent) -> bool:
        """Tell whether the mouse is on the scroll bar."""
        offset = event.get_content_offset(self)
        return offset is not None and offset.x == self.size.width - 1

    def _drag(self, event: events.MouseEvent) -> None:
        """Scroll to where the mouse is on the scroll bar."""
        self.scroll_to_line(round(event.y * self.last_top / max(self.size.height - 1, 1)))

    def _set_top(self, line: int) -> None:
        """Let a line be at the top, as far as there are lines below it."""
        self._top = max(0, min(line, self.last_top))

    def _thumb_lines(self) -> range:
        """Return the lines of the view on which the scroll bar's thumb stands; none where all lines are in view."""
        height, last_top = self._fitted.height, self.last_top
        if not last_top:
            return range(0)
        length = max(height * height // (last_top + height), 1)
        start = round(self._top * (height - length) / last_top)
        return range(start, start + length)

    def _bar(self, last: Segment, on_thumb: bool) -> Segment:
        """Draw a piece of the scroll bar; beside its thumb a line goes on as it ends, which takes no byte to say."""
        return Segment(self._thumb, self.look("line-pane--bar")) if on_thumb else Segment(" ", last.style)
