"""A line to type in, at the bottom of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine


class Prompt(Modal[str | None], inherit_bindings=False):
    """Asks for a line of text. It ends with what was typed, which may be empty, or None after Esc."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "close", show=False, priority=True)]

    def __init__(
        self,
        hint: str,
        typed: str = "",
        *,
        changed: Callable[[str], str] | None = None,
        check: Callable[[str], str] | None = None,
        ascii_only: bool = False,
    ) -> None:
        """Ask.

        Args:
            hint: What is asked, in a sentence; it stands below the line.
            typed: What the line begins with.
            changed: Is told what is typed so far, and returns what there is to say of it in place of the hint.
            check: Is given what was typed when it is entered, and returns what is wrong with it, if anything is.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._hint, self._changed, self._check = hint, changed, check
        self._input = Input(typed, select_on_focus=False)
        self._input.cursor_blink = False
        self._status = StatusLine(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """Place the line and what is said of it."""
        with Vertical():
            yield self._input
            yield self._status

    def on_mount(self) -> None:
        """Say what is asked."""
        self._status.answer(self._hint)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Tell what is typed so far."""
        message.stop()
        said = self._changed(message.value) if self._changed is not None else ""
        self._status.answer(said or self._hint)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """End, unless something is wrong with what was typed."""
        message.stop()
        if wrong := self._check(message.value) if self._check is not None else "":
            self._status.answer(wrong)
        else:
            self.dismiss(message.value)

    def action_leave(self) -> None:
        """End without an answer."""
        self.dismiss(None)
