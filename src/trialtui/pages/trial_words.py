"""A trial's facts in words: dates, its status, its terms."""

from __future__ import annotations

import re
from datetime import date

from trialtui.model.labels import NOT_STATED, label, status_label
from trialtui.model.trial import RegistryDate, Trial
from trialtui.pages.page import Text
from trialtui.pages.spans import text

_STALE_DAYS = 365


_READERS_CARE = {
    "overall_status": "status",
    "start_date": "dates",
    "phases": "phase",
    "enrollment": "enrollment",
    "lead_sponsor": "sponsor",
    "detailed_description": "detailed description",
    "arm_groups": "arms",
    "outcomes.role": "which outcomes are primary",
    "outcomes": "outcomes",
    "eligibility": "eligibility",
    "eligibility.criteria": "eligibility criteria",
    "locations": "sites",
    "references": "references",
    "condition_meshes": "MeSH terms",
    "has_results": "whether results were posted",
    "results": "results",
}
"""The data elements whose absence a reader must know of, in words."""


def missing_words(trial: Trial) -> str:
    """Name what the source of a trial cannot hold, as against what it leaves empty."""
    named = [words for element, words in _READERS_CARE.items() if element in trial.missing]
    rest = len(trial.missing) - len(named)
    return ", ".join(named) + (f" and {rest} further data elements" if named and rest else "")


_FIELD = re.compile(r"([a-z_.]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?")
_FIELDS = {
    "brief_title": "title", "arm_groups": "arm", "eligibility.criteria": "eligibility criteria",
    "eligibility.study_population": "study population", "brief_summary": "summary", "conditions": "condition",
    "keywords": "keyword", "interventions": "intervention", "outcomes": "outcome",
}  # fmt: skip


def field_words(path: str) -> str:
    """Return a field's path in words: `outcomes[2].description` is `outcome 3, description`."""
    match = _FIELD.fullmatch(path)
    if match is None:
        return path
    name = _FIELDS.get(match[1]) or match[1].rpartition(".")[2].replace("_", " ")
    number = f" {int(match[2]) + 1}" if match[2] else ""
    part = f", {match[3].replace('_', ' ')}" if match[3] else ""
    return f"{name}{number}{part}"


def enum_words(value: str) -> str:
    """Return an enumerated value in words, an empty one as nothing."""
    return label(value) if value else ""


def date_words(value: RegistryDate) -> str:
    """Return a date as given, with its type: `2020-06 (estimated)`."""
    if not value.date:
        return ""
    return f"{value.date} ({label(value.type).lower()})" if value.type else value.date


def status_words(trial: Trial, today: date, checked: str = "") -> Text:
    """Return a trial's status with the date of its record, marked when that is over a year old.

    Args:
        trial: The trial.
        today: The present day.
        checked: The day on which a sync found the record unchanged, where that is later.
    """
    if not trial.overall_status:
        return text(NOT_STATED, "warning")
    words = status_label(trial.overall_status)
    if trial.last_known_status:
        words += f" (last known: {status_label(trial.last_known_status)})"
    if not trial.record_as_of:
        return text(f"{words}, record of unknown date", "strong")
    words += f", as recorded {trial.record_as_of}" + (f", unchanged {checked}" if checked else "")
    old = is_stale(checked or trial.record_as_of, today)
    return text(words, "strong") + (text(" (over a year ago)", "warning") if old else ())


def is_stale(as_of: str, today: date) -> bool:
    """Tell whether a record's date (`YYYY-MM-DD`) lies more than a year back."""
    try:
        return (today - date.fromisoformat(as_of[:10])).days > _STALE_DAYS
    except ValueError:
        return False
