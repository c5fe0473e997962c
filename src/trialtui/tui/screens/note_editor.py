"""A few lines to write in, at the bottom of the screen, under the page that they are about."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import TextArea

from trialtui.model.clean import clean
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine

_HINT = "Esc: keep it and go back   Ctrl+z: undo   An empty note is no note"


class NoteEditor(Modal[bool], inherit_bindings=False):
    """Lets the reader write. It ends with whether what was written is kept.

    What is written is kept whenever it is left, by Esc, by leaving the browser, or by a line that breaks.
    """

    AUTO_FOCUS = "TextArea"

    def __init__(
        self, title: str, text: str, former: str, keep: Callable[[str], str], *, ascii_only: bool = False
    ) -> None:
        """Write.

        Args:
            title: What it is about.
            text: What stands there.
            former: What stood there before the last change: the first undo brings it back.
            keep: Keeps what was written, and returns what is wrong where it cannot.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._title, self._text, self._keep = title, clean(text), keep
        self._area = TextArea(clean(former), highlight_cursor_line=False)
        self._area.cursor_blink = False
        self._status = StatusLine(ascii_only=ascii_only)
        self._failed = False

    def compose(self) -> ComposeResult:
        """Place the lines, and what the keys do."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            yield self._area
            yield self._status

    def on_mount(self) -> None:
        """Put the cursor at the end of what stands there."""
        if self._text != self._area.text:
            self._area.replace(self._text, self._area.document.start, self._area.document.end)
        self._area.move_cursor(self._area.document.end)
        self._status.set_link(_HINT)

    def on_key(self, event: events.Key) -> None:
        """Keep what was written and go back; where it cannot be kept, go back only when asked once more."""
        if event.key != "escape":
            return
        event.stop()
        if self._failed:
            self.dismiss(False)
            return
        wrong = self._keep(self._area.text)
        if wrong:
            self._failed = True
            self._status.answer(f"{wrong} Esc once more goes back without it.")
        else:
            self.dismiss(True)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Forget that what stood there before could not be kept."""
        message.stop()
        self._failed = False
        self._status.answer("")

    def finish(self) -> None:
        """Keep what was written: the browser is being left."""
        self._keep(self._area.text)
