"""Search while someone types: names at once, and about how many trials, within a few milliseconds.

The last word may go on. What would take long over many trials is counted nearly: a phrase of common words as its
words, a beginning as the common words that begin so. `search` gives the exact set.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trialtui.model.refs import trial_ref
from trialtui.query.clauses import Query, Words
from trialtui.query.search import Trials, kinds_of, name_text
from trialtui.query.search_language import QueryError, parse_query
from trialtui.query.search_names import BEGINS, Named, find_named
from trialtui.query.search_trials import TrialSets
from trialtui.store.index_find import frequent_beginning, frequent_bits, phrase, text_match
from trialtui.store.index_read import Index, TrialRow
from trialtui.store.postings import to_bits
from trialtui.store.store import Store

LISTED = 8
"""How many entities of a kind, and how many trials, are given."""


@dataclass(frozen=True, slots=True)
class Quick:
    """What was found so far.

    Attributes:
        entities: The entities that the words name, by kind, the best first.
        trials: The number of trials; `exact` tells whether it is just so, or about so.
        rows: The first of them, by NCT number.
        exact: Whether `search` would give the same trials.
        error: Why the query cannot be read, where it cannot; what is found then goes by its words alone.
    """

    entities: dict[str, list[Named]]
    trials: int
    rows: tuple[TrialRow, ...]
    exact: bool
    error: QueryError | None = None


def quick(store: Store, text: str, *, limit: int = LISTED) -> Quick:
    """Search a store for what was typed so far."""
    try:
        query, error = parse_query(text if text.count('"') % 2 == 0 else f'{text}"'), None
    except QueryError as problem:
        query, error = Query(), problem
    if error is not None or not query.clauses:
        named = find_named(store.index, text, kinds_of(query), limit, thorough=False) if error else {}
        return Quick(named, 0, (), True, error)
    kinds = kinds_of(query)
    named = find_named(store.index, name_text(query), kinds, limit, thorough=False)
    if "trial" not in kinds:
        return Quick(named, 0, (), True)
    by_number = _by_number(store.index, text, limit)
    if by_number:
        named = {"trial": by_number, **named}
    bits, exact = _trials(store, query, unfinished=not text[-1:].isspace() and not text.endswith('"'))
    trials = Trials(store.index, bits)
    return Quick(named, len(trials), tuple(trials.rows(limit)), exact)


def _trials(store: Store, query: Query, *, unfinished: bool) -> tuple[int, bool]:
    """Return the trials that fit, and whether they are exactly those."""
    sets, exact, last = TrialSets(store), True, len(query.clauses) - 1
    bits, rare = sets.every, list[str]()
    for number, clause in enumerate(query.clauses):
        if not isinstance(clause.item, Words):
            bits &= sets.clause(clause)
            continue
        item = replace(clause.item, begins=clause.item.begins or (unfinished and number == last))
        near = _nearly(store.index, item, sets.every)
        exact = exact and near.exact
        fits = near.bits
        if clause.excluded:
            fits &= to_bits(text_match(store.index, near.expressions)) if near.expressions else fits
            bits &= sets.every & ~fits
        else:
            bits &= fits
            rare += near.expressions
    return (bits & to_bits(text_match(store.index, rare)) if rare else bits), exact


@dataclass(frozen=True, slots=True)
class _Near:
    """What tells about the trials of words: bitmaps, and expressions that the full text answers as quickly."""

    bits: int
    expressions: tuple[str, ...]
    exact: bool


def _nearly(index: Index, item: Words, every: int) -> _Near:
    """Return what tells about the trials of words, without what would collect very many of them."""
    whole = item.parts[:-1] if item.begins else item.parts
    begun = frequent_beginning(index, item.parts[-1]) if item.begins else every
    if begun is None:  # then few trials have words that begin so
        return _Near(every, (phrase(item.parts, begins=True),), True)
    known = [frequent_bits(index, part) for part in whole]
    if None in known:
        return _Near(begun, (phrase(whole),), not item.begins)
    bits = begun
    for each in known:
        bits &= each or 0
    return _Near(bits, (), not item.begins and len(whole) == 1)


def _by_number(index: Index, text: str, limit: int) -> list[Named]:
    """Return the trials whose numbers begin with what was typed: `NCT0443`."""
    digits = text.strip().upper().removeprefix("NCT")
    if digits == text.strip().upper() or not digits.isascii() or not digits.isdigit() or len(digits) >= 8:
        return []
    first, last = int(digits.ljust(8, "0")), int(digits.ljust(8, "9"))
    query = "SELECT nct FROM trial WHERE nct BETWEEN ? AND ? ORDER BY nct LIMIT ?"
    ncts = [nct for (nct,) in index.ask(query, first, last, limit)]
    return [Named(trial_ref(row.nct), row.title, trial_ref(row.nct).key, BEGINS, 1) for row in index.trial_rows(ncts)]
