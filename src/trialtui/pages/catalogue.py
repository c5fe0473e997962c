"""A store as the browser and the command line see it: pages, related terms, the tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import KIND_NAMES, Ref
from trialtui.pages.home_page import home_page
from trialtui.pages.page import Block, Page
from trialtui.query.coverage import header, not_found
from trialtui.query.tree import TreeQuery
from trialtui.query.tree_node import Node
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.bookmark import Bookmark
    from trialtui.pages.trial_listing import TrialListing
    from trialtui.query.tree_filter import TreeFilter

_LISTINGS = 4
"""So many lists of trials are kept, since a step along one asks for it again."""


class Keeper(Protocol):
    """Holds the bookmarks and saved searches of the user."""

    @property
    def kept(self) -> bool:
        """Whether they are there again in the next session."""
        ...

    def all(self) -> list[Bookmark]:
        """Return them, newest first."""
        ...

    def toggle(self, place: EntityPlace | SearchPlace, name: str) -> bool:
        """Keep a place, or let it go; True if it is kept now."""
        ...


class StoreCatalogue:
    """The way out, opened on a store.

    What lays out trials and terms is imported when the first of them is shown: the first screen is home.
    """

    def __init__(
        self, store: Store, *, today: date | None = None, keeper: Keeper | None = None, can_grow: bool = True
    ) -> None:
        """Serve a store.

        Args:
            store: The store.
            today: Says which records are out of date.
            keeper: Holds what the user keeps.
            can_grow: Whether the reader may add to the store; if so, home tells how.
        """
        self.store = store
        self._today = today
        self._keeper = keeper
        self._can_grow = can_grow
        self._tree = TreeQuery(store.index)
        self._listings: dict[Place, TrialListing | None] = {}

    @property
    def header(self) -> str:
        """The line that every screen shows of the store."""
        return header(self.store)

    def refresh(self) -> bool:
        """Reopen the index if a newer one was published; True if so."""
        changed = self.store.refresh()
        if changed:
            self._tree = TreeQuery(self.store.index)
            self._listings.clear()
        return changed

    def page(self, place: Place) -> Page | None:
        """Return the page of a place, without its related terms; None where this store has no such thing."""
        if isinstance(place, HomePlace):
            kept = self._keeper.all() if self._keeper is not None else ()
            return home_page(self.store, kept, can_grow=self._can_grow)
        if isinstance(place, SearchPlace):
            from trialtui.pages.search_page import list_page, search_page

            return list_page(place) if place.listed and self.trials(place) else search_page(self.store, place)
        if isinstance(place, ComparePlace):
            return self._compare_page(place)
        if isinstance(place, ChangesPlace):
            from trialtui.pages.changes_page import changes_page

            return changes_page(self.store, self._keeper.all() if self._keeper is not None else ())
        if not isinstance(place, EntityPlace):
            return None
        return self._trial_page(place) if place.ref.kind == "trial" else self._term_page(place)

    def keep(self, place: Place, name: str) -> str:
        """Keep a place for the user, or let it go where it is kept already; say in a sentence what was done."""
        if self._keeper is None or not isinstance(place, EntityPlace | SearchPlace):
            return "This cannot be kept."
        kept = self._keeper.toggle(place, name)
        if not kept:
            return "No longer kept. b keeps it again."
        return f"Kept{'' if self._keeper.kept else ' until you leave'}: home lists it. b lets it go again."

    def _trial_page(self, place: EntityPlace) -> Page | None:
        from trialtui.pages.trial_page import TrialPage
        from trialtui.query.entity import trial_facts

        facts = trial_facts(self.store, place.ref.nct_number)
        return TrialPage(facts, section=place.section, focus=place.focus, today=self._today).page() if facts else None

    def _term_page(self, place: EntityPlace) -> Page | None:
        from trialtui.pages.term_page import term_page
        from trialtui.query.entity import term_facts

        facts = term_facts(self.store, place.ref)
        return term_page(facts, section=place.section) if facts else None

    def _compare_page(self, place: ComparePlace) -> Page | None:
        from trialtui.pages.compare_page import ComparePage
        from trialtui.query.compare import compare
        from trialtui.query.entity import trial_facts

        facts = [trial_facts(self.store, ref.nct_number) for ref in place.refs]
        known = [item for item in facts if item is not None]
        return ComparePage(compare(known), today=self._today).page() if len(known) == len(facts) else None

    def related(self, place: Place, sort: str = "") -> tuple[Block, ...]:
        """Return the blocks on what goes together with a place: a trial's terms, a term's correlated terms.

        Correlated terms are sorted as asked for (see `query.correlation.SORTS`), else by the figure.
        """
        if isinstance(place, SearchPlace):
            from trialtui.pages.search_page import facet_blocks

            return () if place.listed else tuple(facet_blocks(self.store, place))
        if not isinstance(place, EntityPlace):
            return ()
        from trialtui.query.entity import term_facts, trial_facts

        if place.ref.kind == "trial":
            from trialtui.pages.trial_terms import term_blocks

            trial = trial_facts(self.store, place.ref.nct_number)
            return tuple(term_blocks(trial)) if trial else ()
        from trialtui.pages.correlated import correlated_blocks
        from trialtui.query.correlation import BY_FIGURE

        term = term_facts(self.store, place.ref)
        return tuple(correlated_blocks(term, sort=sort or BY_FIGURE)) if term else ()

    def search(self, typed: str) -> Page:
        """Return what is found for what was typed so far."""
        from trialtui.pages.quick_page import quick_page

        return quick_page(self.store, typed)

    def destination(self, typed: str) -> Place:
        """Return where what was typed leads as a whole: the entity that it refers to, else a search."""
        from trialtui.pages.quick_page import destination

        return destination(self.store, typed)

    def trials(self, place: Place) -> TrialListing | None:
        """Return the trials of a search or a term, in the order of the place; None where it has no such list."""
        from trialtui.pages.trial_listing import trial_listing

        if place not in self._listings:
            while len(self._listings) >= _LISTINGS:
                del self._listings[next(iter(self._listings))]
            self._listings[place] = trial_listing(self.store, place)
        return self._listings[place]

    def roots(self) -> Sequence[Node]:
        """Return the tree's first level."""
        return self._tree.roots()

    def children(self, node: Node) -> Sequence[Node]:
        """Return a node's children; they are fetched when asked for."""
        return self._tree.children(node)

    def filtered(self, typed: str) -> TreeFilter:
        """Return the tree with nothing but what is named as was typed so far."""
        from trialtui.query.tree_filter import TreeFilter

        return TreeFilter(self.store.index, typed)

    def reveal(self, place: Place) -> tuple[tuple[str, ...], ...]:
        """Return the ids of the nodes from a root down to where a place stands in the tree."""
        return self._tree.reveal(place)

    @property
    def folder(self) -> Path:
        """Where the store lies, for who reads it in a thread of their own."""
        return self.store.folder

    def citation(self, ref: Ref) -> str:
        """Return how a trial's record is cited; empty where that is no trial of this store."""
        from trialtui.query.citation import citation

        trial = self.store.trial(ref.nct_number) if ref.kind == "trial" else None
        return citation(trial) if trial is not None else ""

    def missing(self, place: Place) -> str:
        """Say that a place is not in this store, and what was searched."""
        what = f"{KIND_NAMES[place.ref.kind][0]} {place.ref.key}" if isinstance(place, EntityPlace) else str(place)
        return not_found(self.store, what[0].upper() + what[1:])
