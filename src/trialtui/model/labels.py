"""Enumerated values as a reader sees them. A value that the registry's list does not hold is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable

STATUSES: dict[str, tuple[str, str]] = {
    "RECRUITING": ("Recruiting", "Recr"),
    "NOT_YET_RECRUITING": ("Not yet recruiting", "NotYet"),
    "ENROLLING_BY_INVITATION": ("Enrolling by invitation", "Invit"),
    "ACTIVE_NOT_RECRUITING": ("Active, not recruiting", "ActNR"),
    "COMPLETED": ("Completed", "Compl"),
    "SUSPENDED": ("Suspended", "Susp"),
    "TERMINATED": ("Terminated", "Termin"),
    "WITHDRAWN": ("Withdrawn", "Withdr"),
    "UNKNOWN": ("Unknown status", "Unkn"),
    "AVAILABLE": ("Available", "Avail"),
    "NO_LONGER_AVAILABLE": ("No longer available", "NoLong"),
    "TEMPORARILY_NOT_AVAILABLE": ("Temporarily not available", "TmpNA"),
    "APPROVED_FOR_MARKETING": ("Approved for marketing", "Approv"),
    "WITHHELD": ("Withheld", "Withh"),
}
"""Each overall status of the registry (API v2, enum `Status`): label and short word."""

NOT_STATED = "status not stated"

PHASES: dict[str, str] = {
    "EARLY_PHASE1": "Early Phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
    "NA": "Not applicable",
}
"""Each phase of the registry (API v2, enum `Phase`)."""

INTERVENTION_TYPES: dict[str, str] = {
    "DRUG": "Drug",
    "BIOLOGICAL": "Biological",
    "DEVICE": "Device",
    "PROCEDURE": "Procedure",
    "RADIATION": "Radiation",
    "BEHAVIORAL": "Behavioral",
    "GENETIC": "Genetic",
    "DIETARY_SUPPLEMENT": "Dietary Supplement",
    "COMBINATION_PRODUCT": "Combination Product",
    "DIAGNOSTIC_TEST": "Diagnostic Test",
    "OTHER": "Other",
}
"""The eleven intervention types of the registry (API v2, enum `InterventionType`)."""

_STATUS_ALIASES = {
    label.casefold().replace(",", "").replace(" ", "_"): code for code, (label, _) in STATUSES.items()
} | {short.casefold(): code for code, (_, short) in STATUSES.items()}
_SPECIAL = {"NA": "N/A", "NIH": "NIH", "FED": "U.S. federal", "OTHER_GOV": "Other government", "INDIV": "Individual"}


def canonical(value: str) -> str:
    """Return an enumerated value as the registry's API spells it: `Not yet recruiting` -> `NOT_YET_RECRUITING`."""
    return value.strip().upper().replace(",", "").replace("/", "_").replace(" ", "_").replace("-", "_")


def label(value: str) -> str:
    """Return an enumerated value as words: `DIETARY_SUPPLEMENT` -> `Dietary supplement`."""
    if value in STATUSES:
        return STATUSES[value][0]
    if value in PHASES:
        return PHASES[value]
    if value in _SPECIAL:
        return _SPECIAL[value]
    words = value.replace("_", " ")
    return words.capitalize() if value.isupper() else words


def status_label(status: str) -> str:
    """Return an overall status as words; an empty one is said to be not stated."""
    return STATUSES[status][0] if status in STATUSES else (status or NOT_STATED)


def status_short(status: str) -> str:
    """Return an overall status as a word of at most six letters; an unknown value as it is, none at all as `-`."""
    return STATUSES[status][1] if status in STATUSES else (status or "-")


def status_code(text: str) -> str | None:
    """Read a status as typed: code, label or short word, in any case; None where there is no such status."""
    code = canonical(text)
    return code if code in STATUSES else _STATUS_ALIASES.get(code.casefold())


def intervention_type_label(value: str) -> str:
    """Return an intervention type as the registry's site shows it."""
    return INTERVENTION_TYPES.get(canonical(value), value)


def phases_label(phases: Iterable[str]) -> str:
    """Return a trial's phases as one text: `Phase 2/Phase 3`; none at all gives an empty text."""
    return "/".join(PHASES.get(phase, phase) for phase in phases)
