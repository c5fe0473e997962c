"""Cells of a ClinicalTrials.gov CSV to the values of a record: labels to the codes of the API, dates to ISO form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from trialtui.model.labels import INTERVENTION_TYPES, PHASES, canonical, status_code
from trialtui.model.trial import Design, Eligibility, Enrollment, Intervention, Location, Outcome, RegistryDate, Sponsor

Cells: TypeAlias = Mapping[str, str]
"""A row: cells by the name of their column."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"([A-Z][a-z]+) (?:(\d{1,2}), )?(\d{4})")
_PHASE_CODES = {label.casefold(): code for code, label in PHASES.items()}
_CLASSES = {"U.S._FED": "FED", "INDIVIDUAL": "INDIV"}
_TYPE_LABELS = frozenset(INTERVENTION_TYPES)
_AGE = re.compile(r"\d+ (?:Year|Month|Week|Day|Hour|Minute)s?")
_SECOND_PART_OF_A_COUNTRY = frozenset(
    {
        "Republic of",
        "Islamic Republic of",
        "United Republic of",
        "The Democratic Republic of the",
        "The Former Yugoslav Republic of",
        "Federated States of",
        "Province of China",
        "Occupied",
        "occupied",
        "U.S.",
        "British",
    }
)
_OUTCOME_COLUMNS = (
    ("primary", "Primary Outcome Measures"),
    ("secondary", "Secondary Outcome Measures"),
    ("other", "Other Outcome Measures"),
    ("", "Outcome Measures"),
)


def parts(cell: str) -> list[str]:
    """Return the entries of a cell, which the site joins by vertical bars."""
    return [part for part in (piece.strip() for piece in cell.split("|")) if part]


def codes(cell: str) -> tuple[str, ...]:
    """Return entries joined by commas as codes: `Adult, Older Adult` -> `ADULT`, `OLDER_ADULT`."""
    return tuple(canonical(part) for part in cell.split(",") if part.strip())


def conditions(cell: str) -> tuple[str, ...]:
    """Return the conditions."""
    return tuple(parts(cell))


def status(cell: str) -> str:
    """Return an overall status as its code; an unknown one stays as it is."""
    return status_code(cell) or cell


def iso_date(cell: str) -> RegistryDate:
    """Return a date as `2020-04-15` or `2020-04`; what is no date stays as it is. Its type is not stated."""
    match = _DATE.fullmatch(cell)
    if not match or match[1][:3] not in _MONTHS:
        return RegistryDate(cell)
    month = f"{match[3]}-{_MONTHS.index(match[1][:3]) + 1:02}"
    return RegistryDate(f"{month}-{int(match[2]):02}" if match[2] else month)


def phases(cell: str) -> tuple[str, ...]:
    """Return the phases as codes: `Phase 2|Phase 3` -> `PHASE2`, `PHASE3`."""
    return tuple(_PHASE_CODES.get(part.casefold(), canonical(part)) for part in parts(cell))


def study_type(cell: str) -> str:
    """Return the study type as its code: `Observational [Patient Registry]` -> `OBSERVATIONAL`."""
    return canonical(re.split(r"[\[:]", cell, maxsplit=1)[0])


def registry(cell: str) -> bool | None:
    """Tell whether a study type says that the study is a patient registry."""
    return True if "patient registry" in cell.casefold() else None


def enrollment(cell: str) -> Enrollment | None:
    """Return the number of participants.

    Raises:
        ValueError: it is no number.
    """
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) < 16):
        raise ValueError(f"a whole number is wanted, not {cell[:40]!r}")
    return Enrollment(int(cell))


def yes(cell: str) -> bool | None:
    """Read `YES`, `NO`, `Has Results`, `No Results Available`; None where nothing is said."""
    word = cell.casefold()
    return None if not word else word == "yes" or word.startswith("has")


