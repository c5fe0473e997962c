"""Whole listings of a kind, in a stated order."""

from __future__ import annotations

from trialtui.store.index_read import TermRow, TrialRow
from trialtui.store.index_schema import LISTED
from trialtui.store.store import Store


def list_trials(store: Store) -> list[TrialRow]:
    """Return every trial, by NCT number."""
    return [TrialRow(*row) for row in store.index.ask("SELECT * FROM trial ORDER BY nct")]


def list_terms(store: Store, kind: str) -> list[TermRow]:
    """Return every term of a kind that trials or pages name, by name."""
    return store.index.terms_where(f"kind = ? AND {LISTED} ORDER BY folded, key", kind)
