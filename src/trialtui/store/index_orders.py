"""All trials in each order that a list can have, written when an index is published, so that no list has to be sorted.

Each order is one array in `meta`, `by_nct`, `by_title` and so on, of every trial (`tno`) once. What is not stated comes
last, and trials that have the same go by NCT number.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Callable
from itertools import compress
from typing import Any, NamedTuple

from trialtui.model.labels import STATUSES
from trialtui.store.index_find import meta_array
from trialtui.store.index_read import Index
from trialtui.store.postings import array_to_bytes, bit_mask
from trialtui.store.text_keys import fold

_PHASES = (
    "EARLY_PHASE1", "EARLY_PHASE1/PHASE1", "PHASE1", "PHASE1/PHASE2", "PHASE2", "PHASE2/PHASE3", "PHASE3",
    "PHASE3/PHASE4", "PHASE4", "NA",
)  # fmt: skip
_STATUS_PLACE = {status: place for place, status in enumerate(STATUSES)}
_PHASE_PLACE = {phases: place for place, phases in enumerate(_PHASES)}
_LAST = len(STATUSES) + len(_PHASES)
"""Comes after every place in a list of codes."""

_OPENING = re.compile(r"[\W_]+")
"""What may stand before the first word of a title; titles are sorted by that word."""


def _from_first_word(title: str) -> str:
    opening = _OPENING.match(title)
    return title[opening.end() :] if opening else title


class _Order(NamedTuple):
    """A column of `trial`, what a trial is sorted by, and whether the greatest comes first."""

    column: str
    key: Callable[[Any], Any]
    falling: bool = False


_ORDERS = {
    "title": _Order("title", lambda title: _from_first_word(fold(title))),
    "status": _Order("status", lambda status: _STATUS_PLACE.get(status, _LAST if status else _LAST + 1)),
    "phase": _Order("phases", lambda phases: _PHASE_PLACE.get(phases, _LAST if phases else _LAST + 1)),
    "start": _Order("start", lambda start: start or "", falling=True),
    "enrollment": _Order("enrollment", lambda count: -1 if count is None else count, falling=True),
}
"""The orders besides `nct`, by which equal ones stand already. Of a trial whose record was lost nothing is stated."""


def write_orders(sql: sqlite3.Connection) -> None:
    """Write the arrays."""
    by_nct = array("I", (tno for (tno,) in sql.execute("SELECT tno FROM trial ORDER BY nct")))
    _write(sql, "nct", by_nct)
    for name, order in _ORDERS.items():
        keys = {tno: order.key(value) for tno, value in sql.execute(f"SELECT tno, {order.column} FROM trial")}
        _write(sql, name, array("I", sorted(by_nct, key=keys.__getitem__, reverse=order.falling)))


def _write(sql: sqlite3.Connection, name: str, order: array[int]) -> None:
    sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"by_{name}", array_to_bytes(order)))


def ncts_in_order(index: Index, bits: int, name: str) -> array[int]:
    """Return the NCT numbers, as digits, of a set of trials in an order; by NCT number where there is no such order."""
    order, nct_of = meta_array(index, f"by_{name if name in _ORDERS else 'nct'}"), index.nct_of
    if bits.bit_count() < len(order):
        mask = bit_mask(bits).ljust(len(nct_of), b"\0")
        return array("I", map(nct_of.__getitem__, compress(order, map(mask.__getitem__, order))))
    return array("I", map(nct_of.__getitem__, order))
