"""Bringing the index up to date and publishing it: a private copy takes the newer segments in and is renamed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from trialtui.store import hooks
from trialtui.store.errors import StoreDamagedError, StoreError
from trialtui.store.index_read import UNREADABLE
from trialtui.store.index_schema import INDEX_FORMAT
from trialtui.store.index_seal import is_intact, seal
from trialtui.store.index_write import IndexWriter
from trialtui.store.layout import INDEX_NAME, INDEX_NEW, INDEX_WORK, segment_numbers, segment_path, sync_folder
from trialtui.store.segment import missing_segment, read_about

Progress = Callable[[str], None]


def live_segments(folder: Path) -> tuple[list[int], list[int]]:
    """Return the numbers of the segments that count, oldest first, and of those that others replace.

    Raises:
        StoreDamagedError: a segment is cut off.
        StoreNewerError: a segment was written by a newer program.
    """
    numbers = segment_numbers(folder)
    replaced = _replaced_by(folder, numbers)
    return [number for number in numbers if number not in replaced], [n for n in numbers if n in replaced]


def missing_segments(folder: Path, covered: Iterable[int]) -> list[int]:
    """Return the numbers of the segments that an index covers, that are not there, and that no other stands for.

    Raises:
        StoreDamagedError: a segment is cut off.
        StoreNewerError: a segment was written by a newer program.
    """
    numbers = segment_numbers(folder)
    absent = set(covered) - set(numbers)
    return sorted(absent - _replaced_by(folder, numbers)) if absent else []


def _replaced_by(folder: Path, numbers: list[int]) -> set[int]:
    """Return the numbers of the segments that these replace."""
    paths = (segment_path(folder, number) for number in numbers)
    return {old for path in paths for old in _replaces(path, _identity(path))}


def _identity(path: Path) -> tuple[int, ...]:
    """Return what tells a file from another that was renamed into its place."""
    try:
        status = path.stat()
    except OSError as error:
        raise StoreDamagedError(f"{path}: cannot be read: {error.strerror or error}") from error
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4096)
def _replaces(path: Path, _identity: tuple[int, ...]) -> tuple[int, ...]:
    """Return what a segment replaces; a writer asks this of every segment at every commit."""
    return tuple(read_about(path)["replaces"])


class IndexPublisher:
    """The index of one writer: it works on a private copy, and publishes copies of that."""

    def __init__(self, folder: Path, target: Path | None = None) -> None:
        """Prepare to publish the index of `folder`, at `target` where that is elsewhere."""
        self._folder = folder
        self._target = target or folder / INDEX_NAME
        self._work = self._target.with_name(INDEX_WORK)
        self._writer: IndexWriter | None = None

    def update(self, progress: Progress | None = None) -> bool:
        """Take in all segments that the index lacks; True if there were any.

        Raises:
            StoreDamagedError: a segment is damaged, or missing.
            StoreError: the disk is full, or the copy cannot be written.
        """
        live, _ = live_segments(self._folder)
        with self._whole_or_dropped():
            writer = self._open()
            missing = sorted(set(live) - writer.applied())
            for number in missing:
                if progress:
                    progress(f"indexing segment {number}")
                writer.apply(number)
            hooks.at("index-applied")
        return bool(missing)

    def covered(self) -> set[int]:
        """Return the numbers of the segments that the private copy covers."""
        return self._open().applied()

    def record(self, table: str, doc_id: int) -> bytes | None:
        """Return a committed record's JSON, None where there is none."""
        return self._open().record(table, doc_id)

    def ids(self, table: str) -> list[int]:
        """Return the document ids of a table, ascending."""
        return self._open().ids(table)

    def records(self, table: str, segments: set[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the JSON of a table's records that lie in these segments, by document id."""
        return self._open().records(table, segments)

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Run a query over the private copy, and return its rows."""
        return self._open().ask(query, *values)

    def live_bytes(self) -> dict[int, int]:
        """Return how many bytes of each segment are records that nothing has superseded."""
        return self._open().live_bytes()

    def publish(self) -> None:
        """Rename a copy of the work into the published place.

        Raises:
            StoreError: the disk is full, or the copy cannot be written.
        """
        temporary = self._target.with_name(INDEX_NEW)
        with self._whole_or_dropped():
            self._open().finish()
            shutil.copyfile(self._work, temporary)
            with temporary.open("rb+") as file:
                seal(file)
            hooks.at("index-synced")
            temporary.replace(self._target)
            hooks.at("index-renamed")
            sync_folder(self._target.parent)
        hooks.at("index-published")

    def close(self) -> None:
        """Drop the private copy, and what was half published."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for path in (self._work, self._target.with_name(INDEX_NEW)):
            path.unlink(missing_ok=True)

    def _open(self) -> IndexWriter:
        """Open the private copy, made from the published index where that can be read and fits the segments."""
        if self._writer is None:
            with self._whole_or_dropped():
                self._work.unlink(missing_ok=True)
                if _is_usable(self._target, self._folder):
                    shutil.copyfile(self._target, self._work)
                hooks.at("index-copied")
                self._writer = IndexWriter(self._work, self._folder)
        return self._writer

    @contextmanager
    def _whole_or_dropped(self) -> Iterator[None]:
        """Drop the private copy on any error, since it may hold a part of a segment.

        Raises:
            StoreError: the disk is full, or a file cannot be written.
        """
        try:
            yield
        except BaseException as error:
            self.close()
            if isinstance(error, (sqlite3.Error, OSError)):
                raise StoreError(
                    f"{self._target}: the index cannot be written: {error}; what was stored is kept, and the next "
                    "import, build or sync completes it"
                ) from error
            raise


def _is_usable(path: Path, folder: Path) -> bool:
    """Tell whether a published index is whole, of this format, and covers only segments that are there, as they are.

    Raises:
        StoreDamagedError: a segment that it covers is missing.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            covered = dict(connection.execute("SELECT number, bytes FROM segment").fetchall())
        finally:
            connection.close()
        if version != INDEX_FORMAT or not is_intact(path):
            return False
    except (*UNREADABLE, OSError):
        return False
    if missing := missing_segments(folder, covered):
        raise missing_segment(segment_path(folder, missing[0]))
    sizes = {number: segment_path(folder, number).stat().st_size for number in segment_numbers(folder)}
    return covered.items() <= sizes.items()


def build_beside(folder: Path, target: Path, progress: Progress | None = None) -> None:
    """Build an index from the segments alone at another place, for a store that cannot be written to.

    Damaged segments raise; see `IndexPublisher.update`.
    """
    publisher = IndexPublisher(folder, target)
    try:
        publisher.update(progress)
        publisher.publish()
    finally:
        publisher.close()
