"""`trialtui sync`: brings a store in step with the registry, page by page, and goes on where a sync broke off.

Listing by last update brings what is new and what changed. Listing the numbers alone, which is cheap, then shows what
that cannot: which trials no longer fit the query, and any that slipped through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from trialtui.ingest.ahead import ahead
from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.nct_set import NctSet
from trialtui.ingest.prepared import Item, Mark, Prepared
from trialtui.ingest.records import Progress
from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.scope import Scope, ScopeBook
from trialtui.ingest.tally import Tally
from trialtui.ingest.trials import TrialBook
from trialtui.ingest.workers import Workers
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.change import GONE, IN_SCOPE, LEFT, RETURNED
from trialtui.model.refs import trial_ref
from trialtui.model.registry import RegistryQuery
from trialtui.sources.ctgov_api import Listed, Registry, RegistryError, StudyPage
from trialtui.sources.records import Problem, RawRecord
from trialtui.store.index_changes import BITS
from trialtui.store.writer import Writer

FEW = 20_000
"""Up to so many trials of a query, their numbers are listed at every sync; of more, only where their count is amiss."""


@dataclass(slots=True)
class SyncReport(Report):
    """The counts of a sync, each trial once; `left` are those that are no longer among the results of the query."""

    left: int = 0


class Listeners(NamedTuple):
    """Who is told what, while a sync goes on."""

    say: Narrator
    on_problem: Callable[[Problem], None]
    on_progress: Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What came of a sync.

    Attributes:
        report: The counts.
        as_of: The time of the registry's data.
        complete: Whether the store now has all of the query as of then.
        interrupted: Whether the user ended it; what had come until then is stored.
        failure: What kept it from going on; what had come until then is stored.
        up_to_date: Whether the store had the registry's newest data already, so that nothing was asked for.
        is_news: Whether it changed what the store had before.
    """

    report: SyncReport
    as_of: str
    complete: bool = False
    interrupted: bool = False
    failure: str = ""
    up_to_date: bool = False
    is_news: bool = False


def sync(
    folder: Path,
    registry: Registry,
    query: RegistryQuery,
    listeners: Listeners,
    *,
    since: str = "",
    full: bool = False,
    workers: int | None = None,
) -> Synced:
    """Bring a store in step with the registry.

    Args:
        folder: The store; it is made where there is none, once the registry has answered.
        registry: Where to ask.
        query: What is to be in step.
        listeners: Who is told what.
        since: Fetch only what was updated on that day (`YYYY-MM-DD`) or later; the query is not complete then.
        full: Fetch everything, whatever the store has.
        workers: How many other processes read and link records; as many as are of use where None.

    Raises:
        RegistryError: the registry cannot be reached at all; nothing was written.
        StoreError: the store cannot be written to; what was committed before is kept.
    """
    data = registry.version().data
    with Writer(folder, progress=listeners.say) as writer, Workers(folder, workers) as hands:
        run = _Sync(writer, hands, registry, query, listeners, data)
        if data and run.book.scope == Scope(data=data) and not since and not full:
            return Synced(report=run.report, as_of=data, complete=True, up_to_date=True)
        interrupted, failure, complete = False, "", False
        try:
            complete = run.run(since, full=full)
        except KeyboardInterrupt:
            interrupted = True
        except RegistryError as error:
            failure = str(error)
        writer.compact()
    return Synced(
        report=run.report, as_of=data, complete=complete, interrupted=interrupted, failure=failure,
        is_news=run.log.has_news,
    )  # fmt: skip


