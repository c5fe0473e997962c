"""The user's own TinyDB file: changed under a lock, replaced by rename, put aside where it cannot be read."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from trialtui.user.errors import UserFileError
from trialtui.user.tables import UnreadableError, read_tables, set_aside


class AtomicStorage(Storage):
    """TinyDB's own JSON in one file, which a write replaces whole; a file that is no JSON is put aside."""

    def __init__(self, path: Path, on_aside: Callable[[Path], None]) -> None:
        """Read and write this file; `on_aside` is told where one that cannot be read was put."""
        self._path = path
        self._on_aside = on_aside

    def read(self) -> dict[str, Any] | None:
        """Return the tables; None where there is no file, or none that can be read."""
        try:
            return read_tables(self._path) or None
        except UnreadableError:
            self._on_aside(set_aside(self._path))
            return None

    def write(self, data: dict[str, Any]) -> None:
        """Replace the file; a crash leaves the old or the new one."""
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            temporary.touch(mode=0o600)  # nobody else's business: it tells what the user looks for
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def user_db(path: Path, on_aside: Callable[[Path], None]) -> Iterator[TinyDB]:
    """Open the user's file, alone: another process that changes it waits.

    Raises:
        UserFileError: the file or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with TinyDB(path, on_aside, storage=AtomicStorage) as db:
                yield db
    except OSError as error:
        raise UserFileError(f"{path}: cannot be written: {error.strerror or error}") from error
