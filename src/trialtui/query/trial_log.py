"""What imports and syncs say of one trial: its changes, and up to when its record is known to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trialtui.store.index_history import changes_of_trial, member_of, runs
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.query.changes import Told


class TrialLog(NamedTuple):
    """What is known.

    Attributes:
        history: The trial's changes, newest first.
        changed_last: The run that last changed any trial of the store; 0 where none has.
        checked: The day on which a sync found its record unchanged, where that is later than the record's own.
    """

    history: tuple[Told, ...] = ()
    changed_last: int = 0
    checked: str = ""


NO_LOG = TrialLog()


def trial_log(store: Store, nct: int, record_as_of: str) -> TrialLog:
    """Return what is known of a trial; most have no history, and what tells of it is not imported for them."""
    row = store.index.trial(nct)
    days = [as_of for _, as_of in member_of(store.index, row.tno)] if row is not None else []
    checked = max(days, default="")
    history: tuple[Told, ...] = ()
    if rows := changes_of_trial(store.index, nct):
        from trialtui.query.changes import tell

        history = tuple(tell(store, rows, runs(store.index)))
    return TrialLog(history, store.index.changed_last, checked if checked > record_as_of else "")
