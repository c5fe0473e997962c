"""What a comparison's facts are called, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from trialtui.model.labels import label, phases_label
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial
from trialtui.pages.page import Span, Text
from trialtui.pages.running_text import one_line
from trialtui.pages.spans import text
from trialtui.pages.trial_words import date_words, enum_words, status_words
from trialtui.query.alignment import differing_words

SAME, DIFFERS, UNKNOWN = "=", "≠", "?"
"""The marks of a row."""

_YES_NO = {True: "Yes", False: "No", None: ""}

FIELD_WORDS: dict[str, tuple[str, Callable[[Trial, date], Text]]] = {
    "name": ("Title", lambda t, _: text(t.brief_title or t.official_title)),
    "status": ("Status", status_words),
    "why_stopped": ("Why stopped", lambda t, _: one_line(t.why_stopped, t.text_format)),
    "study_type": ("Study type", lambda t, _: text(enum_words(t.study_type))),
    "phases": ("Phase", lambda t, _: text(phases_label(t.phases))),
    "enrollment": ("Enrollment", lambda t, _: text(enrollment_words(t))),
    "start_date": ("Start", lambda t, _: text(date_words(t.start_date))),
    "primary_completion_date": ("Primary completion", lambda t, _: text(date_words(t.primary_completion_date))),
    "completion_date": ("Completion", lambda t, _: text(date_words(t.completion_date))),
    "first_posted": ("First posted", lambda t, _: text(date_words(t.first_post_date))),
    "last_update": ("Last update", lambda t, _: text(date_words(t.last_update_post_date))),
    "has_results": ("Results", lambda t, _: text("posted" if t.has_results else "none posted")),
    "results_first_posted": ("Results first posted", lambda t, _: text(date_words(t.results_first_post_date))),
    "sponsor": ("Sponsor", lambda t, _: text(t.lead_sponsor.name)),
    "allocation": ("Allocation", lambda t, _: text(enum_words(t.design.allocation))),
    "intervention_model": ("Intervention model", lambda t, _: text(enum_words(t.design.intervention_model))),
    "primary_purpose": ("Primary purpose", lambda t, _: text(enum_words(t.design.primary_purpose))),
    "masking": ("Masking", lambda t, _: text(enum_words(t.design.masking))),
    "observational_model": ("Observational model", lambda t, _: text(enum_words(t.design.observational_model))),
    "time_perspective": ("Time perspective", lambda t, _: text(enum_words(t.design.time_perspective))),
    "sex": ("Sex", lambda t, _: text(enum_words(t.eligibility.sex))),
    "minimum_age": ("Minimum age", lambda t, _: text(t.eligibility.minimum_age)),
    "maximum_age": ("Maximum age", lambda t, _: text(t.eligibility.maximum_age)),
    "healthy_volunteers": ("Healthy volunteers", lambda t, _: text(_YES_NO[t.eligibility.healthy_volunteers])),
}
"""Each compared field with its title, and what it says of a trial today."""

SET_TITLES = {
    "conditions": "Conditions",
    "interventions": "Interventions",
    "mesh": "MeSH terms, registered",
    "keywords": "Keywords",
    "countries": "Countries",
    "collaborators": "Collaborators",
}
"""What the compared sets are called."""

SECTION_TITLES = {
    "inclusion": "Inclusion criteria",
    "exclusion": "Exclusion criteria",
    "": "Criteria, section not stated",
}
"""What the sections of the criteria are called."""


def enrollment_words(trial: Trial) -> str:
    """Return how many take part, and whether that is so or planned."""
    if trial.enrollment is None:
        return ""
    kind = f" ({label(trial.enrollment.type).lower()})" if trial.enrollment.type else ""
    return f"{trial.enrollment.count:,}{kind}"


def mark(differs: bool | None) -> Text:
    """Return the mark of a row that differs, does not, or of which that is not known."""
    if differs is None:
        return text(UNKNOWN, "warning")
    return text(DIFFERS, "strong") if differs else text(SAME, "dim")


def plain_text(words: str, text_format: str) -> str:
    """Return a registered text's words without its markup."""
    return read_registered(words, text_format).plain


def compared_text(words: str, others: Sequence[str]) -> Text:
    """Return a text in which the words are strong that another one lacks; as it is where there is no other one."""
    if not others:
        return text(words)
    return tuple(Span(run, None, "strong" if differs else "") for run, differs in differing_words(words, others))
