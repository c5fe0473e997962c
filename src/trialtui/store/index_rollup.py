"""Counts down the hierarchies: a term's trials and those of every narrower term, each trial once."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from trialtui.store.postings import to_bits, unpack

_BASE = ("registered", "mapped")
_ALL = (*_BASE, "mentioned")


def roll_up(sql: sqlite3.Connection) -> None:
    """Write each term's `total` and `anywhere`: its own trials and those of all narrower terms.

    `total` counts registered and mapped links, `anywhere` mentions too.
    """
    sql.execute("UPDATE term SET total = n, anywhere = named WHERE total != n OR anywhere != named")
    for column, vias in (("total", _BASE), ("anywhere", _ALL)):
        sql.executemany(f"UPDATE term SET {column} = ? WHERE tid = ?", _counts(sql, vias))


def _counts(sql: sqlite3.Connection, vias: Sequence[str]) -> list[tuple[int, int]]:
    """Return (trials, tid) for each term with a parent or a child.

    Terms are taken leaves first, so that each set of trials is made once and dropped when its parents have it. A term
    in a circle of parents, which no sound vocabulary has, is left out.
    """
    parents, waiting = _edges(sql)
    sets: dict[int, int] = {}
    counts = []
    ready = [tid for tid in parents if not waiting[tid]]
    while ready:
        tid = ready.pop()
        bits = sets.pop(tid, 0) | _own(sql, tid, vias)
        counts.append((bits.bit_count(), tid))
        for parent in parents.get(tid, ()):
            sets[parent] = sets.get(parent, 0) | bits
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return counts


def _edges(sql: sqlite3.Connection) -> tuple[dict[int, list[int]], defaultdict[int, int]]:
    """Return each term's parents of its own kind, and how many children each term still waits for."""
    parents: defaultdict[int, list[int]] = defaultdict(list)
    waiting: defaultdict[int, int] = defaultdict(int)
    query = "SELECT a.tid, b.tid FROM parent JOIN term a USING (tid) JOIN term b ON b.tid = parent AND b.kind = a.kind"
    for tid, parent in sql.execute(query):
        parents[tid].append(parent)
        waiting[parent] += 1
    return dict(parents), waiting


def _own(sql: sqlite3.Connection, tid: int, vias: Sequence[str]) -> int:
    """Return the bitmap of a term's own trials by these links."""
    row = sql.execute(f"SELECT {', '.join(vias)} FROM posting WHERE tid = ?", (tid,)).fetchone()
    return to_bits(number for data in row for number in unpack(data)) if row else 0
