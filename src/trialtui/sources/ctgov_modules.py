"""The modules of a ClinicalTrials.gov record (API version 2), each read to the fields of `Trial` that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from trialtui.model.trial import (
    ArmGroup,
    Contact,
    Design,
    Eligibility,
    Enrollment,
    Intervention,
    Location,
    MeshTerm,
    Official,
    Outcome,
    Reference,
    Sponsor,
    WebLink,
)
from trialtui.sources.fields import Node, date, flag, integer, struct, structs, text, texts

Values = dict[str, Any]
"""Fields of `Trial` by name."""

NCT_NUMBER = re.compile(r"NCT[0-9]{8}")
"""The form of an NCT number."""


def read_protocol(section: Node) -> Values:
    """Read `protocolSection`, all but the NCT number.

    Args:
        section: The decoded JSON object.

    Returns:
        The fields that its modules give; those of an absent module are absent.

    Raises:
        FieldError: a field has the wrong type.
    """
    values: Values = {}
    for name, read in _PROTOCOL_MODULES.items():
        if section.get(name) is not None:
            values |= struct(section, name, read)
    return values


def _read_identification(node: Node) -> Values:
    return {
        "nct_id_aliases": tuple(alias for alias in texts(node, "nctIdAliases") if NCT_NUMBER.fullmatch(alias)),
        "org_study_id": struct(node, "orgStudyIdInfo", lambda info: text(info, "id")),
        "secondary_ids": tuple(filter(None, structs(node, "secondaryIdInfos", lambda info: text(info, "id")))),
        "brief_title": text(node, "briefTitle"),
        "official_title": text(node, "officialTitle"),
        "acronym": text(node, "acronym"),
    }


def _read_status(node: Node) -> Values:
    return {
        "overall_status": text(node, "overallStatus"),
        "last_known_status": text(node, "lastKnownStatus"),
        "status_verified_date": text(node, "statusVerifiedDate"),
        "why_stopped": text(node, "whyStopped"),
        "start_date": date(node, "startDateStruct"),
        "primary_completion_date": date(node, "primaryCompletionDateStruct"),
        "completion_date": date(node, "completionDateStruct"),
        "first_post_date": date(node, "studyFirstPostDateStruct"),
        "last_update_post_date": date(node, "lastUpdatePostDateStruct"),
        "results_first_post_date": date(node, "resultsFirstPostDateStruct"),
    }


def _read_sponsors(node: Node) -> Values:
    return {
        "lead_sponsor": struct(node, "leadSponsor", _read_sponsor),
        "collaborators": structs(node, "collaborators", _read_sponsor),
    }


def _read_sponsor(node: Node) -> Sponsor:
    return Sponsor(text(node, "name"), text(node, "class"))


def _read_description(node: Node) -> Values:
    return {"brief_summary": text(node, "briefSummary"), "detailed_description": text(node, "detailedDescription")}


def _read_conditions(node: Node) -> Values:
    return {"conditions": texts(node, "conditions"), "keywords": texts(node, "keywords")}


def _read_design_module(node: Node) -> Values:
    return {
        "study_type": text(node, "studyType"),
        "phases": texts(node, "phases"),
        "enrollment": struct(node, "enrollmentInfo", _read_enrollment),
        "design": _read_design(node),
    }


def _read_enrollment(node: Node) -> Enrollment | None:
    count, kind = integer(node, "count"), text(node, "type")
    return None if count is None else Enrollment(count, kind)


def _read_design(module: Node) -> Design:
    retention, samples = struct(module, "bioSpec", lambda info: (text(info, "retention"), text(info, "description")))
    beside = {
        "patient_registry": flag(module, "patientRegistry"),
        "target_duration": text(module, "targetDuration"),
        "biospecimens": retention,
        "biospecimens_description": samples,
    }
    return struct(module, "designInfo", lambda info: _read_design_info(info, beside))


def _read_design_info(node: Node, beside: Values) -> Design:
    masking, masking_description, who_masked = struct(
        node,
        "maskingInfo",
        lambda info: (text(info, "masking"), text(info, "maskingDescription"), texts(info, "whoMasked")),
    )
    return Design(
        allocation=text(node, "allocation"),
        intervention_model=text(node, "interventionModel"),
        intervention_model_description=text(node, "interventionModelDescription"),
        primary_purpose=text(node, "primaryPurpose"),
        masking=masking,
        masking_description=masking_description,
        who_masked=who_masked,
        observational_model=text(node, "observationalModel"),
        time_perspective=text(node, "timePerspective"),
        **beside,
    )


def _read_arms(node: Node) -> Values:
    interventions = structs(node, "interventions", _read_intervention)
    return {
        "arm_groups": structs(node, "armGroups", _read_arm),
        "interventions": tuple(intervention for intervention in interventions if intervention.name.strip()),
    }


def _read_arm(node: Node) -> ArmGroup:
    return ArmGroup(
        label=text(node, "label"),
        type=text(node, "type"),
        description=text(node, "description"),
        interventions=texts(node, "interventionNames"),
    )


def _read_intervention(node: Node) -> Intervention:
    return Intervention(
        name=text(node, "name"),
        type=text(node, "type"),
        description=text(node, "description"),
        other_names=texts(node, "otherNames"),
        arm_group_labels=texts(node, "armGroupLabels"),
    )


def _read_outcomes(node: Node) -> Values:
    return {
        "outcomes": tuple(
            outcome
            for role, key in (
                ("primary", "primaryOutcomes"),
                ("secondary", "secondaryOutcomes"),
                ("other", "otherOutcomes"),
            )
            for outcome in structs(node, key, _OUTCOME_READERS[role])
        )
    }


def _outcome_reader(role: str) -> Callable[[Node], Outcome]:
    return lambda node: Outcome(
        role=role,
        measure=text(node, "measure"),
        description=text(node, "description"),
        time_frame=text(node, "timeFrame"),
    )


_OUTCOME_READERS = {role: _outcome_reader(role) for role in ("primary", "secondary", "other")}


def _read_eligibility(node: Node) -> Values:
    return {
        "eligibility": Eligibility(
            criteria=text(node, "eligibilityCriteria"),
            healthy_volunteers=flag(node, "healthyVolunteers"),
            sex=text(node, "sex"),
            gender_based=flag(node, "genderBased"),
            gender_description=text(node, "genderDescription"),
            minimum_age=text(node, "minimumAge"),
            maximum_age=text(node, "maximumAge"),
            std_ages=texts(node, "stdAges"),
            study_population=text(node, "studyPopulation"),
            sampling_method=text(node, "samplingMethod"),
        )
    }


def _read_contacts(node: Node) -> Values:
    return {
        "overall_officials": structs(node, "overallOfficials", _read_official),
        "central_contacts": structs(node, "centralContacts", _read_contact),
        "locations": structs(node, "locations", _read_location),
    }


def _read_official(node: Node) -> Official:
    return Official(name=text(node, "name"), affiliation=text(node, "affiliation"), role=text(node, "role"))


def _read_contact(node: Node) -> Contact:
    return Contact(
        name=text(node, "name"),
        phone=text(node, "phone"),
        phone_extension=text(node, "phoneExt"),
        email=text(node, "email"),
    )


def _read_location(node: Node) -> Location:
    return Location(
        facility=text(node, "facility"),
        status=text(node, "status"),
        city=text(node, "city"),
        state=text(node, "state"),
        country=text(node, "country"),
    )


def _read_references(node: Node) -> Values:
    return {
        "references": structs(node, "references", _read_reference),
        "see_also_links": structs(node, "seeAlsoLinks", lambda link: WebLink(text(link, "label"), text(link, "url"))),
    }


def _read_reference(node: Node) -> Reference:
    return Reference(citation=text(node, "citation"), pmid=text(node, "pmid"), type=text(node, "type"))


def read_derived(section: Node) -> Values:
    """Read `derivedSection`: registered MeSH terms with the ids as registered, and the date of the data.

    Args:
        section: The decoded JSON object.

    Returns:
        The fields that it gives.

    Raises:
        FieldError: a field has the wrong type.
    """
    conditions, condition_ancestors = struct(section, "conditionBrowseModule", _read_browse)
    interventions, intervention_ancestors = struct(section, "interventionBrowseModule", _read_browse)
    return {
        "condition_meshes": conditions,
        "condition_ancestors": condition_ancestors,
        "intervention_meshes": interventions,
        "intervention_ancestors": intervention_ancestors,
        "version_holder": struct(section, "miscInfoModule", lambda info: text(info, "versionHolder")),
    }


def _read_browse(node: Node) -> tuple[tuple[MeshTerm, ...], tuple[MeshTerm, ...]]:
    return structs(node, "meshes", _read_mesh), structs(node, "ancestors", _read_mesh)


def _read_mesh(node: Node) -> MeshTerm:
    return MeshTerm(text(node, "id"), text(node, "term"))


_PROTOCOL_MODULES: dict[str, Callable[[Node], Values]] = {
    "identificationModule": _read_identification,
    "statusModule": _read_status,
    "sponsorCollaboratorsModule": _read_sponsors,
    "descriptionModule": _read_description,
    "conditionsModule": _read_conditions,
    "designModule": _read_design_module,
    "armsInterventionsModule": _read_arms,
    "outcomesModule": _read_outcomes,
    "eligibilityModule": _read_eligibility,
    "contactsLocationsModule": _read_contacts,
    "referencesModule": _read_references,
}
