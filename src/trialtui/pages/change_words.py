"""Changes of trials in words: which field, what it said, what it says; what an import or sync was."""

from __future__ import annotations

from trialtui.model.change import ADDED, FULLER, GONE, LEFT, RETURNED, FieldChange, Run, TrialChange
from trialtui.model.labels import label
from trialtui.query.changes import Told, day_of
from trialtui.query.coverage import trials_in_words

_FIELDS = {
    "overall_status": "Status",
    "status_verified_date": "Status verified",
    "why_stopped": "Why stopped",
    "brief_title": "Title",
    "brief_summary": "Summary",
    "detailed_description": "Detailed description",
    "nct_id_aliases": "Obsolete numbers",
    "org_study_id": "The sponsor's number",
    "secondary_ids": "Other numbers",
    "start_date": "Start",
    "primary_completion_date": "Primary completion",
    "completion_date": "Completion",
    "first_post_date": "First posted",
    "phases": "Phase",
    "arm_groups": "Arms",
    "lead_sponsor.name": "Sponsor",
    "overall_officials": "Officials",
    "locations": "Sites",
    "see_also_links": "Web links",
    "condition_meshes": "MeSH terms of conditions",
    "intervention_meshes": "MeSH terms of interventions",
    "has_results": "Results",
    "results_first_post_date": "Results first posted",
    "results": "Digest of results",
}
"""The fields whose names are not those of a reader."""

_ENUMERATED = frozenset(
    {
        "overall_status", "last_known_status", "study_type", "phases", "design.allocation",
        "design.intervention_model", "design.primary_purpose", "design.masking", "design.who_masked",
        "design.observational_model", "design.time_perspective", "eligibility.sex", "eligibility.std_ages",
        "eligibility.sampling_method", "lead_sponsor.agency_class", "arm_groups.type", "interventions.type",
        "locations.status", "overall_officials.role", "references.type",
    }
)  # fmt: skip

_RESULTS = ("has_results", "results_first_post_date", "results")
"""The fields that change when results are posted."""

_WITH_TYPE = frozenset(
    {"enrollment", "start_date", "primary_completion_date", "completion_date", "first_post_date",
     "results_first_post_date"}
)  # fmt: skip

_YES_NO = {"true": "yes", "false": "no"}
_POSTED = {"true": "posted", "false": "none posted"}


def field_name(path: str) -> str:
    """Return the name of a field as a reader knows it: `eligibility.minimum_age` is `Eligibility: minimum age`."""
    if path in _FIELDS:
        return _FIELDS[path]
    head, _, tail = path.partition(".")
    head = _FIELDS.get(head) or head.replace("_", " ").capitalize()
    return f"{head}: {tail.replace('_', ' ')}" if tail else head


def value_words(field: str, texts: tuple[str, ...]) -> str:
    """Return what a field says, or items of it, in words; nothing is empty."""
    return "; ".join(_value(field, text) for text in texts)


def _value(field: str, text: str) -> str:
    if field in _ENUMERATED:
        return label(text)
    if field in _WITH_TYPE:
        value, _, kind = text.partition(" ")
        return f"{value} ({label(kind).lower()})" if kind else value
    if field == "has_results":
        return _POSTED.get(text, text)
    return _YES_NO.get(text, text)


def field_words(change: FieldChange) -> str:
    """Say on one line how a field changed: `Status: Recruiting → Completed`."""
    name = field_name(change.field) + (f" of {change.item}" if change.item else "")
    old, new = value_words(change.field, change.old), value_words(change.field, change.new)
    return f"{name}: {old or 'nothing'} → {new or 'nothing'}" if old or new else f"{name}: changed"


def other_fields(change: TrialChange) -> list[FieldChange]:
    """Return the changes that are said neither by the move of the status nor by results being posted."""
    said = ("overall_status", *(_RESULTS if change.results else ()))
    return [item for item in change.fields if item.field not in said]


def change_words(told: Told) -> str:
    """Say on one line how a trial changed: the move of its status first, then the other fields by name."""
    change, query = told.change, ", ".join(told.run.source)
    whole = {
        ADDED: "new in this store",
        FULLER: "its whole record came, in place of less",
        LEFT: f"no longer among the results of {query}; kept",
        GONE: "no longer in the registry; kept",
        RETURNED: f"among the results of {query} again",
    }.get(change.what)
    if whole is not None:
        return whole
    status = field_words(change.status) if change.status is not None else ""
    names = dict.fromkeys(field_name(item.field) for item in other_fields(change))
    more = f" and {change.more} more" if change.more else ""
    rest = ", ".join(names) + more
    parts = (status, "results posted" if change.results else "", f"changed: {rest}" if rest else "")
    return "; ".join(filter(None, parts)) or "updated in fields that are not kept here"


def run_words(run: Run) -> str:
    """Name an import or sync: `sync of condition COVID-19`."""
    named = ", ".join(run.source[:3]) + (f" and {len(run.source) - 3} more" if len(run.source) > 3 else "")
    return f"{run.kind} of {named}" if named else run.kind


def run_title(run: Run) -> str:
    """Name a run and its day."""
    return f"{run_words(run)}, {day_of(run)}"


def counts_words(run: Run) -> str:
    """Say what a run brought: how many trials were added, updated and left, and of when its data was."""
    added = f"a baseline of {trials_in_words(run.added)}" if run.baseline else f"{run.added:,} added"
    left = f"{run.left:,} no longer among the results" if run.left else ""
    data = f"data of {run.as_of}" if run.as_of else "data of no known date"
    end = "" if run.complete else "stopped before its end"
    return ", ".join(filter(None, (added, f"{run.updated:,} updated", left, data, end)))
