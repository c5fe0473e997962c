"""Correlation: which terms go together over the trials of the store.

The original site's figure is the cosine of two terms' trial sets, `n_ab / sqrt(n_a * n_b)`, over registered and mapped
links; a term is not paired with itself, and only terms that share a trial are listed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from trialtui.model.refs import KINDS, Ref
from trialtui.query.cooccurrence import base_or_mentioned_bits, count_by_links, count_terms
from trialtui.store.index_find import meta_array, meta_bytes
from trialtui.store.index_read import Index, TermRow
from trialtui.store.postings import from_bits

CORRELATED_KINDS = KINDS[1:]
"""The kinds that terms are correlated with: all but trials."""

_Alike: TypeAlias = defaultdict[tuple[int, int], list[int]]
"""The terms (`tid`) that have the same numbers of trials shared and own."""

_ALL_VIAS = ("registered", "mapped", "mentioned")
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """Two terms that share trials: the figure, the trials shared, and each one's own trials."""

    ref: Ref
    name: str
    correlation: float
    trials: int
    n_a: int
    n_b: int


@dataclass(frozen=True, slots=True)
class TopPairs:
    """The first pairs of one kind, in the order of a screen, and how many pairs there are in all."""

    rows: tuple[Pair, ...]
    total: int


def cosine(n_ab: int, n_a: int, n_b: int, _total: int) -> float:
    """Return `n_ab / sqrt(n_a * n_b)`, the figure of the original site."""
    return n_ab / math.sqrt(n_a * n_b)


def jaccard(n_ab: int, n_a: int, n_b: int, _total: int) -> float:
    """Return the share of the trials with either that have both."""
    return n_ab / (n_a + n_b - n_ab)


def npmi(n_ab: int, n_a: int, n_b: int, total: int) -> float:
    """Return the normalised pointwise mutual information, -1 to 1; 0 is what chance would give."""
    if n_ab == total:
        return 1.0
    return math.log(n_ab * total / (n_a * n_b)) / -math.log(n_ab / total)


METRICS: dict[str, Callable[[int, int, int, int], float]] = {"cosine": cosine, "jaccard": jaccard, "npmi": npmi}


def correlate(
    index: Index, term: TermRow, *, mentions: bool = False, metric: str = "cosine", kinds: Sequence[str] = ()
) -> dict[str, list[Pair]]:
    """Return the terms that share trials with a term, by kind, sorted by the figure, falling; ties by name.

    Args:
        index: The index of the store.
        term: The term to start from.
        mentions: Count links found in the text too, not only registered and mapped ones.
        metric: One of `METRICS`.
        kinds: The kinds wanted; all where empty.
    """
    if mentions:
        own = base_or_mentioned_bits(index, term.tid)
        shared: Mapping[int, int] = count_by_links(index, list(from_bits(own)), _ALL_VIAS)
    else:
        own = index.base_bits(term.tid)
        shared = count_terms(index, own)
    n_a = own.bit_count()
    figure = partial(_figure, metric, index.summary.trials, n_a)
    pairs: dict[str, list[Pair]] = {kind: [] for kind in CORRELATED_KINDS if not kinds or kind in kinds}
    for row in _rows(index, [tid for tid in shared if tid != term.tid]):
        if row.ref.kind in pairs:
            n_ab, n_b = shared[row.tid], size(index, row, mentions)
            pairs[row.ref.kind].append(Pair(row.ref, row.name, figure(n_ab, n_b), n_ab, n_a, n_b))
    for rows in pairs.values():
        rows.sort(key=_order)
    return pairs


def correlate_top(
    index: Index, term: TermRow, shown: int, *, also: Collection[Ref] = (), metric: str = "cosine"
) -> dict[str, TopPairs]:
    """Return what a screen shows of the terms that share trials with a term, by kind.

    Pairs that share several trials come first, then those that share one; each by the figure, falling; ties by name.
    Only the terms that are shown are fetched by name.

    Args:
        index: The index of the store.
        term: The term to start from.
        shown: How many pairs of each kind.
        also: Terms to return too, behind the first ones, where they share a trial.
        metric: One of `METRICS`.
    """
    own = index.base_bits(term.tid)
    shared = dict(count_terms(index, own))
    shared.pop(term.tid, None)
    wanted = {row.tid for ref in also if (row := index.term(ref)) is not None}
    figure = partial(_figure, metric, index.summary.trials, own.bit_count())
    tables = {}
    for kind, alike in _alike(index, shared).items():
        rows = list(_first(index, alike, own.bit_count(), figure, shown, wanted))
        tables[kind] = TopPairs(tuple(rows), sum(map(len, alike.values())))
    return tables


def _first(
    index: Index, alike: _Alike, n_a: int, figure: Callable[[int, int], float], shown: int, wanted: Collection[int]
) -> Iterator[Pair]:
    """Yield the first pairs of one kind, then those that are wanted wherever they stand."""
    left = shown
    for n_ab, n_b in sorted(alike, key=lambda pair: (pair[0] == 1, -figure(*pair), -pair[0])):
        tids = alike[n_ab, n_b] if left else [tid for tid in alike[n_ab, n_b] if tid in wanted]
        value = figure(n_ab, n_b)
        named = [(Pair(row.ref, row.name, value, n_ab, n_a, n_b), row.tid) for row in _rows(index, tids)]
        named.sort(key=lambda item: _order(item[0]))
        yield from (pair for place, (pair, tid) in enumerate(named) if place < left or tid in wanted)
        left = max(0, left - len(named))
        if not left and not wanted:
            return


def _alike(index: Index, shared: Mapping[int, int]) -> dict[str, _Alike]:
    """Group terms by kind, and by trials shared and own: all of a group have the same figure."""
    kinds, sizes = meta_bytes(index, "term_kind"), meta_array(index, "term_n")
    groups: list[_Alike] = [defaultdict(list) for _ in KINDS]
    for tid, n_ab in shared.items():
        groups[kinds[tid]][n_ab, sizes[tid]].append(tid)
    return {kind: groups[KINDS.index(kind)] for kind in CORRELATED_KINDS}


def _figure(metric: str, total: int, n_a: int, n_ab: int, n_b: int) -> float:
    return METRICS[metric](n_ab, n_a, n_b, total)


def _order(pair: Pair) -> tuple[float, int, str, Ref]:
    return -pair.correlation, -pair.trials, pair.name.casefold(), pair.ref


def _rows(index: Index, tids: Sequence[int]) -> Iterator[TermRow]:
    for start in range(0, len(tids), _AT_A_TIME):
        yield from index.terms(tids[start : start + _AT_A_TIME])


def size(index: Index, row: TermRow, mentions: bool) -> int:
    """Return the number of a term's trials, by registered and mapped links or by any."""
    return base_or_mentioned_bits(index, row.tid).bit_count() if mentions and row.mentioned else row.n


def shared_trials(index: Index, a: TermRow, b: TermRow) -> list[int]:
    """Return the trials of both terms, by registered and mapped links, as NCT numbers, ascending."""
    return index.ncts(list(from_bits(index.base_bits(a.tid) & index.base_bits(b.tid))))


def both(a: Ref, b: Ref) -> str:
    """Return the query for the trials that have both terms."""
    from trialtui.query.search_language import Clause, Query, Term

    return str(Query((Clause(Term(a)), Clause(Term(b)))))
