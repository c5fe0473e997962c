"""The command palette: a line to type in, over the commands that have what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from trialtui.render.wrap import cells
from trialtui.tui.command import Command, keys_text
from trialtui.tui.palette import matching
from trialtui.tui.screens.chooser import Choice, ChoiceLines
from trialtui.tui.screens.modal import Modal

_MOVES = {"up": -1, "down": 1, "shift+tab": -1, "tab": 1, "pageup": -10, "pagedown": 10}
_NONE = "no command has that"


class Palette(Modal[str | None], inherit_bindings=False):
    """Asks for a command. It ends with the command's id, or None."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, commands: Sequence[Command], *, ascii_only: bool = False) -> None:
        """Offer some commands."""
        super().__init__()
        self._commands, self._found = commands, list(commands)
        self._ascii_only = ascii_only
        self._keys = max((cells(self._keys_of(item)) for item in commands), default=0)
        self._lines = ChoiceLines(self._choices(), ascii_only=ascii_only)
        self._input = Input(placeholder="Type what to do", select_on_focus=False)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Place the line and the commands."""
        with Vertical() as frame:
            frame.border_title = "Commands"
            frame.border_subtitle = "Enter does it, Esc closes"
            yield self._input
            yield self._lines

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what has that."""
        message.stop()
        self._found = matching(self._commands, message.value)
        self._lines.replace(self._choices())

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """End with the command under the cursor."""
        message.stop()
        if self._found:
            self.dismiss(self._found[self._lines.number].id)

    def on_key(self, event: events.Key) -> None:
        """Move, or close."""
        if event.key in _MOVES:
            event.stop()
            self._lines.move(_MOVES[event.key])
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked; close where the click is beside it all."""
        if (
            event.widget is self._lines
            and self._found
            and (offset := event.get_content_offset(self._lines)) is not None
        ):
            self.dismiss(self._found[self._lines.number_at(offset.y)].id)
        elif event.widget is self:
            self.dismiss(None)

    def _choices(self) -> list[Choice]:
        """Return a line for each command; one that says so where there is none."""
        rows = [
            Choice(self._keys_of(item).ljust(self._keys), f"{item.name[0].upper()}{item.name[1:]}", item.does)
            for item in self._found
        ]
        return rows or [Choice("", _NONE)]

    def _keys_of(self, command: Command) -> str:
        return keys_text(command, ascii_only=self._ascii_only)
