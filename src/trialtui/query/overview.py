"""What a store holds, summed up for the home page: all of it is read from the index's sums, and nothing is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import orjson

from trialtui.model.labels import PHASES, STATUSES
from trialtui.query.search_fields import PHASE_WORDS
from trialtui.query.tree import shown_count
from trialtui.store.index_figures import months_of_all
from trialtui.store.index_read import TermRow
from trialtui.store.index_schema import LISTED
from trialtui.store.store import Store

_RUNS = 3
_SOURCES = 3
"""How many entries of the log are shown, and how many of the sources of each."""


def commonest(store: Store, kind: str, limit: int) -> list[tuple[TermRow, int]]:
    """Return the terms of a kind that most trials have, with the number of those trials."""
    column = "mentioned" if kind in ("gene", "snp", "mutation") else "n"
    rows = store.index.terms_where(f"kind = ? AND {column} > 0 ORDER BY {column} DESC, folded LIMIT ?", kind, limit)
    return [(row, shown_count(row)) for row in rows]


def named_terms(store: Store, kind: str, limit: int) -> list[TermRow]:
    """Return terms of a kind that trials or pages name: those of most trials first, then those of most mentions."""
    order = f"kind = ? AND {LISTED} ORDER BY n DESC, mentioned DESC, folded LIMIT ?"
    return store.index.terms_where(order, kind, limit)


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


def facet_search(name: str, value: str) -> str:
    """Return the search for the trials that have a status or phase; empty where the search language cannot say it."""
    if not value:
        return f"{name}:none"
    if name == "status":
        return f"status:{value.lower()}" if value in STATUSES else ""
    return f"phase:{PHASE_WORDS[value]}" if value in PHASES else ""


def trials_by_month(store: Store) -> dict[str, int]:
    """Return the number of trials that started in each month (see `index_figures.months_of_all`)."""
    return months_of_all(store.index)


def recent_runs(store: Store) -> list[str]:
    """Say what the newest builds, imports and syncs brought, and from where, newest first.

    The entries are read as plain JSON: the classes for them take longer to load than all else that home needs.
    """
    rows = store.index.ask("SELECT data FROM run ORDER BY id DESC LIMIT ?", _RUNS)
    return [_run_in_words(orjson.loads(data)) for (data,) in rows]


def _run_in_words(run: Mapping[str, Any]) -> str:
    """Return a run in words: `import of a.json, b.json on 2026-11-27: 5 added, 2 updated`."""
    from datetime import datetime

    kind, sources = run.get("kind", "change"), run.get("source", ())
    named = list(sources) if kind == "sync" else [PurePath(source).name for source in sources]
    more = f" and {len(named) - _SOURCES} more" if len(named) > _SOURCES else ""
    of = f" of {', '.join(named[:_SOURCES])}{more}" if named else ""
    day = datetime.fromtimestamp(run["time"]).strftime(" on %Y-%m-%d") if run.get("time") else ""
    stopped = "" if run.get("complete", True) else ", stopped before its end"
    return f"{kind}{of}{day}: {run.get('added', 0):,} added, {run.get('updated', 0):,} updated{stopped}"
