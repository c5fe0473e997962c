"""What a store holds, summed up for the home page."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.query.tree import shown_count
from trialtui.store.index_read import TermRow
from trialtui.store.store import Store


def commonest(store: Store, kind: str, limit: int) -> list[tuple[TermRow, int]]:
    """Return the terms of a kind that most trials have, with the number of those trials."""
    column = "mentioned" if kind in ("gene", "snp", "mutation") else "n"
    rows = store.index.terms_where(f"kind = ? AND {column} > 0 ORDER BY {column} DESC, folded LIMIT ?", kind, limit)
    return [(row, shown_count(row)) for row in rows]


def facet_counts(store: Store, name: str, order: Sequence[str]) -> list[tuple[str, int]]:
    """Return a facet's values with their trials, in the order given, others after it by value, unstated last."""
    values = dict(store.index.facet_values(name))
    ordered = [*(value for value in order if value in values), *sorted(set(values) - set(order) - {""})]
    return [(value, values[value]) for value in [*ordered, *([""] if "" in values else [])]]


def published_entities(store: Store) -> list[tuple[TermRow, str]]:
    """Return the entities that have published pages, with the snapshot date of each page, newest first."""
    pages = store.index.ask("SELECT tid, snapshot FROM published ORDER BY snapshot DESC, title, id")
    rows = {row.tid: row for row in store.index.terms(sorted({tid for tid, _ in pages}))}
    return [(rows[tid], snapshot or "date not known") for tid, snapshot in pages if tid in rows]
