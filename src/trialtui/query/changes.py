"""What imports and syncs changed: of a trial, of the trials of a term or search, of those that the user keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trialtui.model.change import RECORDS, Run, TrialChange
from trialtui.model.kept_places import KeptPlace
from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace
from trialtui.model.refs import Ref, trial_ref
from trialtui.store.index_history import ChangeRow, changes_among, changes_of_run
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.bookmark import Bookmark

_AT_A_TIME = 500

_FEW = 5_000
"""The changes of up to so many trials are looked for one by one; for more, all changes are gone through."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change of a trial, the import or sync that brought it, and the trial's present title."""

    run: Run
    change: TrialChange
    title: str

    @property
    def ref(self) -> Ref:
        """The trial."""
        return trial_ref(self.change.nct)


def day_of(run: Run) -> str:
    """Return the day on which a run was made, as the reader's clock has it."""
    return datetime.fromtimestamp(run.time).strftime("%Y-%m-%d")


def first_snapshot(log: Iterable[Run]) -> str:
    """Return the day of the oldest data with which later data was compared; empty where there is none.

    Args:
        log: The entries of the log.
    """
    days = (min(filter(None, (run.as_of, day_of(run)))) for run in log if run.kind in RECORDS)
    return min(days, default="")


def runs_since(log: Sequence[Run], since: str) -> list[Run]:
    """Return the runs that were made on a day or later; all for an empty one."""
    return [run for run in log if day_of(run) >= since]


def tell(store: Store, rows: Sequence[ChangeRow], log: Sequence[Run]) -> list[Told]:
    """Fetch changes, in the order given; one whose run or document is gone is left out."""
    by_id = {run.id: run for run in log}
    wanted: dict[int, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.id, set()).add(row.nct)
    found = {doc_id: store.changes_in(doc_id, ncts) for doc_id, ncts in wanted.items()}
    titles: dict[int, str] = {}
    ncts = sorted({row.nct for row in rows})
    for start in range(0, len(ncts), _AT_A_TIME):
        titles |= {row.nct: row.title for row in store.index.trial_rows(ncts[start : start + _AT_A_TIME])}
    return [
        Told(by_id[row.run], change, titles.get(row.nct, ""))
        for row in rows
        if row.run in by_id and (change := found[row.id].get(row.nct)) is not None
    ]


def trials_of(store: Store, place: KeptPlace) -> set[int]:
    """Return the trials (NCT numbers as digits) of a place: the trial itself, those of a term, search or comparison."""
    if isinstance(place, ComparePlace):
        return {ref.nct_number for ref in place.refs}
    if isinstance(place, ChangesPlace):
        return set()
    if isinstance(place, EntityPlace) and place.ref.kind == "trial":
        return {place.ref.nct_number}
    if isinstance(place, EntityPlace):
        row = store.index.term(place.ref)
        postings = store.index.posting(row.tid).values() if row is not None else ()
        nct_of = store.index.nct_of
        return {nct_of[tno] for posting in postings for tno in posting}
    from trialtui.query.search_language import QueryError, parse_query
    from trialtui.query.search_trials import TrialSets
    from trialtui.store.postings import from_bits

    try:
        bits = TrialSets(store).of(parse_query(place.query))
    except QueryError:
        return set()
    return set(store.index.ncts(list(from_bits(bits))))


def watched(store: Store, kept: Sequence[Bookmark]) -> dict[int, str]:
    """Return the trials that the user watches, each with the name of the first kept place that it belongs to."""
    found: dict[int, str] = {}
    for item in kept:
        for nct in trials_of(store, item.place):
            found.setdefault(nct, item.name)
    return found


def changes_of(store: Store, ncts: Collection[int], log: Iterable[Run]) -> list[ChangeRow]:
    """Return where the changes of some trials in some runs are told, the newest run first, by NCT number."""
    wanted = {run.id for run in log}
    if len(ncts) <= _FEW:
        rows = [row for row in changes_among(store.index, sorted(ncts)) if row.run in wanted]
    else:
        rows = [row for run in wanted for row in changes_of_run(store.index, run) if row.nct in ncts]
    return sorted(rows, key=lambda row: (-row.run, row.nct, row.id))
