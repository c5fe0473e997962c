"""The columns of an export: the registry's data elements that a trial holds, by the names that its API gives them.

Lists of one module keep step: the third `InterventionType` is that of the third `InterventionName`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from trialtui.model.refs import Ref
from trialtui.model.trial import Trial
from trialtui.query.outside import outside_url

Value: TypeAlias = str | int | bool | list[str] | None
"""A cell: None where nothing is stated."""


class Column(NamedTuple):
    """A column: its name, and what it reads of a trial."""

    name: str
    value: Callable[[Trial], Value]


class UnknownColumnError(ValueError):
    """A column that there is not; the message names those that are close to it."""


def _one(path: str) -> Callable[[Trial], Value]:
    """Read one value by its path; an empty one is None."""
    steps = path.split(".")

    def read(trial: Trial) -> Value:
        value: object = trial
        for step in steps:
            value = getattr(value, step, None)
        if isinstance(value, tuple):
            return [str(item) for item in value]
        return value if isinstance(value, str | int) and value != "" else None

    return read


def _each(items: str, part: str) -> Callable[[Trial], Value]:
    """Read one part of each item of a list; what an item lacks is an empty text, so that lists keep step."""

    def read(trial: Trial) -> Value:
        return [_text(getattr(item, part)) for item in getattr(trial, items)]

    return read


def _outcomes(role: str, part: str) -> Callable[[Trial], Value]:
    """Read one part of each outcome of a role."""
    return lambda trial: [getattr(item, part) for item in trial.outcomes if item.role == role]


def _text(value: str | Sequence[str]) -> str:
    """Return a text; a list within a list is joined by `; `."""
    return value if isinstance(value, str) else "; ".join(value)


def _all(one: Iterable[tuple[str, str]], each: Iterable[tuple[str, str, str]]) -> Iterable[Column]:
    yield from (Column(name, _one(path)) for name, path in one)
    yield from (Column(name, _each(items, part)) for name, items, part in each)
    for role in ("Primary", "Secondary", "Other"):
        for part, name in (("measure", "Measure"), ("description", "Description"), ("time_frame", "TimeFrame")):
            yield Column(f"{role}Outcome{name}", _outcomes(role.lower(), part))


_ONE = (
    ("NCTId", "nct_id"), ("NCTIdAlias", "nct_id_aliases"), ("OrgStudyId", "org_study_id"),
    ("SecondaryId", "secondary_ids"), ("BriefTitle", "brief_title"), ("OfficialTitle", "official_title"),
    ("Acronym", "acronym"), ("StatusVerifiedDate", "status_verified_date"), ("OverallStatus", "overall_status"),
    ("LastKnownStatus", "last_known_status"), ("WhyStopped", "why_stopped"),
    ("StartDate", "start_date.date"), ("StartDateType", "start_date.type"),
    ("PrimaryCompletionDate", "primary_completion_date.date"),
    ("PrimaryCompletionDateType", "primary_completion_date.type"),
    ("CompletionDate", "completion_date.date"), ("CompletionDateType", "completion_date.type"),
    ("StudyFirstPostDate", "first_post_date.date"), ("StudyFirstPostDateType", "first_post_date.type"),
    ("ResultsFirstPostDate", "results_first_post_date.date"),
    ("ResultsFirstPostDateType", "results_first_post_date.type"),
    ("LastUpdatePostDate", "last_update_post_date.date"), ("LastUpdatePostDateType", "last_update_post_date.type"),
    ("LeadSponsorName", "lead_sponsor.name"), ("LeadSponsorClass", "lead_sponsor.agency_class"),
    ("BriefSummary", "brief_summary"), ("DetailedDescription", "detailed_description"),
    ("Condition", "conditions"), ("Keyword", "keywords"), ("StudyType", "study_type"), ("Phase", "phases"),
    ("PatientRegistry", "design.patient_registry"), ("DesignAllocation", "design.allocation"),
    ("DesignInterventionModel", "design.intervention_model"),
    ("DesignInterventionModelDescription", "design.intervention_model_description"),
    ("DesignPrimaryPurpose", "design.primary_purpose"), ("DesignObservationalModel", "design.observational_model"),
    ("DesignTimePerspective", "design.time_perspective"), ("DesignMasking", "design.masking"),
    ("DesignMaskingDescription", "design.masking_description"), ("DesignWhoMasked", "design.who_masked"),
    ("EnrollmentCount", "enrollment.count"), ("EnrollmentType", "enrollment.type"),
    ("EligibilityCriteria", "eligibility.criteria"), ("HealthyVolunteers", "eligibility.healthy_volunteers"),
    ("Sex", "eligibility.sex"), ("GenderBased", "eligibility.gender_based"),
    ("GenderDescription", "eligibility.gender_description"), ("MinimumAge", "eligibility.minimum_age"),
    ("MaximumAge", "eligibility.maximum_age"), ("StdAge", "eligibility.std_ages"),
    ("StudyPopulation", "eligibility.study_population"), ("SamplingMethod", "eligibility.sampling_method"),
    ("HasResults", "has_results"), ("VersionHolder", "version_holder"),
)  # fmt: skip
_EACH = (
    ("CollaboratorName", "collaborators", "name"), ("CollaboratorClass", "collaborators", "agency_class"),
    ("ArmGroupLabel", "arm_groups", "label"), ("ArmGroupType", "arm_groups", "type"),
    ("ArmGroupDescription", "arm_groups", "description"), ("ArmGroupInterventionName", "arm_groups", "interventions"),
    ("InterventionType", "interventions", "type"), ("InterventionName", "interventions", "name"),
    ("InterventionDescription", "interventions", "description"),
    ("InterventionArmGroupLabel", "interventions", "arm_group_labels"),
    ("InterventionOtherName", "interventions", "other_names"),
    ("CentralContactName", "central_contacts", "name"), ("CentralContactPhone", "central_contacts", "phone"),
    ("CentralContactPhoneExt", "central_contacts", "phone_extension"),
    ("CentralContactEMail", "central_contacts", "email"),
    ("OverallOfficialName", "overall_officials", "name"),
    ("OverallOfficialAffiliation", "overall_officials", "affiliation"),
    ("OverallOfficialRole", "overall_officials", "role"),
    ("LocationFacility", "locations", "facility"), ("LocationStatus", "locations", "status"),
    ("LocationCity", "locations", "city"), ("LocationState", "locations", "state"),
    ("LocationCountry", "locations", "country"),
    ("ReferencePMID", "references", "pmid"), ("ReferenceType", "references", "type"),
    ("ReferenceCitation", "references", "citation"),
    ("SeeAlsoLinkLabel", "see_also_links", "label"), ("SeeAlsoLinkURL", "see_also_links", "url"),
    ("ConditionMeshId", "condition_meshes", "id"), ("ConditionMeshTerm", "condition_meshes", "term"),
    ("InterventionMeshId", "intervention_meshes", "id"), ("InterventionMeshTerm", "intervention_meshes", "term"),
)  # fmt: skip
_OURS = (
    Column("url", lambda trial: outside_url(Ref("trial", trial.nct_id))),
    Column("countries", lambda trial: list(trial.countries)),
    Column("source", lambda trial: trial.source or None),
    Column("not_in_source", lambda trial: list(trial.missing)),
)
"""Columns that the registry has no data element for: the address, each country once, where the facts come from, and
which fields that source cannot hold."""

COLUMNS = {column.name: column for column in (*_all(_ONE, _EACH), *_OURS)}
"""Every column by its name."""

ALWAYS = ("matched", "record_as_of")
"""The columns that every row ends with: why it is there, and of when it is."""

DEFAULT = tuple(
    COLUMNS[name]
    for name in (
        "NCTId", "BriefTitle", "Acronym", "OverallStatus", "StatusVerifiedDate", "StudyType", "Phase",
        "EnrollmentCount", "StartDate", "PrimaryCompletionDate", "CompletionDate", "LeadSponsorName", "Condition",
        "InterventionType", "InterventionName", "countries", "HasResults", "LastUpdatePostDate", "url", "source",
    )
)  # fmt: skip
"""The columns of an export that names none."""


def read_columns(text: str) -> tuple[Column, ...]:
    """Read names of columns, parted by commas, in any case, with `_` or without; `matched` and the like are known.

    Raises:
        UnknownColumnError: there is no such column, or none is named.
    """
    known = {_folded(name): column for name, column in COLUMNS.items()}
    chosen: dict[str, Column] = {}
    for name in filter(None, (part.strip() for part in text.split(","))):
        if _folded(name) in map(_folded, ALWAYS):
            continue
        column = known.get(_folded(name))
        if column is None:
            raise UnknownColumnError(_unknown(name, known))
        chosen[column.name] = column
    if not chosen:
        raise UnknownColumnError("no column is named")
    return tuple(chosen.values())


def _folded(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")


def _unknown(name: str, known: dict[str, Column]) -> str:
    from difflib import get_close_matches

    close = [known[each].name for each in get_close_matches(_folded(name), known, n=3)]
    return f"no column {name}" + (f": did you mean {' or '.join(close)}?" if close else "")


def columns_like(text: str) -> list[str]:
    """Return the columns whose names hold a text, in any case, those that begin with it first."""
    folded = _folded(text)
    found = [name for name in COLUMNS if folded in _folded(name)]
    return sorted(found, key=lambda name: not _folded(name).startswith(folded))
