"""`trialtui build --relink`: links and terms made anew, after a change of rules or vocabularies; trials stay."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from trialtui.ingest.interruption import Interruption
from trialtui.ingest.prepared import Relinked, Stored
from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.trials import TrialBook
from trialtui.ingest.workers import Workers
from trialtui.linking.trial_links import TrialLinker
from trialtui.store.writer import Writer

Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Takes how many trials there are, and gives what is told of how many are done."""


def relink(folder: Path, say: Narrator, progress: Progress, *, workers: int | None = None) -> tuple[Report, bool]:
    """Link every trial of the store in `folder` anew.

    An interruption by the user keeps what was linked until then.

    Args:
        folder: The store.
        say: Takes a line of narration.
        progress: Shows how far it is.
        workers: How many other processes link; as many as are of use where None.

    Returns:
        How many trials' links changed (`updated`) and did not (`unchanged`), and whether the user interrupted it.

    Raises:
        StoreError: the store cannot be written to, or a trial cannot be read; what was committed before is kept.
    """
    report, interruption = Report(), Interruption(say, "linked")
    with Writer(folder, progress=say) as writer, Workers(folder, workers) as hands:
        writer.publish_what_is_new()  # trials are read from what is published
        book = TrialBook(writer, TrialLinker())
        ncts = writer.ids("trials")
        with interruption, progress(len(ncts)) as show:
            for found in hands.prepare(map(Stored, ncts)):
                if isinstance(found, Relinked):
                    report.count("updated" if book.relink(found) else "unchanged")
                    show(report.seen)
    return report, interruption.came
