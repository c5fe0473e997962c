"""`trialtui import`: registry records into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.interruption import Interruption
from trialtui.ingest.prepared import CSV, Answer, Item, Prepared
from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.trials import TrialBook
from trialtui.ingest.workers import Workers
from trialtui.linking.trial_links import TrialLinker
from trialtui.sources.files import Problem, iter_raw
from trialtui.sources.streams import ProgressHook
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
    *,
    workers: int | None = None,
) -> tuple[Report, bool]:
    """Add records to the store in `folder`, which is made where there is none.

    An interruption by the user keeps all records that were taken in until then.

    Args:
        folder: The store.
        paths: As `sources.files.read_files` takes them.
        say: Takes a line of narration.
        on_problem: Is told of each rejected record.
        on_progress: Is told after each record.
        workers: How many other processes read and link records; as many as are of use where None.

    Returns:
        The counts, and whether the user interrupted the import.

    Raises:
        StoreError: the store cannot be written to; what was committed before is kept.
    """
    report, interruption = Report(), Interruption(say, "taken in")
    parts: Counter[str] = Counter()
    consumed: tuple[int, int | None] = (0, None)

    def advance(read: int, total: int | None) -> None:
        nonlocal consumed
        consumed = read, total

    with Writer(folder, progress=say) as writer, Workers(folder, workers) as hands:
        log = ChangeLog(writer, "import", tuple(map(str, paths)), report)
        book = TrialBook(writer, TrialLinker(), log)
        with interruption:
            for found in _readable(hands.prepare(_items(paths, advance)), report, on_problem):
                report.count(book.put_prepared(found))
                parts[found.part_of] += 1
                log.as_of = max(log.as_of, found.as_of)
                on_progress(Progress(*consumed, report))
            log.finish()
        if report.added or report.updated:
            writer.compact()
    _say_what_is_lacking(parts, say)
    return report, interruption.came


def _readable(answers: Iterable[Answer], report: Report, on_problem: Callable[[Problem], None]) -> Iterator[Prepared]:
    """Yield the trials among what was made of the records; what could not be read is counted and told."""
    for found in answers:
        if isinstance(found, Problem):
            report.rejected += 1
            on_problem(found)
        elif isinstance(found, Prepared):
            yield found


def _items(paths: Sequence[Path | str], advance: ProgressHook) -> Iterator[Item]:
    """Yield what is in files, in order, with what is wrong with them."""
    problems: list[Problem] = []
    for item in iter_raw(paths, problems.append, advance):
        yield from problems
        problems.clear()
        yield item
    yield from problems


def _say_what_is_lacking(parts: Counter[str], say: Narrator) -> None:
    """Tell of rows of a CSV and of parts of records what they cannot hold; `parts` has their numbers by source."""
    for source, count in parts.items():
        records = "1 record is" if count == 1 else f"{count:,} records are"
        if source == CSV:
            say(
                f"{records} from a CSV, which has no eligibility criteria, detailed descriptions, arms, MeSH terms or "
                "results; a download as JSON has them"
            )
        elif source:
            say(f"{records} in part (a download of some fields only); each page says what its source lacks")
