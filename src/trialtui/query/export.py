"""What an export takes from a store: which trials, why each is among them, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import KIND_NAMES, Ref, trial_ref
from trialtui.model.term import VIAS, Link
from trialtui.model.trial import Trial
from trialtui.query.info import store_info
from trialtui.query.matching import Match, Matcher, link_match
from trialtui.query.search import Results, search
from trialtui.query.search_trials import TrialSets
from trialtui.query.term_facts import TermFacts, term_facts
from trialtui.store.errors import StoreError
from trialtui.store.store import Store


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A trial of an export, its links where they were needed, and why it is there."""

    trial: Trial
    links: Sequence[Link]
    matched: tuple[Match, ...]


class Selection(Protocol):
    """The trials of an export."""

    @property
    def title(self) -> str:
        """What they are, in a few words."""
        ...

    @property
    def ncts(self) -> Sequence[int]:
        """Their NCT numbers as digits, in the order of the export."""
        ...

    @property
    def needs_links(self) -> bool:
        """Whether `matches` must see the links of a trial."""
        ...

    def matches(self, trial: Trial, links: Sequence[Link]) -> tuple[Match, ...]:
        """Say why a trial is among them."""
        ...

    def described(self) -> dict[str, Any]:
        """Say how they were chosen, for the file beside the export."""
        ...


class SearchSelection:
    """The trials that a query finds, by NCT number."""

    needs_links: bool

    def __init__(self, store: Store, typed: str, results: Results) -> None:
        """Select the trials of these results of a query; `typed` is the query as typed."""
        self._store, self._typed, self._results = store, typed, results
        self._matcher = Matcher(store, results.query)
        self.needs_links = self._matcher.needs_links
        self.title = str(results.query) or "all trials"

    @property
    def ncts(self) -> Sequence[int]:
        """The NCT numbers, ascending."""
        return self._results.trials.first(None)

    def matches(self, trial: Trial, links: Sequence[Link]) -> tuple[Match, ...]:
        """Say what meets each condition of the query."""
        return self._matcher.matches(trial, links)

    def described(self) -> dict[str, Any]:
        """Give the query as typed and as read, the trials of each of its terms, and what it leaves out."""
        sets, query = TrialSets(self._store), self._results.query
        clauses = [
            {"clause": str(clause.item), "excluded": clause.excluded, "trials": _alone(sets, clause.item)}
            for clause in query.clauses
        ]
        return {
            "query": {"typed": self._typed, "read": str(query)},
            "terms": clauses,
            "wider": [
                {"what": wider.label, "query": str(wider.query), "trials": wider.count} for wider in self._results.wider
            ],
            "notes": list(self._results.notes),
            "order": "NCT number",
        }


def _alone(sets: TrialSets, item: Any) -> int:
    """Count the trials that fit a condition by itself."""
    from trialtui.query.clauses import Clause

    return sets.clause(Clause(item)).bit_count()


class TermSelection:
    """All trials that the page of a term lists, by NCT number; each says how it is linked."""

    needs_links = True

    def __init__(self, facts: TermFacts) -> None:
        """Select the trials of this term."""
        self._facts = facts
        self.title = f"{KIND_NAMES[facts.ref.kind][0]} {facts.name}"
        self.ncts: Sequence[int] = list(facts.trial_vias)

    def matches(self, trial: Trial, links: Sequence[Link]) -> tuple[Match, ...]:
        """Give the strongest link to the term."""
        own = [link for link in links if link.ref == self._facts.ref]
        if not own:
            return ()
        strongest = min(own, key=lambda link: (link.excluded, VIAS.index(link.via)))
        return (link_match(str(self._facts.ref), strongest),)

    def described(self) -> dict[str, Any]:
        """Name the term, and count its trials by how they are linked."""
        vias = list(self._facts.trial_vias.values())
        counts = {via: vias.count(via) for via in ("registered", "mapped", "mentioned", "excluded")}
        return {
            "term": {"ref": str(self._facts.ref), "name": self._facts.name},
            "terms": [{"clause": str(self._facts.ref), "excluded": False, "trials": len(vias), "by_link": counts}],
            "order": "NCT number",
        }


class ListSelection:
    """Trials that were named one by one, in that order."""

    needs_links = False

    def __init__(self, found: Mapping[Ref, str], missing: Sequence[str], title: str, via: str = "listed") -> None:
        """Select trials.

        Args:
            found: The trials, each with where it was named.
            missing: What was named and is not in the store.
            title: What they are, in a few words.
            via: How they were named, as `Match.via` has it.
        """
        self._found, self._missing, self.title, self._via = found, missing, title, via
        self.ncts: Sequence[int] = [ref.nct_number for ref in found]

    def matches(self, trial: Trial, links: Sequence[Link]) -> tuple[Match, ...]:
        """Say where a trial was named."""
        return (Match(trial.nct_id, self._via, self._found.get(trial_ref(trial.nct_id), "")),)

    def described(self) -> dict[str, Any]:
        """Say which list it is, and what of it is not in the store."""
        return {"list": self.title, "not_in_store": list(self._missing), "order": f"as {self._via}"}


def select(store: Store, what: Place | Sequence[Ref]) -> Selection | None:
    """Select the trials of a place, or marked ones; None where the place has no trials.

    Raises:
        QueryError: the place is a search that cannot be read.
    """
    if isinstance(what, SearchPlace):
        results = search(store, what.query, limit=0)
        return SearchSelection(store, what.query, results) if len(results.trials) else None
    if isinstance(what, EntityPlace):
        if what.ref.kind == "trial":
            return ListSelection({what.ref: ""}, (), what.ref.key, "chosen")
        facts = term_facts(store, what.ref)
        return TermSelection(facts) if facts is not None and facts.trial_vias else None
    if not isinstance(what, Sequence):
        return None
    there = {ref: "" for ref in what if store.index.trial(ref.nct_number) is not None}
    missing = [ref.key for ref in what if ref not in there]
    return ListSelection(there, missing, "marked trials", "marked") if there else None


def rows(store: Store, selection: Selection, limit: int | None = None, *, links: bool = False) -> Iterator[ExportRow]:
    """Yield the rows of an export, one trial in memory at a time; `links` reads the links whether needed or not.

    Raises:
        StoreError: a record cannot be read.
    """
    for nct in selection.ncts[:limit]:
        trial = store.trial(nct)
        if trial is None:
            raise StoreError(f"{trial_ref(nct)}: its record is missing; `trialtui verify` says more")
        held = store.links(nct) if links or selection.needs_links else []
        yield ExportRow(trial, held, selection.matches(trial, held))


def provenance(store: Store, selection: Selection, exported: int) -> dict[str, Any]:
    """Return what makes an export defensible: how its trials were chosen, and from which data."""
    info = store_info(store)
    oldest, newest = store.index.summary.as_of
    return {
        **selection.described(),
        "trials": len(selection.ncts),
        "exported": exported,
        "store": {
            "trials": info["trials"],
            "records_as_of": {"oldest": oldest or None, "newest": newest or None},
            "sources": info["sources"],
            "vocabularies": info["vocabularies"],
        },
    }
