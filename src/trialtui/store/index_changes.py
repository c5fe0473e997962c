"""What imports and syncs changed, as the index holds it: which run touched which trial, and in which document that is.

A document of the table `changes` is an entry of the log (a run), or its `entry` says what it is: a part of what a run
changed (`changes`), or what is known of a query's results: how far they were fetched (`scope`), which trials they are
(`members`).
"""

from __future__ import annotations

import sqlite3
from itertools import accumulate
from typing import Any

import orjson

from trialtui.model import change
from trialtui.store.postings import bits_to_bytes, to_bits

CHANGES_SCHEMA = """
CREATE TABLE run (id INTEGER PRIMARY KEY, kind TEXT, data TEXT);
CREATE TABLE change (nct INTEGER, id INTEGER, run INTEGER, what INTEGER, PRIMARY KEY (nct, id)) WITHOUT ROWID;
CREATE INDEX change_by_run ON change (run, nct, what, id);
CREATE TABLE member (id INTEGER PRIMARY KEY, query TEXT, as_of TEXT, bits BLOB);
"""
"""`what` is a sum of `BITS`; `bits` of `member` are the trials (`tno`) that a query's results had `as_of` a day."""

STATUS, RESULTS = "status", "results"

BITS = {
    word: 1 << place
    for place, word in enumerate(
        (change.ADDED, change.CHANGED, change.FULLER, change.LEFT, change.GONE, change.RETURNED, STATUS, RESULTS)
    )
}
"""What can be said of a change, each with its bit."""

CHANGES, SCOPE, MEMBERS = "changes", "scope", "members"
"""What `entry` says of documents that are no entries of the log themselves."""


class ChangeRows:
    """The changes as they are written."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Write through this connection."""
        self._sql = sql

    def put(self, doc_id: int, doc: dict[str, Any], _old: dict[str, Any] | None) -> None:
        """Take in a document of the table `changes`."""
        entry = doc.get("entry")
        if entry is None:
            run = (doc_id, doc.get("kind", ""), orjson.dumps(doc).decode())
            self._sql.execute("INSERT OR REPLACE INTO run VALUES (?, ?, ?)", run)
        elif entry == CHANGES:
            rows = [(item["nct"], doc_id, doc["run"], bits_of(item)) for item in doc["trials"]]
            self._sql.executemany("INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?)", rows)
        elif entry == MEMBERS:
            bits = bits_to_bytes(to_bits(self._tnos(set(accumulate(doc["steps"])))))
            member = (doc_id, doc["query"], doc["as_of"], bits)
            self._sql.execute("INSERT OR REPLACE INTO member VALUES (?, ?, ?, ?)", member)

    def _tnos(self, ncts: set[int]) -> list[int]:
        """Return the small numbers of those of these trials that the store has."""
        return [tno for tno, nct in self._sql.execute("SELECT tno, nct FROM trial") if nct in ncts]


def bits_of(item: dict[str, Any]) -> int:
    """Return what a change of a trial is, as a sum of `BITS`."""
    bits = BITS[item["what"]]
    if any(field["field"] == "overall_status" for field in item.get("fields", ())):
        bits |= BITS[STATUS]
    return bits | BITS[RESULTS] if item.get("results") else bits
