"""All that a user keeps: bookmarks and saved searches, notes, where they have been."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialtui.user.bookmarks import Bookmarks
    from trialtui.user.files import UserFiles
    from trialtui.user.notes import Notes
    from trialtui.user.visits import Visits

_BOOKMARKS, _NOTES, _HISTORY = "bookmarks.json", "notes.json", "history.json"


class UserData:
    """A user's things, each kind in a file of its own, so that one which is damaged costs no other.

    What reads a kind is imported when it is first asked for: who keeps nothing pays nothing.
    """

    def __init__(self, files: UserFiles) -> None:
        """Keep them in these files."""
        self._files = files

    @property
    def kept(self) -> bool:
        """Whether they are there again in the next session."""
        return self._files.kept

    @property
    def has_bookmarks(self) -> bool:
        """Whether there may be bookmarks."""
        return not self._files.file(_BOOKMARKS).is_empty()

    @property
    def has_notes(self) -> bool:
        """Whether there may be notes."""
        return not self._files.file(_NOTES).is_empty()

    @property
    def has_history(self) -> bool:
        """Whether it may be known where the user has been."""
        return not self._files.file(_HISTORY).is_empty()

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Bookmarks and saved searches."""
        from trialtui.user.bookmarks import Bookmarks

        return Bookmarks(self._files.file(_BOOKMARKS))

    @cached_property
    def notes(self) -> Notes:
        """Notes on entities."""
        from trialtui.user.notes import Notes

        return Notes(self._files.file(_NOTES))

    @cached_property
    def visits(self) -> Visits:
        """Where they have been."""
        from trialtui.user.visits import Visits

        return Visits(self._files.file(_HISTORY))

    def complaints(self) -> tuple[str, ...]:
        """Return what there is to say of files that could not be read, and forget it."""
        return self._files.complaints()


def in_memory() -> UserData:
    """Return the things of a user who keeps nothing: they live until the end of the process."""
    from trialtui.user.files import UserFiles

    return UserData(UserFiles(None))