def interventions(cell: str) -> tuple[Intervention, ...]:
    """Return the interventions: `Drug: Name` as type `DRUG` and its name.

    A piece that does not begin with a type belongs to the name before it, which then holds the vertical bar itself.
    """
    found: list[tuple[str, str]] = []
    for piece in cell.split("|"):
        kind, colon, name = piece.partition(": ")
        if colon and canonical(kind) in _TYPE_LABELS:
            found.append((canonical(kind), name))
        elif found:
            found[-1] = found[-1][0], f"{found[-1][1]}|{piece}"
        else:
            found.append(("", piece))
    return tuple(Intervention(name=name.strip(), type=kind) for kind, name in found if name.strip())


def outcomes(cells: Cells) -> tuple[Outcome, ...]:
    """Return the outcomes, each whole as its measure.

    The present dialect joins measure, description and time frame by commas, which they hold themselves, so that they
    cannot be told apart for sure. The classic one does not say which are primary: their role is empty.
    """
    return tuple(
        Outcome(role=role, measure=part) for role, column in _OUTCOME_COLUMNS for part in parts(cells.get(column, ""))
    )


def sponsors(cells: Cells) -> tuple[Sponsor, tuple[Sponsor, ...]]:
    """Return lead sponsor and collaborators. The classic dialect lists the classes of all of them together."""
    if "Sponsor/Collaborators" in cells:
        name, *others = parts(cells["Sponsor/Collaborators"]) or [""]
        classes = [_agency_class(part) for part in parts(cells.get("Funded Bys", ""))]
        only = classes[0] if len(classes) == 1 else ""
        return Sponsor(name, only), tuple(Sponsor(other, only) for other in others)
    lead = Sponsor(cells.get("Sponsor", ""), _agency_class(cells.get("Funder Type", "")))
    return lead, tuple(Sponsor(name) for name in parts(cells.get("Collaborators", "")))


def _agency_class(label: str) -> str:
    code = canonical(label)
    return _CLASSES.get(code, code)


def age_limits(cell: str, sex: str) -> Eligibility:
    """Return what is said of ages: `18 Years to 80 Years (Adult, Older Adult)`, `18 Years and older`, `ADULT`."""
    text, _, groups = " ".join(cell.split()).partition("(")
    limits = _AGE.findall(text)
    if not limits:
        return Eligibility(sex=sex, std_ages=codes(groups.rstrip(")") or text))
    low, high = (limits[0], limits[1]) if len(limits) > 1 else ((limits[0], "") if "older" in text else ("", limits[0]))
    return Eligibility(sex=sex, minimum_age=low, maximum_age=high, std_ages=codes(groups.rstrip(")")))


def design(cell: str, patient_registry: bool | None) -> Design:
    """Return the study design: `Allocation: Randomized|Masking: Double (Participant, Investigator)|...`."""
    told = dict(part.partition(": ")[::2] for part in parts(cell))
    masking, _, who = told.get("Masking", "").rstrip(")").partition("(")
    return Design(
        allocation="NA" if told.get("Allocation") == "N/A" else _code(told, "Allocation"),
        intervention_model=_code(told, "Intervention Model").removesuffix("_ASSIGNMENT"),
        primary_purpose=_code(told, "Primary Purpose"),
        masking=canonical(masking),
        who_masked=() if who == "Open Label" else codes(who),
        observational_model=_code(told, "Observational Model"),
        time_perspective=_code(told, "Time Perspective"),
        patient_registry=patient_registry,
    )


def _code(told: Cells, name: str) -> str:
    """Return a value as its code; the lone `p` that the site gave in 2024 for every time perspective is none."""
    value = told.get(name, "")
    return canonical(value) if len(value) > 1 else ""


def locations(cell: str) -> tuple[Location, ...]:
    """Return the sites: the country, and all before it as the facility, since commas stand within names as well."""
    return tuple(_location(part) for part in parts(cell))


def _location(part: str) -> Location:
    *facility, country = part.split(", ")
    if country in _SECOND_PART_OF_A_COUNTRY and facility:
        country = f"{facility.pop()}, {country}"
    return Location(facility=", ".join(facility), country=country)
