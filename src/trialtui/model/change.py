"""What imports and syncs changed: one entry for each of them, and what each did to which trial.

The classes have no slots, for the reason that those of `trial` have none.
"""

from __future__ import annotations

from dataclasses import dataclass

ADDED, CHANGED, FULLER, LEFT, GONE, RETURNED = "added", "changed", "fuller", "left", "gone", "returned"
"""What came of a trial: it is new here; its record changed; a record took the place of less (a page, a row, a part of
it); it is no longer among the results of the query; it is no longer in the registry; it is among the results again."""

IN_SCOPE = (LEFT, GONE, RETURNED)
"""What is said of a trial as a member of a query's results, not of its record."""

RECORDS = ("import", "sync")
"""The kinds of run that bring records of the registry."""


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """How one field of a trial changed.

    Attributes:
        field: Its path in `Trial`: `overall_status`, `eligibility.criteria`, `outcomes.time_frame`.
        item: Of a list, which of its items this is; empty where items came and went.
        old: What it said; of a list, the items that are gone. Long texts are cut to where they differ.
        new: What it says; of a list, the items that came.
        more: How many further items came or went.
    """

    field: str
    item: str = ""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class TrialChange:
    """What one import or sync did to one trial.

    Attributes:
        nct: The digits of its NCT number.
        what: One of the words above.
        updated: The day of last update that the record gives.
        fields: How its fields changed.
        more: How many further fields changed.
        results: Whether results were posted by this change.
    """

    nct: int
    what: str
    updated: str = ""
    fields: tuple[FieldChange, ...] = ()
    more: int = 0
    results: bool = False

    @property
    def status(self) -> FieldChange | None:
        """The change of its overall status; None where that stayed."""
        return next((change for change in self.fields if change.field == "overall_status"), None)


@dataclass(frozen=True, kw_only=True)
class ChangeSet:
    """Some of the changes of a run: they are stored by the hundred, in the same breath as the trials themselves."""

    run: int
    trials: tuple[TrialChange, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """An import, a sync, or a build: an entry of the log.

    Attributes:
        id: Its document id, which grows with time.
        kind: `import`, `sync` or `build`.
        time: When it began, in seconds since 1970.
        source: The files, or the query in words.
        condition: Of a sync, the condition that was asked for; empty for none.
        words: Of a sync, the words.
        as_of: The date of the newest data that it brought (`YYYY-MM-DD`); empty where that is not known.
        complete: Whether it came to its end.
        baseline: Whether it was the first to bring what it brought, so that nothing of that is news.
        added: How many trials are new here; pages, in a build.
        updated: How many were replaced by another version.
        unchanged: How many were read and stayed.
        rejected: How many records could not be read.
        left: How many are no longer among the results of the query.
    """

    id: int
    kind: str
    time: float = 0.0
    source: tuple[str, ...] = ()
    condition: str = ""
    words: str = ""
    as_of: str = ""
    complete: bool = True
    baseline: bool = False
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    left: int = 0
