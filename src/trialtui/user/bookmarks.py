"""The user's bookmarks and saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trialtui.model.bookmark import Bookmark, read_bookmark
from trialtui.model.kept_places import KeptPlace, full_document, to_document
from trialtui.user.clock import in_order, now
from trialtui.user.files import UserFile
from trialtui.user.tables import documents

if TYPE_CHECKING:
    from tinydb.queries import QueryInstance

_TABLE = "bookmarks"


class Bookmarks:
    """Places that the user keeps, in a file of their own; the newest come first."""

    def __init__(self, file: UserFile) -> None:
        """Keep them in this file."""
        self._file = file

    @property
    def kept(self) -> bool:
        """Whether they are there again in the next session."""
        return self._file.kept

    def all(self) -> list[Bookmark]:
        """Return them, newest first; none where there is no file."""
        found = map(read_bookmark, reversed(documents(self._file.tables(), _TABLE)))
        return sorted((item for item in found if item is not None), key=lambda item: in_order(item.added), reverse=True)

    def has(self, place: KeptPlace) -> bool:
        """Tell whether a place is kept, whatever its section."""
        return any(to_document(item.place) == to_document(place) for item in self.all())

    def keep(self, bookmark: Bookmark) -> None:
        """Keep a place, from now on where the bookmark does not say since when; once, however often it is kept.

        Raises:
            UserFileError: the file cannot be written.
        """
        document = {**full_document(bookmark.place), "name": bookmark.name, "added": bookmark.added or now()}
        with self._file.open() as db:
            db.table(_TABLE).upsert(document, _same(bookmark.place))

    def let_go(self, place: KeptPlace) -> None:
        """No longer keep a place.

        Raises:
            UserFileError: the file cannot be written.
        """
        with self._file.open() as db:
            db.table(_TABLE).remove(_same(place))


def _same(place: KeptPlace) -> QueryInstance:
    from tinydb import where

    document = to_document(place)
    same: QueryInstance = (where("kind") == document["kind"]) & (where("text") == document["text"])
    return same
