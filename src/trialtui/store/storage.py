"""TinyDB over segments: a read-only storage whose tables are lazy mappings, and a table that reads record by record.

Nothing is parsed before it is asked for: the index says where a record lies, `os.pread` fetches it, its CRC is checked.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from trialtui.store.errors import StoreDamagedError, StoreError
from trialtui.store.layout import TABLES, Entry, segment_path
from trialtui.store.segment import damaged_record, missing_segment


class Directory(Protocol):
    """Where the records lie: what the index answers."""

    def entry(self, table: str, doc_id: int) -> tuple[int, Entry] | None:
        """Return the segment number and place of a record, None where there is none."""

    def ids(self, table: str) -> Iterator[int]:
        """Yield the document ids of a table, ascending."""

    def count(self, table: str) -> int:
        """Return the number of documents in a table."""


class SegmentFiles:
    """Open segments, by number. They are read by `os.pread`, so a truncated file cannot end the process by a signal."""

    def __init__(self, folder: Path) -> None:
        """Read segments of this folder; each is opened when first needed."""
        self._folder = folder
        self._handles: dict[int, int] = {}

    def read(self, number: int, entry: Entry) -> bytes:
        """Return a record's JSON.

        Raises:
            StoreDamagedError: the segment is gone, as after a compaction, or its bytes are not those that were written.
        """
        path = segment_path(self._folder, number)
        try:
            handle = self._handles.get(number)
            if handle is None:
                handle = self._handles[number] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            data = os.pread(handle, entry.length, entry.start)
        except FileNotFoundError as error:
            raise missing_segment(path) from error
        except OSError as error:
            raise StoreDamagedError(f"{path}: cannot be read: {error.strerror or error}") from error
        if zlib.crc32(data) != entry.crc:
            raise damaged_record(path, entry.table, entry.id)
        return data

    def close(self) -> None:
        """Close them all."""
        for handle in self._handles.values():
            os.close(handle)
        self._handles.clear()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store's documents are had from: `directory` is asked anew each time, since `renew` may reopen it."""

    directory: Callable[[], Directory]
    files: SegmentFiles
    renew: Callable[[], bool]


class LazyRows(Mapping[str, Any]):
    """One table as TinyDB sees it: a mapping from document ids, as text, to documents parsed when asked for."""

    def __init__(self, table: str, place: Place) -> None:
        """Map the rows of a table."""
        self._table, self._place = table, place

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Parse and return one document; where a compaction or repair has moved it, a newer index finds it.

        Raises:
            KeyError: there is no such document.
            StoreDamagedError: it cannot be read.
        """
        try:
            return self._document(key)
        except StoreDamagedError:
            if not self._place.renew():
                raise
        return self._document(key)

    def _document(self, key: str) -> dict[str, Any]:
        found = self._place.directory().entry(self._table, int(key))
        if found is None:
            raise KeyError(key)
        document = orjson.loads(self._place.files.read(*found))
        if not isinstance(document, dict):
            raise StoreDamagedError(f"record {self._table}/{key} is no document")
        return document

    def __iter__(self) -> Iterator[str]:
        """Yield the ids as text."""
        return map(str, self._place.directory().ids(self._table))

    def __len__(self) -> int:
        """Return the number of documents."""
        return self._place.directory().count(self._table)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is such a document, without reading it."""
        return isinstance(key, str) and self._place.directory().entry(self._table, int(key)) is not None


class SegmentStorage(Storage):
    """A read-only TinyDB storage over the segments of a store."""

    def __init__(self, place: Place) -> None:
        """Serve the tables that a directory knows."""
        self._tables = {name: LazyRows(name, place) for name in TABLES}

    def read(self) -> dict[str, Any]:
        """Return the tables, nothing of them parsed."""
        return dict(self._tables)

    def write(self, data: Mapping[str, Any]) -> NoReturn:
        """Refuse: segments are immutable."""
        raise _read_only()


class LazyTable(Table):
    """A table that reads by id without walking the rest, refuses writes before reading, and caches no query."""

    default_query_cache_capacity = 0

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Get a document by id or condition as TinyDB does, or several by `doc_ids`: those there are, in that order."""
        doc_ids = kwargs.get("doc_ids", args[2] if len(args) > 2 else None)
        if doc_ids is None:
            return super().get(*args, **kwargs)
        table = (self._storage.read() or {}).get(self.name, {})
        found = ((doc_id, table.get(str(doc_id))) for doc_id in doc_ids)
        return [self.document_class(document, doc_id=doc_id) for doc_id, document in found if document is not None]

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], Any]) -> NoReturn:
        raise _read_only()

    def insert(self, document: Mapping[str, Any]) -> NoReturn:
        """Refuse: segments are immutable."""
        raise _read_only()

    def insert_multiple(self, documents: Any) -> NoReturn:
        """Refuse: segments are immutable."""
        raise _read_only()


class StoreDB(TinyDB):
    """TinyDB with the lazy table."""

    table_class = LazyTable


def open_tinydb(place: Place) -> StoreDB:
    """Open TinyDB over the segments."""
    return StoreDB(place, storage=SegmentStorage)


def _read_only() -> StoreError:
    return StoreError(
        "a store is written by `trialtui import`, `build` and `sync` only; opened like this it is read-only"
    )
