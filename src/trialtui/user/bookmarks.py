"""The user's bookmarks and saved searches."""

from __future__ import annotations

import time

from trialtui.model.bookmark import Bookmark, place_document, read_bookmark
from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.user.files import UserFile

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
        """Return them, newest first; none where there is no file.

        Raises:
            UserFileError: the file cannot be opened.
        """
        if self._file.is_empty():
            return []
        with self._file.open() as db:
            found = [read_bookmark(dict(document)) for document in db.table(_TABLE).all()]
        return [bookmark for bookmark in reversed(found) if bookmark is not None]

    def toggle(self, place: EntityPlace | SearchPlace, name: str) -> bool:
        """Keep a place, or no longer; True if it is kept now.

        Raises:
            UserFileError: the file cannot be written.
        """
        from tinydb import where

        document = place_document(place)
        same = (where("kind") == document["kind"]) & (where("text") == document["text"])
        with self._file.open() as db:
            table = db.table(_TABLE)
            if table.remove(same):
                return False
            table.insert({**document, "name": name, "added": time.strftime("%Y-%m-%dT%H:%M:%S")})
        return True
