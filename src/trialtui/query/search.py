"""Search: a query in, the entities that it names and the trials that it describes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from trialtui.model.refs import KINDS
from trialtui.query.clauses import WIDENED, Clause, Narrowing, Query, Term
from trialtui.query.search_language import parse_query
from trialtui.query.search_names import EXACT, HOLDS, Named, find_named, named_term
from trialtui.query.search_trials import TrialSets
from trialtui.store.index_read import Index, TrialRow
from trialtui.store.index_schema import LISTED
from trialtui.store.postings import bit_mask, from_bits
from trialtui.store.store import Store

NAMED = 20
"""How many entities of a kind are listed unless told otherwise."""

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Wider:
    """A count that a result leaves out: what makes it wider, the query that finds it, and its trials."""

    label: str
    query: Query
    count: int


class Trials:
    """A set of trials in order of NCT number; nothing is fetched before it is asked for."""

    def __init__(self, index: Index, bits: int) -> None:
        """Hold the trials of a bitmap."""
        self._index, self.bits = index, bits

    def __len__(self) -> int:
        """Return their number."""
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[int]:
        """Yield their NCT numbers, as digits, ascending."""
        return iter(self._ncts)

    @cached_property
    def _ncts(self) -> list[int]:
        return self._index.ncts(list(from_bits(self.bits)))

    def first(self, count: int | None) -> list[int]:
        """Return the first NCT numbers, without sorting all where they are many; all where `count` is None."""
        if count is None or len(self) < _AT_A_TIME:
            return self._ncts[:count]
        mask, nct_of = bit_mask(self.bits), self._index.nct_of
        chosen = (tno for tno in self._index.by_nct if tno < len(mask) and mask[tno])
        return [nct_of[tno] for tno in islice(chosen, count)]

    def rows(self, count: int | None = None) -> Iterator[TrialRow]:
        """Yield the rows of the first trials, or of all."""
        ncts = self.first(count)
        for start in range(0, len(ncts), _AT_A_TIME):
            yield from self._index.trial_rows(ncts[start : start + _AT_A_TIME])


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found.

    Attributes:
        query: The query as read.
        entities: The entities that its words name, by kind, the best first. Where fields narrow the query, those that
            have a trial among what is narrowed to, with the number of such trials.
        trials: The trials that fit; none where kinds without trials are asked for.
        lists_trials: Whether trials were asked for.
        wider: Counts that the query leaves out.
        notes: What a reader must know of how the query was read.
    """

    query: Query
    entities: dict[str, list[Named]]
    trials: Trials
    lists_trials: bool
    wider: tuple[Wider, ...]
    notes: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Whether there is anything."""
        return bool(self.entities or len(self.trials))


def search(store: Store, query: str | Query, *, kinds: Collection[str] = (), limit: int | None = NAMED) -> Results:
    """Search a store.

    Args:
        store: The store.
        query: A query, read or not.
        kinds: The kinds wanted; all where empty, but for what `kind:` in the query says.
        limit: How many entities of each kind; all where None.

    Raises:
        QueryError: the query cannot be read.
    """
    parsed = parse_query(query) if isinstance(query, str) else query
    wanted = kinds_of(parsed, kinds)
    sets = TrialSets(store)
    bits = sets.of(parsed) if "trial" in wanted else 0
    return Results(
        query=parsed,
        entities=_entities(sets, store.index, parsed, wanted, limit),
        trials=Trials(store.index, bits),
        lists_trials="trial" in wanted,
        wider=tuple(_wider(store, parsed, bits.bit_count())) if "trial" in wanted else (),
        notes=tuple(sets.notes),
    )


def kinds_of(query: Query, kinds: Collection[str] = ()) -> list[str]:
    """Return the kinds that a query asks for, of those given, or of all where none are."""
    wanted = [kind for kind in KINDS if not kinds or kind in kinds]
    for clause in query.clauses:
        if isinstance(clause.item, Narrowing) and clause.item.name == "kind":
            wanted = [kind for kind in wanted if (kind == clause.item.value) != clause.excluded]
    return wanted


def name_text(query: Query) -> str:
    """Return what of a query may be a name: its words and phrases, in order."""
    return " ".join(item.text for item in query.words)


def _entities(
    sets: TrialSets, index: Index, query: Query, kinds: Collection[str], limit: int | None
) -> dict[str, list[Named]]:
    """Find the entities that a query names, and narrow them as its fields say."""
    most = limit if limit is not None else index.summary.trials + sum(index.summary.terms.values())
    conditions = [clause for clause in query.clauses if not _is_kind(clause)]
    found = find_named(index, name_text(query), kinds, most) or _only_term(sets, index, query, kinds)
    if not found and "trial" not in kinds and all(isinstance(c.item, Narrowing | Term) for c in conditions):
        return _whole_kinds(sets, index, kinds, conditions, most)
    narrowing = [clause for clause in conditions if isinstance(clause.item, Narrowing)]
    if not narrowing:
        return found
    bits = sets.of(Query(tuple(narrowing)))
    narrowed = {kind: list(_narrowed(sets, index, rows, bits)) for kind, rows in found.items()}
    return {kind: rows for kind, rows in narrowed.items() if rows}


def _is_kind(clause: Clause) -> bool:
    return isinstance(clause.item, Narrowing) and clause.item.name == "kind"


def _whole_kinds(
    sets: TrialSets, index: Index, kinds: Collection[str], conditions: list[Clause], limit: int
) -> dict[str, list[Named]]:
    """List all of the kinds asked for by a query that names nothing else, the terms of most trials first."""
    found: dict[str, list[Named]] = {}
    bits = sets.of(Query(tuple(conditions)))
    for kind in kinds:
        # Where trials are narrowed, the counts change and with them the order, so that all have to be looked at.
        order = "ORDER BY n DESC, mentioned DESC, name LIMIT ?"
        terms = index.terms_where(f"kind = ? AND {LISTED} {order}", kind, -1 if conditions else limit)
        rows = [named_term(row, row.ref.key, HOLDS) for row in terms]
        if conditions:
            rows = sorted(_narrowed(sets, index, rows, bits), key=lambda item: -item.trials)[:limit]
        if rows:
            found[kind] = rows
    return found


def _only_term(sets: TrialSets, index: Index, query: Query, kinds: Collection[str]) -> dict[str, list[Named]]:
    """Return the entity of a query that is one reference, but for fields."""
    terms = [clause.item for clause in query.clauses if isinstance(clause.item, Term) and not clause.excluded]
    ref = sets.resolve(terms[0].ref) if len(terms) == 1 else None
    if ref is None or ref.kind not in kinds:
        return {}
    typed = terms[0].ref.key
    if ref.kind == "trial":
        trial = index.trial(ref.nct_number)
        return {"trial": [Named(ref, trial.title, typed, EXACT, 1)]} if trial else {}
    row = index.term(ref)
    return {ref.kind: [named_term(row, typed, EXACT)]} if row else {}


def _narrowed(sets: TrialSets, index: Index, rows: list[Named], bits: int) -> Iterator[Named]:
    """Yield the entities that have trials in a set, with their number."""
    for item in rows:
        if item.row is not None:
            count = (sets.own(item.row) & bits).bit_count()
        else:
            row = index.trial(item.ref.nct_number)
            count = bits >> row.tno & 1 if row else 0
        if count:
            yield replace(item, trials=count, mentioned=0)


def _wider(store: Store, query: Query, count: int) -> Iterator[Wider]:
    """Yield the counts that the terms of a query leave out: every name of a substance, narrower terms."""
    sets = TrialSets(store)
    narrow = [c for c in query.clauses if isinstance(c.item, Term) and not c.excluded and _can_widen(c.item)]
    drugs = [clause for clause in narrow if isinstance(clause.item, Term) and clause.item.ref.kind == "drug"]
    if len(drugs) > 1 or len(drugs) < len(narrow):
        # Alone among the terms of the query, since all names of a substance matter more than what else was asked for.
        others = [clause for clause in query.clauses if not isinstance(clause.item, Term)]
        for clause in drugs:
            label = "by substance" if len(drugs) == 1 else f"{clause.item} by substance"
            alone = Query((*others, _widened(clause)))
            adds = sets.clause(_widened(clause)) != sets.clause(clause)
            if adds and (found := sets.of(alone).bit_count()) > count:
                yield Wider(label, alone, found)
    if narrow:
        whole = Query(tuple(_widened(clause) if clause in narrow else clause for clause in query.clauses))
        label = "by substance" if len(drugs) == len(narrow) else "with narrower terms"
        if (found := sets.of(whole).bit_count()) > count:
            yield Wider(label, whole, found)


def _can_widen(item: Term) -> bool:
    return not item.wide and item.ref.kind in WIDENED


def _widened(clause: Clause) -> Clause:
    return replace(clause, item=replace(clause.item, wide=True)) if isinstance(clause.item, Term) else clause
