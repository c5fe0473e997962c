"""Arrays over all trials and terms, written when an index is published, for what must be counted quickly.

Each is one value in `meta`, read when it is needed: `term_n` (registered and mapped trials of each `tid`), `term_kind`
(a byte each, the place in `KINDS`), `links_from` and `links` (the registered and mapped terms of each `tno`, one after
the other, and where those of each begin), `by_nct` (every `tno` by NCT number).
"""

from __future__ import annotations

import sqlite3
from array import array

from trialtui.model.refs import KINDS
from trialtui.store.postings import array_to_bytes, unpack


def write_sums(sql: sqlite3.Connection) -> None:
    """Write the arrays."""
    counts, kinds = _terms(sql)
    starts, links = _links(sql)
    order = array("I", (tno for (tno,) in sql.execute("SELECT tno FROM trial ORDER BY nct")))
    values = {
        "term_n": array_to_bytes(counts),
        "term_kind": bytes(kinds),
        "links_from": array_to_bytes(starts),
        "links": array_to_bytes(links),
        "by_nct": array_to_bytes(order),
    }
    sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _terms(sql: sqlite3.Connection) -> tuple[array[int], bytearray]:
    """Return the number of trials and the kind of each term, by `tid`."""
    last = sql.execute("SELECT max(tid) FROM term").fetchone()[0] or 0
    counts, kinds = array("I", bytes(4 * (last + 1))), bytearray(last + 1)
    places = {kind: place for place, kind in enumerate(KINDS)}
    for tid, kind, count in sql.execute("SELECT tid, kind, n FROM term"):
        counts[tid], kinds[tid] = count, places[kind]
    return counts, kinds


def _links(sql: sqlite3.Connection) -> tuple[array[int], array[int]]:
    """Return the terms of all trials, and where those of each trial begin (one more for the end)."""
    trials = (sql.execute("SELECT max(tno) FROM trial").fetchone()[0] or 0) + 1
    starts, links = array("I"), array("I")
    query = "SELECT trial.tno, registered, mapped FROM trial LEFT JOIN trial_terms USING (tno) ORDER BY trial.tno"
    for _, registered, mapped in sql.execute(query):
        starts.append(len(links))
        own = unpack(registered)
        links.extend(own)
        also = unpack(mapped)
        links.extend(also if not own or not also else sorted(set(also).difference(own)))
    starts.extend([len(links)] * (trials + 1 - len(starts)))
    return starts, links
