from __future__ import annotations

import dataclasses
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialtui.model.codec import from_document, to_document
from trialtui.model.trial import Enrollment, FlowTotal, MeshTerm, RegistryDate, Trial
from trialtui.sources.ctgov_record import RecordError, read_study

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
FILES = ("ctgov-v2-sample.jsonl.gz", "covid-trials.jsonl.gz")


def whole_study() -> dict[str, Any]:
    """A study of our own with every part that is read."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": "NCT01234567",
                "nctIdAliases": ["NCT00000007", "none"],
                "orgStudyIdInfo": {"id": "ORG-1"},
                "secondaryIdInfos": [{"id": "2020-001", "type": "EUDRACT_NUMBER"}],
                "briefTitle": "Alpha in Fever",
                "officialTitle": "A Trial of Alpha in Fever",
                "acronym": "ALFE",
            },
            "statusModule": {
                "overallStatus": "TERMINATED",
                "lastKnownStatus": "RECRUITING",
                "statusVerifiedDate": "2020-06",
                "whyStopped": "slow \\> 1",
                "startDateStruct": {"date": "2020-04"},
                "primaryCompletionDateStruct": {"date": "2020-08-01", "type": "ESTIMATED"},
                "completionDateStruct": {"date": "2020-09-01", "type": "ACTUAL"},
                "studyFirstPostDateStruct": {"date": "2020-03-01", "type": "ACTUAL"},
                "lastUpdatePostDateStruct": {"date": "2020-10-01", "type": "ESTIMATED"},
                "resultsFirstPostDateStruct": {"date": "2021-01-01", "type": "ACTUAL"},
            },
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": "Clinic", "class": "OTHER"},
                "collaborators": [{"name": "Firm", "class": "INDUSTRY"}],
            },
            "descriptionModule": {"briefSummary": "Short \\[1\\]", "detailedDescription": "Long\n\n* a"},
            "conditionsModule": {"conditions": ["Fever"], "keywords": ["heat"]},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": ["PHASE2", "PHASE3"],
                "patientRegistry": False,
                "enrollmentInfo": {"count": 0, "type": "ACTUAL"},
                "designInfo": {
                    "allocation": "RANDOMIZED",
                    "interventionModel": "PARALLEL",
                    "interventionModelDescription": "two arms",
                    "primaryPurpose": "TREATMENT",
                    "observationalModel": "COHORT",
                    "timePerspective": "PROSPECTIVE",
                    "maskingInfo": {"masking": "DOUBLE", "maskingDescription": "m", "whoMasked": ["INVESTIGATOR"]},
                },
            },
            "armsInterventionsModule": {
                "armGroups": [
                    {"label": "A", "type": "EXPERIMENTAL", "description": "d", "interventionNames": ["Drug: Alpha"]}
                ],
                "interventions": [
                    {"type": "DRUG", "name": "Alpha", "description": "x", "otherNames": ["α"], "armGroupLabels": ["A"]},
                    {"type": "OTHER"},
                ],
            },
            "outcomesModule": {
                "primaryOutcomes": [{"measure": "Death", "description": "any", "timeFrame": "28 days"}],
                "secondaryOutcomes": [{"measure": "Fever"}],
                "otherOutcomes": [{"measure": "Other"}],
            },
            "eligibilityModule": {
                "eligibilityCriteria": "* \\>18",
                "healthyVolunteers": False,
                "sex": "ALL",
                "genderBased": True,
                "genderDescription": "g",
                "minimumAge": "18 Years",
                "maximumAge": "80 Years",
                "stdAges": ["ADULT"],
                "studyPopulation": "p",
                "samplingMethod": "NON_PROBABILITY_SAMPLE",
            },
            "contactsLocationsModule": {
                "overallOfficials": [{"name": "Dr. X", "affiliation": "Clinic", "role": "STUDY_CHAIR"}],
                "centralContacts": [
                    {"name": "Desk", "role": "CONTACT", "phone": "1", "phoneExt": "2", "email": "d@x.org"}
                ],
                "locations": [
                    {"facility": "F", "status": "COMPLETED", "city": "Bern", "state": "BE", "country": "Switzerland"}
                ],
            },
            "referencesModule": {
                "references": [{"pmid": "1", "type": "DERIVED", "citation": "X et al."}],
                "seeAlsoLinks": [{"label": "Site", "url": "https://x.org"}],
            },
        },
        "resultsSection": {
            "participantFlowModule": {
                "groups": [{"id": "FG000", "title": "Alpha"}, {"id": "FG001"}],
                "periods": [
                    {
                        "title": "Treatment",
                        "milestones": [
                            {
                                "type": "STARTED",
                                "achievements": [
                                    {"groupId": "FG000", "numSubjects": "62"},
                                    {"groupId": "FG001", "numSubjects": "NA"},
                                ],
                            },
                            {"type": "COMPLETED", "achievements": [{"groupId": "FG000", "numSubjects": "36"}]},
                        ],
                    },
                    {"milestones": [{"type": "STARTED", "achievements": [{"groupId": "FG000", "numSubjects": "5"}]}]},
                ],
            },
            "outcomeMeasuresModule": {
                "outcomeMeasures": [
                    {
                        "type": "PRIMARY",
                        "title": "Score",
                        "timeFrame": "6 months",
                        "paramType": "MEAN",
                        "unitOfMeasure": "points",
                        "dispersionType": "Standard Deviation",
                        "groups": [{"id": "OG000", "title": "Alpha"}, {"id": "OG001", "title": "Placebo"}],
                        "denoms": [
                            {"units": "Participants", "counts": [{"groupId": "OG000", "value": "60"}]},
                            {"units": "Eyes", "counts": [{"groupId": "OG000", "value": "119"}]},
                        ],
                        "classes": [
                            {
                                "title": "Week 1",
                                "categories": [
                                    {
                                        "title": "Yes",
                                        "measurements": [
                                            {"groupId": "OG000", "value": "5.5", "spread": "1.2"},
                                            {"groupId": "OG001", "value": "4", "lowerLimit": "1", "upperLimit": "9"},
                                        ],
                                    }
                                ],
                            },
                            {"categories": [{"measurements": [{"groupId": "OG000", "value": "NA"}]}]},
                        ],
                        "analyses": [
                            {
                                "groupIds": ["OG000", "OG001"],
                                "pValue": "<0.0001",
                                "statisticalMethod": "ANCOVA",
                                "paramType": "Mean Difference",
                                "paramValue": "1.5",
                                "ciPctValue": "95",
                                "ciLowerLimit": "0.8",
                                "ciUpperLimit": "2.3",
                            },
                            {"groupIds": ["OG000"], "pValue": "0.2"},
                            {"groupIds": ["OG000"]},
                        ],
                    },
                    {"type": "SECONDARY", "title": "S"},
                    {"type": "SECONDARY", "title": "T"},
                    {"type": "POST_HOC", "title": "U"},
                ]
            },
            "adverseEventsModule": {
                "timeFrame": "1 year",
                "frequencyThreshold": "5",
                "eventGroups": [
                    {
                        "id": "EG000",
                        "title": "Alpha",
                        "deathsNumAffected": 0,
                        "seriousNumAffected": 3,
                        "otherNumAtRisk": 9,
                    }
                ],
            },
        },
        "derivedSection": {
            "miscInfoModule": {"versionHolder": "2021-02-03"},
            "conditionBrowseModule": {
                "meshes": [{"id": "D000005334", "term": "Fever"}],
                "ancestors": [{"id": "D001831", "term": "Body Temperature Changes"}],
            },
            "interventionBrowseModule": {"meshes": [{"term": "Alphas"}], "ancestors": [{"id": "D1", "term": "Greek"}]},
        },
        "hasResults": True,
    }


def without(*paths: str) -> dict[str, Any]:
    study = whole_study()
    for path in paths:
        *parents, last = path.split(".")
        node = study
        for parent in parents:
            node = node[parent]
        del node[last]
    return study


def test_every_field_of_a_record_is_read() -> None:
    trial = read_study(whole_study(), "file.json")
    document = to_document(trial)
    assert document.keys() == {field.name for field in dataclasses.fields(Trial)} - {"truncated_after", "missing"}
    assert from_document(Trial, document) == trial
    assert trial.nct_id == "NCT01234567"
    assert trial.nct_id_aliases == ("NCT00000007",)
    assert trial.start_date == RegistryDate("2020-04", "")
    assert trial.enrollment == Enrollment(0, "ACTUAL")
    assert trial.brief_summary == "Short \\[1\\]", "text stays as registered"
    assert [(outcome.role, outcome.measure) for outcome in trial.outcomes] == [
        ("primary", "Death"),
        ("secondary", "Fever"),
        ("other", "Other"),
    ]
    assert [intervention.name for intervention in trial.interventions] == ["Alpha"]
    assert trial.condition_meshes == (MeshTerm("D000005334", "Fever"),)
    assert trial.intervention_meshes == (MeshTerm("", "Alphas"),)
    assert trial.design.patient_registry is False
    assert trial.record_as_of == trial.version_holder == "2021-02-03"
    assert (trial.text_format, trial.source, trial.source_file) == (
        "markdown",
        "ClinicalTrials.gov record",
        "file.json",
    )


def test_results_become_a_digest() -> None:
    results = read_study(whole_study()).results
    assert results is not None
    assert results.flow == (
        FlowTotal(group="Alpha", started=62, completed=36, period="Treatment"),
        FlowTotal(group="FG001", started=None, completed=None, period="Treatment"),
        FlowTotal(group="Alpha", started=5, completed=None, period=""),
    )
    assert (results.primary_total, results.secondary_total, results.other_total) == (1, 2, 1)
    assert results.primary[0].analyzed == (("Alpha", "60"), ("Alpha", "119 Eyes"))
    assert results.primary[0].values == (
        ("Alpha", "Week 1: Yes", "5.5 (1.2)"),
        ("Placebo", "Week 1: Yes", "4 (1 to 9)"),
        ("Alpha", "", "NA"),
    )
    assert results.primary[0].analyses == (
        "Alpha vs Placebo: Mean Difference 1.5 (95% CI 0.8 to 2.3), p <0.0001, ANCOVA",
        "Alpha: p = 0.2",
    )
    assert results.adverse[0].deaths_affected == 0
    assert results.adverse[0].deaths_at_risk is None
    assert (results.adverse_time_frame, results.adverse_threshold) == ("1 year", "5")


def test_posted_results_that_the_record_does_not_hold_are_still_said_to_be_posted() -> None:
    trial = read_study(without("resultsSection"))
    assert trial.has_results is True
    assert trial.results is None
    assert trial.results_first_post_date.date == "2021-01-01"


def test_results_are_not_said_to_be_absent_where_the_record_does_not_tell() -> None:
    assert read_study(without("resultsSection", "hasResults")).has_results is None
    assert read_study(without("hasResults")).has_results is True


def test_a_partial_download_names_what_it_lacks() -> None:
    trial = read_study(without("protocolSection.statusModule", "protocolSection.outcomesModule", "derivedSection"))
    assert {"overall_status", "outcomes", "condition_meshes"} <= set(trial.missing)
    assert "brief_summary" not in trial.missing
    assert trial.record_as_of == ""
    assert set(trial.missing) <= {field.name for field in dataclasses.fields(Trial)}


def test_a_whole_record_without_optional_modules_lacks_nothing() -> None:
    study = without("protocolSection.armsInterventionsModule", "protocolSection.outcomesModule")
    assert read_study(study).missing == ()


def test_a_withheld_record_lacks_nothing_either() -> None:
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT01234567", "briefTitle": "[Trial of device that is not approved]"},
            "statusModule": {"overallStatus": "WITHHELD"},
        },
        "hasResults": False,
    }
    assert read_study(study).missing == ()


def test_the_date_of_a_record_falls_back_to_its_last_update() -> None:
    assert read_study(without("derivedSection")).record_as_of == "2020-10-01"
    study = whole_study()
    study["derivedSection"]["miscInfoModule"]["versionHolder"] = "soon"
    assert read_study(study).record_as_of == "2020-10-01"


def test_unknown_values_are_kept() -> None:
    study = whole_study()
    study["protocolSection"]["designModule"]["phases"] = ["PHASE5"]
    study["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    trial = read_study(study)
    assert trial.phases == ("PHASE5",)
    assert trial.overall_status == "PAUSED"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("statusModule.overallStatus", [], "protocolSection.statusModule.overallStatus: a string is wanted, not list"),
        ("designModule", 3, "protocolSection.designModule: an object is wanted, not number"),
        (
            "conditionsModule.conditions",
            {},
            "protocolSection.conditionsModule.conditions: a list is wanted, not object",
        ),
        ("conditionsModule.keywords", ["a", 1], "keywords[1]: a string is wanted, not number"),
        (
            "designModule.enrollmentInfo.count",
            1.5,
            "enrollmentInfo.count: a whole number is wanted, not decimal number",
        ),
        ("designModule.enrollmentInfo.count", True, "enrollmentInfo.count: a whole number is wanted, not boolean"),
        ("designModule.patientRegistry", "no", "designModule.patientRegistry: a boolean is wanted, not string"),
        (
            "outcomesModule.primaryOutcomes",
            [{}, 1],
            "outcomesModule.primaryOutcomes[1]: an object is wanted, not number",
        ),
        (
            "outcomesModule.primaryOutcomes",
            [{"measure": 1}],
            "primaryOutcomes[0].measure: a string is wanted, not number",
        ),
        ("identificationModule.briefTitle", "x\ud800", "briefTitle: holds a lone surrogate at character 1"),
        ("conditionsModule.conditions", ["\udfff"], "conditions[0]: holds a lone surrogate at character 0"),
    ],
)
def test_a_wrong_type_rejects_the_record_by_name_and_field(path: str, value: object, message: str) -> None:
    study = whole_study()
    *parents, last = path.split(".")
    node = study["protocolSection"]
    for parent in parents:
        node = node[parent]
    node[last] = value
    with pytest.raises(RecordError) as caught:
        read_study(study)
    assert str(caught.value).startswith("NCT01234567: protocolSection.")
    assert str(caught.value).endswith(message)


@pytest.mark.parametrize("nct", [None, "", "NCT001", "nct01234567", "NCT01234567 ", "NCT٠١٢٣٤٥٦٧", 1234567])
def test_a_record_without_a_valid_number_is_rejected(nct: object) -> None:
    study = whole_study()
    study["protocolSection"]["identificationModule"]["nctId"] = nct
    with pytest.raises(RecordError, match=r"^no NCT number: protocolSection\.identificationModule\.nctId: "):
        read_study(study)


@pytest.mark.parametrize("study", [None, [], "x", {}, {"protocolSection": None}])
def test_what_is_no_study_is_rejected(study: object) -> None:
    with pytest.raises(RecordError):
        read_study(study)


@pytest.mark.parametrize("study", [{"ProtocolSection": {}}, {"FullStudy": {}}])
def test_records_of_the_old_api_are_named_as_such(study: object) -> None:
    with pytest.raises(RecordError, match="old API"):
        read_study(study)


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each (container, key) of a JSON document."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from nodes(value[key])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_change_of_a_record_gives_a_trial_or_a_named_rejection(data: st.DataObject) -> None:
    study = whole_study()
    container, key = data.draw(st.sampled_from(list(nodes(study))))
    container[key] = data.draw(JSON)
    try:
        trial = read_study(study)
    except RecordError as error:
        assert error.field.split(".")[0].split("[")[0] in study
        assert error.reason
        assert error.nct == "NCT01234567" or error.field.startswith("protocolSection")
    else:
        assert from_document(Trial, json.loads(json.dumps(to_document(trial)))) == trial


def at(record: dict[str, Any], path: str) -> Any:
    """What a path leads to, None where it ends before: written apart from the reader on purpose."""
    node: Any = record
    for step in path.split("."):
        if not isinstance(node, dict) or step not in node:
            return None
        node = node[step]
    return node


PROTOCOL_TEXTS = {
    "brief_title": "identificationModule.briefTitle",
    "official_title": "identificationModule.officialTitle",
    "acronym": "identificationModule.acronym",
    "org_study_id": "identificationModule.orgStudyIdInfo.id",
    "brief_summary": "descriptionModule.briefSummary",
    "detailed_description": "descriptionModule.detailedDescription",
    "overall_status": "statusModule.overallStatus",
    "last_known_status": "statusModule.lastKnownStatus",
    "status_verified_date": "statusModule.statusVerifiedDate",
    "why_stopped": "statusModule.whyStopped",
    "study_type": "designModule.studyType",
}
DATES = {
    "start_date": "startDateStruct",
    "primary_completion_date": "primaryCompletionDateStruct",
    "completion_date": "completionDateStruct",
    "first_post_date": "studyFirstPostDateStruct",
    "last_update_post_date": "lastUpdatePostDateStruct",
    "results_first_post_date": "resultsFirstPostDateStruct",
}
LISTS = {
    "nct_id_aliases": "identificationModule.nctIdAliases",
    "phases": "designModule.phases",
    "conditions": "conditionsModule.conditions",
    "keywords": "conditionsModule.keywords",
}
ELIGIBILITY = {
    "criteria": "eligibilityCriteria",
    "healthy_volunteers": "healthyVolunteers",
    "sex": "sex",
    "minimum_age": "minimumAge",
    "maximum_age": "maximumAge",
    "study_population": "studyPopulation",
}


def same(found: object, registered: object) -> bool:
    return found == registered if registered is not None else found in ("", None, ())


def check_against(record: dict[str, Any], trial: Trial) -> None:
    protocol = record["protocolSection"]
    for name, path in PROTOCOL_TEXTS.items():
        assert same(getattr(trial, name), at(protocol, path)), name
    for name, path in DATES.items():
        date = getattr(trial, name)
        assert [date.date, date.type] == [
            at(protocol, f"statusModule.{path}.{part}") or "" for part in ("date", "type")
        ]
    for name, path in LISTS.items():
        assert list(getattr(trial, name)) == (at(protocol, path) or []), name
    for name, key in ELIGIBILITY.items():
        assert same(getattr(trial.eligibility, name), at(protocol, f"eligibilityModule.{key}")), name
    arms = at(protocol, "armsInterventionsModule") or {}
    assert [(i.type, i.name, i.description) for i in trial.interventions] == [
        (i["type"], i["name"], i.get("description", "")) for i in arms.get("interventions", [])
    ]
    assert [(a.label, list(a.interventions)) for a in trial.arm_groups] == [
        (a.get("label", ""), a.get("interventionNames", [])) for a in arms.get("armGroups", [])
    ]
    outcomes = at(protocol, "outcomesModule") or {}
    for role in ("primary", "secondary", "other"):
        assert [(o.measure, o.description, o.time_frame) for o in trial.outcomes if o.role == role] == [
            (o["measure"], o.get("description", ""), o.get("timeFrame", ""))
            for o in outcomes.get(f"{role}Outcomes", [])
        ]
    contacts = at(protocol, "contactsLocationsModule.centralContacts") or []
    assert [(c.name, c.phone, c.phone_extension, c.email) for c in trial.central_contacts] == [
        tuple(c.get(key, "") for key in ("name", "phone", "phoneExt", "email")) for c in contacts
    ]
    sites = at(protocol, "contactsLocationsModule.locations") or []
    assert [(site.city, site.country) for site in trial.locations] == [(s.get("city"), s.get("country")) for s in sites]
    for name in ("condition", "intervention"):
        for attribute, key in (("meshes", "meshes"), ("ancestors", "ancestors")):
            registered = at(record, f"derivedSection.{name}BrowseModule.{key}") or []
            assert [(m.id, m.term) for m in getattr(trial, f"{name}_{attribute}")] == [
                (m.get("id", ""), m["term"]) for m in registered
            ]
    enrollment = at(protocol, "designModule.enrollmentInfo.count")
    assert (trial.enrollment.count if trial.enrollment else None) == enrollment
    assert trial.has_results == record["hasResults"]
    assert trial.record_as_of == record["derivedSection"]["miscInfoModule"]["versionHolder"]


def check_results(record: dict[str, Any], trial: Trial) -> None:
    section = record["resultsSection"]
    digest = trial.results
    assert digest is not None
    measures = at(section, "outcomeMeasuresModule.outcomeMeasures") or []
    primary = [measure for measure in measures if measure["type"] == "PRIMARY"]
    assert [outcome.title for outcome in digest.primary] == [measure["title"] for measure in primary]
    measurements = [
        measurement["value"]
        for measure in primary
        for class_ in measure.get("classes", [])
        for category in class_.get("categories", [])
        for measurement in category.get("measurements", [])
    ]
    values = [value for outcome in digest.primary for _, _, value in outcome.values]
    assert [value.split(" (")[0] for value in values] == measurements
    groups = at(section, "adverseEventsModule.eventGroups") or []
    assert [(a.group, a.serious_affected, a.deaths_affected) for a in digest.adverse] == [
        (g["title"], g.get("seriousNumAffected"), g.get("deathsNumAffected")) for g in groups
    ]
    periods = at(section, "participantFlowModule.periods") or []
    for kind, attribute in (("STARTED", "started"), ("COMPLETED", "completed")):
        registered = [
            (period["title"], achievement["numSubjects"])
            for period in periods
            for milestone in period["milestones"]
            if milestone["type"] == kind
            for achievement in milestone["achievements"]
        ]
        counts = [(flow.period, getattr(flow, attribute)) for flow in digest.flow]
        assert [(period, str(count)) for period, count in counts if count is not None] == registered
    denominators = [count["value"] for measure in primary for d in measure.get("denoms", []) for count in d["counts"]]
    analyzed = [number.split()[0] for outcome in digest.primary for _, number in outcome.analyzed]
    assert analyzed == denominators
    kinds = [measure["type"] for measure in measures]
    assert digest.secondary_total + digest.other_total == len(kinds) - kinds.count("PRIMARY")


@pytest.mark.parametrize("name", FILES)
def test_real_records_all_read_and_equal_what_was_registered(name: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip("the shared records are not beside this checkout")
    with_results = expanded = 0
    with gzip.open(DATA / name) as lines:
        for line in lines:
            record = orjson.loads(line)
            trial = read_study(record)
            check_against(record, trial)
            if "resultsSection" in record:
                check_results(record, trial)
                with_results += 1
            expanded += trial.study_type == "EXPANDED_ACCESS"
    assert with_results > 0 if name == FILES[0] else expanded > 0
