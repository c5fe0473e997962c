"""An export as JSON: an array, or one object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from trialtui.query.columns import Column
from trialtui.query.export import ExportRow
from trialtui.query.matching import Match
from trialtui.query.trial_facts import facts_of_trial
from trialtui.render.json_facts import trial_json
from trialtui.render.json_text import json_text
from trialtui.store.store import Store

Document = Callable[[ExportRow], dict[str, Any]]


def whole(store: Store) -> Document:
    """Return what makes a row of all facts of a trial, as `trialtui show --json` gives them."""

    def document(row: ExportRow) -> dict[str, Any]:
        facts = trial_json(facts_of_trial(store, row.trial, list(row.links)))
        return {**facts, "matched": _matches(row.matched)}

    return document


def chosen(columns: Sequence[Column]) -> Document:
    """Return what makes a row of some columns."""

    def document(row: ExportRow) -> dict[str, Any]:
        values: dict[str, Any] = {column.name: column.value(row.trial) for column in columns}
        return {**values, "matched": _matches(row.matched), "record_as_of": row.trial.record_as_of or None}

    return document


def to_json(rows: Iterable[ExportRow], document: Document) -> Iterator[str]:
    """Yield an array, an element a line."""
    before = "[\n"
    for row in rows:
        yield before + json_text(document(row))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def to_jsonl(rows: Iterable[ExportRow], document: Document) -> Iterator[str]:
    """Yield an object a line."""
    return (json_text(document(row)) + "\n" for row in rows)


def _matches(matched: Iterable[Match]) -> list[dict[str, Any]]:
    return [
        {
            "clause": match.clause,
            "via": match.via,
            "field": match.field or None,
            "ref": None if match.ref is None else str(match.ref),
            "name": match.name or None,
        }
        for match in matched
    ]
