"""Correlation: which terms go together over the trials of the store.

The original site's figure is the cosine of two terms' trial sets, `n_ab / sqrt(n_a * n_b)`, over registered and mapped
links; a term is not paired with itself, and only terms that share a trial are listed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from trialtui.model.refs import KINDS, Ref
from trialtui.query.cooccurrence import base_or_mentioned_bits, count_terms, term_sizes
from trialtui.store.index_find import meta_bytes
from trialtui.store.index_read import Index, TermRow
from trialtui.store.postings import from_bits

CORRELATED_KINDS = KINDS[1:]
"""The kinds that terms are correlated with: all but trials."""

BY_FIGURE, BY_SHARED = "correlation", "shared"
SORTS = (BY_FIGURE, BY_SHARED)
"""What correlated terms can be sorted by, falling: the figure, or the number of trials shared."""

_Alike: TypeAlias = defaultdict[tuple[int, int], list[int]]
"""The terms (`tid`) that have the same numbers of trials shared and own."""

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
    index: Index,
    term: TermRow,
    *,
    mentions: bool = False,
    metric: str = "cosine",
    kinds: Collection[str] = (),
    sort: str = BY_FIGURE,
) -> dict[str, list[Pair]]:
    """Return the terms that share trials with a term, by kind, sorted by the figure, falling; ties by name.

    Args:
        index: The index of the store.
        term: The term to start from.
        mentions: Count links found in the text too, not only registered and mapped ones.
        metric: One of `METRICS`.
        kinds: The kinds wanted; all where empty.
        sort: One of `SORTS`.
    """
    n_a, tables = _alike(index, term, mentions)
    figure = partial(_figure, metric, index.summary.trials, n_a)
    pairs: dict[str, list[Pair]] = {}
    for kind, alike in tables.items():
        if not kinds or kind in kinds:
            counts = {tid: pair for pair, tids in alike.items() for tid in tids}
            figures = {pair: figure(*pair) for pair in alike}
            labels = _labels(index, list(counts))
            rows = ((ref, name, *counts[tid]) for tid, ref, name in labels)
            pairs[kind] = [Pair(ref, name, figures[n_ab, n_b], n_ab, n_a, n_b) for ref, name, n_ab, n_b in rows]
            pairs[kind].sort(key=_order if sort == BY_FIGURE else _order_by_shared)
    return pairs


def correlate_top(
    index: Index,
    term: TermRow,
    shown: int,
    *,
    also: Collection[Ref] = (),
    mentions: bool = False,
    metric: str = "cosine",
    sort: str = BY_FIGURE,
) -> dict[str, TopPairs]:
    """Return what a screen shows of the terms that share trials with a term, by kind.

    Pairs that share several trials come first, then those that share one; each by the figure, falling, or all by the
    trials shared; ties by name. Only the terms that are shown are fetched by name.

    Args:
        index: The index of the store.
        term: The term to start from.
        shown: How many pairs of each kind.
        also: Terms to return too, behind the first ones, where they share a trial.
        mentions: Count links found in the text too.
        metric: One of `METRICS`.
        sort: One of `SORTS`.
    """
    n_a, tables = _alike(index, term, mentions)
    wanted = {row.tid for ref in also if (row := index.term(ref)) is not None}
    figure = partial(_figure, metric, index.summary.trials, n_a)
    tops = {}
    for kind, alike in tables.items():
        rows = list(_first(index, alike, n_a, figure, shown, wanted, sort))
        tops[kind] = TopPairs(tuple(rows), sum(map(len, alike.values())))
    return tops


def _first(
    index: Index,
    alike: _Alike,
    n_a: int,
    figure: Callable[[int, int], float],
    shown: int,
    wanted: Collection[int],
    sort: str,
) -> Iterator[Pair]:
    """Yield the first pairs of one kind, then those that are wanted wherever they stand."""
    left = shown
    for n_ab, n_b in sorted(alike, key=lambda pair: (_before(pair[0], sort), -figure(*pair), -pair[0])):
        tids = alike[n_ab, n_b] if left else [tid for tid in alike[n_ab, n_b] if tid in wanted]
        value = figure(n_ab, n_b)
        named = [(Pair(ref, name, value, n_ab, n_a, n_b), tid) for tid, ref, name in _labels(index, tids)]
        named.sort(key=lambda item: _order(item[0]))
        yield from (pair for place, (pair, tid) in enumerate(named) if place < left or tid in wanted)
        left = max(0, left - len(named))
        if not left and not wanted:
            return


def _before(n_ab: int, sort: str) -> int:
    """Return what goes before the figure: the trials shared, or only whether that is one."""
    return -n_ab if sort == BY_SHARED else int(n_ab == 1)


def _alike(index: Index, term: TermRow, mentions: bool) -> tuple[int, dict[str, _Alike]]:
    """Group the terms that share a trial with a term by kind, and by trials shared and own.

    Returns:
        The number of the term's own trials; the groups, all of each having the same figure.
    """
    own = base_or_mentioned_bits(index, term.tid) if mentions else index.base_bits(term.tid)
    kinds, sizes = meta_bytes(index, "term_kind"), term_sizes(index, mentions=mentions)
    groups: list[_Alike] = [defaultdict(list) for _ in KINDS]
    for tid, n_ab in count_terms(index, own, mentions=mentions).items():
        if tid != term.tid:
            groups[kinds[tid]][n_ab, sizes[tid]].append(tid)
    return own.bit_count(), {kind: groups[KINDS.index(kind)] for kind in CORRELATED_KINDS}


def _figure(metric: str, total: int, n_a: int, n_ab: int, n_b: int) -> float:
    return METRICS[metric](n_ab, n_a, n_b, total)


def _order(pair: Pair) -> tuple[float, int, str, Ref]:
    return -pair.correlation, -pair.trials, pair.name.casefold(), pair.ref


def _order_by_shared(pair: Pair) -> tuple[int, float, str, Ref]:
    return -pair.trials, -pair.correlation, pair.name.casefold(), pair.ref


def _labels(index: Index, tids: Sequence[int]) -> Iterator[tuple[int, Ref, str]]:
    for start in range(0, len(tids), _AT_A_TIME):
        yield from index.labels(tids[start : start + _AT_A_TIME])


def shared_trials(index: Index, a: TermRow, b: TermRow) -> list[int]:
    """Return the trials of both terms, by registered and mapped links, as NCT numbers, ascending."""
    return index.ncts(list(from_bits(index.base_bits(a.tid) & index.base_bits(b.tid))))


def both(a: Ref, b: Ref) -> str:
    """Return the query for the trials that have both terms."""
    from trialtui.query.search_language import Clause, Query, Term

    return str(Query((Clause(Term(a)), Clause(Term(b)))))
