"""The terms of most trials for every beginning that many names share, found in one pass over the sorted names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import NamedTuple

MANY = 300
"""A beginning that more names than this share has its best terms listed."""

TOP = 20
"""How many terms of a kind are listed: of those whose names begin so, and of those whose names hold it."""


class Row(NamedTuple):
    """A name's key; whether it begins within the name; and its term, with its number of trials and folded name."""

    key: str
    within: int
    trials: int
    folded: str
    tid: int
    kind: str


_Best = tuple[int, str, int]
"""What ranks a term: its trials, negative; its name; its `tid`."""


class _Branch:
    """The names that share a beginning of this length, as far as they have been passed."""

    __slots__ = ("best", "length", "size")

    def __init__(self, length: int) -> None:
        self.length = length
        self.size = 0
        self.best: defaultdict[tuple[str, int], set[_Best]] = defaultdict(set)

    def add(self, row: Row) -> None:
        self.size += 1
        self.best[row.kind, row.within].add((-row.trials, row.folded, row.tid))

    def absorb(self, other: _Branch) -> None:
        """Take in a longer beginning; of more terms than are listed, the best are kept."""
        self.size += other.size
        for slot, ranks in other.best.items():
            own = self.best[slot]
            own |= ranks
            if len(own) > 8 * TOP:
                self.best[slot] = set(nsmallest(TOP, own))


def best_of_beginnings(rows: Iterable[Row]) -> Iterator[tuple[str, str, list[int], list[int]]]:
    """Yield, for each beginning that many names share, each kind's best terms.

    A beginning that all its names share further is given in its longest form only.

    Args:
        rows: The names, sorted by key.

    Yields:
        The beginning; the kind; the terms of most trials of which a name begins so; those of which a name holds it.
    """
    stack, before = [_Branch(0)], ""
    for row in rows:
        shared = _shared(before, row.key)
        yield from _close(stack, shared, before)
        if stack[-1].length < len(row.key):
            stack.append(_Branch(len(row.key)))
        stack[-1].add(row)
        before = row.key
    yield from _close(stack, 0, before)


def _shared(first: str, second: str) -> int:
    """Return how many characters two texts begin with alike."""
    for length, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return length
    return min(len(first), len(second))


def _close(stack: list[_Branch], length: int, key: str) -> Iterator[tuple[str, str, list[int], list[int]]]:
    """End the branches longer than `length`, and yield the best terms of those that have many."""
    while stack[-1].length > length:
        branch = stack.pop()
        if branch.size > MANY:
            yield from _best(key[: branch.length], branch)
        if stack[-1].length < length:
            stack.append(_Branch(length))
        stack[-1].absorb(branch)


def _best(beginning: str, branch: _Branch) -> Iterator[tuple[str, str, list[int], list[int]]]:
    for kind in sorted({kind for kind, _ in branch.best}):
        begins, holds = ([tid for _, _, tid in nsmallest(TOP, branch.best.get((kind, at), ()))] for at in (0, 1))
        yield beginning, kind, begins, [tid for tid in holds if tid not in begins]
