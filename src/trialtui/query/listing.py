"""Whole listings of a kind, in a stated order."""

from __future__ import annotations

from trialtui.store.index_read import TermRow, TrialRow
from trialtui.store.index_schema import LISTED
from trialtui.store.store import Store

CHANGED = "*"
"""Marks a trial in a list that the last import or sync with any change changed."""


def marked_title(row: TrialRow) -> str:
    """Return a trial's title for a list, marked where it has changed."""
    return f"{CHANGED} {row.title}" if row.changed else row.title


def list_trials(store: Store, limit: int | None = None) -> list[TrialRow]:
    """Return the trials by NCT number, the first ones where `limit` is given."""
    query = "SELECT * FROM trial ORDER BY nct LIMIT ?"
    return [TrialRow(*row) for row in store.index.ask(query, -1 if limit is None else limit)]


def list_terms(store: Store, kind: str, limit: int | None = None) -> list[TermRow]:
    """Return the terms of a kind that trials or pages name, by name, the first ones where `limit` is given."""
    condition = f"kind = ? AND {LISTED} ORDER BY folded, key LIMIT ?"
    return store.index.terms_where(condition, kind, -1 if limit is None else limit)


def count_terms(store: Store, kind: str) -> int:
    """Return how many terms of a kind trials or pages name."""
    return store.index.summary.terms.get(kind, 0)
