"""A list to pick from that grows shorter as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from trialtui.tui.keys import pressed
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine
from trialtui.tui.widgets.pick_lines import Pick, PickLines

_BACK, _ON = ("up", "shift+tab"), ("down", "tab")
_REMOVES = ("delete", "ctrl+x")


class Picker(Modal[Pick | None], inherit_bindings=False):
    """A line to type in over what fits it. It ends with what was picked, or None."""

    AUTO_FOCUS = "Input"

    def __init__(
        self,
        title: str,
        source: Callable[[str], Sequence[Pick]],
        *,
        hint: str = "Enter: choose   Esc: back",
        nothing: str = "Nothing fits.",
        cursor: int = 0,
        ascii_only: bool = False,
    ) -> None:
        """Let the reader pick.

        Args:
            title: What there is to pick, in a few words.
            source: Returns what fits what was typed.
            hint: What the keys do.
            nothing: What there is to say where nothing fits.
            cursor: The number of the pick to begin at.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._title, self._source, self._hint, self._nothing, self._first = title, source, hint, nothing, cursor
        self._input = Input(placeholder="Type to narrow the list", select_on_focus=False)
        self._input.cursor_blink = False
        self._lines = PickLines(ascii_only=ascii_only)
        self._status = StatusLine(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """Place the line and the list."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            yield self._input
            yield self._lines
            yield self._status

    def on_mount(self) -> None:
        """Show all there is."""
        self._list(self._first)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what fits now."""
        message.stop()
        self._list()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Pick what the cursor is on."""
        message.stop()
        self._pick()

    def on_pick_lines_picked(self) -> None:
        """Pick what was clicked twice."""
        self._pick()

    def on_key(self, event: events.Key) -> None:
        """Move, take something away, or close; other keys belong to what is typed."""
        key = pressed(event)
        moves: dict[str, Callable[[], object]] = {
            **{name: lambda: self._lines.move(-1) for name in _BACK},
            **{name: lambda: self._lines.move(1) for name in _ON},
            "pageup": lambda: self._lines.move_screen(-1),
            "pagedown": lambda: self._lines.move_screen(1),
            **dict.fromkeys(_REMOVES, self._remove),
            "escape": lambda: self.dismiss(None),
        }
        if key in moves:
            event.stop()
            self._status.answer("")
            moves[key]()

    def _list(self, cursor: int = 0) -> None:
        picks = self._source(self._input.value)
        self._lines.show(picks, cursor=cursor)
        self._status.set_link(self._hint)
        self._status.answer("" if picks else self._nothing)

    def _pick(self) -> None:
        if self._lines.cursor is not None:
            self.dismiss(self._lines.cursor)

    def _remove(self) -> None:
        """Take away what the cursor is on, or bring it back."""
        pick = self._lines.cursor
        if pick is None or pick.remove is None:
            self._status.answer("This cannot be taken off the list.")
            return
        said = pick.remove()
        self._lines.show_again(self._source(self._input.value))
        self._status.answer(said)


def words_fit(typed: str, *texts: str) -> bool:
    """Tell whether each word that was typed is in one of some texts, whatever their case."""
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in typed.casefold().split())
