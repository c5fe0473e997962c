"""What the trials of a term look like as a set: when they started, how many they enrol, their statuses and phases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from trialtui.query.clauses import Term
from trialtui.query.facets import Facet, facets
from trialtui.query.search_trials import MENTIONED_KINDS, TrialSets
from trialtui.store.index_figures import enrollments_of, months_of
from trialtui.store.index_read import TermRow
from trialtui.store.postings import to_bits
from trialtui.store.store import Store

_BINS = (0, 1, 11, 31, 101, 301, 1001, 3001, 10001)
"""The least enrollment of each bar of the histogram: about three bars to a power of ten, none at all apart."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How enrollments spread: how many trials state one, the least, the quartiles, the greatest, and a histogram.

    The quartiles are values that a trial has: the least that a quarter, a half, three quarters of the trials do not
    exceed. `bins` are (least, greatest or None, trials), without empty ones at either end.
    """

    stated: int
    least: int
    quartiles: tuple[int, int, int]
    greatest: int
    bins: tuple[tuple[int, int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of trials.

    Attributes:
        trials: The number of trials.
        how: How the trials have the term: `registered`, `mapped`, `registered or mapped`, `that mention it`.
        query: The search that finds just these trials; empty where none does.
        months: The number of trials by month of start (`2020-06`; a year alone where no month is stated), ascending.
        enrollment: How their enrollments spread, None where none is stated.
        status: Their statuses.
        phase: Their phases; a trial of two phases counts under both.
    """

    trials: int
    how: str
    query: str
    months: Mapping[str, int]
    enrollment: Spread | None
    status: Facet
    phase: Facet


def figures_of_term(store: Store, row: TermRow) -> Figures:
    """Work out the figures of a term's trials: registered and mapped ones; if it has none, those that mention it."""
    mentioned, by_search = not row.n, row.ref.kind in MENTIONED_KINDS
    ways = [way for way, count in (("registered", row.registered), ("mapped", row.mapped)) if count]
    if by_search:
        bits = TrialSets(store).term(Term(row.ref))
    else:
        bits = to_bits(store.index.posting(row.tid)["mentioned"]) if mentioned else store.index.base_bits(row.tid)
    status, phase = facets(store, bits, ("status", "phase"), limit=None)
    query = str(Term(row.ref)) if by_search or not mentioned else ""
    enrollment = spread(enrollments_of(store.index, bits))
    how = "that mention it" if mentioned or by_search else " or ".join(ways)
    return Figures(bits.bit_count(), how, query, months_of(store.index, bits), enrollment, status, phase)


def spread(enrollments: Counter[int]) -> Spread | None:
    """Return how enrollments, given as participants with their numbers of trials, spread; None where there are none."""
    if not enrollments:
        return None
    ordered, stated = sorted(enrollments), enrollments.total()
    wanted = [(quarter * stated + 3) // 4 for quarter in (1, 2, 3)]
    quartiles, passed = [], 0
    for number in ordered:
        passed += enrollments[number]
        while wanted and passed >= wanted[0]:
            quartiles.append(number)
            del wanted[0]
    first, second, third = quartiles
    return Spread(stated, ordered[0], (first, second, third), ordered[-1], _bins(enrollments))


def _bins(enrollments: Counter[int]) -> tuple[tuple[int, int | None, int], ...]:
    """Count trials by bars of the histogram."""
    counts = [0] * len(_BINS)
    for number, trials in enrollments.items():
        counts[max(place for place, least in enumerate(_BINS) if least <= number)] += trials
    filled = [place for place, trials in enumerate(counts) if trials]
    return tuple(
        (_BINS[place], _BINS[place + 1] - 1 if place + 1 < len(_BINS) else None, counts[place])
        for place in range(filled[0], filled[-1] + 1)
    )
