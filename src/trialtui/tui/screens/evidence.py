"""The evidence of a link, over what was on the screen: passages to go to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from trialtui.pages.page import Page
from trialtui.tui.commands import COMMANDS
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.page_pane import PagePane, PageState

_DOES = {
    "line_up": "line_up", "line_down": "line_down", "page_up": "page_up", "page_down": "page_down", "top": "top",
    "bottom": "bottom", "next_link": "next_link", "previous_link": "previous_link", "follow_link": "follow_link",
}  # fmt: skip
"""What commands do here, as the actions of the pane."""

_CLOSES = ("level_up", "evidence", "close")


class EvidenceScreen(Modal[int | None], inherit_bindings=False):
    """Passages, one of them selected. It ends with the number of the one to go to, or None."""

    AUTO_FOCUS = "PagePane"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(item.keys), f"do('{item.id}')", item.name, show=False)
        for item in COMMANDS
        if item.id in (*_DOES, *_CLOSES)
    ]

    def __init__(self, page: Page, *, ascii_only: bool = False) -> None:
        """Show a page, whose first link is selected."""
        super().__init__()
        self._pane = PagePane(ascii_only=ascii_only)
        self._pane.show(page, state=PageState(selected=0))

    def compose(self) -> ComposeResult:
        """Place the page."""
        with Vertical() as frame:
            frame.border_title = "Evidence"
            frame.border_subtitle = "Tab selects, Enter goes there, Esc closes"
            yield self._pane

    def on_page_pane_followed(self, message: PagePane.Followed) -> None:
        """End with the passage that was chosen."""
        self.dismiss(self._pane.state.selected)

    def action_do(self, command_id: str) -> None:
        """Move, choose or close."""
        if command_id in _CLOSES:
            self.dismiss(None)
        else:
            getattr(self._pane, f"action_{_DOES[command_id]}")()
