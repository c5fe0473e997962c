"""Small studies in the shape of the registry's API (version 2), written for the tests."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Study = dict[str, Any]

_BASE: Study = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT10000001",
            "orgStudyIdInfo": {"id": "OWL-1"},
            "organization": {"fullName": "Owl Hospital", "class": "OTHER"},
            "briefTitle": "Remdesivir in Owls With Pneumonia",
        },
        "statusModule": {
            "statusVerifiedDate": "2021-02",
            "overallStatus": "TERMINATED",
            "whyStopped": "The owls flew away \\[all\\]",
            "startDateStruct": {"date": "2020-06", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2021-01-31", "type": "ACTUAL"},
            "studyFirstPostDateStruct": {"date": "2020-05-02", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2021-03-04", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Owl Hospital", "class": "OTHER"}},
        "descriptionModule": {
            "briefSummary": "A study of *owls*.\n\nIt has \\> 2 aims:\n\n* to see\n* to hear",
        },
        "conditionsModule": {"conditions": ["Pneumonia", "COVID-19"], "keywords": ["owl"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2", "PHASE3"],
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": "NONE"}},
            "enrollmentInfo": {"count": 1200, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Flying", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Remdesivir"]},
            ],
            "interventions": [
                {"type": "DRUG", "name": "Remdesivir", "otherNames": ["GS-5734"], "armGroupLabels": ["Flying"]},
                {"type": "OTHER", "name": "Placebo"},
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Flight", "description": "Minutes", "timeFrame": "Day 29"}],
            "otherOutcomes": [{"measure": "Song", "timeFrame": "Day 1"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": (
                "Inclusion Criteria:\n\n* Owl\n* Age \\>= 18\n\nExclusion Criteria:\n\n1. Eagle\n2. Hawk"
            ),
            "sex": "ALL",
            "minimumAge": "18 Years",
            "healthyVolunteers": False,
        },
        "contactsLocationsModule": {
            "locations": [
                {"facility": "Nest 1", "city": "Lahore", "country": "Pakistan"},
                {"facility": "Nest 2", "city": "Lyon", "country": "France"},
                {"facility": "Nest 3", "city": "Karachi", "country": "Pakistan"},
            ]
        },
        "referencesModule": {
            "references": [{"pmid": "123", "type": "BACKGROUND", "citation": "Owl A. On owls. 2019."}],
        },
    },
    "derivedSection": {
        "miscInfoModule": {"versionHolder": "2021-04-01"},
        "conditionBrowseModule": {"meshes": [{"id": "D011014", "term": "Pneumonia"}]},
    },
    "hasResults": False,
}  # fmt: skip


def study(number: int = 10_000_001, **changes: Any) -> Study:
    """A study; `changes` are values by path, with `__` for the steps (`statusModule__overallStatus`)."""
    made = copy.deepcopy(_BASE)
    made["protocolSection"]["identificationModule"]["nctId"] = f"NCT{number:08d}"
    for path, value in changes.items():
        steps = path.split("__")
        node = made if steps[0] in ("derivedSection", "hasResults", "resultsSection") else made["protocolSection"]
        for step in steps[:-1]:
            node = node.setdefault(step, {})
        if value is None:
            node.pop(steps[-1], None)
        else:
            node[steps[-1]] = value
    return made


def write_lines(path: Path, studies: Iterable[Study]) -> Path:
    """Write studies as JSON lines."""
    path.write_text("".join(json.dumps(item) + "\n" for item in studies), encoding="utf-8")
    return path
