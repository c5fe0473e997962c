"""The log of changes, written in the same breath as the trials: what this import or sync does to each of them."""

from __future__ import annotations

import time
from typing import Any

import orjson

from trialtui.ingest.differences import field_changes, results_posted
from trialtui.ingest.nct_set import NctSet
from trialtui.ingest.report import Report
from trialtui.model.change import ADDED, CHANGED, FULLER, ChangeSet, Run, TrialChange
from trialtui.model.codec import to_document
from trialtui.model.registry import RegistryQuery
from trialtui.store.index_changes import CHANGES
from trialtui.store.index_history import has_records
from trialtui.store.writer import Writer

_TOGETHER = 200
"""How many trials' changes are one document: a reader of one trial's history reads them all."""

_ROOM = 1_000_000
"""So many documents of one run have ids of their own before the next run's begin."""


def next_run(writer: Writer, now: float) -> int:
    """Return the id of an entry that begins now: above all others, whatever became of the clock."""
    last: int = writer.ask("SELECT coalesce(max(id), 0) FROM run")[0][0]
    return max(int(now * 1e6), last + _ROOM)


class ChangeLog:
    """The entry of one import or sync, and its changes.

    The first one that brings records is a baseline: what it adds is no news, and is not listed.

    Attributes:
        as_of: The date of the newest data that it brings, as far as it is known.
        has_news: Whether it has changed anything that is listed.
    """

    def __init__(
        self, writer: Writer, kind: str, source: tuple[str, ...], report: Report, *,
        baseline: bool | None = None, query: RegistryQuery | None = None,
    ) -> None:  # fmt: skip
        """Begin an entry.

        Args:
            writer: Through which it is written, with each commit.
            kind: `import` or `sync`.
            source: The files, or the query in words.
            report: The counts, which grow.
            baseline: Whether what is added is no news; None where that is so if the store has no records yet.
            query: Of a sync, what it asks for.
        """
        self._writer, self._report = writer, report
        now = time.time()
        first = not has_records(writer)
        self._run = Run(
            id=next_run(writer, now), kind=kind, time=now, source=source, complete=False,
            baseline=first if baseline is None else baseline or first,
            condition=query.condition if query else "", words=query.words if query else "",
        )  # fmt: skip
        self._next = self._run.id + 1
        self._pending: dict[int, TrialChange] = {}
        self._added = NctSet()
        self._complete = self._unsaid = self._written = False
        self.has_news = False
        self.as_of = ""
        writer.before_commit.append(self._flush)

    def add(self, nct: int, data: bytes) -> None:
        """Note that a trial is new, with its document as JSON."""
        self._unsaid = True
        self._added.add(nct)
        if not self._run.baseline:
            self._note(TrialChange(nct=nct, what=ADDED, updated=_updated(orjson.loads(data))))

    def record(self, nct: int, stored: dict[str, Any], document: dict[str, Any], *, fuller: bool) -> None:
        """Note that a record takes the place of what the store has.

        Args:
            nct: The trial.
            stored: What the store has of it.
            document: What takes its place.
            fuller: Whether it takes the place of something less than a record, with which it cannot be compared.
        """
        self._unsaid = True
        if nct in self._added:
            return  # a second version within the same run: what is new is new
        updated = _updated(document)
        if fuller:
            self._note(TrialChange(nct=nct, what=FULLER, updated=updated))
            return
        fields, more = field_changes(stored, document)
        results = results_posted(stored, document)
        self._note(TrialChange(nct=nct, what=CHANGED, updated=updated, fields=fields, more=more, results=results))

    def confirm(self) -> None:
        """Note that a record was read again that says the same as before, but of a later day."""
        self._unsaid = True

    def member(self, nct: int, what: str) -> None:
        """Note that a trial came among the results of a query, or left them: one of `model.change.IN_SCOPE`."""
        self._note(TrialChange(nct=nct, what=what))

    def finish(self, *, anyway: bool = False) -> None:
        """End the entry: the run has come to its end. It is durable with the next commit.

        Args:
            anyway: Keep the entry of a run that changed nothing too.
        """
        self._complete = True
        self._unsaid = self._unsaid or self._written or anyway

    def _note(self, change: TrialChange) -> None:
        self._unsaid = self.has_news = True
        if change.nct in self._pending or len(self._pending) >= _TOGETHER:
            self._put_pending()
        self._pending[change.nct] = change

    def _flush(self) -> None:
        """Write what is noted, and the counts so far."""
        if self._unsaid:
            self._put_pending()
            run = to_document(self._run)
            del run["id"]
            self._writer.put_change(
                {**run, **self._report.as_json(), "as_of": self.as_of, "complete": self._complete}, self._run.id
            )
            self._unsaid, self._written = False, True

    def _put_pending(self) -> None:
        if self._pending:
            changes = ChangeSet(run=self._run.id, trials=tuple(self._pending.values()))
            self._writer.put_change({"entry": CHANGES, **to_document(changes)}, self._next)
            self._next += 1
            self._pending.clear()


def _updated(document: dict[str, Any]) -> str:
    """Return the day on which the registry posted a record's last update."""
    day: str = document.get("last_update_post_date", {}).get("date", "")
    return day
