"""The user's own TinyDB file: changed under a lock, replaced by rename, put aside where it cannot be read."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage


class UserFileError(Exception):
    """The user's file cannot be written; the message names it and says why."""


def read_tables(path: Path) -> dict[str, Any] | None:
    """Return the tables of a file; None where there is no file, or it is none of TinyDB's."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and all(isinstance(table, dict) for table in value.values()) else None


class AtomicStorage(Storage):
    """TinyDB's own JSON in one file, which a write replaces whole; a file that is no JSON is put aside."""

    def __init__(self, path: Path) -> None:
        """Read and write this file."""
        self._path = path

    def read(self) -> dict[str, Any] | None:
        """Return the tables; None where there is no file, or none that can be read."""
        tables = read_tables(self._path)
        if tables is not None or not self._path.exists():
            return tables
        self._path.replace(self._path.with_name(f"{self._path.name}.{time.strftime('%Y%m%d-%H%M%S')}.unreadable"))
        return None

    def write(self, data: dict[str, Any]) -> None:
        """Replace the file; a crash leaves the old or the new one."""
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def user_db(path: Path) -> Iterator[TinyDB]:
    """Open the user's file, alone: another process that changes it waits.

    Raises:
        UserFileError: the file or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with TinyDB(path, storage=AtomicStorage) as db:
                yield db
    except OSError as error:
        raise UserFileError(f"{path}: cannot be written: {error.strerror or error}") from error
