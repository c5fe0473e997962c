"""Segments: immutable files in TinyDB's own JSON format, one record a line, with a CRC-32 for each.

    {"trials":{
    "4437823":{...},
    "4437900":{...}
    },
    "links":{
    ...
    "segment":{
    "1":{"number":1,"format":1,"replaces":[],"records":{"trials":[[4437823,2774101563],...],...},"crc":612053}}}

Stock TinyDB opens such a file unchanged. JSON never holds a raw newline, so a line is a record, and its place in the
file can be had without parsing it. The last line has a CRC-32 of its own, over its JSON without that member.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from trialtui.store import hooks
from trialtui.store.errors import StoreDamagedError, StoreError, StoreNewerError
from trialtui.store.layout import FORMAT, TABLES, TEMPORARY, Entry, segment_path, sync_folder


@dataclass(slots=True)
class SegmentDraft:
    """Records gathered for one segment, as JSON bytes by table and document id; a later one replaces an earlier."""

    tables: dict[str, dict[int, bytes]] = field(default_factory=lambda: {name: {} for name in TABLES})
    size: int = 0

    def put(self, table: str, doc_id: int, document: Mapping[str, Any]) -> None:
        """Add a document."""
        self.put_json(table, doc_id, orjson.dumps(document))

    def put_json(self, table: str, doc_id: int, data: bytes) -> None:
        """Add a document that is JSON already, on one line."""
        self.size += len(data) - len(self.tables[table].get(doc_id, b""))
        self.tables[table][doc_id] = data

    def __len__(self) -> int:
        """Return the number of records."""
        return sum(len(records) for records in self.tables.values())

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield a table's records by document id, ascending."""
        return ((doc_id, self.tables[table][doc_id]) for doc_id in sorted(self.tables[table]))


_LONG_KEY = 20
"""A document id has fewer digits."""

_BUFFER = 1 << 18
"""Segments are read and written in steps of so many bytes: a record is seldom shorter than Python's own buffer."""

_END = b"}}}\n"
"""How every segment ends."""

Rows = Callable[[str], Iterator[tuple[int, bytes]]]
"""Yields the records of a table, by document id ascending, as JSON bytes on one line."""


def write_segment(folder: Path, number: int, rows: Rows, replaces: Sequence[int] = ()) -> Path:
    """Write a segment and rename it into place; it is durable when this returns.

    Args:
        folder: The store.
        number: The segment's number; a segment of that number is replaced.
        rows: The records, which are streamed.
        replaces: The numbers of the segments that this one stands for.

    Raises:
        StoreError: it could not be written, and nothing of it is left; or it was, but perhaps not for good.
    """
    path = segment_path(folder, number)
    temporary = path.with_suffix(TEMPORARY)
    try:
        with temporary.open("wb", buffering=_BUFFER) as file:
            hooks.at("segment-created")
            _write_tables(file.write, rows, number, replaces)
            file.flush()
            hooks.at("segment-written")
            os.fsync(file.fileno())
        hooks.at("segment-synced")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            f"{path}: {error.strerror or error}; nothing that was stored before is lost, and what was being "
            "added is not stored: make room or mend the cause, then run the same command again"
        ) from error
    hooks.at("segment-renamed")
    try:
        sync_folder(folder)
    except OSError as error:
        raise StoreError(f"{path}: stored, but a power cut might undo it: {error.strerror or error}") from error
    hooks.at("segment-committed")
    return path


def _write_tables(write: Callable[[bytes], object], rows: Rows, number: int, replaces: Sequence[int]) -> None:
    """Write the records table by table, then what the segment says of itself."""
    records: dict[str, list[tuple[int, int]]] = {}
    write(b"{")
    for table in TABLES:
        for doc_id, data in rows(table):
            first = table not in records
            write(b'"%s":{\n' % table.encode() if first else b",\n")
            write(b'"%d":%s' % (doc_id, data))
            records.setdefault(table, []).append((doc_id, zlib.crc32(data)))
        if table in records:
            write(b"\n},\n")
    about = orjson.dumps({"number": number, "format": FORMAT, "replaces": list(replaces), "records": records})
    write(b'"segment":{\n"1":%s,"crc":%d}}}\n' % (about[:-1], zlib.crc32(about)))


