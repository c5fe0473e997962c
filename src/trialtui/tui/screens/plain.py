"""A text as it is, over the whole width and without a border, for selecting it by the terminal's own means."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from trialtui.model.clean import clean_line
from trialtui.pages.page import Span
from trialtui.render.wrap import Links, pieces_of, to_ascii, wrap
from trialtui.tui.cells import fit
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine
from trialtui.tui.widgets.line_pane import LinePane

_HINT = "Shift+drag (Mac: Option) selects, p prints it after quitting, Esc closes."


class PlainLines(LinePane, inherit_bindings=False):
    """The lines of a text, wrapped where the screen ends, each from the first column on."""

    ALLOW_SELECT = False

    def __init__(self, text: str, *, ascii_only: bool = False) -> None:
        """Show a text."""
        super().__init__(ascii_only=ascii_only)
        self._text = to_ascii(text) if ascii_only else text
        self._lines: list[str] = []
        self._width = 0

    @property
    def line_total(self) -> int:
        """The number of lines at this width."""
        if self._width != self.size.width:
            self._width = self.size.width
            self._lines = [line for source in self._text.split("\n") for line in self._wrapped(source)]
        return len(self._lines)

    def _wrapped(self, source: str) -> list[str]:
        """Wrap a line, keeping its indent on the first."""
        words = source.lstrip(" ")
        indent = " " * (len(source) - len(words))
        rows = wrap(pieces_of((Span(words),), Links()), max(self._width - 1 - len(indent), 20))
        return [indent + "".join(piece.text for piece in row) for row in rows]

    def draw(self, number: int) -> list[Segment]:
        """Draw a line."""
        text = self._lines[number] if number < self.line_total else ""
        return [Segment(fit(clean_line(text), self.size.width - 1), self.look())]


class PlainScreen(Modal[bool], inherit_bindings=False):
    """A text for selecting. It ends with whether the text is to be printed after quitting."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move('line_up')", show=False),
        Binding("down,j", "move('line_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown,space", "move('page_down')", show=False),
        Binding("g,home", "move('top')", show=False),
        Binding("G,end", "move('bottom')", show=False),
        Binding("p", "leave(True)", show=False),
        Binding("escape,q", "leave(False)", show=False),
    ]

    def __init__(self, text: str, *, ascii_only: bool = False) -> None:
        """Show a text."""
        super().__init__()
        self._lines = PlainLines(text, ascii_only=ascii_only)
        self._hint = StatusLine(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """Place the text, and below it what can be done."""
        yield self._lines
        yield self._hint

    def on_mount(self) -> None:
        """Say what can be done."""
        self._hint.answer(_HINT)

    def action_move(self, step: str) -> None:
        """Scroll."""
        getattr(self._lines, f"action_{step}")()

    def action_leave(self, later: bool) -> None:
        """Close."""
        self.dismiss(later)
