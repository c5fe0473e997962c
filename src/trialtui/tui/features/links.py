"""Links by keyboard: stepping through those of a page, and following one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from trialtui.tui.panes import PAGE, TREE
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane


def feature(session: Session) -> Links:
    """Return what does the commands of links."""
    return Links(session)


class Links:
    """Does the commands of links for a screen."""

    def __init__(self, session: Session) -> None:
        """Step through the links of the session's panes."""
        self._session = session
        self._desk = session.desk

    def do(self, command_id: str) -> str:
        """Do a command of links and return what there is to say."""
        does: dict[str, Callable[[], str]] = {
            "next_link": partial(self.step, PagePane.action_next_link),
            "previous_link": partial(self.step, PagePane.action_previous_link),
            "follow_link": self.follow,
        }
        return does[command_id]()

    def step(self, step: Callable[[PagePane], None]) -> str:
        """Select a link; from the tree, go to the page for it."""
        desk = self._desk
        hidden = PAGE not in desk.on_screen and desk.active == TREE
        if desk.active == TREE:
            desk.activate(PAGE)
        if not isinstance(pane := desk.pane, PagePane):
            return "Up and Down move in a list; Enter opens a trial."
        if hidden:
            pane.forget()
            pane.once_painted(partial(step, pane))
        else:
            step(pane)
            self._session.show_link(pane.selected_link.target if pane.selected_link else None)
        return ""

    def follow(self) -> str:
        """Follow the selected link, or open the trial that the cursor of a list is on."""
        pane = self._desk.pane
        if isinstance(pane, PagePane) and pane.selected_link is not None:
            pane.action_follow_link()
        elif not self._desk.open_listed():
            return f"No link is selected. {self._session.key('next_link')} selects the next one."
        return ""
