"""Going from place to place: what is shown, what was shown before, and where it stands in the tree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from trialtui.model.kept_places import KeptPlace, to_document
from trialtui.model.places import EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.visit import TOP, LeftOff, Standing, Visit
from trialtui.pages.page import Page, Paragraph, Span
from trialtui.tui import wording
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.history import Entry, History, Path
from trialtui.tui.page_view import PageState
from trialtui.tui.tree_rows import TreeRows
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.header import Header
from trialtui.user.clock import now


class AfterPaint(Protocol):
    """Puts something off until what is shown has been painted."""

    def __call__(self, callback: Callable[[], None]) -> object:
        """Call back then."""
        ...


class Journey:
    """The reader's way through a catalogue, shown on a desk and named in a header."""

    def __init__(
        self, catalogue: Catalogue, desk: Desk, header: Header, say: Callable[[str], None], after_paint: AfterPaint
    ) -> None:
        """Start nowhere.

        Args:
            catalogue: Where pages come from.
            desk: Where they are shown.
            header: Where they are named.
            say: Answers the reader.
            after_paint: Puts what is slow off until the page is painted.
        """
        self._catalogue, self._desk, self._header = catalogue, desk, header
        self._say, self._after_paint = say, after_paint
        self._history = History[PageState]()
        self._page = Page(title="", place=HomePlace())
        self._cursor: Path = ()
        self._sort = ""
        self._visits: dict[tuple[str, ...], Visit] = {}

    @property
    def page(self) -> Page:
        """The page that is shown; an empty one before the first."""
        return self._page

    @property
    def shown(self) -> Entry[PageState] | None:
        """What is shown, as the history has it; None before the first."""
        return self._history.shown

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The places that were read, each once, in the order in which they were last gone to; home is none of them."""
        return tuple(self._visits.values())

    def visit(
        self,
        place: Place,
        cursor: Path | None = None,
        *,
        origin: Place | None = None,
        section: str = "",
        state: PageState | None = None,
    ) -> bool:
        """Jump to a place; False where it is not in the store, which is said.

        Args:
            place: Where to.
            cursor: Where the tree's cursor belongs; None where the tree has to be asked for the place.
            origin: Whose list the reader comes from; where it is None, the page that is shown, unless it is the tree.
            section: The section to begin at, where the place itself names none.
            state: How it was left, where it is to be shown so.
        """
        changed = self._refresh()
        shown = self._history.shown
        section = section or (place.section if isinstance(place, EntityPlace) else "")
        if self._history.previewing:
            self._remember()
        if shown is not None and shown.place == place and not changed:
            self._history.visit(place)
            if section:
                self._desk.go_to_section(section)
            return True
        page = self._catalogue.page(place)
        if page is None:
            self._say(self._catalogue.missing(place))
            return False
        self._leave()
        self._history.visit(place, origin or (self._page.place if cursor is None else None))
        self._paint(place, page, state, cursor, section)
        self._remember()
        return True

    def replace(self, place: Place, cursor: Path | None = None) -> bool:
        """Show a place instead of the one that is shown, which is gone; False where it is not in the store."""
        self._refresh()
        page = self._catalogue.page(place)
        if page is None:
            self._say(self._catalogue.missing(place))
            return False
        self._history.replace(place)
        self._paint(place, page, None, cursor, place.section if isinstance(place, EntityPlace) else "")
        self._remember()
        return True

    def show_again(self, *, blocks: int = 0, links: int = 0) -> None:
        """Show the page again, where the reader stands, after something at its beginning has changed.

        Args:
            blocks: How many blocks it has more than before.
            links: How many links it has more than before.
        """
        place, state = self._page.place, self._desk.state
        page = self._catalogue.page(place)
        if page is None:
            return
        block, characters = state.position
        self._paint(
            place,
            page,
            state._replace(
                width=0,
                position=(block + blocks if block >= 0 else block, characters),
                selected=state.selected + links if state.selected >= 0 else state.selected,
            ),
            self._cursor,
        )

    def forget(self, place: KeptPlace) -> None:
        """Forget that a place was read in this session."""
        self._visits.pop(_whole(place), None)

    def left_off(self) -> LeftOff | None:
        """Return where the reader is, and how the page stands; from home, where they were last."""
        place = self._page.place
        if isinstance(place, HomePlace):
            return LeftOff(self.visits[-1]) if self._visits else None
        state = self._desk.state
        standing = TOP if self._desk.listing is not None else Standing(*state.position, state.selected)
        return LeftOff(Visit(place, wording.name_of(self._page), now()), standing)

    def preview(self, place: Place) -> None:
        """Show the place that the tree's cursor rests on, without going there."""
        shown = self._history.shown
        if shown is not None and shown.place == place:
            return
        page = self._catalogue.page(place)
        if page is None:
            self._say(self._catalogue.missing(place))
            return
        self._leave()
        entry = self._history.preview(place)
        self._paint(place, page, entry.state, self._desk.tree_pane.path)

    @property
    def sort(self) -> str:
        """What correlated terms are sorted by, until the reader chooses otherwise; empty before that."""
        return self._sort

    def sort_related(self, sort: str, section: str) -> None:
        """Sort correlated terms by something else, those of further pages too, and show them from a section on."""
        self._sort = sort
        self._desk.replace_related(self._catalogue.related(self._page.place, sort), section)

    def back(self) -> bool:
        """Go back to how the place before was left; False where there is none."""
        return self._return(self._history.back)

    def forward(self) -> bool:
        """Go forward again; False where there is nothing."""
        return self._return(self._history.forward)

    def _remember(self) -> None:
        """Remember that the page that is shown was read."""
        place = self._page.place
        if not isinstance(place, HomePlace):
            self._visits.pop(_whole(place), None)
            self._visits[_whole(place)] = Visit(place, wording.name_of(self._page), now())

    def _return(self, step: Callable[[], Entry[PageState] | None]) -> bool:
        self._leave()
        entry = step()
        if entry is None:
            return False
        self._refresh()
        section = entry.place.section if isinstance(entry.place, EntityPlace) else ""
        self._paint(entry.place, self._page_or_words(entry.place), entry.state, entry.cursor or None, section)
        return True

    def _page_or_words(self, place: Place) -> Page:
        """Return the page of a place, else one that says that it is not there."""
        page = self._catalogue.page(place)
        if page is not None:
            return page
        missing = Paragraph((Span(self._catalogue.missing(place)),))
        return Page(title=str(place), place=place, blocks=(missing,))

    def renew(self) -> bool:
        """Show the present place, as it stands, with what was written to the store since; False if nothing was."""
        shown = self._history.shown
        self._leave()
        if shown is None or not self._refresh():
            return False
        self._paint(shown.place, self._page_or_words(shown.place), self._desk.state, None)
        return True

    def _refresh(self) -> bool:
        """Take up what another process wrote to the store since the last jump; say whether there was something."""
        if not self._catalogue.refresh():
            return False
        self._header.set_store(self._catalogue.header)
        self._desk.tree_pane.replace(TreeRows(self._catalogue.roots(), self._catalogue.children))
        return True

    def _leave(self) -> None:
        """Remember how the page that is shown stands."""
        self._history.leave(self._desk.state, self._cursor)

    def _paint(self, place: Place, page: Page, state: PageState | None, cursor: Path | None, section: str = "") -> None:
        """Show a page, or the list that a place asks for; what is slow about it comes once it is painted."""
        self._page = page
        listing = self._catalogue.trials(place) if isinstance(place, SearchPlace) and place.listed else None
        self._desk.show(page, listing=listing or None, state=state, section=section)
        self._header.set_place(wording.kind_of(page.place), wording.name_of(page), wording.id_of(page.place))
        self._cursor = cursor or ()
        self._after_paint(partial(self._complete, place, page, cursor, self._desk.tree_pane.path))

    def _complete(self, place: Place, page: Page, cursor: Path | None, stood: Path) -> None:
        """Show where a page stands in the tree, and its related terms, unless the reader has gone on.

        The tree's cursor, which `stood` somewhere, is left alone where the reader has moved it since.
        """
        if self._page is not page:
            return
        tree = self._desk.tree_pane
        path = self._catalogue.reveal(place) if cursor is None else cursor
        if path and path != stood == tree.path and not tree.reveal(path) and cursor is not None:
            tree.reveal(self._catalogue.reveal(place))  # it stood in a filtered tree that is whole again
        self._cursor = tree.path
        self._desk.add_related(page, self._catalogue.related(place, self._sort))


def _whole(place: KeptPlace) -> tuple[str, ...]:
    """Return what tells a place from others, whatever section of it was gone to."""
    return tuple(to_document(place).values())
