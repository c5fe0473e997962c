"""Which MeSH terms trials register as conditions, as against interventions: the index's table `condition`."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from trialtui.model.refs import Ref
from trialtui.store.index_facts import read_ref

CONDITIONS_SCHEMA = """
CREATE TABLE condition (tid INTEGER PRIMARY KEY, n INTEGER);
"""
"""`n` is the number of trials that register the term as a condition."""


class ConditionRows:
    """The conditions of trials as they are written."""

    def __init__(self, sql: sqlite3.Connection, tid: Callable[[Ref], int]) -> None:
        """Write through this connection; `tid` gives a term's number."""
        self._sql, self._tid = sql, tid
        self._counts: Counter[int] = Counter()

    def put(self, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        """Count the conditions of a trial's links, no longer those of its older version."""
        for sign, document in ((-1, old or {}), (1, doc)):
            for ref in set(_conditions(document)):
                self._counts[self._tid(ref)] += sign

    def finish(self) -> None:
        """Write what was counted."""
        self._sql.executemany(
            "INSERT INTO condition VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", self._counts.items()
        )
        self._sql.execute("DELETE FROM condition WHERE n <= 0")
        self._counts.clear()


def _conditions(doc: dict[str, Any]) -> Iterator[Ref]:
    """Yield the terms that a trial registers as conditions."""
    for link in doc.get("links", ()):
        if link["via"] == "registered" and link.get("field", "").startswith("condition_meshes"):
            yield read_ref(link["ref"])
