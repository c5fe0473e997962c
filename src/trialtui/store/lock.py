"""One writer at a time: a kernel lock, which ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from trialtui.store.errors import StoreError, StoreLockedError
from trialtui.store.layout import LOCK_NAME


class WriterLock:
    """The right to write to a store."""

    def __init__(self, folder: Path) -> None:
        """Take it when entered."""
        self._path = folder / LOCK_NAME
        self._handle = -1

    def __enter__(self) -> WriterLock:
        """Take the lock.

        Raises:
            StoreLockedError: another process has it.
            StoreError: the folder cannot be written to.
        """
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise StoreError(f"{self._path.parent}: cannot be written to: {error.strerror or error}") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip() or "?"
            os.close(self._handle)
            raise StoreLockedError(
                f"{self._path.parent}: process {holder} is writing to this store; try again when it is done"
            ) from error
        with suppress(OSError):  # a full disk may refuse the number, which only a message needs
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Give it back."""
        os.close(self._handle)
        self._handle = -1
