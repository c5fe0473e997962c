"""Facets: how the trials of a set spread over status, phase, type, year, country, sponsor class, condition.

Each value is a clause that narrows a query to the trials that are counted under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heapreplace

from trialtui.model.labels import PHASES, STATUSES, canonical, label, status_label
from trialtui.query.clauses import Clause, Narrowing, Term
from trialtui.query.cooccurrence import count_terms
from trialtui.query.search_fields import PHASE_WORDS, SPONSOR_CLASSES, STUDY_TYPES, UNSTATED
from trialtui.query.search_language import QueryError, parse_query
from trialtui.store.index_read import Index, TermRow
from trialtui.store.postings import bytes_to_bits
from trialtui.store.store import Store

FACETS = {
    "status": "Status",
    "phase": "Phase",
    "type": "Study type",
    "year": "Year of start",
    "country": "Country",
    "class": "Sponsor class",
    "condition": "Condition",
}
"""Each facet with its title. All but `condition` are fields of the search language; a condition is a MeSH term."""

SINGLE_VALUED = ("status", "type", "year", "class")
"""The facets of which a trial has one value, so that the counts sum to the set."""

_STORED = {"type": "study_type", "class": "sponsor_class"}
_ORDERS: dict[str, Sequence[str]] = {
    "status": tuple(STATUSES), "phase": tuple(PHASES), "type": STUDY_TYPES, "class": SPONSOR_CLASSES,
}  # fmt: skip
_FEW = 400
"""In sets of up to this many trials all conditions are counted; in larger ones, the commonest until none can enter."""

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, its number of trials, and the clause that narrows to them; None where the language cannot say it."""

    label: str
    count: int
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of a set of trials; `total` is the number of its values, where all are counted, or None."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    total: int | None


def facets(store: Store, bits: int, names: Sequence[str] = tuple(FACETS), *, limit: int | None = 10) -> list[Facet]:
    """Count the trials of a set by each facet.

    Statuses, phases, types and classes come in the registry's order, years newest first, countries and conditions by
    trials, falling. What is not stated comes last.

    Args:
        store: The store.
        bits: The set, as a bitmap of `tno`.
        names: The facets wanted.
        limit: How many values of each; all where None. The whole list of conditions takes longer.
    """
    return [
        _conditions(store.index, bits, limit) if name == "condition" else _stored(store.index, bits, name, limit)
        for name in names
    ]


def narrowed(query: str, field: str, value: str) -> str:
    """Return a query narrowed to a value of a facet, in normal form; a condition's value is its MeSH id.

    Raises:
        QueryError: the query cannot be read, or the field does not take the value.
    """
    text = value if field == "condition" else str(Narrowing(field, value))
    clauses = parse_query(text).clauses
    if not clauses:
        raise QueryError(0, f"nothing to narrow to in {value!r}")
    return str(parse_query(query).with_clause(clauses[0]))


def _stored(index: Index, bits: int, name: str, limit: int | None) -> Facet:
    """Count by a facet that the index keeps."""
    query = "SELECT value, bits FROM facet WHERE name = ? AND n > 0"
    counts: dict[str, int] = {}
    for value, data in index.ask(query, _STORED.get(name, name)):
        value = value if name in ("country", "year") else canonical(value)
        if count := (bytes_to_bits(data) & bits).bit_count():
            counts[value] = counts.get(value, 0) + count
    ordered = sorted(counts, key=lambda value: _place(name, value, counts[value]))
    values = [FacetValue(_label(name, value), counts[value], _clause(name, value)) for value in ordered]
    return Facet(name, FACETS[name], tuple(values[:limit]), len(values))


def _place(name: str, value: str, count: int) -> tuple[bool, int, str]:
    """Return where a value stands in its facet."""
    if name == "year":
        return not value, -int(value) if value.isdigit() else 0, value
    order = _ORDERS.get(name)
    if order is None:
        return not value, -count, value
    return not value, order.index(value) if value in order else len(order), value


def _label(name: str, value: str) -> str:
    if name == "status":
        return status_label(value)
    if not value:
        return "not stated"
    return value if name in ("country", "year") else label(value)


def _clause(name: str, value: str) -> Clause | None:
    """Return the clause that narrows to a value."""
    known = _ORDERS.get(name)
    if not value:
        return Clause(Narrowing(name, UNSTATED))
    if known is not None and value not in known:
        return None
    try:
        return parse_query(str(Narrowing(name, PHASE_WORDS.get(value, value) if name == "phase" else value))).clauses[0]
    except QueryError:
        return None


def _conditions(index: Index, bits: int, limit: int | None) -> Facet:
    """Count by the MeSH terms that trials register as conditions."""
    found = list(_top_conditions(index, bits, limit) if limit and bits.bit_count() > _FEW else _all(index, bits))
    found.sort(key=lambda item: (-item[0], item[1].name.casefold(), item[1].ref))
    values = tuple(FacetValue(row.name, count, Clause(Term(row.ref))) for count, row in found[:limit])
    return Facet("condition", FACETS["condition"], values, None if limit and bits.bit_count() > _FEW else len(found))


_CONDITIONS = (
    "SELECT term.tid, term.n FROM condition JOIN term USING (tid) "
    "WHERE condition.n * 2 >= term.registered ORDER BY term.n DESC, term.tid"
)
"""The terms that are registered as conditions, not rather as interventions, and their trials, falling."""


def _all(index: Index, bits: int) -> Iterator[tuple[int, TermRow]]:
    counts = count_terms(index, bits)
    held = [tid for tid, _ in index.ask(_CONDITIONS) if counts[tid]]
    for start in range(0, len(held), _AT_A_TIME):
        yield from ((counts[row.tid], row) for row in index.terms(held[start : start + _AT_A_TIME]))


def _top_conditions(index: Index, bits: int, limit: int) -> Iterator[tuple[int, TermRow]]:
    """Yield the commonest conditions: terms are tried by falling number of trials until none can have more."""
    best: list[int] = []
    found: list[tuple[int, int]] = []
    for tid, n in index.ask(_CONDITIONS):
        if len(best) == limit and n < best[0]:
            break
        count = (index.base_bits(tid) & bits).bit_count()
        if not count:
            continue
        found.append((count, tid))
        if len(best) < limit:
            heappush(best, count)
        elif count > best[0]:
            heapreplace(best, count)
    counts = {tid: count for count, tid in found if count >= best[0]}
    yield from ((counts[row.tid], row) for row in index.terms(list(counts)))