class _Sync:
    """One sync, under way."""

    def __init__(
        self,
        writer: Writer,
        workers: Workers,
        registry: Registry,
        query: RegistryQuery,
        listeners: Listeners,
        data: str,
    ) -> None:
        self._writer, self._workers = writer, workers
        self._registry, self._query, self._listeners = registry, query, listeners
        self._data = data
        self.report = SyncReport()
        self._tally = Tally(self.report)
        self.book = ScopeBook(writer, query)
        first = not self.book.scope.data
        self.log = ChangeLog(writer, "sync", (str(query),), self.report, baseline=first, query=query)
        self.log.as_of = data[:10]
        self._trials = TrialBook(writer, TrialLinker(), self.log)
        self._origin = registry.url.partition("://")[2]
        self._rejected: set[str] = set()
        self._read = 0
        self._total: int | None = None

    def run(self, since: str, *, full: bool) -> bool:
        """Fetch what is wanted; True if the store then has all of the query."""
        begin = since or ("" if full else self.book.scope.begin)
        start = begin if since else self.book.scope.resumed(begin)
        for reached in self._take(self._registry.pages(self._query, start)):
            if not since:
                self.book.reach(begin, reached)
            self._writer.commit()
        if not since:
            self._reconcile(full=full)
        self.log.finish(anyway=True)
        return not since

    def _take(self, pages: Iterable[StudyPage], taken: NctSet | None = None) -> Iterator[str]:
        """Take in the studies of pages, which are fetched and prepared ahead, and note which trials they are.

        Yields:
            After each page, the day up to which the listing has come.
        """
        for found in self._workers.prepare(self._items(ahead(pages))):
            if isinstance(found, Mark):
                self._total = found.total if found.total is not None else self._total
                if found.reached is not None:
                    yield found.reached
                continue
            self._read += 1
            if isinstance(found, Problem):
                self._reject(found)
            elif isinstance(found, Prepared):
                self._tally.count(found.nct, self._trials.put_prepared(found, self._data[:10]))
                if taken is not None:
                    taken.add(found.nct)
            self._listeners.on_progress(Progress(self._read, self._total, self.report))

    def _items(self, pages: Iterable[StudyPage]) -> Iterator[Item]:
        """Yield the studies of pages, with a mark before and after those of each."""
        for page in pages:
            yield Mark(total=page.total)
            for number, data in enumerate(page.records, 1):
                yield RawRecord(self._origin, number, 1, data)
            yield Mark(reached=page.reached)

    def _reject(self, problem: Problem) -> None:
        """Note a record that cannot be read, once, however often it comes; one without a number by what is wrong."""
        name = problem.record if problem.record.startswith("NCT") else str(problem)
        if name not in self._rejected:
            self._rejected.add(name)
            self.report.rejected += 1
            self._listeners.on_problem(problem)

    def _reconcile(self, *, full: bool) -> None:
        """See to what a listing by last update does not show, and note that the query is complete."""
        known = self.book.members()
        if known is not None and not full and self._as_many_as(known):
            for nct in self._tally.fresh:
                known.add(nct)
            self.book.complete(self._data, known)
            return
        members = NctSet()
        slipped: list[str] = []
        for page in ahead(self._registry.numbers(self._query)):
            slipped += [item.nct_id for item in page if self._is_wanted(item, members)]
        self._fetch(slipped)
        if known is not None:
            self._compare(known, members)
        self.book.complete(self._data, members)

    def _as_many_as(self, known: NctSet) -> bool:
        """Tell whether a large query has as many results as it had, and what came; then none can have left it."""
        if len(known) <= FEW:
            return False
        new = sum(1 for nct in self._tally.fresh if nct not in known)
        return self._registry.count(self._query) == len(known) + new

    def _is_wanted(self, item: Listed, members: NctSet) -> bool:
        """Note a trial that the registry lists; True if the store lacks it, or has an older version."""
        try:
            nct = trial_ref(item.nct_id).nct_number
        except ValueError:
            return False
        members.add(nct)
        if item.nct_id in self._rejected:
            return False
        stored = self._writer.document("trials", nct)
        return stored is None or stored.get("last_update_post_date", {}).get("date", "") < item.updated

    def _fetch(self, numbers: Iterable[str]) -> NctSet:
        """Fetch trials by their numbers, and return which the registry has."""
        found = NctSet()
        for _ in self._take(self._registry.studies(numbers), found):
            self._writer.commit()
        return found

    def _compare(self, known: NctSet, members: NctSet) -> None:
        """Note which trials left the results of the query, or came back; each that left is looked at once more."""
        left = [nct for nct in known if nct not in members]
        still_there = self._fetch(trial_ref(nct).key for nct in left)
        for nct in left:
            self.log.member(nct, LEFT if nct in still_there else GONE)
            self.report.left += 1
        for nct in members:
            if nct not in known and self._had_left(nct):
                self.log.member(nct, RETURNED)

    def _had_left(self, nct: int) -> bool:
        """Tell whether the last that is known of a trial, as one of the results, is that it left them."""
        mask = sum(BITS[word] for word in IN_SCOPE)
        query = "SELECT what FROM change WHERE nct = ? AND what & ? ORDER BY id DESC LIMIT 1"
        rows = self._writer.ask(query, nct, mask)
        return bool(rows) and not rows[0][0] & BITS[RETURNED]
