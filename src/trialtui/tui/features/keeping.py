"""Keeping: bookmarks and saved searches."""

from __future__ import annotations

from collections.abc import Callable

from trialtui.model.bookmark import Bookmark
from trialtui.model.places import HomePlace, SearchPlace
from trialtui.tui import wording
from trialtui.tui.session import Session
from trialtui.user.errors import UserFileError


def feature(session: Session) -> Keeping:
    """Return what does the commands of keeping."""
    return Keeping(session)


class Keeping:
    """Does the commands of keeping for a screen."""

    def __init__(self, session: Session) -> None:
        """Keep what the session's user wants to keep."""
        self._session = session
        self._user = session.setup.user

    def do(self, command_id: str) -> str:
        """Do a command of keeping and return what there is to say."""
        does: dict[str, Callable[[], str]] = {
            "bookmark": self.bookmark,
        }
        try:
            return does[command_id]()
        except UserFileError as error:
            return f"Not kept: {error}."

    def bookmark(self) -> str:
        """Bookmark the page or search that is shown, or take its bookmark away."""
        page, bookmarks = self._session.journey.page, self._user.bookmarks
        place, key = page.place, self._session.key("bookmark")
        if isinstance(place, HomePlace):
            return f"Home cannot be bookmarked; {self._session.key('home')} always leads there."
        what = "search" if isinstance(place, SearchPlace) else "page"
        if bookmarks.has(place):
            bookmarks.let_go(place)
            return f"The bookmark of this {what} is gone. {key} brings it back."
        bookmarks.keep(Bookmark(place, wording.name_of(page)))
        until = "" if self._user.kept else ", until you leave: nothing is kept on disk here"
        done = "This search is saved" if what == "search" else "This page is bookmarked"
        return f"{done}{until}. Home lists it; {key} takes it away again."
