"""Marking trials, and setting the marked ones side by side."""

from __future__ import annotations

from collections.abc import Callable

from trialtui.model.places import ComparePlace
from trialtui.model.refs import Ref
from trialtui.query.compare import LEAST, MOST
from trialtui.tui.panes import PAGE
from trialtui.tui.session import Session
from trialtui.tui.subject import trial_at


def feature(session: Session) -> Marking:
    """Return what does the commands of marking."""
    return Marking(session)


class Marking:
    """Does the commands of marking for a screen."""

    def __init__(self, session: Session) -> None:
        """Mark in the session's own list."""
        self._session, self._marks = session, session.marks

    def do(self, command_id: str) -> str:
        """Do a command of marking and return what there is to say."""
        does: dict[str, Callable[[], str]] = {"mark": self.mark, "compare": self.compare}
        return does[command_id]()

    def mark(self) -> str:
        """Mark the trial that the reader is at, or no longer."""
        ref = trial_at(self._session)
        if ref is None:
            return "Only trials are marked: open one, or select a link to one."
        if not self._marks.toggle(ref):
            return f"{ref} is no longer marked; {len(self._marks)} are. m marks it again."
        more = "c compares them, e exports them" if len(self._marks) > 1 else "Mark another to compare it with"
        return f"{ref} is marked, {len(self._marks)} in all. {more}; m again lets this one go."

    def compare(self) -> str:
        """Set the marked trials side by side; a single one beside the trial that the reader is at."""
        refs = self._compared()
        if len(refs) < LEAST:
            return f"Mark {LEAST} to {MOST} trials with m, then c compares them."
        if len(refs) > MOST:
            return f"{len(refs)} trials are marked; {LEAST} to {MOST} can be compared. m lets one go."
        if self._session.go(ComparePlace(tuple(refs))):
            self._session.desk.activate(PAGE)
        return ""

    def _compared(self) -> list[Ref]:
        refs = list(self._marks)
        here = trial_at(self._session)
        if len(refs) == 1 and here is not None and here not in refs:
            refs.append(here)
        return refs
