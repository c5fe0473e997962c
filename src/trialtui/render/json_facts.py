"""Facts as JSON: plain dicts and lists, with the names that the design fixes. Values are as the source spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trialtui.model.refs import drug_ref, trial_ref
from trialtui.model.trial import Trial
from trialtui.query.evidence import sentence
from trialtui.query.outside import outside_url
from trialtui.query.term_facts import CorrelatedRow, TermFacts
from trialtui.query.trial_facts import LinkedTerm, TrialFacts
from trialtui.render.json_record import record_json
from trialtui.store.index_read import TermRow

if TYPE_CHECKING:
    from trialtui.query.figures import Figures


def trial_json(facts: TrialFacts) -> dict[str, Any]:
    """Return a trial's facts. What the source does not state is null, or an empty list."""
    trial = facts.trial
    return {
        "kind": "trial",
        "id": trial.nct_id,
        "name": facts.name,
        "url": outside_url(facts.ref),
        "official_title": trial.official_title or None,
        "acronym": trial.acronym or None,
        "status": trial.overall_status or None,
        "status_verified": trial.status_verified_date or None,
        "why_stopped": trial.why_stopped or None,
        "study_type": trial.study_type or None,
        "phases": list(trial.phases),
        "start_date": trial.start_date.date or None,
        "primary_completion_date": trial.primary_completion_date.date or None,
        "completion_date": trial.completion_date.date or None,
        "enrollment": trial.enrollment.count if trial.enrollment else None,
        "sponsor": trial.lead_sponsor.name or None,
        "countries": list(trial.countries),
        "summary": trial.brief_summary or None,
        "description": trial.detailed_description or None,
        "conditions": list(trial.conditions),
        "keywords": list(trial.keywords),
        "interventions": _interventions(trial),
        "arms": _arms(trial),
        "outcomes": [
            {
                "role": item.role,
                "measure": item.measure or None,
                "description": item.description or None,
                "time_frame": item.time_frame or None,
            }
            for item in trial.outcomes
        ],
        "eligibility": _eligibility(trial),
        "has_results": trial.has_results,
        "results_first_posted": trial.results_first_post_date.date or None,
        "results_in_store": trial.results is not None,
        "first_posted": trial.first_post_date.date or None,
        "last_update": trial.last_update_post_date.date or None,
        "record_as_of": trial.record_as_of or None,
        "truncated_after": trial.truncated_after or None,
        **record_json(trial),
        "links": {kind: _links(trial, terms) for kind, terms in facts.terms.items()},
        "sources": _sources(facts),
    }


def _interventions(trial: Trial) -> list[dict[str, Any]]:
    return [
        {
            "type": item.type or None,
            "name": item.name,
            "ref": str(drug_ref(item.name)),
            "description": item.description or None,
            "other_names": list(item.other_names),
            "arms": list(item.arm_group_labels),
        }
        for item in trial.interventions
    ]


def _arms(trial: Trial) -> list[dict[str, Any]]:
    return [
        {
            "label": arm.label,
            "type": arm.type or None,
            "description": arm.description or None,
            "interventions": list(arm.interventions),
        }
        for arm in trial.arm_groups
    ]


def _eligibility(trial: Trial) -> dict[str, Any]:
    item = trial.eligibility
    return {
        "criteria": item.criteria or None,
        "sex": item.sex or None,
        "minimum_age": item.minimum_age or None,
        "maximum_age": item.maximum_age or None,
        "healthy_volunteers": item.healthy_volunteers,
        "study_population": item.study_population or None,
        "age_groups": list(item.std_ages),
        "gender_based": item.gender_based,
        "gender_description": item.gender_description or None,
        "sampling_method": item.sampling_method or None,
    }


def _links(trial: Trial, terms: list[LinkedTerm]) -> list[dict[str, Any]]:
    """Return every link to the terms of a kind; offsets count code points of the field's plain text."""
    return [
        {
            "ref": str(term.ref),
            "name": term.name,
            "via": link.via,
            "field": link.field,
            "start": link.start if link.start >= 0 else None,
            "end": link.end if link.end >= 0 else None,
            "excluded": link.excluded,
            "sentence": sentence(trial, link) or None,
        }
        for term in terms
        for link in term.links
    ]


def _sources(facts: TrialFacts) -> list[dict[str, Any]]:
    """Return where a trial's facts come from: its record, and the published pages that list it."""
    trial = facts.trial
    own = {"kind": trial.source, "file": trial.source_file or None, "as_of": trial.record_as_of or None}
    pages = [
        {
            "kind": "published page",
            "file": page.source_file or None,
            "as_of": page.snapshot or None,
            "ref": str(page.ref),
        }
        for page in facts.published
    ]
    return [own, *pages]


def term_json(facts: TermFacts, **options: Any) -> dict[str, Any]:
    """Return a term's facts; `options` go to the correlation."""
    from trialtui.query.figures import figures_of_term

    return {
        "kind": facts.ref.kind,
        "id": facts.ref.key,
        "name": facts.name,
        "synonyms": facts.synonyms,
        "url": outside_url(facts.ref, facts.name),
        "trials": [{"id": trial_ref(nct).key, "via": via} for nct, via in facts.trial_vias.items()],
        "correlated": {
            kind: [correlated_json(row) for row in rows] for kind, rows in facts.correlated(**options).items()
        },
        "figures": _figures(figures_of_term(facts.store, facts.row)),
        "parents": [_relative(row) for row in facts.parents],
        "children": [_relative(row) for row in facts.children],
        "published": [
            {
                "snapshot": page.snapshot or None,
                "id": page.id or None,
                "title": page.title or None,
                "file": page.source_file or None,
                "truncated_after": page.truncated_after or None,
            }
            for page in facts.published
        ],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    """Return what the pictures of a term's page show; `of` says which of its trials are counted."""
    spread = figures.enrollment
    enrollment = spread and {
        "stated": spread.stated,
        "least": spread.least,
        "quartiles": list(spread.quartiles),
        "greatest": spread.greatest,
    }
    return {
        "trials": figures.trials,
        "of": figures.how,
        "starts": dict(figures.months),
        "status": {value.label: value.count for value in figures.status.values},
        "phase": {value.label: value.count for value in figures.phase.values},
        "enrollment": enrollment,
    }


def correlated_json(row: CorrelatedRow) -> dict[str, Any]:
    """Return a correlated row; `correlation` is null where no trial in the store has the other term."""
    return {
        "ref": str(row.ref),
        "name": row.name,
        "correlation": None if row.correlation is None else round(row.correlation, 4),
        "trials": row.trials,
        "n_a": row.n_a,
        "n_b": row.n_b,
        "published": row.published,
    }


def _relative(row: TermRow) -> dict[str, Any]:
    return {"ref": str(row.ref), "name": row.name, "trials": row.n}
