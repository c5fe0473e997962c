"""The index's lookup of names: every name of every term, by each word it holds; titles and acronyms of trials.

A name is looked up by its key (`text_keys.name_key`). Its row says at which word the key begins: at 0 it is the whole
name, else what follows its first words. A trial's title is looked up as a whole; its words are in the full text.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from trialtui.model.refs import KINDS
from trialtui.store.index_tops import best_of_beginnings
from trialtui.store.postings import ITEM, pack_in_order
from trialtui.store.text_keys import name_key

NAMES_SCHEMA = """
CREATE TABLE name_key (key TEXT, at INTEGER, tid INTEGER, PRIMARY KEY (key, at, tid)) WITHOUT ROWID;
CREATE TABLE name_top (beginning TEXT, kind TEXT, begins BLOB, holds BLOB, PRIMARY KEY (beginning, kind)) WITHOUT ROWID;
CREATE TABLE title_key (key TEXT, nct INTEGER, PRIMARY KEY (key, nct)) WITHOUT ROWID;
"""
"""`name_top` has the terms of most trials for beginnings that many names have: whole names that begin so, and others
that hold a word that does; the first beginning from what was typed on is its own, since one that all its names share
further is kept in its longest form."""

_MOST_WORDS = 12


class NameKeys:
    """The lookup of names as it is written."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Write through this connection."""
        self._sql = sql
        self._changed = False

    def add(self, names: Iterable[tuple[int, str]]) -> None:
        """Look terms up by these names, given as (tid, name)."""
        each_once = dict.fromkeys((tid, name_key(name)) for tid, name in names)  # names of a term often differ by case
        keys = (row for tid, key in each_once for row in _rows(tid, key))
        cursor = self._sql.executemany("INSERT OR IGNORE INTO name_key VALUES (?, ?, ?)", keys)
        self._changed = self._changed or cursor.rowcount > 0

    def forget(self, tids: Collection[int]) -> None:
        """Remove the names of these terms that nothing registers any more."""
        for tid in tids:
            gone = self._sql.execute("SELECT name FROM name WHERE tid = ? AND n <= 0", (tid,)).fetchall()
            if not gone:
                continue
            self._sql.execute("DELETE FROM name WHERE tid = ? AND n <= 0", (tid,))
            keys = (row for (name,) in gone for row in _rows(tid, name_key(name)))
            self._sql.executemany("DELETE FROM name_key WHERE key = ? AND at = ? AND tid = ?", keys)
            left = "SELECT name FROM name WHERE tid = ?1 UNION SELECT key FROM term WHERE tid = ?1"
            self.add([(tid, name) for (name,) in self._sql.execute(left, (tid,)).fetchall()])
            self._changed = True

    def trial(self, nct: int, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        """Look a trial up by its titles and acronym, no longer by those of its older version."""
        if old is not None:
            self._sql.executemany("DELETE FROM title_key WHERE key = ? AND nct = ?", _titles(nct, old))
        self._sql.executemany("INSERT OR IGNORE INTO title_key VALUES (?, ?)", _titles(nct, doc))

    def finish(self) -> None:
        """List the best terms of common beginnings anew, where names have changed."""
        if not self._changed:
            return
        self._changed = False
        self._sql.execute("DELETE FROM name_top")
        tids, ranks, kinds = self._ranked()
        rows = (
            (key, KINDS[kinds[tid]], within, ranks[tid])
            for key, within, tid in self._sql.execute("SELECT key, at > 0, tid FROM name_key ORDER BY key")
        )
        for beginning, kind, *tops in best_of_beginnings(rows):
            packed = (pack_in_order(tids[rank] for rank in top) for top in tops)
            self._sql.execute("INSERT INTO name_top VALUES (?, ?, ?, ?)", (beginning, kind, *packed))

    def _ranked(self) -> tuple[array[int], array[int], bytearray]:
        """Return all terms, those of most trials first; the place there of each `tid`, and of its kind in `KINDS`.

        To join each of a term's many names with the term in SQL takes far longer.
        """
        query = (
            "SELECT tid, kind FROM term "
            "ORDER BY max(n, mentioned * (kind IN ('gene', 'snp', 'mutation'))) DESC, folded, tid"
        )
        last = self._sql.execute("SELECT max(tid) FROM term").fetchone()[0] or 0
        tids, ranks, kinds = array("I"), array("I", bytes(ITEM * (last + 1))), bytearray(last + 1)
        places = {kind: place for place, kind in enumerate(KINDS)}
        for rank, (tid, kind) in enumerate(self._sql.execute(query)):
            tids.append(tid)
            ranks[tid], kinds[tid] = rank, places[kind]
        return tids, ranks, kinds


def _rows(tid: int, key: str) -> Iterator[tuple[str, int, int]]:
    """Yield the rows of a name's key: one for the whole, one for what follows each of its first words."""
    for at in range(_MOST_WORDS):
        if not key:
            return
        yield key, at, tid
        key = key.partition(" ")[2]


def _titles(nct: int, doc: dict[str, Any]) -> set[tuple[str, int]]:
    """Return the rows of a trial."""
    names = (doc.get("acronym", ""), doc.get("brief_title", ""), doc.get("official_title", ""))
    return {(key, nct) for name in names if (key := name_key(name))}
