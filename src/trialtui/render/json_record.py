"""The rest of a trial's record as JSON: what `json_facts` does not name, with the names that the model gives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trialtui.model.trial import MeshTerm, ResultsDigest, Trial


def record_json(trial: Trial) -> dict[str, Any]:
    """Return the data elements of a record beyond the facts that every reader wants; unstated ones are null."""
    dates = {
        "start_date": trial.start_date,
        "primary_completion_date": trial.primary_completion_date,
        "completion_date": trial.completion_date,
        "first_posted": trial.first_post_date,
        "last_update": trial.last_update_post_date,
        "results_first_posted": trial.results_first_post_date,
    }
    return {
        "aliases": list(trial.nct_id_aliases),
        "org_study_id": trial.org_study_id or None,
        "secondary_ids": list(trial.secondary_ids),
        "last_known_status": trial.last_known_status or None,
        "date_types": {name: value.type for name, value in dates.items() if value.type},
        "enrollment_type": (trial.enrollment.type or None) if trial.enrollment else None,
        "design": _fields(trial.design),
        "sponsor_class": trial.lead_sponsor.agency_class or None,
        "collaborators": _each(trial.collaborators),
        "officials": _each(trial.overall_officials),
        "contacts": _each(trial.central_contacts),
        "sites": _each(trial.locations),
        "references": _each(trial.references),
        "see_also": _each(trial.see_also_links),
        "mesh": {
            "conditions": _mesh(trial.condition_meshes),
            "condition_ancestors": _mesh(trial.condition_ancestors),
            "interventions": _mesh(trial.intervention_meshes),
            "intervention_ancestors": _mesh(trial.intervention_ancestors),
        },
        "results": None if trial.results is None else _results(trial.results),
        "version": trial.version_holder or None,
        "text_format": trial.text_format,
        "not_in_source": list(trial.missing),
    }


def _fields(item: object) -> dict[str, Any]:
    """Return the fields of a part of a trial, which is plain data; an empty text is null."""
    return {name: None if value == "" else value for name, value in vars(item).items()}


def _each(items: Iterable[object]) -> list[dict[str, Any]]:
    return [_fields(item) for item in items]


def _mesh(terms: Iterable[MeshTerm]) -> list[dict[str, Any]]:
    """Return MeSH terms as registered, ids too: a term that no id or name leads to is among no links."""
    return _each(terms)


def _results(digest: ResultsDigest) -> dict[str, Any]:
    return {
        **_fields(digest),
        "flow": _each(digest.flow),
        "primary": [
            {
                **_fields(item),
                "values": [
                    {"group": group, "category": part or None, "value": value} for group, part, value in item.values
                ],
                "analyzed": [{"group": group, "number": number} for group, number in item.analyzed],
            }
            for item in digest.primary
        ],
        "adverse": _each(digest.adverse),
    }
