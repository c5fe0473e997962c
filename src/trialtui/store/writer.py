"""The one writer of a store: it gathers documents, commits them as segments, and publishes the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from trialtui.model.codec import from_document, to_document
from trialtui.model.published import PublishedPage
from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.store import hooks
from trialtui.store.compaction import to_merge
from trialtui.store.errors import StoreError
from trialtui.store.index_facts import check_links
from trialtui.store.layout import document_id, rubbish, segment_numbers, segment_path
from trialtui.store.lock import WriterLock
from trialtui.store.publish import IndexPublisher, Progress, live_segments
from trialtui.store.segment import SegmentDraft, write_segment

SEGMENT_BYTES = 32 << 20
"""A segment is committed when the gathered documents reach this size."""

PUBLISH_EVERY = 60.0
"""The index is published at most once in this many seconds while a long import goes on."""

_PUBLISH_SHARE = 20
"""... and so that publishing, which grows with the store, takes no more than one part in this many of the time."""


class Writer:
    """The right to write to a store, and the way to do it.

    Use it as a context. Leaving it commits and publishes; leaving it by an exception publishes what was committed and
    drops what was not.

    Attributes:
        folder: The store.
        before_commit: Called before each commit, to add what must be durable together with what was gathered.
    """

    def __init__(self, folder: Path, *, progress: Progress | None = None) -> None:
        """Prepare to write to `folder`, which is made where it is missing."""
        self.folder = folder
        self.before_commit: list[Callable[[], None]] = []
        self._progress = progress
        self._lock = WriterLock(folder)
        self._index = IndexPublisher(folder)
        self._draft = SegmentDraft()
        self._published = time.monotonic()
        self._publishing = 0.0
        self._next = 1
        self._changed = False

    def __enter__(self) -> Writer:
        """Take the lock and complete what an earlier writer could not.

        Raises:
            StoreLockedError: another process is writing.
            StoreError: the folder cannot be written to.
            StoreDamagedError: a segment is damaged.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be made: {error.strerror or error}") from error
        self._lock.__enter__()
        try:
            self._begin()
        except BaseException as error:
            self._index.close()
            self._lock.__exit__(None, None, None)
            if isinstance(error, OSError):
                raise StoreError(f"{self.folder}: cannot be written to: {error.strerror or error}") from error
            raise
        return self

    def _begin(self) -> None:
        """Remove what an earlier writer has left half written, and take in what it could not."""
        for path in rubbish(self.folder):
            path.unlink()
        numbers = segment_numbers(self.folder)
        self._next = max(numbers, default=0) + 1
        self._changed = bool(numbers) and self._index.update(self._progress)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Commit where all went well, publish what is committed, and give the lock back."""
        try:
            if kind is None:
                self.commit()
            self.publish_what_is_new()
            self._remove_replaced()
        except StoreError:
            if kind is None:
                raise
            # What went wrong first is what the user must hear; the next writer publishes.
        finally:
            self._index.close()
            self._lock.__exit__(None, None, None)

    def put_trial(self, nct: int, trial: Mapping[str, Any], links: Mapping[str, Any]) -> None:
        """Add or replace a trial and its links, as documents.

        Raises:
            ValueError, TypeError: one of them cannot be stored, or could not be read again; neither is taken.
        """
        check_links(links)
        self.put_linked(nct, orjson.dumps(trial), orjson.dumps(links))

    def put_linked(self, nct: int, trial: bytes, links: bytes) -> None:
        """Add or replace a trial and its links that are JSON already, and checked."""
        self._draft.put_json("trials", nct, trial)
        self._draft.put_json("links", nct, links)
        self._commit_when_full()

    def put_term(self, term: Term) -> None:
        """Add or replace what is known of a term, where that is new."""
        doc_id, document = document_id(str(term.ref)), to_document(term)
        if self.document("terms", doc_id) != document:
            self._draft.put("terms", doc_id, document)
            self._commit_when_full()

    def term(self, ref: Ref) -> Term | None:
        """Return what is known of a term so far."""
        document = self.document("terms", document_id(str(ref)))
        return None if document is None else from_document(Term, document)

    def put_links(self, nct: int, links: bytes) -> bool:
        """Replace the links of a trial, which are JSON already, and checked; False where they are as before."""
        if self.document("links", nct) == orjson.loads(links):
            return False
        self._draft.put_json("links", nct, links)
        self._commit_when_full()
        return True

    def ids(self, table: str) -> list[int]:
        """Return the document ids of a table that are committed, ascending."""
        return self._index.ids(table)

    def document(self, table: str, doc_id: int) -> dict[str, Any] | None:
        """Return a document as it stands, committed or not."""
        data = self._draft.tables[table].get(doc_id)
        if data is None:
            data = self._index.record(table, doc_id)
        return None if data is None else orjson.loads(data)

    def put_published(self, page: PublishedPage) -> bool:
        """Add a published page, beside other snapshots of the same entity; False if the store has it already."""
        doc_id = document_id(str(page.ref), page.snapshot, page.text)
        document = to_document(page)
        if self.document("published", doc_id) == document:
            return False
        self._draft.put("published", doc_id, document)
        self._commit_when_full()
        return True

    def put_change(self, change: Mapping[str, Any], doc_id: int | None = None) -> None:
        """Add an entry to the log of imports and syncs, or replace the one of this id."""
        self._draft.put("changes", time.time_ns() // 1000 if doc_id is None else doc_id, change)

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Ask the index of what is committed."""
        return self._index.ask(query, *values)

    def put_json(self, table: str, doc_id: int, data: bytes) -> None:
        """Add a document that is JSON already."""
        self._draft.put_json(table, doc_id, data)
        self._commit_when_full()

    def commit(self) -> None:
        """Make what was gathered durable, as a segment.

        Raises:
            StoreError: it could not be written; the store is as it was before.
        """
        for add in self.before_commit:
            add()
        if not len(self._draft):
            return
        self._changed = True
        write_segment(self.folder, self._next, self._draft.rows)
        self._draft = SegmentDraft()
        self._next += 1
        self._index.update()
        if time.monotonic() - self._published >= max(PUBLISH_EVERY, _PUBLISH_SHARE * self._publishing):
            self.publish()

    def compact(self, *, everything: bool = False) -> bool:
        """Merge segments into one where there are many small ones or much of them is superseded; True if so.

        Only the newest segments are merged, since the new one's number says that it is the newest.
        """
        self.commit()
        run = to_merge(self.folder, self._index.live_bytes(), everything=everything)
        if len(run) < 2:
            return False
        if self._progress:
            self._progress(f"merging {len(run)} segments")
        self._changed = True
        write_segment(self.folder, self._next, lambda table: self._index.records(table, set(run)), run)
        self._next += 1
        self._index.update()
        return True

    def publish(self) -> None:
        """Let readers see what is committed."""
        started = time.monotonic()
        self._index.update()
        self._index.publish()
        self._changed = False
        self._published = time.monotonic()
        self._publishing = self._published - started

    def publish_what_is_new(self) -> None:
        """Let readers see what is committed, where they do not see it yet."""
        if self._changed:
            self.publish()

    def _commit_when_full(self) -> None:
        if self._draft.size >= SEGMENT_BYTES:
            self.commit()

    def _remove_replaced(self) -> None:
        """Remove segments that a compaction has replaced, once no reader is sent to them by the published index."""
        _, replaced = live_segments(self.folder)
        for number in sorted(set(replaced) - self._index.covered()) if replaced else ():
            segment_path(self.folder, number).unlink(missing_ok=True)
            hooks.at("replaced-removed")
