"""Finding: the search, the facets of a search, sorted lists of trials, and the way along a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from trialtui.model.places import EntityPlace, HomePlace, Place, SearchPlace
from trialtui.tui.page_view import section_at
from trialtui.tui.panes import PAGE
from trialtui.tui.session import Session
from trialtui.tui.walk import along_tree, along_trials
from trialtui.tui.widgets.page_pane import PagePane

FACETS = "narrow"
"""The anchor of the facets of a search."""


def feature(session: Session) -> Finding:
    """Return what does the commands of finding."""
    return Finding(session)


class Finding:
    """Does the commands of finding for a screen."""

    def __init__(self, session: Session) -> None:
        """Find in the session's catalogue."""
        self._session = session
        self._catalogue, self._journey, self._desk = session.catalogue, session.journey, session.desk

    def do(self, command_id: str) -> str:
        """Do a command of finding and return what there is to say."""
        does: dict[str, Callable[[], str]] = {
            "search": self.search,
            "facets": self.facets,
            "sort_left": partial(self.sort, -1),
            "sort_right": partial(self.sort, 1),
            "next_in_list": partial(self.step, 1),
            "previous_in_list": partial(self.step, -1),
        }
        return does[command_id]()

    def search(self) -> str:
        """Open the search, beginning with the query of the page where that is one."""
        from trialtui.tui.screens.search import SearchScreen

        place = self._journey.page.place
        query = place.query if isinstance(place, SearchPlace) else ""
        screen = SearchScreen(self._catalogue, f"{query} " if query else "", ascii_only=self._session.ascii_only)

        def found(chosen: Place | None) -> None:
            if chosen is not None:
                self._desk.activate(PAGE)
                self._session.go(chosen, origin=self._catalogue.destination(screen.typed))

        self._session.screen.app.push_screen(screen, found)
        return ""

    def facets(self) -> str:
        """Go to the facets of what is shown, and return what there is to say."""
        here, place = self._journey.page.place, self._search_of_page()
        if place is None:
            return "A trial has no facets. They belong to searches and terms."
        if place != here:
            self._enter(place, FACETS)
            return ""
        return "" if self._desk.go_to_section(FACETS) else "Fewer than two trials: nothing to narrow."

    def sort(self, by: int) -> str:
        """Sort the list by the next column, or the one before; show a search or a term as a list first.

        In the correlated terms of a term, sort these.
        """
        from trialtui.pages.listing_orders import ORDERS
        from trialtui.query.coverage import trials_in_words

        if section := self._correlated_section():
            return self._sort_correlated(section, by)
        here = self._journey.page.place
        if isinstance(here, SearchPlace) and self._desk.listing is not None:
            names = [order.name for order in ORDERS]
            at = names.index(here.order) if here.order in names else 0
            place = replace(here, order=names[(at + by) % len(names)])
            gone = self._journey.replace(place)
        else:
            search = self._search_of_page()
            if search is None:
                return "Nothing to sort here. The trials of a search or a term can be sorted."
            place = replace(search, listed=True)
            gone = self._enter(place)
        if not gone or self._desk.listing is None:
            return ""
        says = next(order.says for order in ORDERS if order.name == place.order)
        keys = f"{self._session.key('sort_left')} and {self._session.key('sort_right')}"
        return f"{trials_in_words(len(self._desk.listing))} {says}. {keys} sort by another column."

    def _sort_correlated(self, section: str, by: int) -> str:
        """Sort correlated terms by the next figure, or the one before."""
        from trialtui.pages.correlated import SORT_WORDS

        sorts = list(SORT_WORDS)
        at = sorts.index(self._journey.sort) if self._journey.sort in sorts else 0
        sort = sorts[(at + by) % len(sorts)]
        self._journey.sort_related(sort, section)
        return f"Correlated terms by {SORT_WORDS[sort]}. < and > sort by another figure."

    def _correlated_section(self) -> str:
        """Return the section of correlated terms that the reader is in; empty where it is none."""
        pane, place = self._desk.pane, self._journey.page.place
        if not isinstance(pane, PagePane) or not isinstance(place, EntityPlace) or place.ref.kind == "trial":
            return ""
        link = pane.selected_link
        section = section_at(pane.layout_, link.parts[0][0] if link is not None else pane.top)
        if pane is self._desk.related_pane:
            return section or "correlated"
        return section if section.startswith("correlated") else ""

    def step(self, by: int) -> str:
        """Go along the list that the reader came from, staying in the same section; return what there is to say."""
        entry = self._journey.shown
        if entry is None or not isinstance(entry.place, EntityPlace):
            keys = f"{self._session.key('next_in_list')} and {self._session.key('previous_in_list')}"
            return f"Open one of a list first; {keys} then go from one to the next."
        origin, place, tree = entry.origin, entry.place, self._desk.tree_pane
        step = along_trials(self._catalogue, origin, place, by) if origin is not None else None
        step = step or along_tree(self._catalogue, tree, place, by)
        if step is None:
            return "This stands in no list."
        if step.place is None:
            return f"This is the {'last' if by > 0 else 'first'} of {step.total:,}."
        if step.cursor is not None:
            tree.reveal(step.cursor)
        if not self._journey.replace(replace(step.place, section=self._section()), step.cursor):
            return ""
        return f"{step.number:,} of {step.total:,}"

    def _enter(self, place: Place, section: str = "") -> bool:
        """Go to a place, and into its pane; False where it is not in the store."""
        gone = self._session.go(place, section=section)
        if gone:
            self._desk.activate(PAGE)
        return gone

    def _search_of_page(self) -> SearchPlace | None:
        """Return the search for the trials of what is shown; None for a trial, and for what has no trials."""
        place = self._journey.page.place
        if isinstance(place, SearchPlace):
            return SearchPlace(place.query)
        if isinstance(place, HomePlace):
            return SearchPlace("")
        if isinstance(place, EntityPlace) and place.ref.kind != "trial":
            from trialtui.query.clauses import Term

            return SearchPlace(str(Term(place.ref)))
        return None

    def _section(self) -> str:
        """Return the section that the reader is in: the one asked for, until the page is scrolled."""
        pane, place = self._desk.page_pane, self._journey.page.place
        if pane.untouched:
            return place.section if isinstance(place, EntityPlace) else ""
        return section_at(pane.layout_, pane.top)
