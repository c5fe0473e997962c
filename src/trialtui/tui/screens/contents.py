"""The contents of a page: its headings, each by a letter or with the arrows, and folding by the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from trialtui.tui.screens.chooser import Choice, ChoiceLines
from trialtui.tui.screens.modal import Modal

LETTERS = "asdfgweryuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM0123456789"
"""What chooses a heading; further ones have the cursor only."""

_MOVES = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -10, "pagedown": 10}
_FOLDS = ("minus", "left", "right", "h", "l", "space")
_CLOSES = ("escape", "q", "t")


class Contents(Modal[int | None], inherit_bindings=False):
    """Asks for one of the headings. It ends with its number, or None."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self, headings: Callable[[], Sequence[Choice]], start: int, fold: Callable[[int], None], *, ascii_only: bool
    ) -> None:
        """Ask.

        Args:
            headings: Returns the headings as they are now: at least one, their letters from `LETTERS`.
            start: The number of the heading that the cursor is on at first.
            fold: Folds the section of a heading, or unfolds it.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._headings, self._fold = headings, fold
        self._lines = ChoiceLines(headings(), start, ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """Place the headings."""
        with Vertical() as frame:
            frame.border_title = "Contents of this page"
            frame.border_subtitle = "Enter goes there, - folds, Esc closes"
            yield self._lines

    def on_key(self, event: events.Key) -> None:
        """Move, choose, fold or close."""
        event.stop()
        letters = [choice.key for choice in self._headings()]
        if event.key in _CLOSES:
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self._lines.number)
        elif event.key in _FOLDS:
            self._fold(self._lines.number)
            self._lines.replace(self._headings())
        elif event.key in _MOVES:
            self._lines.move(_MOVES[event.key])
        elif event.character in letters:
            self.dismiss(letters.index(event.character))

    def on_click(self, event: events.Click) -> None:
        """Go to the heading that was clicked; close where the click is beside them."""
        if event.widget is self._lines and (offset := event.get_content_offset(self._lines)) is not None:
            self.dismiss(self._lines.number_at(offset.y))
        elif event.widget is self:
            self.dismiss(None)
