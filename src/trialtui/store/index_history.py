"""Asking an index what imports and syncs changed. The log's own classes are imported when an entry is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import orjson

if TYPE_CHECKING:
    from trialtui.model.change import Run


class Index(Protocol):
    """What can be asked: an index as readers have it, or the copy of a writer."""

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Run a query and return its rows."""
        ...


class ChangeRow(NamedTuple):
    """Where a change of a trial is told: the run, the document, and what it is, as a sum of `index_changes.BITS`."""

    nct: int
    id: int
    run: int
    what: int


_ROW = "nct, id, run, what"
_AT_A_TIME = 500


def runs(index: Index) -> list[Run]:
    """Return the entries of the log, newest first; an entry that this program cannot read is passed over."""
    rows = index.ask("SELECT id, data FROM run ORDER BY id DESC")
    return [run for run_id, data in rows if (run := read_run(run_id, orjson.loads(data))) is not None]


def read_run(run_id: int, document: dict[str, object]) -> Run | None:
    """Read an entry of the log; None where it is none."""
    from trialtui.model.change import Run
    from trialtui.model.codec import DocumentError, from_document

    try:
        return from_document(Run, {**document, "id": run_id})
    except DocumentError:
        return None


def runs_with_changes(index: Index, most: int) -> list[int]:
    """Return the newest runs that changed a trial, newest first."""
    found: list[int] = []
    while len(found) < most:
        below = found[-1] if found else (1 << 63) - 1
        run = index.ask("SELECT max(run) FROM change WHERE run < ?", below)[0][0]
        if run is None:
            break
        found.append(run)
    return found


def changes_of_trial(index: Index, nct: int) -> list[ChangeRow]:
    """Return the changes of a trial, newest first."""
    rows = index.ask(f"SELECT {_ROW} FROM change WHERE nct = ? ORDER BY run DESC, id DESC", nct)
    return [ChangeRow(*row) for row in rows]


def changes_of_run(index: Index, run: int, mask: int = -1, *, without: int = 0, limit: int = -1) -> list[ChangeRow]:
    """Return the changes of a run that have one of some bits and none of others, by NCT number."""
    query = f"SELECT {_ROW} FROM change WHERE run = ? AND what & ? AND NOT what & ? ORDER BY nct, id LIMIT ?"
    return [ChangeRow(*row) for row in index.ask(query, run, mask, without, limit)]


def count_in_run(index: Index, run: int) -> dict[int, int]:
    """Return how many changes a run has, by what they are."""
    return dict(index.ask("SELECT what, count(*) FROM change WHERE run = ? GROUP BY what", run))


def changes_among(index: Index, ncts: Sequence[int]) -> Iterator[ChangeRow]:
    """Yield the changes of these trials."""
    for start in range(0, len(ncts), _AT_A_TIME):
        some = ncts[start : start + _AT_A_TIME]
        marks = ",".join("?" * len(some))
        yield from (ChangeRow(*row) for row in index.ask(f"SELECT {_ROW} FROM change WHERE nct IN ({marks})", *some))


def has_records(index: Index) -> bool:
    """Tell whether an import or a sync that brought records has ever come to its end."""
    from trialtui.model.change import RECORDS

    return any(run.kind in RECORDS and run.complete for run in runs(index))


def member_of(index: Index, tno: int) -> list[tuple[str, str]]:
    """Return the queries that a trial was among the results of when they were last fetched, as (query, day)."""
    rows = index.ask("SELECT query, as_of, substr(bits, ?, 1) FROM member", (tno >> 3) + 1)
    return [(query, as_of) for query, as_of, byte in rows if byte and byte[0] >> (tno & 7) & 1]
