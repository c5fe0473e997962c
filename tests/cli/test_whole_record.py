"""Every data element of a record reaches the reader: in JSON as it is registered, on the page in words."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Cli
from tests.studies import write_lines

NCT = "NCT10000007"
WHOLE: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": NCT, "nctIdAliases": ["NCT10000008"], "orgStudyIdInfo": {"id": "Org-1"},
            "secondaryIdInfos": [{"id": "Second-2"}], "briefTitle": "Brief three", "officialTitle": "Official four",
            "acronym": "ACRO5",
        },
        "statusModule": {
            "statusVerifiedDate": "2021-02", "overallStatus": "UNKNOWN", "lastKnownStatus": "RECRUITING",
            "whyStopped": "Stopped six", "startDateStruct": {"date": "2020-06", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2020-12", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2021-01-31", "type": "ESTIMATED"},
            "studyFirstPostDateStruct": {"date": "2020-05-02", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2021-03-04", "type": "ACTUAL"},
            "resultsFirstPostDateStruct": {"date": "2021-03-05", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "Lead seven", "class": "INDUSTRY"},
            "collaborators": [{"name": "Helper eight", "class": "NIH"}],
        },
        "descriptionModule": {"briefSummary": "Summary nine", "detailedDescription": "Detailed ten"},
        "conditionsModule": {"conditions": ["Condition eleven"], "keywords": ["Keyword twelve"]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "targetDuration": "14 Months",
            "bioSpec": {"retention": "SAMPLES_WITH_DNA", "description": "Samples nineteen"},
            "phases": ["PHASE2"], "enrollmentInfo": {"count": 4321, "type": "ACTUAL"},
            "designInfo": {
                "allocation": "RANDOMIZED", "interventionModel": "PARALLEL", "primaryPurpose": "TREATMENT",
                "interventionModelDescription": "Model thirteen", "observationalModel": "COHORT",
                "timePerspective": "PROSPECTIVE",
                "maskingInfo": {
                    "masking": "DOUBLE", "maskingDescription": "Masking fourteen", "whoMasked": ["PARTICIPANT"],
                },
            },
        },
        "armsInterventionsModule": {
            "armGroups": [{
                "label": "Arm fifteen", "type": "EXPERIMENTAL", "description": "Given sixteen",
                "interventionNames": ["Drug: Drug seventeen"],
            }],
            "interventions": [{
                "type": "DRUG", "name": "Drug seventeen", "description": "Tablet eighteen",
                "otherNames": ["Other nineteen"], "armGroupLabels": ["Arm fifteen"],
            }],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "First twenty", "description": "Text one", "timeFrame": "Day two"}],
            "secondaryOutcomes": [{"measure": "Second three", "description": "Text four", "timeFrame": "Day five"}],
            "otherOutcomes": [{"measure": "Third six", "description": "Text seven", "timeFrame": "Day eight"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Adults nine", "healthyVolunteers": False, "sex": "FEMALE",
            "genderBased": True, "genderDescription": "Gender ten", "minimumAge": "18 Years", "maximumAge": "65 Years",
            "stdAges": ["ADULT"], "studyPopulation": "Population eleven", "samplingMethod": "PROBABILITY_SAMPLE",
        },
        "contactsLocationsModule": {
            "overallOfficials": [
                {"name": "Official twelve", "affiliation": "Place thirteen", "role": "PRINCIPAL_INVESTIGATOR"}
            ],
            "centralContacts": [
                {"name": "Contact fourteen", "phone": "555-1", "phoneExt": "22", "email": "owl@example.org"}
            ],
            "locations": [{
                "facility": "Site fifteen", "status": "RECRUITING", "city": "City sixteen", "state": "State seventeen",
                "country": "Country eighteen",
            }],
        },
        "referencesModule": {
            "references": [{"pmid": "12345", "type": "RESULT", "citation": "Citation nineteen"}],
            "seeAlsoLinks": [{"label": "Link twenty", "url": "https://example.org/see"}],
        },
    },
    "derivedSection": {
        "miscInfoModule": {"versionHolder": "2021-04-01"},
        "conditionBrowseModule": {
            "meshes": [{"id": "D011014", "term": "Pneumonia"}],
            "ancestors": [{"id": "D012141", "term": "Respiratory Tract Infections"}],
        },
        "interventionBrowseModule": {
            "meshes": [{"id": "D000068877", "term": "Imatinib Mesylate"}],
            "ancestors": [{"id": "D000970", "term": "Antineoplastic Agents"}],
        },
    },
    "resultsSection": {
        "participantFlowModule": {
            "groups": [{"id": "FG0", "title": "Group one"}],
            "periods": [{"title": "Period two", "milestones": [
                {"type": "STARTED", "achievements": [{"groupId": "FG0", "numSubjects": "91"}]},
                {"type": "COMPLETED", "achievements": [{"groupId": "FG0", "numSubjects": "87"}]},
            ]}, {"title": "Period three", "milestones": [
                {"type": "STARTED", "achievements": [{"groupId": "FG0", "numSubjects": "85"}]},
            ]}],
        },
        "outcomeMeasuresModule": {"outcomeMeasures": [{
            "type": "PRIMARY", "title": "Result three", "timeFrame": "Week four", "paramType": "MEAN",
            "dispersionType": "STANDARD_DEVIATION", "unitOfMeasure": "days five",
            "groups": [{"id": "OG0", "title": "Group six"}, {"id": "OG1", "title": "Group seven"}],
            "denoms": [{"units": "Eyes", "counts": [{"groupId": "OG0", "value": "86"}]}],
            "classes": [{"title": "Class eight", "categories": [{"title": "Category nine", "measurements": [
                {"groupId": "OG0", "value": "7.5", "spread": "1.25"},
            ]}]}],
            "analyses": [{
                "groupIds": ["OG0", "OG1"], "pValue": "0.031", "statisticalMethod": "Method ten",
                "paramType": "Ratio eleven", "paramValue": "1.75", "ciPctValue": "95", "ciLowerLimit": "1.05",
                "ciUpperLimit": "2.85",
            }],
        }]},
        "adverseEventsModule": {
            "timeFrame": "Months twelve", "frequencyThreshold": "5",
            "eventGroups": [{
                "id": "EG0", "title": "Group thirteen", "deathsNumAffected": 3, "deathsNumAtRisk": 94,
                "seriousNumAffected": 12, "seriousNumAtRisk": 95, "otherNumAffected": 41, "otherNumAtRisk": 96,
            }],
        },
    },
    "hasResults": True,
}  # fmt: skip
"""A record in which every data element that is read says something of its own."""

POINTERS = ("groups.id", "eventGroups.id", "groupId", "groupIds", "milestones.type", "outcomeMeasures.type")
"""Elements that hold the record together; what they point to is shown."""

NOT_ON_PAGE = ("stdAges", "meshes.id", "ancestors.id", "ancestors.term", "collaborators.class", "interventionNames")
"""Elements that JSON alone gives: ages say more than their groups, a term's page has its id and its ancestors."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from trialtui.ingest.records import import_records

    folder = tmp_path_factory.mktemp("whole")
    import_records(
        folder / "s", [write_lines(folder / "one.jsonl", [WHOLE])], lambda _: None, lambda _: None, lambda _: None
    )
    return folder / "s"


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value of a document with the names on the way to it."""
    if isinstance(node, dict | list):
        for name, value in node.items() if isinstance(node, dict) else (("", item) for item in node):
            yield from leaves(value, (*path, name) if name else path)
    else:
        yield path, node


def words_of(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", text))).lower()


def test_json_gives_every_data_element_as_registered(cli: Cli, store: Path) -> None:
    shown = [value for _, value in leaves(cli("show", NCT, "--json", store=store).json)]
    texts = " | ".join(map(str, shown))
    for path, value in leaves(WHOLE):
        if not ".".join(path).endswith(POINTERS):
            assert value in shown or str(value) in texts, f"{'.'.join(path)}: {value}"


def test_the_page_shows_every_data_element(cli: Cli, store: Path) -> None:
    page = f" {words_of(cli('show', NCT, store=store).out)} "
    for path, value in leaves(WHOLE):
        if not isinstance(value, bool) and not ".".join(path).endswith((*POINTERS, *NOT_ON_PAGE)):
            shown = {"18 Years": "18 to 65 years", "PHASE2": "Phase 2", 4321: "4,321"}.get(value, str(value))
            assert f" {words_of(shown)} " in page, f"{'.'.join(path)}: {value}"


def test_another_number_of_a_trial_leads_to_it_and_that_is_said(cli: Cli, store: Path) -> None:
    result = cli("show", "NCT10000008", "--json", store=store)
    assert result.json["id"] == NCT
    assert result.err == "NCT10000008: the trial is NCT10000007 here\n"
    assert cli("show", NCT, "--json", store=store).err == ""


def test_real_records_are_shown_element_by_element(cli: Cli, tmp_path: Path, shared: Path) -> None:
    chosen = []
    for name, count in (("ctgov-v2-sample", 40), ("covid-trials", 20)):
        with gzip.open(shared / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            chosen += [json.loads(line) for line in random.Random(5).sample(list(lines), count)]
    cli("import", str(write_lines(tmp_path / "some.jsonl", chosen)), store=tmp_path / "s")
    for study in chosen:
        protocol = study["protocolSection"]
        facts = cli("show", protocol["identificationModule"]["nctId"], "--json", store=tmp_path / "s").json
        shown = {str(value) for _, value in leaves(facts)}
        for module in ("statusModule", "descriptionModule", "conditionsModule", "eligibilityModule", "outcomesModule"):
            for path, value in leaves(protocol.get(module, {})):
                if not SUBMISSION.search(".".join(path)):
                    assert str(value) in shown, (facts["id"], path, value)
        for module, part in (("contactsLocationsModule", "locations"), ("referencesModule", "references")):
            for path, value in leaves((protocol.get(module) or {}).get(part, [])):
                if path[-1] in ("facility", "city", "state", "country", "status", "citation", "pmid", "type"):
                    assert str(value) in shown or "contacts" in path, (facts["id"], path, value)


SUBMISSION = re.compile(
    r"Submit|SubmitQC|McpRel|expandedAccess|disp|delayedPosting|healthyVolunteers|genderBased|unpostedEvents|QcDate|"
    r"resultsWaived|resultsFirstPostDateStruct\.type"
)
"""Dates of the registry's own work on a record, which no reader is shown."""
