"""The search: results as one types, over the whole screen."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from trialtui.model.places import Place
from trialtui.tui import wording
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.commands import COMMANDS
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine
from trialtui.tui.widgets.header import Header
from trialtui.tui.widgets.page_pane import PagePane

_DOES = {
    "line_down": "next_link",
    "line_up": "previous_link",
    "next_link": "next_link",
    "previous_link": "previous_link",
    "page_down": "page_down",
    "page_up": "page_up",
    "level_up": "level_up",
}
"""What commands do here; those of their keys that are letters belong to what is typed."""

_HINT = "Enter: all results   Down, Tab: the first result   Esc: back"
_HINT_ASKED = "Esc: back"


class SearchLine(Input):
    """The line to type in: as Textual has it, but that what is typed asks for no new layout of the screen."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class SearchScreen(Modal[Place | None], inherit_bindings=False):
    """A line to type in over the results so far. It ends with the place to go to, or None."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"do('{_DOES[item.id]}')", item.name, show=False, priority=True)
        for item in COMMANDS
        if item.id in _DOES
        for key in item.keys
        if len(key) > 1
    ]

    def __init__(self, catalogue: Catalogue, typed: str = "", *, ascii_only: bool = False) -> None:
        """Search a catalogue, beginning with a query."""
        super().__init__()
        self._catalogue = catalogue
        self._header = Header(catalogue.header, ascii_only=ascii_only)
        self._header.set_place("Search everything", "", "")
        self._input = SearchLine(typed, placeholder="Type what to search for", select_on_focus=False)
        self._input.cursor_blink = False
        self._pane = PagePane(ascii_only=ascii_only)
        self._pane.can_focus = False
        self._status = StatusLine(ascii_only=ascii_only)

    @property
    def typed(self) -> str:
        """What was typed."""
        return self._input.value

    def compose(self) -> ComposeResult:
        """Place the line and the results."""
        yield self._header
        yield self._input
        yield self._pane
        yield self._status

    def on_mount(self) -> None:
        """Show what is found for what it begins with."""
        self._search()

    async def on_input_changed(self, message: Input.Changed) -> None:
        """Show what is found now, painted together with what was typed; not what was typed over since."""
        message.stop()
        if message.value != self.typed:
            return
        with self.app.batch_update():
            self._search()
            await asyncio.sleep(0)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go to the selected result, else to what was typed as a whole."""
        message.stop()
        if self._pane.selected_link is not None:
            self._pane.action_follow_link()
        elif self.typed.strip():
            self.dismiss(self._catalogue.destination(self.typed))

    def on_page_pane_followed(self, message: PagePane.Followed) -> None:
        """Go to a result."""
        if not isinstance(message.target, str):
            self.dismiss(message.target)

    def on_page_pane_selected(self, message: PagePane.Selected) -> None:
        """Say where the selected result leads."""
        if message.at_end:
            self._status.answer("No further result this way." if message.total else "No result to select.")
        self._show_link()

    def action_do(self, what: str) -> None:
        """Move among the results, or close the search."""
        self._status.answer("")
        if what == "level_up":
            self.dismiss(None)
        else:
            getattr(self._pane, f"action_{what}")()
            self._show_link()

    def _search(self) -> None:
        self._status.answer("")
        self._status.set_link(self._hint())
        self._pane.show(self._catalogue.search(self.typed))

    def _show_link(self) -> None:
        """Say where the selected result leads, in the same breath as it is painted; else what the keys do."""
        link = self._pane.selected_link
        self._status.set_link(self._hint() if link is None else wording.target_text(link.target))

    def _hint(self) -> str:
        return _HINT if self.typed.strip() else _HINT_ASKED
