"""Checking a store, and mending what can be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from trialtui.store.errors import StoreDamagedError, StoreError, StoreMissingError
from trialtui.store.index_read import Index
from trialtui.store.index_seal import is_intact
from trialtui.store.layout import INDEX_NAME, TABLES, Entry, segment_numbers, segment_path
from trialtui.store.lock import WriterLock
from trialtui.store.publish import live_segments, missing_segments
from trialtui.store.segment import Rows, is_as_written, read_about, scan_lines, write_segment
from trialtui.store.writer import Writer

DAMAGED = ".damaged"
"""Added to the name of a segment that was mended; it is kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in a store: the file, what is wrong, and whether the next write mends it by itself."""

    file: Path
    what: str
    harmless: bool = False


def verify(folder: Path) -> Iterator[Finding]:
    """Yield everything that is wrong with a store: every byte of every segment is checked, and the index against them.

    Raises:
        StoreMissingError: there is no store.
        StoreNewerError: a segment was written by a newer program.
    """
    numbers = segment_numbers(folder)
    if not numbers:
        raise StoreMissingError(f"{folder}: there is no store here")
    for number in numbers:
        path = segment_path(folder, number)
        if not path.exists():  # removed by a writer that has merged it since
            continue
        if not _is_whole(path):
            yield Finding(path, "cut off or overwritten: its end is damaged")
            continue
        good, bad = _records(path)
        yield from (Finding(path, f"record {table}/{doc_id} is damaged") for table, doc_id in bad)
        if not bad and not _is_as_written(path, good):
            yield Finding(path, "damaged between its records")
        yield from _mislaid(folder, number, good, set(bad))
    yield from _index(folder)


def repair(folder: Path) -> list[str]:
    """Mend a store: damaged segments are written anew without their damaged records, and the index is made anew.

    A mended segment's old file is kept beside it. Nothing else is changed.

    Returns:
        What was done, in sentences.

    Raises:
        StoreMissingError: there is no store.
        StoreNewerError: a segment was written by a newer program.
        StoreLockedError: another process is writing.
        StoreError: the folder cannot be written to.
    """
    if not segment_numbers(folder):
        raise StoreMissingError(f"{folder}: there is no store here")
    with WriterLock(folder):
        try:
            done = [f"{path}: missing; the store goes on without what it held" for path in _missing(folder)]
            (folder / INDEX_NAME).unlink(missing_ok=True)  # first: no reader may look for records in their old places
            done += [line for number in segment_numbers(folder) for line in _mend(segment_path(folder, number), number)]
        except OSError as error:
            raise StoreError(f"{folder}: cannot be mended: {error.strerror or error}") from error
    with Writer(folder) as writer:
        writer.publish()
    return [*done, f"{folder / INDEX_NAME}: made anew from the segments"]


def _mend(path: Path, number: int) -> Iterator[str]:
    """Write a segment anew where it is damaged, and say so."""
    whole = _is_whole(path)
    good, bad = _records(path)
    if whole and not bad and _is_as_written(path, good):
        return
    kept = _free_name(path.with_name(path.name + DAMAGED))
    kept.hardlink_to(path)
    write_segment(path.parent, number, _rows(path, good), read_about(path)["replaces"] if whole else [])
    lost = ", ".join(f"{table}/{doc_id}" for table, doc_id in bad) or ("nothing" if whole else "what its end held")
    yield f"{path}: written anew with {len(good):,} records; lost: {lost}; the old file is {kept.name}"


def _free_name(path: Path) -> Path:
    """Return a name that no file has: this one, else the first of those numbered from 2."""
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 10_000)))
    return next(name for name in names if not name.exists())


def _is_whole(path: Path) -> bool:
    """Tell whether the end of a segment is there, which says what the segment holds."""
    try:
        read_about(path)
    except StoreDamagedError:
        return False
    return True


def _is_as_written(path: Path, good: list[Entry]) -> bool:
    return is_as_written(path, _rows(path, good))


def _records(path: Path) -> tuple[list[Entry], list[tuple[str, int]]]:
    """Return a segment's good records, and the names of those that are damaged or missing.

    A record whose line is damaged elsewhere, in its key or the head of its table, is known by its checksum.
    """
    if not _is_whole(path):
        found = (entry for entry, data in scan_lines(path) if _is_document(data))
        return list({(entry.table, entry.id): entry for entry in found if _is_named(entry)}.values()), []
    records = read_about(path)["records"]
    wanted = {(table, doc_id): crc for table, rows in records.items() for doc_id, crc in rows}
    good: dict[tuple[str, int], Entry] = {}
    strays: dict[int, Entry] = {}
    for entry, _ in scan_lines(path):
        name = (entry.table, entry.id)
        if name not in good and wanted.get(name) == entry.crc:
            good[name] = entry
        else:
            strays[entry.crc] = entry
    for name in wanted.keys() - good.keys():
        if stray := strays.get(wanted[name]):
            good[name] = Entry(*name, stray.start, stray.length, stray.crc)
    return list(good.values()), sorted(wanted.keys() - good.keys())


def _is_named(entry: Entry) -> bool:
    return entry.table in TABLES and entry.id >= 0


def _is_document(data: bytes) -> bool:
    try:
        return isinstance(orjson.loads(data), dict)
    except orjson.JSONDecodeError:
        return False


def _rows(path: Path, good: list[Entry]) -> Rows:
    """Return the good records of a segment as its writer wants them."""
    by_table: dict[str, list[Entry]] = {table: [] for table in TABLES}
    for entry in good:
        by_table[entry.table].append(entry)

    def rows(table: str) -> Iterator[tuple[int, bytes]]:
        with path.open("rb") as file:
            for entry in sorted(by_table[table], key=lambda entry: entry.id):
                file.seek(entry.start)
                yield entry.id, file.read(entry.length)

    return rows


def _mislaid(folder: Path, number: int, good: list[Entry], bad: set[tuple[str, int]]) -> Iterator[Finding]:
    """Yield the records of this segment that the index looks for elsewhere, and those that it does not know."""
    path = folder / INDEX_NAME
    try:
        index = Index(path)
    except (FileNotFoundError, StoreDamagedError):
        return
    try:
        covered = number in dict(index.segments())
        places = {(entry.table, entry.id): entry for entry in good}
        for entry in index.entries(number):
            name = (entry.table, entry.id)
            if name not in bad and places.pop(name, None) != entry:
                yield Finding(path, f"record {entry.table}/{entry.id} is not where the index says")
        for table, doc_id in places if covered else ():
            newest = index.entry(table, doc_id)
            if newest is None or newest[0] < number:
                yield Finding(path, f"record {table}/{doc_id} of segment {number} is not in the index")
    except StoreDamagedError as error:
        yield Finding(path, str(error).removeprefix(f"{path}: "))
    finally:
        index.close()


def _index(folder: Path) -> Iterator[Finding]:
    """Yield what is wrong with the index as such, and with what it covers."""
    path = folder / INDEX_NAME
    try:
        index = Index(path)
        covered = {number for number, _ in index.segments()}
        index.close()
    except FileNotFoundError:
        yield Finding(path, "missing; it is made anew from the segments when the store is next opened", True)
        return
    except StoreDamagedError as error:
        yield Finding(path, str(error).removeprefix(f"{path}: "))
        return
    if not is_intact(path):
        yield Finding(path, "damaged: its checksum differs")
    try:
        live, _ = live_segments(folder)
        missing = missing_segments(folder, covered)
    except StoreDamagedError:  # named already
        return
    yield from (Finding(segment_path(folder, number), "this segment is missing") for number in missing)
    for number in sorted(set(live) - covered):
        yield Finding(segment_path(folder, number), "not in the index yet; the next write takes it in", True)


def _missing(folder: Path) -> list[Path]:
    """Return the segments that the index covers and that are not there."""
    try:
        index = Index(folder / INDEX_NAME)
        covered = [number for number, _ in index.segments()]
        index.close()
        return [segment_path(folder, number) for number in missing_segments(folder, covered)]
    except (FileNotFoundError, StoreDamagedError):
        return []
