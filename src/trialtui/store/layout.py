"""The files of a store: `NNNNNN.json` segments, whose number is their age, one derived index, one lock."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

FORMAT = 1
"""The segments' format; a higher one was written by a newer program."""

TABLES = ("trials", "links", "terms", "published", "changes")
"""The tables of a segment that hold records; the table `segment` holds what is known of the segment itself."""

INDEX_NAME = "index.db"
LOCK_NAME = "lock"
TEMPORARY = ".tmp"
"""The suffix of files that are being written; whatever bears it after a crash is rubbish."""

INDEX_WORK = f"index-work{TEMPORARY}"
INDEX_NEW = f"index-new{TEMPORARY}"
"""The writer's private copy of the index, and the copy of that which is about to be published."""

_SEGMENT = re.compile(r"(\d{6,})\.json")
_RUBBISH = re.compile(r"(\d{6,}|index-work|index-new)\.tmp")


class Entry(NamedTuple):
    """Where a record lies in its segment: its JSON's first byte and length in bytes, and the CRC-32 of that JSON."""

    table: str
    id: int
    start: int
    length: int
    crc: int


def segment_path(folder: Path, number: int) -> Path:
    """Return where the segment of this number lies."""
    return folder / f"{number:06d}.json"


def segment_numbers(folder: Path) -> list[int]:
    """Return the numbers of the segments in the folder, oldest first; none where there is no such folder."""
    try:
        names = [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(int(match[1]) for name in names if (match := _SEGMENT.fullmatch(name)))


def rubbish(folder: Path) -> list[Path]:
    """Return what a writer that was stopped has left half written; files that are not ours are none of it."""
    return [path for path in folder.iterdir() if _RUBBISH.fullmatch(path.name)]


def is_store(folder: Path) -> bool:
    """Tell whether the folder holds a store."""
    return bool(segment_numbers(folder))


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def document_id(*parts: str) -> int:
    """Make a document id from what identifies a record: 60 bits of its hash, never 0."""
    import hashlib

    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 4 or 1
