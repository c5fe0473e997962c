"""One list of what the reader keeps: bookmarks, saved searches, notes, and where they have been."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from trialtui.model.bookmark import Bookmark
from trialtui.model.kept_places import KeptPlace
from trialtui.model.note import Note
from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.visit import Visit
from trialtui.pages.yours import in_words, kind_in_words
from trialtui.tui.panes import PAGE
from trialtui.tui.screens.picker import Picker, words_fit
from trialtui.tui.session import Session
from trialtui.tui.widgets.pick_lines import Pick
from trialtui.tui.wording import id_of
from trialtui.user.errors import UserFileError
from trialtui.user.visits import newest_first

_MOST = 200
"""So many rows of a group are listed; typing brings the others."""


@dataclass(slots=True)
class _Row:
    """Something that is kept, and how to take it away and bring it back."""

    group: str
    place: KeptPlace
    name: str
    note: str
    when: str
    take_away: Callable[[], object]
    bring_back: Callable[[], object]
    gone: bool = False


def feature(session: Session) -> Kept:
    """Return what lists what is kept."""
    return Kept(session)


class Kept:
    """Lists what the reader keeps."""

    def __init__(self, session: Session) -> None:
        """List what the session's user keeps."""
        self._session = session
        self._user = session.setup.user
        self._rows: list[_Row] = []
        self._changed = False

    def do(self, command_id: str) -> str:
        """List it, or forget the history."""
        return self._forget() if command_id == "forget_history" else self._list()

    def _list(self) -> str:
        self._changed = False
        self._rows = [*self._bookmarks(), *self._notes(), *self._visits()]
        keys = f"{self._session.key('bookmark')} bookmarks a page or search, {self._session.key('note')} writes a note"
        picker = Picker(
            "Bookmarks, saved searches, notes, history",
            self._fitting,
            hint="Enter: go   Delete: take away, bring back   Esc: back",
            nothing="Nothing kept has these words." if self._rows else f"Nothing is kept yet: {keys}.",
            ascii_only=self._session.ascii_only,
        )

        def picked(pick: Pick | None) -> None:
            if pick is not None:
                pick.act()
            elif self._changed:  # the page below may show what was taken away
                self._session.journey.show_again()

        self._session.screen.app.push_screen(picker, picked)
        return ""

    def _bookmarks(self) -> list[_Row]:
        """Return the bookmarks, the searches after the pages."""
        kept = sorted(self._user.bookmarks.all(), key=lambda item: isinstance(item.place, SearchPlace))
        return [self._bookmark(item) for item in kept]

    def _bookmark(self, item: Bookmark) -> _Row:
        bookmarks = self._user.bookmarks
        group = "Saved searches" if isinstance(item.place, SearchPlace) else "Bookmarks"
        return _Row(
            group, item.place, item.name, _known_as(item.place), in_words(item.added),
            partial(bookmarks.let_go, item.place), partial(bookmarks.keep, item),
        )  # fmt: skip

    def _notes(self) -> list[_Row]:
        notes = self._user.notes
        return [
            _Row(
                "Notes", EntityPlace(note.ref), note.name, " ".join(note.text.split()), in_words(note.changed),
                partial(notes.write, Note(note.ref, note.name, ""), before=note.text),
                partial(notes.write, note, before=""),
            )
            for note in notes.all()
        ]  # fmt: skip

    def _visits(self) -> list[_Row]:
        return [
            _Row(
                "History", visit.place, visit.name, _known_as(visit.place), in_words(visit.at),
                partial(self._forget_visit, visit), partial(self._user.visits.add, [visit]),
            )
            for visit in self._all_visits()
        ]  # fmt: skip

    def _all_visits(self) -> list[Visit]:
        """Return where the reader has been, in this session and before."""
        return newest_first((*self._user.visits.all(), *self._session.journey.visits))

    def _forget_visit(self, visit: Visit) -> None:
        self._session.journey.forget(visit.place)
        self._user.visits.remove(visit.place)

    def _fitting(self, typed: str) -> list[Pick]:
        """Return what fits, group by group, each saying how many of how many it shows."""
        picks: list[Pick] = []
        for group in dict.fromkeys(row.group for row in self._rows):
            rows = [row for row in self._rows if row.group == group]
            fitting = [row for row in rows if words_fit(typed, row.name, row.note, str(row.place), row.when)]
            picks += self._group(group, fitting[:_MOST], len(rows))
        return picks

    def _group(self, group: str, shown: Sequence[_Row], total: int) -> list[Pick]:
        count = f"{len(shown):,} of {total:,}" if len(shown) < total else f"{total:,}"
        return [
            Pick(
                row.name, partial(self._go, row.place), "taken away" if row.gone else row.note, row.when,
                f"{group} ({count})", remove=partial(self._toggle, row),
            )
            for row in shown
        ]  # fmt: skip

    def _go(self, place: KeptPlace) -> None:
        self._session.desk.activate(PAGE)
        self._session.go(place)

    def _toggle(self, row: _Row) -> str:
        """Take something away, or bring it back, and say so."""
        try:
            (row.bring_back if row.gone else row.take_away)()
        except UserFileError as error:
            return f"Nothing changed: {error}."
        row.gone = not row.gone
        self._changed = True
        what = {"Bookmarks": "bookmark", "Saved searches": "saved search", "Notes": "note"}.get(row.group, "visit")
        return f"The {what} is {'gone. Delete brings it back' if row.gone else 'back'}."

    def _forget(self) -> str:
        """Forget where the reader has been."""
        visits = self._all_visits()
        try:
            self._user.visits.clear()
        except UserFileError as error:
            return f"Not forgotten: {error}."
        for visit in visits:
            self._session.journey.forget(visit.place)
        return f"{len(visits):,} places are forgotten for good; bookmarks and notes stay." if visits else "No history."


def _known_as(place: KeptPlace) -> str:
    """Say what kind of place this is, with its id where the name is not its id."""
    return f"{kind_in_words(place)} {id_of(place)}".strip()
