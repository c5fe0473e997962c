"""The user's files: on disk, or in memory until the end where nothing may be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tinydb import TinyDB

    from trialtui.user.policy import Policy
    from trialtui.user.tables import Tables

_Stamp: TypeAlias = tuple[int, int, int] | None
"""What changes whenever a file does; None where there is none."""


class UserFile:
    """A TinyDB file of the user's. TinyDB is imported when something is to be changed: most starts change nothing."""

    def __init__(self, path: Path | None, *, kept: bool = True) -> None:
        """Keep it at a path.

        Args:
            path: Where it is; None for nowhere, which begins empty.
            kept: Whether changes are written there; else they live until the end of the process.
        """
        self._path = path
        self.kept = kept and path is not None
        self._changed = False
        self._read: Tables = {}
        self._stamp: _Stamp = None
        self._complaints: list[str] = []

    def is_empty(self) -> bool:
        """Tell whether there is nothing to read."""
        return not self._changed and (self._path is None or not self._path.exists())

    def tables(self) -> Tables:
        """Return what is in it, which is only to be read: nothing where it cannot be, which is a complaint.

        The file is read again when it has changed.
        """
        if self._changed:
            return self._in_memory.storage.read() or {}
        if self._path is None:
            return {}
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._read = self._readable() if stamp is not None else {}
            self._stamp = stamp
        return self._read

    @contextmanager
    def open(self) -> Iterator[TinyDB]:
        """Open it to change it: alone, where it is on disk.

        Raises:
            UserFileError: it cannot be written.
        """
        if self._path is not None and self.kept:
            from trialtui.user.storage import user_db

            with user_db(self._path, self._put_aside) as db:
                yield db
            self._stamp = None
        else:
            yield self._in_memory
            self._changed = True

    def complaints(self) -> tuple[str, ...]:
        """Return what there is to say of files that could not be read, and forget it."""
        said, self._complaints = tuple(self._complaints), []
        return said

    def _readable(self) -> Tables:
        """Read the file; one that is none of TinyDB's is put aside, unless nothing may be written."""
        path = self._path
        if path is None:
            return {}
        from trialtui.user.errors import UserFileError
        from trialtui.user.tables import UnreadableError, read_tables

        try:
            return read_tables(path)
        except UserFileError as error:
            self._complaints.append(f"{error}.")
            return {}
        except UnreadableError:
            return self._read_again(path)

    def _read_again(self, path: Path) -> Tables:
        """Read a file once more, now that nobody can be writing it; it is put aside where it still cannot be read."""
        from trialtui.user.errors import UserFileError

        reason = "nothing is written here"
        if self.kept:
            try:
                with self.open() as db:
                    return db.storage.read() or {}
            except UserFileError as error:
                reason = str(error)
        self._complaints.append(f"{path} is damaged, and is left as it is: {reason}.")
        return {}

    def _put_aside(self, where: Path) -> None:
        self._complaints.append(f"{self._path} could not be read. It is kept as {where.name}; a new one was begun.")

    @cached_property
    def _in_memory(self) -> TinyDB:
        from tinydb import TinyDB
        from tinydb.storages import MemoryStorage

        db = TinyDB(storage=MemoryStorage)
        db.storage.write(self._readable())
        return db


class UserFiles:
    """All files of a user, by their names; one that is asked for again is the same."""

    def __init__(self, folder: Path | None, *, kept: bool = True) -> None:
        """Keep them in a folder; see `UserFile`."""
        self._folder = folder
        self.kept = kept and folder is not None
        self._files: dict[str, UserFile] = {}

    def file(self, name: str) -> UserFile:
        """Return the file of a name, such as `bookmarks.json`."""
        if name not in self._files:
            path = self._folder / name if self._folder is not None else None
            self._files[name] = UserFile(path, kept=self.kept)
        return self._files[name]

    def complaints(self) -> tuple[str, ...]:
        """Return what there is to say of files that could not be read, and forget it."""
        return tuple(said for file in self._files.values() for said in file.complaints())


def user_files(policy: Policy) -> UserFiles:
    """Return the files of the user that a session is for.

    On a shared account in secure mode they are the profile's; without a profile there are none on disk.
    """
    from trialtui.user.locations import user_folder

    return UserFiles(user_folder(policy), kept=policy.may_write_user_data)


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
