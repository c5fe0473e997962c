"""A comparison as JSON: values as the sources spell them, what is the same apart from what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trialtui.model.trial import Enrollment, RegistryDate
from trialtui.query.compare import Aligned, Comparison, SetRow
from trialtui.query.outside import outside_url


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison; lists of values are in the order of `trials`.

    `differs` is null where a source cannot hold the field, which `not_in_source` names by trial.
    """
    ids = [ref.key for ref in comparison.refs]
    trials = [
        {"id": facts.ref.key, "name": facts.name, "url": outside_url(facts.ref),
         "record_as_of": facts.trial.record_as_of or None}
        for facts in comparison.facts
    ]  # fmt: skip
    fields = {
        row.name: {
            "differs": row.differs,
            "values": [_plain(value) for value in row.values],
            "not_in_source": _unheld(ids, row.held),
        }
        for row in comparison.fields
    }
    return {
        "trials": trials,
        "fields": fields,
        **{row.name: _set(ids, row) for row in comparison.sets},
        "arms": _aligned(ids, comparison.arms, _arm),
        "outcomes": {aligned.name or "not_stated": _aligned(ids, aligned, _outcome) for aligned in comparison.outcomes},
        "eligibility": {
            aligned.name or "not_stated": _aligned(ids, aligned, lambda item: item.text)
            for aligned in comparison.criteria
        },
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON: a date or number with its type as an object, phases as a list."""
    if isinstance(value, RegistryDate):
        return {"date": value.date, "type": value.type or None}
    if isinstance(value, Enrollment):
        return {"count": value.count, "type": value.type or None}
    return list(value) if isinstance(value, tuple) else value


def _unheld(ids: list[str], held: tuple[bool, ...]) -> list[str]:
    return [nct for nct, is_held in zip(ids, held, strict=True) if not is_held]


def _set(ids: list[str], row: SetRow) -> dict[str, Any]:
    """Return the values of a set, each with the trials that have it."""
    items = [
        {"name": name, "ref": None if ref is None else str(ref), "trials": [ids[number] for number in group.trials]}
        for group in row.groups
        for name, ref in group.items
    ]
    return {"items": items, "not_in_source": _unheld(ids, row.held)}


def _aligned(ids: list[str], aligned: Aligned, one: Callable[[Any], Any]) -> dict[str, Any]:
    """Return what is the same in all once, and the rows that differ with an item or null for each trial."""
    same, differing = [], []
    for row in aligned.rows:
        items = [
            None if item is None else one(items[item])
            for items, item in zip(aligned.lists, row.items, strict=True)
        ]  # fmt: skip
        if row.same:
            same.append(next(item for item in items if item is not None))
        else:
            differing.append(items)
    return {"same": same, "differing": differing, "not_in_source": _unheld(ids, aligned.held)}


def _outcome(item: Any) -> dict[str, Any]:
    return {
        "measure": item.measure or None,
        "description": item.description or None,
        "time_frame": item.time_frame or None,
    }


def _arm(item: Any) -> dict[str, Any]:
    return {
        "label": item.label or None,
        "type": item.type or None,
        "description": item.description or None,
        "interventions": list(item.interventions),
    }
