"""Facts about a store."""

from __future__ import annotations

from typing import Any

from trialtui.model.refs import KINDS
from trialtui.store.index_history import runs
from trialtui.store.store import Store


def store_info(store: Store) -> dict[str, Any]:
    """Return what a store holds, from where, as of when, and by which vocabularies it was linked."""
    summary, segments = store.index.summary, store.index.segments()
    log = runs(store.index)[::-1]
    return {
        "store": str(store.folder),
        "as_of": summary.as_of[1] or None,
        "trials": summary.trials,
        "terms": {kind: summary.terms.get(kind, 0) for kind in KINDS[1:]},
        "unlinked_mesh": store.index.unlinked(),
        "segments": len(segments),
        "bytes": sum(size for _, size in segments),
        "sources": [{"query": list(run.source), "as_of": run.as_of or None, "complete": run.complete} for run in log],
        "vocabularies": dict(summary.vocabularies),
    }
