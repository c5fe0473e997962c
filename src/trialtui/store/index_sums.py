"""Arrays over all trials and terms, written when an index is published, for what must be counted quickly.

Each is one value in `meta`, read when it is needed:

- `term_n` and `term_named`: the trials of each `tid` by registered and mapped links, and by mentions too;
- `term_kind`: a byte each, the place in `KINDS`;
- `links` and `links_from`: the registered and mapped terms of each `tno`, one after the other, and where those of each
  begin; `named` and `named_from`: the same with the terms that it only mentions.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable

from trialtui.model.refs import KINDS
from trialtui.store.postings import ITEM, array_to_bytes, unpack


def write_sums(sql: sqlite3.Connection) -> None:
    """Write the arrays."""
    values = _terms(sql) | _links(sql)
    sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _terms(sql: sqlite3.Connection) -> dict[str, bytes]:
    """Return the numbers of trials and the kind of each term, by `tid`."""
    last = sql.execute("SELECT max(tid) FROM term").fetchone()[0] or 0
    counts, named, kinds = (
        array("I", bytes(ITEM * (last + 1))),
        array("I", bytes(ITEM * (last + 1))),
        bytearray(last + 1),
    )
    places = {kind: place for place, kind in enumerate(KINDS)}
    for tid, kind, count, with_mentions in sql.execute("SELECT tid, kind, n, named FROM term"):
        counts[tid], named[tid], kinds[tid] = count, with_mentions, places[kind]
    return {"term_n": array_to_bytes(counts), "term_named": array_to_bytes(named), "term_kind": bytes(kinds)}


def _links(sql: sqlite3.Connection) -> dict[str, bytes]:
    """Return the terms of all trials by `tno`, without and with those only mentioned, and where those of each begin."""
    links, named = _Runs(), _Runs()
    query = "SELECT registered, mapped, mentioned FROM trial LEFT JOIN trial_terms USING (tno) ORDER BY trial.tno"
    for registered, mapped, mentioned in sql.execute(query):
        base = _with_more(unpack(registered), unpack(mapped))
        links.add(base)
        named.add(_with_more(base, unpack(mentioned)))
    return {
        "links": array_to_bytes(links.all), "links_from": array_to_bytes(links.starts),
        "named": array_to_bytes(named.all), "named_from": array_to_bytes(named.starts),
    }  # fmt: skip


class _Runs:
    """Runs of numbers one after the other, and where each begins, the end being one more."""

    def __init__(self) -> None:
        self.all, self.starts = array("I"), array("I", (0,))

    def add(self, numbers: Iterable[int]) -> None:
        self.all.extend(numbers)
        self.starts.append(len(self.all))


def _with_more(own: array[int], others: array[int]) -> array[int]:
    """Return numbers with others that are not among them behind."""
    if not own or not others:
        return own or others
    return own + array("I", set(others).difference(own))
