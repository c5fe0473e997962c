"""What imports and syncs changed, as JSON. Values are as the source spells them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trialtui.model.change import Run
from trialtui.query.changes import Told


def run_json(run: Run) -> dict[str, Any]:
    """Return an entry of the log."""
    return {
        "kind": run.kind,
        "time": datetime.fromtimestamp(run.time, UTC).isoformat(timespec="seconds"),
        "source": list(run.source),
        "as_of": run.as_of or None,
        "complete": run.complete,
        "baseline": run.baseline,
        "added": run.added,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
        "left": run.left,
    }


def told_json(told: Told, kept: str | None) -> dict[str, Any]:
    """Return a change of a trial; `kept` is the name of the kept place that it belongs to."""
    change, status = told.change, told.change.status
    return {
        "id": told.ref.key,
        "name": told.title,
        "what": change.what,
        "time": run_json(told.run)["time"],
        "kind": told.run.kind,
        "source": list(told.run.source),
        "as_of": told.run.as_of or None,
        "updated": change.updated or None,
        "status": None if status is None else {"old": _first(status.old), "new": _first(status.new)},
        "results_posted": change.results,
        "fields": [
            {"field": item.field, "item": item.item or None, "old": list(item.old), "new": list(item.new),
             "more": item.more}
            for item in change.fields
        ],
        "more_fields": change.more,
        "kept": kept,
    }  # fmt: skip


def _first(texts: tuple[str, ...]) -> str | None:
    return texts[0] if texts else None
