"""A store opened for reading: TinyDB documents by id, and the index that finds them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from trialtui.model.refs import Ref
from trialtui.store.errors import StoreDamagedError, StoreError, StoreMissingError, StoreNewerError
from trialtui.store.index_read import Index, index_changed
from trialtui.store.layout import INDEX_NAME, document_id, is_store, segment_numbers, segment_path

if TYPE_CHECKING:
    import tempfile

    from tinydb import TinyDB

    from trialtui.model.change import TrialChange
    from trialtui.model.published import PublishedPage
    from trialtui.model.term import Link, Term
    from trialtui.model.trial import Trial
    from trialtui.store.publish import Progress

T = TypeVar("T")


class Store:
    """A store, read-only. Documents come through TinyDB, one at a time; lists come from the index.

    TinyDB and the model's classes are imported when a document is first read: the first screen needs none.
    """

    def __init__(self, folder: Path, *, progress: Progress | None = None, writable: bool = True) -> None:
        """Open the store in a folder. A missing or damaged index is made anew, beside the store if need be.

        Args:
            folder: Where it is.
            progress: Is told what takes long.
            writable: Whether anything may be written; if not, an index that cannot be used is an error.

        Raises:
            StoreMissingError: there is no store in this folder.
            StoreDamagedError: there is one, but a segment of it is damaged or missing.
            StoreNewerError: it was written by a newer program.
            StoreError: it cannot be read.
        """
        self.folder = folder
        self._writable = writable
        self._index_path = folder / INDEX_NAME
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._newer: Index | None = None
        self.index = self._open_index(progress)

    def close(self) -> None:
        """Close it."""
        self._close_indexes()
        self._close_files()
        if self._scratch is not None:
            self._scratch.cleanup()

    def refresh(self) -> bool:
        """Reopen the index if another one has been published that can be read; True if so.

        Who still shows a list of the former index can go on reading it: it is closed when nobody has it any more.
        """
        fresh = self._published_since(self.index)
        if fresh is None:
            return False
        self._close_files()
        self.index, self._newer = fresh, None
        return True

    def is_outdated(self) -> bool:
        """Tell whether another index has been published."""
        return index_changed(self.index, self._index_path)

    def _renew(self) -> bool:
        """Find records by a newer index from now on; lists stay as they are until `refresh`, for whoever reads them."""
        fresh = self._published_since(self._newer or self.index)
        if fresh is None:
            return False
        if self._newer is not None:
            self._newer.close()
        self._close_files()
        self._newer = fresh
        return True

    def _published_since(self, known: Index) -> Index | None:
        """Open the published index where it is another one than this, and can be read."""
        if not index_changed(known, self._index_path):
            return None
        try:
            fresh = Index(self._index_path)
        except (OSError, StoreDamagedError):
            return None
        if self._has_all_segments(fresh):
            return fresh
        fresh.close()
        return None

    def _close_indexes(self) -> None:
        self.index.close()
        if self._newer is not None:
            self._newer.close()

    def _close_files(self) -> None:
        """Close the segments, which a compaction may have removed and a repair replaced."""
        if "_files" in self.__dict__:
            self._files.close()

    @cached_property
    def _files(self) -> Any:
        from trialtui.store.storage import SegmentFiles

        return SegmentFiles(self.folder)

    @cached_property
    def db(self) -> TinyDB:
        """The TinyDB database; imported when first needed, since a start need not pay for it."""
        from trialtui.store.storage import Place, open_tinydb

        return open_tinydb(Place(lambda: self._newer or self.index, self._files, self._renew))

    def trial(self, nct: int) -> Trial | None:
        """Return a trial by its NCT number as digits, or None."""
        from trialtui.model.trial import Trial

        return self._read(Trial, "trials", nct)

    def links(self, nct: int) -> list[Link]:
        """Return a trial's links."""
        from trialtui.model.term import Link

        links = (self.document("links", nct) or {}).get("links", ())
        return [self._as(Link, link, f"links/{nct}") for link in links]

    def term(self, ref: Ref) -> Term | None:
        """Return what vocabularies or pages say of a term; None where only trials name it."""
        from trialtui.model.term import Term

        return self._read(Term, "terms", document_id(str(ref)))

    def published(self, ids: Sequence[int]) -> list[PublishedPage]:
        """Return published pages by their document ids, in the order given."""
        if not ids:
            return []
        from trialtui.model.published import PublishedPage

        found = (self._read(PublishedPage, "published", doc_id) for doc_id in ids)
        return [page for page in found if page is not None]

    def _read(self, cls: type[T], table: str, doc_id: int) -> T | None:
        """Return a document as an object of the model; None where there is none."""
        document = self.document(table, doc_id)
        return None if document is None else self._as(cls, document, f"{table}/{doc_id}")

    def _as(self, cls: type[T], document: dict[str, Any], record: str) -> T:
        """Read a document of a record.

        Raises:
            StoreDamagedError: it is not what it should be.
        """
        from trialtui.model.codec import DocumentError, from_document

        try:
            return from_document(cls, document)
        except DocumentError as error:
            raise StoreDamagedError(
                f"{self.folder}: record {record} cannot be read: {error}; `trialtui build --relink` makes links and "
                "terms anew, and importing a trial's record again puts it right"
            ) from error

    def changes_in(self, doc_id: int, ncts: set[int]) -> dict[int, TrialChange]:
        """Return the changes of these trials that a document of changes tells."""
        from trialtui.model.change import TrialChange

        items = (self.document("changes", doc_id) or {}).get("trials", ())
        record = f"changes/{doc_id}"
        return {item["nct"]: self._as(TrialChange, item, record) for item in items if item["nct"] in ncts}

    def documents(self, table: str) -> list[dict[str, Any]]:
        """Return all documents of a (small) table, by document id."""
        found = (self.document(table, doc_id) for doc_id in list(self.index.ids(table)))
        return [document for document in found if document is not None]

    def document(self, table: str, doc_id: int) -> dict[str, Any] | None:
        """Return a document, by way of TinyDB; None where there is none."""
        return self.db.table(table).get(doc_id=doc_id)

    def _open_index(self, progress: Progress | None) -> Index:
        """Open the index; one that is missing, unreadable, or older than a compaction is made anew."""
        index = self._published()
        if index is None or self._has_all_segments(index):
            return index or self._rebuild(progress)
        covered = [number for number, _ in index.segments()]
        index.close()
        if index_changed(index, self._index_path):  # a compaction was published between the two looks
            return self._open_index(progress)
        self._refuse_missing(covered)
        return self._rebuild(progress)

    def _published(self) -> Index | None:
        """Open the published index, None where there is none that can be read."""
        try:
            return Index(self._index_path)
        except (FileNotFoundError, NotADirectoryError):
            if not is_store(self.folder):
                raise StoreMissingError(f"{self.folder}: there is no store here") from None
        except PermissionError as error:
            raise StoreError(f"{self._index_path}: cannot be read: {error.strerror}") from error
        except StoreDamagedError:
            pass
        return None

    def _has_all_segments(self, index: Index) -> bool:
        """Tell whether all segments that an index covers are there, as files."""
        return {number for number, _ in index.segments()} <= set(segment_numbers(self.folder))

    def _refuse_missing(self, covered: list[int]) -> None:
        """Refuse a store that has lost a segment, rather than show the rest as if it were all."""
        from trialtui.store.publish import missing_segments
        from trialtui.store.segment import missing_segment

        missing = missing_segments(self.folder, covered)
        if missing:
            raise missing_segment(segment_path(self.folder, missing[0]))

    def _rebuild(self, progress: Progress | None) -> Index:
        """Make the index anew from the segments: in place where that can be written, else for this process alone."""
        if not self._writable:
            raise StoreError(
                f"{self._index_path}: missing or not usable, and nothing may be written here; whoever keeps the store "
                f"makes it anew with: trialtui --store {self.folder} verify --repair"
            )
        from trialtui.store.writer import Writer

        if progress:
            progress(f"{self._index_path}: missing or not usable, made anew from the segments")
        try:
            with Writer(self.folder, progress=progress) as writer:
                writer.publish()
        except (StoreDamagedError, StoreNewerError):
            raise
        except StoreError:
            return self._build_beside(progress)
        return Index(self._index_path)

    def _build_beside(self, progress: Progress | None) -> Index:
        """Make an index in a folder of this process, since the store cannot be written to, or is being written to."""
        import tempfile

        from trialtui.store.publish import build_beside

        scratch = tempfile.TemporaryDirectory(prefix="trialtui-")
        try:
            build_beside(self.folder, Path(scratch.name) / INDEX_NAME, progress)
            index = Index(Path(scratch.name) / INDEX_NAME)
        except BaseException:
            scratch.cleanup()
            raise
        self._scratch = scratch
        return index
