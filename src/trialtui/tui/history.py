"""Where the reader has been: back and forward, as in a web browser, each place with how it was left."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from trialtui.model.places import Place

State = TypeVar("State")

Path = tuple[tuple[str, ...], ...]
"""The ids of the tree's nodes from a root down to one of them."""

LIMIT = 1000
"""So many places are remembered; the oldest are dropped first."""


class Entry(NamedTuple, Generic[State]):
    """A place that was shown, and how it was left.

    Attributes:
        place: What was shown.
        state: How the page stood (scrolling, selected link); None where it has not been left yet.
        cursor: Where the tree's cursor stood.
        origin: The place whose list the reader came from; None where that is the tree, or there is none.
    """

    place: Place
    state: State | None = None
    cursor: Path = ()
    origin: Place | None = None


class History(Generic[State]):
    """The places shown, oldest first, and where among them the reader is.

    A page that is only previewed, because the tree's cursor rests on it, is no entry until the reader opens it or
    jumps from it.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        """Start with nothing shown."""
        self._entries: list[Entry[State]] = []
        self._index = -1
        self._preview: Entry[State] | None = None
        self._limit = limit

    @property
    def shown(self) -> Entry[State] | None:
        """What is on the screen: the preview, else the entry where the reader is."""
        if self._preview is not None:
            return self._preview
        return self._entries[self._index] if self._entries else None

    @property
    def previewing(self) -> bool:
        """Whether what is on the screen is only a preview."""
        return self._preview is not None

    def visit(self, place: Place, origin: Place | None = None) -> None:
        """Jump to a place from another: what was forward is dropped, and a preview that is left becomes an entry.

        A jump to the place that is shown changes nothing, but that a preview of it becomes an entry.
        """
        preview, self._preview = self._preview, None
        if preview is not None:
            self._push(preview)
        self._push(Entry(place, origin=origin))

    def replace(self, place: Place) -> None:
        """Show another place instead of the one that is shown, which is no entry any more."""
        if self._preview is not None:
            self._preview = Entry(place, origin=self._preview.origin)
        elif self._entries:
            self._entries[self._index] = Entry(place, origin=self._entries[self._index].origin)

    def preview(self, place: Place) -> Entry[State]:
        """Show a place without going there; where the reader is there already, that entry is shown again."""
        here = self._entries[self._index] if self._entries else None
        if here is not None and here.place == place:
            self._preview = None
            return here
        self._preview = Entry(place)
        return self._preview

    def leave(self, state: State | None, cursor: Path) -> None:
        """Remember how the page that is on the screen is left."""
        if self._preview is not None:
            self._preview = self._preview._replace(state=state, cursor=cursor)
        elif self._entries:
            self._entries[self._index] = self._entries[self._index]._replace(state=state, cursor=cursor)

    def back(self) -> Entry[State] | None:
        """Go back one entry, from a preview to the entry that it was opened over; None where there is none."""
        if self._preview is not None and self._entries:
            self._preview = None
            return self._entries[self._index]
        return self._step(-1)

    def forward(self) -> Entry[State] | None:
        """Go forward one entry; None where there is none."""
        return self._step(1)

    def _step(self, by: int) -> Entry[State] | None:
        if not 0 <= self._index + by < len(self._entries):
            return None
        self._preview = None
        self._index += by
        return self._entries[self._index]

    def _push(self, entry: Entry[State]) -> None:
        """Put an entry after the present one, unless it is the same place."""
        if self._entries and self._entries[self._index].place == entry.place:
            return
        del self._entries[self._index + 1 :]
        self._entries.append(entry)
        del self._entries[: -self._limit]
        self._index = len(self._entries) - 1
