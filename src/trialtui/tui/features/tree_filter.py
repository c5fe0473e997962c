"""Filtering the tree by name while one types."""

from __future__ import annotations

from trialtui.tui.catalogue import Filtered
from trialtui.tui.panes import TREE
from trialtui.tui.screens.prompt import Prompt
from trialtui.tui.session import Session
from trialtui.tui.tree_rows import TreeRows

_HINT = "Filter the tree by name. Enter stays there, Esc brings the whole tree back."
_BACK = "Esc brings the whole tree back."

OPENED = 30
"""A kind with at most so many entries is opened at once; where there is but one kind, it is."""


def feature(session: Session) -> FilterTree:
    """Return what does the command of filtering."""
    return FilterTree(session)


class FilterTree:
    """Filters the tree for a screen."""

    def __init__(self, session: Session) -> None:
        """Filter the session's tree."""
        self._session, self._tree = session, session.desk.tree_pane
        self._found: Filtered | None = None
        session.on_escape(self._widen)

    def do(self, command_id: str) -> str:
        """Filter the tree by what is typed while it is typed."""
        screen = Prompt(_HINT, changed=self._typed, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(screen, self._done)
        return ""

    def _typed(self, typed: str) -> str:
        """Show what is named so, and say how much that is."""
        if not typed.strip():
            self._tree.widen()
            return ""
        self._found = found = self._session.catalogue.filtered(typed)
        if not found.total:
            self._tree.widen()
            return "Go on: one letter is in almost every name." if len(typed.strip()) < 2 else _nothing(typed)
        rows = TreeRows(found.roots(), found.children)
        kinds = len(rows)
        for row in reversed(range(kinds)):
            if kinds == 1 or found.size(rows[row].node) <= OPENED:
                rows.open(row)
        self._tree.narrow(rows, next((row for row in range(len(rows)) if rows[row].depth), 0))
        return _said(found.total, typed)

    def _done(self, typed: str | None) -> None:
        """Stay in what is filtered, or go back to the whole tree."""
        if not typed or not typed.strip():
            self._tree.widen()
        elif not self._tree.narrowed:
            self._session.say(_nothing(typed))
        else:
            self._session.desk.activate(TREE)
            total = self._found.total if self._found is not None else 0
            self._session.say(f"{_said(total, typed)} {_BACK}")

    def _widen(self) -> bool:
        """Bring the whole tree back where the reader is in what is filtered; False where nothing is."""
        if self._session.desk.active != TREE or not self._tree.narrowed:
            return False
        self._tree.widen()
        self._tree.reveal(self._session.catalogue.reveal(self._session.journey.page.place))
        return True


def _said(total: int, typed: str) -> str:
    return f"{total:,} named “{typed.strip()}”."


def _nothing(typed: str) -> str:
    return f"No match for “{typed.strip()}” in the tree."
