"""The help: the keys, those of where the reader is first."""

from __future__ import annotations

from trialtui.tui.panes import PAGE, TREE
from trialtui.tui.screens.help import HelpScreen
from trialtui.tui.session import Session


def feature(session: Session) -> Helping:
    """Return what shows the help."""
    return Helping(session)


class Helping:
    """Shows the help."""

    def __init__(self, session: Session) -> None:
        """Help with the session's commands."""
        self._session = session

    def do(self, command_id: str) -> str:
        """Show it."""
        setup = self._session.setup
        pane = TREE if self._session.desk.active == TREE else PAGE
        settings = str(setup.read.path) if setup.read.path is not None else ""
        screen = HelpScreen(setup.commands, pane, settings=settings, ascii_only=setup.ascii_only)
        self._session.screen.app.push_screen(screen)
        return ""
