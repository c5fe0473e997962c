"""A short list of things to choose from, each by its letter, or with the arrows and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from trialtui.render.wrap import cells, to_ascii
from trialtui.tui.cells import clip, ellipsis, fit
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.line_widget import LineWidget

_UP, _DOWN = ("up", "k"), ("down", "j")
_CLOSES = ("escape", "q")


class Choice(NamedTuple):
    """Something to choose: the letter that chooses it, what it is, and what more there is to say of it."""

    key: str
    text: str
    note: str = ""


class ChoiceLines(LineWidget):
    """The choices, a line each, one of them under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice-lines--key", "choice-lines--note", "choice-lines--cursor"}

    def __init__(self, choices: Sequence[Choice], start: int = 0, *, ascii_only: bool = False) -> None:
        """Start at one of the choices, the first one without a number."""
        super().__init__()
        self._choices = choices
        self._cursor = start
        self._ascii_only = ascii_only
        self._ellipsis = ellipsis(ascii_only=ascii_only)

    @property
    def cursor(self) -> Choice:
        """The choice under the cursor."""
        return self._choices[self._cursor]

    @property
    def number(self) -> int:
        """The number of the choice under the cursor."""
        return self._cursor

    def number_at(self, y: int) -> int:
        """Return the number of the choice on a line."""
        return min(self._top + y, len(self._choices) - 1)

    def replace(self, choices: Sequence[Choice]) -> None:
        """Show the choices as they are now: at least one. The cursor goes to the first where the number changes."""
        other = len(choices) != len(self._choices)
        self._choices = choices
        self._cursor = 0 if other else self._cursor
        self.refresh(layout=other)

    @property
    def _top(self) -> int:
        """The number of the choice on the first line."""
        return max(0, min(self._cursor - self.size.height // 2, len(self._choices) - self.size.height))

    def move(self, by: int) -> None:
        """Move the cursor, from the last choice to the first and back."""
        self._cursor = (self._cursor + by) % len(self._choices)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of choices."""
        return len(self._choices)

    def render_line(self, y: int) -> Strip:
        """Draw a choice; the one under the cursor is also marked by a sign, for terminals without colour."""
        width = self.size.width
        if (number := self._top + y) >= len(self._choices):
            return Strip.blank(width, self.look())
        choice, here = self._choices[number], number == self._cursor
        plain = self.look("choice-lines--cursor") if here else self.look()
        mark = ">" if here else " "
        text = f"  {to_ascii(choice.text) if self._ascii_only else choice.text}"
        room = width - 3 - cells(choice.key)
        note = clip(f"  {choice.note}", max(room - cells(text), 0), self._ellipsis) if choice.note else ""
        return Strip(
            [
                Segment(f"{mark} ", plain),
                Segment(choice.key, plain if here else self.look("choice-lines--key")),
                Segment(clip(text, room, self._ellipsis), plain),
                Segment(fit(note, max(room - cells(text), 0) + 1), plain if here else self.look("choice-lines--note")),
            ]
        ).adjust_cell_length(width, plain)


class Chooser(Modal[str | None], inherit_bindings=False):
    """Asks for one of several things, at the bottom of the screen. It ends with the key of the choice, or None."""

    AUTO_FOCUS = ""

    def __init__(self, title: str, choices: Sequence[Choice], *, ascii_only: bool = False) -> None:
        """Ask.

        Args:
            title: What is asked, in a few words.
            choices: At least one; their keys are single characters, and none of them is `j`, `k` or `q`.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._choices = {choice.key: choice for choice in choices}
        self._lines = ChoiceLines(choices, ascii_only=ascii_only)
        self._title = title

    def compose(self) -> ComposeResult:
        """Place the choices."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            frame.border_subtitle = "Esc closes"
            yield self._lines

    def on_key(self, event: events.Key) -> None:
        """Move, choose or close."""
        event.stop()
        pressed = event.character if event.character and event.character.isprintable() else event.key
        if pressed in self._choices:
            self.dismiss(pressed)
        elif event.key in _CLOSES:
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self._lines.cursor.key)
        elif event.key in _UP + _DOWN:
            self._lines.move(-1 if event.key in _UP else 1)

    def on_click(self, event: events.Click) -> None:
        """Close where the click is beside the choices."""
        if event.widget is self:
            self.dismiss(None)
