"""Where the user has been, over all sessions, and where they left off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trialtui.model.kept_places import KeptPlace, full_document, to_document
from trialtui.model.visit import LeftOff, Visit, read_left_off, read_visit
from trialtui.user.clock import in_order
from trialtui.user.files import UserFile
from trialtui.user.tables import Tables, documents

_TABLE = "history"
_LEFT_OFF = "left_off"

LIMIT = 500
"""So many places are remembered where the settings do not say how many."""


class Visits:
    """The places that were read, each once with the last time, in a file of their own.

    A session adds its own at its end, so browsers that run at the same time lose nothing of each other's.
    """

    def __init__(self, file: UserFile) -> None:
        """Keep them in this file."""
        self._file = file

    def all(self) -> list[Visit]:
        """Return them, the last first; none where there is no file."""
        return newest_first(_visits(self._file.tables()))

    def left_off(self) -> LeftOff | None:
        """Return where the last session ended; None where there was none."""
        return next(map(read_left_off, documents(self._file.tables(), _LEFT_OFF)), None)

    def add(self, visits: Iterable[Visit], left_off: LeftOff | None = None, *, limit: int = LIMIT) -> None:
        """Add the places of a session and say where it ended; of all, only the last `limit` are kept.

        Raises:
            UserFileError: the file cannot be written.
        """
        with self._file.open() as db:
            tables = db.storage.read() or {}
            _put(tables, newest_first((*_visits(tables), *visits))[:limit])
            if left_off is not None:
                at = {**_document(left_off.visit), "standing": list(left_off.standing)}
                tables[_LEFT_OFF] = {"1": at}
            db.storage.write(tables)

    def remove(self, place: KeptPlace) -> None:
        """Forget that a place was read, and that the last session ended there.

        Raises:
            UserFileError: the file cannot be written.
        """
        gone = to_document(place)
        with self._file.open() as db:
            tables = db.storage.read() or {}
            _put(tables, [visit for visit in _visits(tables) if to_document(visit.place) != gone])
            last = next(map(read_left_off, documents(tables, _LEFT_OFF)), None)
            if last is not None and to_document(last.visit.place) == gone:
                del tables[_LEFT_OFF]
            db.storage.write(tables)

    def clear(self) -> None:
        """Forget all of them.

        Raises:
            UserFileError: the file cannot be written.
        """
        with self._file.open() as db:
            db.drop_tables()


def newest_first(visits: Iterable[Visit]) -> list[Visit]:
    """Return visits, the last first, and of each place the last visit only."""
    last: dict[tuple[str, ...], Visit] = {}
    for visit in sorted(visits, key=lambda item: in_order(item.at)):
        key = tuple(to_document(visit.place).values())
        last.pop(key, None)
        last[key] = visit
    return list(reversed(last.values()))


def _visits(tables: Tables) -> list[Visit]:
    return [visit for visit in map(read_visit, documents(tables, _TABLE)) if visit is not None]


def _document(visit: Visit) -> dict[str, Any]:
    return {**full_document(visit.place), "name": visit.name, "at": visit.at}


def _put(tables: Tables, visits: list[Visit]) -> None:
    """Put visits into the tables, the oldest with the lowest id."""
    tables[_TABLE] = {str(number): _document(visit) for number, visit in enumerate(reversed(visits), 1)}
