"""The user's files: on disk, or in memory until the end where nothing may be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinydb import TinyDB

    from trialtui.user.policy import Policy


class UserFile:
    """A TinyDB file of the user's. TinyDB is imported when there is something in it: most starts need none."""

    def __init__(self, path: Path | None, *, kept: bool = True) -> None:
        """Keep it at a path.

        Args:
            path: Where it is; None for nowhere, which begins empty.
            kept: Whether changes are written there; else they live until the end of the process.
        """
        self._path = path
        self.kept = kept and path is not None
        self._changed = False

    def is_empty(self) -> bool:
        """Tell whether there is nothing to read."""
        return not self._changed and (self._path is None or not self._path.exists())

    @contextmanager
    def open(self) -> Iterator[TinyDB]:
        """Open it: alone, where it is on disk.

        Raises:
            UserFileError: it cannot be written.
        """
        if self._path is not None and self.kept:
            from trialtui.user.storage import user_db

            with user_db(self._path) as db:
                yield db
        else:
            self._changed = True
            yield self._in_memory

    @cached_property
    def _in_memory(self) -> TinyDB:
        from tinydb import TinyDB
        from tinydb.storages import MemoryStorage

        from trialtui.user.storage import read_tables

        db = TinyDB(storage=MemoryStorage)
        tables = read_tables(self._path) if self._path is not None else None
        if tables is not None:
            db.storage.write(tables)
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


def user_files(policy: Policy) -> UserFiles:
    """Return the files of the user that a session is for.

    On a shared account in secure mode they are the profile's; without a profile there are none on disk.
    """
    from trialtui.user.locations import user_folder

    return UserFiles(user_folder(policy), kept=policy.may_write_user_data)
