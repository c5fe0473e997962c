"""Lists of trials of any length, in an order of one's choice, whose rows are fetched as they come into view."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from trialtui.model.labels import status_short
from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import Ref, trial_ref
from trialtui.pages.listing_orders import ORDERS
from trialtui.query.listing import marked_title
from trialtui.query.search import kinds_of
from trialtui.query.search_language import QueryError, parse_query
from trialtui.query.search_trials import TrialSets, terms_of
from trialtui.query.term_facts import TermFacts, term_facts
from trialtui.store.index_orders import ncts_in_order
from trialtui.store.index_read import Index, TrialRow
from trialtui.store.store import Store

_CHUNK = 100
"""How many rows are fetched at a time."""

_VIAS = ("registered", "mapped", "mentioned", "excluded")
_PHASE_WORDS = {"EARLY_PHASE1": "Early 1", "NA": "N/A"}


class TrialListing:
    """Trials in an order; a trial that is opened from it shows the evidence for `focus`."""

    def __init__(self, index: Index, ncts: Sequence[int], focus: Ref | None = None) -> None:
        """List these trials, given by NCT number as digits."""
        self._index, self._ncts, self._focus = index, array("I", ncts), focus
        self._chunks: dict[int, dict[int, TrialRow]] = {}

    def __len__(self) -> int:
        """Return the number of trials."""
        return len(self._ncts)

    def place(self, number: int) -> EntityPlace:
        """Return the place of a trial by its number in the list, from 0."""
        return EntityPlace(trial_ref(self._ncts[number]), focus=self._focus)

    def position(self, ref: Ref) -> int | None:
        """Return the number of a trial in the list, from 0; None where it is not in it."""
        try:
            return self._ncts.index(ref.nct_number)
        except ValueError:
            return None

    def cells(self, number: int) -> tuple[str, ...]:
        """Return the texts of a row in the order of `ORDERS`; what is not stated is empty."""
        nct = self._ncts[number]
        row = self._chunk(number // _CHUNK).get(nct)
        if row is None:
            return (trial_ref(nct).key, *[""] * (len(ORDERS) - 1))
        phase = "/".join(_PHASE_WORDS.get(code, code.removeprefix("PHASE")) for code in row.phases.split("/"))
        count = "" if row.enrollment is None else f"{row.enrollment:,}"
        return (trial_ref(nct).key, marked_title(row), status_short(row.status), phase, row.start[:7], count)

    def _chunk(self, number: int) -> dict[int, TrialRow]:
        chunk = self._chunks.get(number)
        if chunk is None:
            wanted = self._ncts[number * _CHUNK : (number + 1) * _CHUNK]
            chunk = self._chunks[number] = {row.nct: row for row in self._index.trial_rows(wanted)}
        return chunk


def trial_listing(store: Store, place: Place) -> TrialListing | None:
    """Return the trials of a place in its order: of a search, or of a term as its page lists them.

    Returns:
        The trials; None where the place has no list of trials, or is a search that cannot be read.
    """
    if isinstance(place, EntityPlace):
        facts = term_facts(store, place.ref) if place.ref.kind != "trial" else None
        return TrialListing(store.index, _of_term(facts), facts.ref) if facts is not None else None
    if not isinstance(place, SearchPlace):
        return None
    try:
        query = parse_query(place.query)
    except QueryError:
        return None
    bits = TrialSets(store).of(query) if "trial" in kinds_of(query) else 0
    return TrialListing(store.index, ncts_in_order(store.index, bits, place.order), next(iter(terms_of(query)), None))


def _of_term(facts: TermFacts) -> list[int]:
    """Return the NCT numbers of a term's trials in the order of its page."""
    vias = facts.trial_vias
    return sorted(vias, key=lambda nct: (_VIAS.index(vias[nct]), nct))
