"""A store as the browser and the command line see it: pages, related terms, the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import KIND_NAMES, Ref
from trialtui.pages.home_page import home_page
from trialtui.pages.page import Block, Page
from trialtui.query.coverage import header, not_found
from trialtui.query.tree import TreeQuery
from trialtui.query.tree_node import Node
from trialtui.store.errors import StoreDamagedError
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.bookmark import Bookmark
    from trialtui.model.refs import Ref
    from trialtui.pages.evidence_page import Evidence
    from trialtui.pages.trial_listing import TrialListing
    from trialtui.query.in_step import InStep
    from trialtui.query.tree_filter import TreeFilter
    from trialtui.query.trial_facts import TrialFacts
    from trialtui.user.data import UserData

_LISTINGS = 4
"""So many lists of trials are kept, since a step along one asks for it again."""


class StoreCatalogue:
    """The way out, opened on a store.

    What lays out trials and terms is imported when the first of them is shown: the first screen is home.
    """

    def __init__(
        self,
        store: Store,
        *,
        today: date | None = None,
        user: UserData | None = None,
        can_grow: bool = True,
        goes_on: bool = False,
    ) -> None:
        """Serve a store.

        Args:
            store: The store.
            today: Says which records are out of date.
            user: Holds what the reader keeps.
            can_grow: Whether the reader may add to the store; if so, home tells how.
            goes_on: Whether a damaged record gives a page that says so, in place of an error: a reader who stays can
                read all else.
        """
        self.store = store
        self._today = today
        self._user = user
        self._can_grow = can_grow
        self._goes_on = goes_on
        self._tree = TreeQuery(store.index)
        self._listings: dict[Place, TrialListing | None] = {}
        self._latest: TrialFacts | None = None

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
            self._latest = None
        return changed

    def is_outdated(self) -> bool:
        """Say whether a newer index was published."""
        return self.store.is_outdated()

    def in_step(self) -> InStep:
        """Say where the store is, and what of the registry it was last brought in step with."""
        from trialtui.query.in_step import in_step_of

        return in_step_of(self.store)

    def page(self, place: Place) -> Page | None:
        """Return the page of a place, without its related terms; None where this store has no such thing."""
        try:
            return self._page(place)
        except StoreDamagedError as error:
            if not self._goes_on:
                raise
            from trialtui.pages.damaged_page import damaged_page

            return damaged_page(place, error)

    def _page(self, place: Place) -> Page | None:
        if isinstance(place, HomePlace):
            return home_page(self.store, self._yours_at_home(), can_grow=self._can_grow)
        if isinstance(place, SearchPlace):
            from trialtui.pages.search_page import list_page, search_page

            if place.listed and self.trials(place):
                return list_page(place)
            return self._with_notes(search_page(self.store, place), place.query)
        if isinstance(place, ComparePlace):
            return self._compare_page(place)
        if isinstance(place, ChangesPlace):
            from trialtui.pages.changes_page import changes_page

            return changes_page(self.store, self._bookmarks())
        if not isinstance(place, EntityPlace):
            return None
        page = self._trial_page(place) if place.ref.kind == "trial" else self._term_page(place)
        return self._with_note(page, place.ref) if page is not None else None

    def _trial_page(self, place: EntityPlace) -> Page | None:
        from trialtui.pages.trial_page import TrialPage

        facts = self._trial_facts(place.ref)
        return TrialPage(facts, section=place.section, focus=place.focus, today=self._today).page() if facts else None

    def _trial_facts(self, ref: Ref) -> TrialFacts | None:
        """Gather the facts of a trial, and keep the last: its page and its terms are asked for in turn."""
        from trialtui.query.trial_facts import trial_facts

        if self._latest is None or self._latest.ref != ref:
            self._latest = trial_facts(self.store, ref.nct_number)
        return self._latest

    def _term_page(self, place: EntityPlace) -> Page | None:
        from trialtui.pages.term_page import term_page
        from trialtui.query.term_facts import term_facts

        facts = term_facts(self.store, place.ref)
        return term_page(facts, section=place.section) if facts else None

    def _compare_page(self, place: ComparePlace) -> Page | None:
        from trialtui.pages.compare_page import ComparePage
        from trialtui.query.compare import compare
        from trialtui.query.trial_facts import trial_facts

        facts = [trial_facts(self.store, ref.nct_number) for ref in place.refs]
        known = [item for item in facts if item is not None]
        return ComparePage(compare(known), today=self._today).page() if len(known) == len(facts) else None

    def related(self, place: Place, sort: str = "") -> tuple[Block, ...]:
        """Return the blocks on what goes together with a place: a trial's terms, a term's correlated terms.

        Correlated terms are sorted as asked for (see `query.correlation.SORTS`), else by the figure.
        """
        try:
            return self._related(place, sort)
        except StoreDamagedError:
            if not self._goes_on:
                raise
            return ()

    def _related(self, place: Place, sort: str) -> tuple[Block, ...]:
        if isinstance(place, SearchPlace):
            from trialtui.pages.search_page import facet_blocks

            return () if place.listed else tuple(facet_blocks(self.store, place))
        if not isinstance(place, EntityPlace):
            return ()
        if place.ref.kind == "trial":
            from trialtui.pages.trial_terms import term_blocks

            trial = self._trial_facts(place.ref)
            return tuple(term_blocks(trial)) if trial else ()
        from trialtui.pages.correlated import correlated_blocks
        from trialtui.query.correlation import BY_FIGURE
        from trialtui.query.term_facts import term_facts

        term = term_facts(self.store, place.ref)
        return tuple(correlated_blocks(term, sort=sort or BY_FIGURE)) if term else ()

    def search(self, typed: str) -> Page:
        """Return what is found for what was typed so far."""
        from trialtui.pages.quick_page import quick_page

        return self._with_notes(quick_page(self.store, typed), typed)

    def destination(self, typed: str) -> Place:
        """Return where what was typed leads as a whole: the entity that it refers to, else a search."""
        from trialtui.pages.quick_page import destination

        return destination(self.store, typed)

    def _with_note(self, page: Page, ref: Ref) -> Page:
        """Begin the page of an entity with the reader's note on it."""
        note = self._user.notes.of(ref) if self._user is not None and self._user.has_notes else None
        if note is None:
            return page
        from trialtui.pages.yours import note_blocks

        return replace(page, blocks=(*note_blocks(note), *page.blocks))

    def _with_notes(self, page: Page, typed: str) -> Page:
        """Begin the results of a search with the reader's notes that have what was typed."""
        notes = self._user.notes.find(typed) if self._user is not None and self._user.has_notes else ()
        if not notes:
            return page
        from trialtui.pages.yours import note_results

        return replace(page, blocks=(*note_results(notes, typed), *page.blocks))

    def _bookmarks(self) -> Sequence[Bookmark]:
        """Return what the reader keeps."""
        return self._user.bookmarks.all() if self._user is not None and self._user.has_bookmarks else ()

    def _yours_at_home(self) -> Sequence[Block]:
        """Return what home shows of the reader's own."""
        user = self._user
        if user is None:
            return ()
        left_off = user.visits.left_off() if user.has_history else None
        bookmarks = self._bookmarks()
        if left_off is None and not bookmarks:
            return ()
        from trialtui.pages.yours import home_blocks

        return home_blocks(left_off, bookmarks)

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

    def evidence(self, term: Ref, trial: Ref | None) -> Evidence | None:
        """Return why a trial is tied to a term; without a trial, what all that mention the term say."""
        from trialtui.pages.evidence_page import evidence_page, mentions_page

        return evidence_page(self.store, trial, term) if trial is not None else mentions_page(self.store, term)

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
