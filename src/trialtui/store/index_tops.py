"""The terms that rank best for every beginning that many names share, found in one pass over the sorted names."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import groupby

MANY = 300
"""A beginning that more names than this share has its best terms listed."""

TOP = 20
"""How many terms of a kind are listed: of those whose names begin so, and of those whose names hold it."""

Row = tuple[str, str, int, int]
"""A name's key; its term's kind; whether the key begins within the name (0 or 1); the term's rank, the best lowest."""

_Best = dict[tuple[str, int], set[int]]
"""The terms' ranks, by kind and whether a name holds the beginning or begins so."""

Top = tuple[str, str, list[int], list[int]]
"""A beginning, a kind, the ranks of the best terms of which a name begins so, those of which a name holds it."""


def best_of_beginnings(rows: Iterable[Row]) -> Iterator[Top]:
    """Yield, for each beginning that many names share, each kind's best terms.

    A beginning that all its names share further is given in its longest form only. Names that begin with one letter are
    held in memory at a time.

    Args:
        rows: The names, sorted by key.
    """
    for _, group in groupby(rows, lambda row: row[0][:1]):
        alike = list(group)
        if len(alike) > MANY:
            yield from _branch(alike, [row[0] for row in alike], 0, len(alike))


def _branch(rows: Sequence[Row], keys: Sequence[str], low: int, high: int) -> Generator[Top, None, _Best]:
    """Yield the best terms of the beginning that the names from `low` to `high` share, after those of longer ones."""
    shared = _shared(keys[low], keys[high - 1])
    best: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    at = low
    while at < high:
        beginning = keys[at][: shared + 1]
        end = bisect_right(keys, beginning, at, high, key=lambda key: key[: shared + 1])
        if end - at > MANY and len(beginning) > shared:
            for slot, ranks in (yield from _branch(rows, keys, at, end)).items():
                best[slot] |= ranks
        else:
            for _, kind, within, rank in rows[at:end]:
                best[kind, within].add(rank)
        at = end
    tops = {slot: nsmallest(TOP, ranks) for slot, ranks in best.items()}
    for kind in sorted({kind for kind, _ in tops}):
        begins, holds = (tops.get((kind, within), []) for within in (0, 1))
        yield keys[low][:shared], kind, begins, [rank for rank in holds if rank not in begins]
    return {slot: set(ranks) for slot, ranks in tops.items()}


def _shared(first: str, second: str) -> int:
    """Return how many characters two texts begin with alike."""
    for length, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return length
    return min(len(first), len(second))