def read_about(path: Path) -> dict[str, Any]:
    """Read what a segment says of itself: its number, format, the numbers it replaces, the records' CRCs.

    Only the end of the file is read.

    Raises:
        StoreDamagedError: the segment is cut off or otherwise no segment.
        StoreNewerError: its format is newer than this program.
    """
    text = _read_end(path)
    about = _json_object(text[:-3]) if text.endswith(_END) else {}
    # A newer format may know no such checksum; where there is one and it differs, the format may be what is damaged.
    is_sound = about.get("crc") == zlib.crc32(text.rpartition(b',"crc":')[0] + b"}")
    written_by = about.get("format")
    if isinstance(written_by, int) and written_by > FORMAT and (is_sound or "crc" not in about):
        raise StoreNewerError(f"{path}: written by a newer trialtui (format {written_by}); upgrade this one")
    if written_by != FORMAT or not is_sound:
        raise StoreDamagedError(f"{path}: cut off or overwritten: its end is damaged; `trialtui verify --repair` mends")
    return about


def records_size(path: Path) -> int:
    """Return how many bytes of a segment are records: all but what it says of itself.

    Raises:
        StoreDamagedError: it cannot be read.
    """
    return path.stat().st_size - len(_read_end(path))


def _read_end(path: Path) -> bytes:
    """Read the end of a segment, from what it says of itself on.

    Raises:
        StoreDamagedError: it cannot be read.
    """
    mark, tail, step = b'\n"segment":{\n"1":', b"", 1 << 16
    try:
        with path.open("rb") as file:
            position = file.seek(0, os.SEEK_END)
            while mark not in tail and position > 0 and (not tail or tail.endswith(_END)):
                size = min(step, position)
                position -= size
                file.seek(position)
                tail = file.read(size) + tail
                step *= 4
    except OSError as error:
        raise StoreDamagedError(f"{path}: cannot be read: {error.strerror or error}") from error
    # A segment that holds no record but its own begins with the mark, so the newline before it is a brace.
    return tail.rpartition(mark if mark in tail else mark[1:])[2]


def _json_object(text: bytes) -> dict[str, Any]:
    """Read a JSON object; what is none gives an empty one."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def damaged_record(path: Path, table: str, doc_id: int) -> StoreDamagedError:
    """Make the error that names a damaged record."""
    return StoreDamagedError(
        f"{path}: record {table}/{doc_id} is damaged (its checksum differs); `trialtui verify --repair` keeps the rest"
    )


def missing_segment(path: Path) -> StoreDamagedError:
    """Make the error that names a missing segment."""
    return StoreDamagedError(
        f"{path}: this segment is missing; put it back, or let `trialtui verify --repair` go on without it"
    )


def scan_segment(path: Path, about: Mapping[str, Any]) -> Iterator[tuple[Entry, bytes]]:
    """Yield every record's place and JSON, in file order, each checked against its CRC.

    Args:
        path: The segment.
        about: What it says of itself, as `read_about` gives it.

    Raises:
        StoreDamagedError: the segment, or the record that the message names, is damaged.
    """
    lines = scan_lines(path)
    for table, rows in about["records"].items():
        for doc_id, crc in rows:
            entry, data = next(lines, (None, b""))
            if entry is None or (entry.table, entry.id, entry.crc) != (table, doc_id, crc):
                raise damaged_record(path, table, doc_id)
            yield entry, data


def scan_lines(path: Path) -> Iterator[tuple[Entry, bytes]]:
    """Yield the records as the lines of the file give them, unchecked; the id of a line whose key is damaged is -1."""
    table, offset = "", 0
    with path.open("rb", buffering=_BUFFER) as file:
        for line in file:
            body = line.rstrip(b"\n")
            if body.endswith(b'":{'):
                table = body.lstrip(b"{")[1:-3].decode("ascii", "replace")
            elif table != "segment" and b":" in body:
                key, _, data = body.partition(b":")
                digits = key.strip(b'"')
                data = data.removesuffix(b",")
                doc_id = int(digits) if digits.isdigit() and len(digits) < _LONG_KEY else -1
                yield Entry(table, doc_id, offset + len(key) + 1, len(data), zlib.crc32(data)), data
            offset += len(line)


def is_as_written(path: Path, rows: Rows) -> bool:
    """Tell whether every byte of a segment, between its records too, is what the writer of these records writes."""
    about = read_about(path)
    with path.open("rb") as file:
        try:
            _write_tables(lambda data: _expect(data, file.read(len(data))), rows, about["number"], about["replaces"])
        except _DifferenceError:
            return False
        return not file.read(1)


class _DifferenceError(Exception):
    """A byte that is not the one expected."""


def _expect(wanted: bytes, found: bytes) -> None:
    if wanted != found:
        raise _DifferenceError
