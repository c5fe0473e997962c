"""`trialtui import`: registry records into the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.trials import TrialBook
from trialtui.linking.trial_links import TrialLinker
from trialtui.sources.files import Problem, read_files
from trialtui.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: bytes read of all (None where that is not known), and the counts so far."""

    read: int
    total: int | None
    report: Report


def import_records(
    folder: Path,
    paths: Sequence[Path | str],
    say: Narrator,
    on_problem: Callable[[Problem], None],
    on_progress: Callable[[Progress], None],
) -> tuple[Report, bool]:
    """Add records to the store in `folder`, which is made where there is none.

    An interruption by the user keeps all records that were read until then.

    Args:
        folder: The store.
        paths: As `sources.files.read_files` takes them.
        say: Takes a line of narration.
        on_problem: Is told of each rejected record.
        on_progress: Is told after each record.

    Returns:
        The counts, and whether the user interrupted the import.

    Raises:
        StoreError: the store cannot be written to; what was committed before is kept.
    """
    report, interrupted = Report(), False
    consumed: tuple[int, int | None] = (0, None)

    def rejected(problem: Problem) -> None:
        report.rejected += 1
        on_problem(problem)

    def advance(read: int, total: int | None) -> None:
        nonlocal consumed
        consumed = read, total

    with Writer(folder, progress=say) as writer:
        log = ChangeLog(writer, "import", tuple(map(str, paths)), report)
        book = TrialBook(writer, TrialLinker(), log)
        try:
            for item in read_files(paths, rejected, advance):
                report.count(book.put(item.trial))
                log.as_of = max(log.as_of, item.trial.record_as_of)
                on_progress(Progress(*consumed, report))
        except KeyboardInterrupt:
            interrupted = True
        if not interrupted:
            log.finish()
        if report.added or report.updated:
            writer.compact()
    return report, interrupted
