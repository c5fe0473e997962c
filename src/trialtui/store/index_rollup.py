"""Counts down the hierarchies: a term's trials and those of every narrower term, each trial once."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from trialtui.store.postings import to_bits, unpack

_BASE = ("registered", "mapped")
_ALL = (*_BASE, "mentioned")


def roll_up(sql: sqlite3.Connection) -> None:
    """Write each term's `total` and `anywhere`: its own trials and those of all narrower terms.

    `total` counts registered and mapped links, `anywhere` mentions too.
    """
    sql.execute("UPDATE term SET total = n, anywhere = named WHERE total != n OR anywhere != named")
    parents, children = _edges(sql)
    for column, vias in (("total", _BASE), ("anywhere", _ALL)):
        counts = _counts(sql, vias, parents, dict(children))
        sql.executemany(f"UPDATE term SET {column} = ? WHERE tid = ?", counts)


def _counts(
    sql: sqlite3.Connection, vias: Sequence[str], parents: Mapping[int, Sequence[int]], waiting: dict[int, int]
) -> list[tuple[int, int]]:
    """Return (trials, tid) for each term with a child.

    Terms are taken leaves first, so that each set of trials is made once and dropped when its parents have it. A term
    in a circle of parents, which no sound vocabulary has, is left out.

    Args:
        sql: The index.
        vias: By which links trials count.
        parents: As `_edges` gives them.
        waiting: The numbers of children as `_edges` gives them, which are counted down.
    """
    sets: dict[int, int] = {}
    counts = []
    ready = [tid for tid in parents if tid not in waiting]
    while ready:
        tid = ready.pop()
        bits = sets.pop(tid, 0) | _own(sql, tid, vias)
        if tid in waiting:
            counts.append((bits.bit_count(), tid))
        for parent in parents.get(tid, ()):
            sets[parent] = sets.get(parent, 0) | bits
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return counts


def _edges(sql: sqlite3.Connection) -> tuple[dict[int, list[int]], Counter[int]]:
    """Return the parents of each term that has any of its own kind, and the number of children of each that has any."""
    parents: defaultdict[int, list[int]] = defaultdict(list)
    children = Counter[int]()
    query = "SELECT a.tid, b.tid FROM parent JOIN term a USING (tid) JOIN term b ON b.tid = parent AND b.kind = a.kind"
    for tid, parent in sql.execute(query):
        parents[tid].append(parent)
        children[parent] += 1
    return parents, children


def _own(sql: sqlite3.Connection, tid: int, vias: Sequence[str]) -> int:
    """Return the bitmap of a term's own trials by these links."""
    row = sql.execute(f"SELECT {', '.join(vias)} FROM posting WHERE tid = ?", (tid,)).fetchone()
    return to_bits(unpack(b"".join(row))) if row else 0
