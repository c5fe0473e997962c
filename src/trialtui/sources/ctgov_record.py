"""ClinicalTrials.gov records (API version 2, one study) to `Trial`.

Field names are those of the registry's data elements (OpenAPI document 2.0.5). Text stays as registered. A field of
another type than documented rejects the record; absent modules and unknown enumeration values do not.
"""

from __future__ import annotations

import re

from trialtui.model.trial import RegistryDate, Trial
from trialtui.sources.ctgov_modules import NCT_NUMBER, Values, read_derived, read_protocol
from trialtui.sources.ctgov_results import read_results
from trialtui.sources.fields import FieldError, Node, RecordError, flag, struct, text, wrong_type

__all__ = ["SOURCE", "RecordError", "read_study"]

SOURCE = "ClinicalTrials.gov record"
"""What `Trial.source` says of trials read here."""

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_OLD_SHAPES = frozenset({"FullStudy", "FullStudiesResponse", "ProtocolSection", "clinical_study"})


def read_study(study: object, source_file: str = "") -> Trial:
    """Read one study.

    Args:
        study: The decoded JSON object, with `protocolSection` and where present `derivedSection`, `resultsSection` and
            `hasResults`. Parts that a download left out (`fields=`) are named in `Trial.missing`.
        source_file: Where it was read from, as shown to the reader.

    Returns:
        The trial. Interventions without a name and aliases that are no NCT numbers are left out.

    Raises:
        RecordError: it is no such object, its NCT number is missing or malformed, or a field has the wrong type.
    """
    if type(study) is not dict:
        error = wrong_type("", "a study (an object)", study)
        raise RecordError("", error.path, error.reason)
    if old := _OLD_SHAPES & study.keys():
        raise RecordError("", min(old), "a record of the registry's old API (full studies), not of version 2")
    nct = ""
    try:
        nct = struct(study, "protocolSection", lambda node: struct(node, "identificationModule", _nct_id))
        values = struct(study, "protocolSection", read_protocol)
        values |= struct(study, "derivedSection", read_derived)
        results = struct(study, "resultsSection", read_results) if study.get("resultsSection") else None
        has_results = flag(study, "hasResults")
    except FieldError as error:
        raise RecordError(nct, error.path, error.reason) from None
    return Trial(
        nct_id=nct,
        text_format="markdown",
        has_results=True if has_results is None and results else has_results,
        results=results,
        record_as_of=_record_as_of(values),
        source=SOURCE,
        source_file=source_file,
        missing=_missing(study, values),
        **values,
    )


def _record_as_of(values: Values) -> str:
    """Return the date of the data, else of the record's last update; empty where neither is a whole date."""
    updated = values.get("last_update_post_date", RegistryDate()).date
    return next((day for day in (values.get("version_holder", ""), updated) if _FULL_DATE.fullmatch(day)), "")


def _nct_id(node: Node) -> str:
    nct = text(node, "nctId")
    if not nct:
        raise FieldError("nctId", "an NCT number is wanted, and there is none")
    if not NCT_NUMBER.fullmatch(nct):
        raise FieldError("nctId", f"not an NCT number: {nct[:40]!r}")
    return nct


_IN_EVERY_RECORD = (
    "statusModule",
    "sponsorCollaboratorsModule",
    "descriptionModule",
    "conditionsModule",
    "designModule",
    "eligibilityModule",
)
"""Modules that every whole record has; a record without one of them is a part (a download with `fields=`)."""

_ELEMENTS = {
    "statusModule": ("overall_status", "start_date", "completion_date", "last_update_post_date"),
    "sponsorCollaboratorsModule": ("lead_sponsor", "collaborators"),
    "descriptionModule": ("brief_summary", "detailed_description"),
    "conditionsModule": ("conditions", "keywords"),
    "designModule": ("study_type", "phases", "design", "enrollment"),
    "armsInterventionsModule": ("arm_groups", "interventions"),
    "outcomesModule": ("outcomes",),
    "eligibilityModule": ("eligibility",),
    "contactsLocationsModule": ("overall_officials", "central_contacts", "locations"),
    "referencesModule": ("references", "see_also_links"),
    "conditionBrowseModule": ("condition_meshes", "condition_ancestors"),
    "interventionBrowseModule": ("intervention_meshes", "intervention_ancestors"),
}


def _missing(study: Node, values: Values) -> tuple[str, ...]:
    """Name the fields of `Trial` that a part of a record cannot tell; a withheld record is whole without them."""
    protocol = study["protocolSection"]
    if values.get("overall_status") == "WITHHELD" or all(protocol.get(name) is not None for name in _IN_EVERY_RECORD):
        return ()
    modules = {**protocol, **(study.get("derivedSection") or {})}
    held = {name for name, module in modules.items() if module is not None}
    return tuple(field for module, fields in _ELEMENTS.items() if module not in held for field in fields)
