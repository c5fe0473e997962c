"""Correlation: which terms go together over the trials of the store.

The original site's figure is the cosine of two terms' trial sets, `n_ab / sqrt(n_a * n_b)`, over registered and mapped
links; a term is not paired with itself, and only terms that share a trial are listed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeAlias

from trialtui.model.refs import KINDS, Ref
from trialtui.query.cooccurrence import base_or_mentioned_bits, count_terms, counted, term_sizes
from trialtui.store.index_find import meta_bytes
from trialtui.store.index_read import Index, TermRow
from trialtui.store.postings import from_bits

CORRELATED_KINDS = KINDS[1:]
"""The kinds that terms are correlated with: all but trials."""

BY_FIGURE, BY_SHARED = "correlation", "shared"
SORTS = (BY_FIGURE, BY_SHARED)
"""What correlated terms can be sorted by, falling: the figure, or the number of trials shared."""

_Numbers: TypeAlias = tuple[int, int]
"""The trials that a term shares with another, and its own."""

_Alike: TypeAlias = defaultdict[_Numbers, list[int]]
"""Terms (`tid`) by their numbers: those of a group have the same figure."""

_Name: TypeAlias = tuple[str, Ref, str]
"""A term's name as it is sorted by, its reference, its name as shown."""

_AT_A_TIME = 500


class Pair(NamedTuple):
    """Two terms that share trials: the figure, the trials shared, and each one's own trials."""

    ref: Ref
    name: str
    correlation: float
    trials: int
    n_a: int
    n_b: int


class TopPairs(NamedTuple):
    """The first pairs of one kind, and how many pairs there are in all."""

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
    shared = _Shared(index, term, mentions, metric)
    tables: dict[str, list[Pair]] = {}
    for kind in CORRELATED_KINDS:
        if not kinds or kind in kinds:
            (alike,) = shared.parts(kind, several_first=False)
            names = _names(index, list(chain.from_iterable(alike.values())))
            groups = (shared.pairs(each, alike[each], names) for each in shared.sorted(alike, sort))
            tables[kind] = [pair for pairs in groups for pair, _ in pairs]
    return tables


def correlate_top(
    index: Index,
    term: TermRow,
    shown: int,
    *,
    also: Collection[Ref] = (),
    mentions: bool = False,
    metric: str = "cosine",
    sort: str = BY_FIGURE,
    several_first: bool = True,
) -> dict[str, TopPairs]:
    """Return the first of the terms that share trials with a term, by kind, as a screen shows them.

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
        several_first: Put pairs that share one trial last; else they stand where their figure puts them.
    """
    shared = _Shared(index, term, mentions, metric)
    wanted = {row.tid for ref in also if (row := index.term(ref)) is not None}
    tops = {}
    for kind in CORRELATED_KINDS:
        rows = _first(index, shared, shared.parts(kind, several_first=several_first), shown, wanted, sort)
        tops[kind] = TopPairs(tuple(rows), shared.totals[KINDS.index(kind)])
    return tops


def _first(
    index: Index, shared: _Shared, parts: Iterable[_Alike], shown: int, wanted: Collection[int], sort: str
) -> Iterator[Pair]:
    """Yield the first pairs of a kind, then those that are wanted wherever they stand."""
    left = shown
    for alike in parts:
        for each in shared.sorted(alike, sort):
            tids = alike[each] if left else [tid for tid in alike[each] if tid in wanted]
            pairs = shared.pairs(each, tids, _names(index, tids))
            yield from (pair for place, (pair, tid) in enumerate(pairs) if place < left or tid in wanted)
            left = max(0, left - len(pairs))
            if not left and not wanted:
                return


class _Shared:
    """The terms that share trials with a term, in groups of those that have the same figure."""

    def __init__(self, index: Index, term: TermRow, mentions: bool, metric: str) -> None:
        """Count them."""
        own = base_or_mentioned_bits(index, term.tid) if mentions else index.base_bits(term.tid)
        self._n_a, self._total, self._measure = own.bit_count(), index.summary.trials, METRICS[metric]
        self._counts = count_terms(index, own, mentions=mentions)
        self._counts[term.tid] = 0
        self._kinds, self._sizes = meta_bytes(index, "term_kind"), term_sizes(index, mentions=mentions)
        self.totals = Counter(self._kinds[tid] for tid, n in counted(self._counts) if n)

    def parts(self, kind: str, *, several_first: bool) -> Iterator[_Alike]:
        """Yield the groups of a kind: those that share several trials, then those that share one; or all in one."""
        place = KINDS.index(kind)
        if several_first:
            yield self._several[place]
            yield self._once[place]
        else:
            yield self._several[place] | self._once[place]

    def sorted(self, groups: Iterable[_Numbers], sort: str) -> list[_Numbers]:
        """Return groups by the figure, falling, or by the trials shared."""
        by_shared = sort == BY_SHARED
        return sorted(groups, key=lambda each: (-each[0] if by_shared else 0, -self._figure(each), -each[0]))

    def pairs(self, each: _Numbers, tids: Iterable[int], names: Mapping[int, _Name]) -> list[tuple[Pair, int]]:
        """Return the pairs of terms of one group by name, each with its `tid`."""
        (n_ab, n_b), figure = each, self._figure(each)
        named = sorted((*names[tid], tid) for tid in tids)
        return [(Pair(ref, name, figure, n_ab, self._n_a, n_b), tid) for _, ref, name, tid in named]

    @cached_property
    def _several(self) -> list[_Alike]:
        return self._grouped((tid, n) for tid, n in counted(self._counts) if n > 1)

    @cached_property
    def _once(self) -> list[_Alike]:
        return self._grouped((tid, n) for tid, n in counted(self._counts) if n == 1)

    def _grouped(self, counts: Iterable[tuple[int, int]]) -> list[_Alike]:
        """Group terms, given with the trials that they share, by kind, and by trials shared and own."""
        groups: list[_Alike] = [defaultdict(list) for _ in KINDS]
        for tid, n_ab in counts:
            groups[self._kinds[tid]][n_ab, self._sizes[tid]].append(tid)
        return groups

    def _figure(self, each: _Numbers) -> float:
        return self._measure(each[0], self._n_a, each[1], self._total)


def _names(index: Index, tids: Sequence[int]) -> dict[int, _Name]:
    """Return the names of terms."""
    parts = (tids[start : start + _AT_A_TIME] for start in range(0, len(tids), _AT_A_TIME))
    return {tid: (name.casefold(), ref, name) for part in parts for tid, ref, name in index.labels(part)}


def shared_trials(index: Index, a: TermRow, b: TermRow) -> list[int]:
    """Return the trials of both terms, by registered and mapped links, as NCT numbers, ascending."""
    return index.ncts(list(from_bits(index.base_bits(a.tid) & index.base_bits(b.tid))))


def both(a: Ref, b: Ref, *, mentions: bool = False) -> str:
    """Return the query for the trials that have both terms, by mentions too where the correlation counts these."""
    from trialtui.query.clauses import Clause, Query, Term

    return str(Query(tuple(Clause(Term(ref, mentions=mentions)) for ref in (a, b))))
