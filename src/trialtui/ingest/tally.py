"""Counting trials, not records: a listing may give a trial twice, and one that is begun again gives many twice."""

from __future__ import annotations

from trialtui.ingest.nct_set import NctSet
from trialtui.ingest.report import Report


class Tally:
    """Counts in a report what came of each trial, once: as added or updated if it ever was, else as unchanged.

    Attributes:
        fresh: The trials that were added or updated.
    """

    def __init__(self, report: Report) -> None:
        """Count in this report."""
        self._report = report
        self._unchanged = NctSet()
        self.fresh = NctSet()

    def count(self, nct: int, outcome: str) -> None:
        """Count what came of a record: the name of a field of the report."""
        if nct in self.fresh:
            return
        if outcome != "unchanged":
            self._report.unchanged -= nct in self._unchanged
            self.fresh.add(nct)
        elif nct in self._unchanged:
            return
        else:
            self._unchanged.add(nct)
        self._report.count(outcome)
