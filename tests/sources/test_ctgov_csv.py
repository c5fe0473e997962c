from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import orjson
import pytest

from trialtui.model.trial import Enrollment, Intervention, Location, Outcome, RegistryDate, Sponsor, Trial
from trialtui.sources.csv_cells import age_limits, design, interventions, iso_date, locations, phases, study_type
from trialtui.sources.ctgov_record import read_study
from trialtui.sources.files import Problem, read_files

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

CLASSIC = {
    "Rank": "1",
    "NCT Number": "NCT04000001",
    "Title": "Alpha, a Trial",
    "Acronym": "ALFA",
    "Status": "Active, not recruiting",
    "Study Results": "Has Results",
    "Conditions": "Covid19|ARDS",
    "Interventions": "Drug: Alpha|Dietary Supplement: Beta: 5 mg|Other: A|B",
    "Outcome Measures": "Death, at day 28|Fever",
    "Sponsor/Collaborators": "Clinic|Firm",
    "Gender": "All",
    "Age": "18 Years to 80 Years \u00a0 (Adult, Older Adult)",
    "Phases": "Phase 2|Phase 3",
    "Enrollment": "0",
    "Funded Bys": "Industry|Other",
    "Study Type": "Interventional",
    "Study Designs": "Allocation: Non-Randomized|Intervention Model: Single Group Assignment"
    "|Masking: Double (Participant, Care Provider)|Primary Purpose: Supportive Care",
    "Other IDs": "A-1|2020-01",
    "Start Date": "April 15, 2020",
    "Primary Completion Date": "May 2021",
    "Completion Date": "",
    "First Posted": "April 1, 2020",
    "Results First Posted": "August 12, 2021",
    "Last Update Posted": "June 22, 2021",
    "Locations": "Ward 5, Clinic, Seoul, Korea, Republic of|France",
    "Study Documents": "",
    "URL": "https://ClinicalTrials.gov/show/NCT04000001",
}
PRESENT = {
    "NCT Number": "NCT04000002",
    "Study Title": "Beta",
    "Study URL": "https://clinicaltrials.gov/study/NCT04000002",
    "Acronym": "",
    "Study Status": "NOT_YET_RECRUITING",
    "Brief Summary": "First line\n\n- an item",
    "Study Results": "NO",
    "Conditions": "Fever",
    "Interventions": "DRUG: Alpha",
    "Primary Outcome Measures": "Death, from any cause, 28 days|Fever, 3 days",
    "Secondary Outcome Measures": "Pain, 1 day",
    "Other Outcome Measures": "",
    "Sponsor": "Clinic",
    "Collaborators": "Firm|Trust",
    "Sex": "FEMALE",
    "Age": "ADULT, OLDER_ADULT",
    "Phases": "NA",
    "Enrollment": "12",
    "Funder Type": "OTHER_GOV",
    "Study Type": "OBSERVATIONAL",
    "Study Design": "Observational Model: |Time Perspective: p",
    "Other IDs": "B-1",
    "Start Date": "2020-04",
    "Primary Completion Date": "",
    "Completion Date": "2021-05-01",
    "First Posted": "2020-03-01",
    "Results First Posted": "",
    "Last Update Posted": "2024-07-29",
    "Locations": "Clinic, Bern, BE, 3000, Switzerland",
    "Study Documents": "",
}


def table(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(path: Path, data: bytes) -> tuple[list[Trial], list[Problem]]:
    path.write_bytes(data)
    problems: list[Problem] = []
    return [found.trial for found in read_files([path], problems.append)], problems


@pytest.mark.parametrize("delimiter", [",", "\t"], ids=["comma", "tab"])
def test_the_classic_dialect(tmp_path: Path, delimiter: str) -> None:
    (trial,), problems = read(tmp_path / "x", table(CLASSIC, delimiter=delimiter))
    assert problems == []
    assert (trial.nct_id, trial.brief_title, trial.acronym) == ("NCT04000001", "Alpha, a Trial", "ALFA")
    assert trial.overall_status == "ACTIVE_NOT_RECRUITING"
    assert trial.has_results is True
    assert trial.results is None
    assert trial.conditions == ("Covid19", "ARDS")
    assert [(each.type, each.name) for each in trial.interventions] == [
        ("DRUG", "Alpha"),
        ("DIETARY_SUPPLEMENT", "Beta: 5 mg"),
        ("OTHER", "A|B"),
    ]
    assert trial.outcomes == (Outcome(role="", measure="Death, at day 28"), Outcome(role="", measure="Fever"))
    assert trial.lead_sponsor == Sponsor("Clinic", "")
    assert trial.collaborators == (Sponsor("Firm", ""),)
    assert (trial.eligibility.minimum_age, trial.eligibility.maximum_age) == ("18 Years", "80 Years")
    assert trial.eligibility.std_ages == ("ADULT", "OLDER_ADULT")
    assert trial.eligibility.sex == "ALL"
    assert trial.phases == ("PHASE2", "PHASE3")
    assert trial.enrollment == Enrollment(0, "")
    assert trial.design.allocation == "NON_RANDOMIZED"
    assert trial.design.intervention_model == "SINGLE_GROUP"
    assert (trial.design.masking, trial.design.who_masked) == ("DOUBLE", ("PARTICIPANT", "CARE_PROVIDER"))
    assert trial.design.primary_purpose == "SUPPORTIVE_CARE"
    assert (trial.org_study_id, trial.secondary_ids) == ("A-1", ("2020-01",))
    assert trial.start_date == RegistryDate("2020-04-15")
    assert trial.primary_completion_date == RegistryDate("2021-05")
    assert trial.results_first_post_date == RegistryDate("2021-08-12")
    assert trial.record_as_of == "2021-06-22"
    assert trial.locations == (
        Location(facility="Ward 5, Clinic, Seoul", country="Korea, Republic of"),
        Location(country="France"),
    )
    assert (trial.source, trial.source_file, trial.text_format) == ("ClinicalTrials.gov CSV", "x", "plain")
    assert {"eligibility.criteria", "detailed_description", "brief_summary", "outcomes.role"} <= set(trial.missing)
    assert "eligibility.minimum_age" not in trial.missing


def test_the_present_dialect(tmp_path: Path) -> None:
    (trial,), problems = read(tmp_path / "x", b"\xef\xbb\xbf" + table(PRESENT))
    assert problems == []
    assert trial.brief_summary == "First line\n\n- an item"
    assert trial.overall_status == "NOT_YET_RECRUITING"
    assert trial.has_results is False
    assert [(outcome.role, outcome.measure) for outcome in trial.outcomes] == [
        ("primary", "Death, from any cause, 28 days"),
        ("primary", "Fever, 3 days"),
        ("secondary", "Pain, 1 day"),
    ]
    assert trial.lead_sponsor == Sponsor("Clinic", "OTHER_GOV")
    assert trial.collaborators == (Sponsor("Firm"), Sponsor("Trust"))
    assert trial.phases == ("NA",)
    assert trial.start_date == RegistryDate("2020-04")
    assert trial.design.time_perspective == ""
    assert trial.locations == (Location(facility="Clinic, Bern, BE, 3000", country="Switzerland"),)
    assert "brief_summary" not in trial.missing
    assert "outcomes.role" not in trial.missing
    assert "eligibility.minimum_age" in trial.missing


def test_a_download_of_chosen_columns_names_the_others_as_missing(tmp_path: Path) -> None:
    (trial,), _ = read(tmp_path / "x", b"NCT Number,Study Status\nNCT00000001,COMPLETED\n")
    assert trial.overall_status == "COMPLETED"
    assert {"brief_title", "conditions", "locations"} <= set(trial.missing)


def test_bad_rows_are_named_and_the_others_land(tmp_path: Path) -> None:
    good = table(PRESENT).splitlines(keepends=True)
    rows = [
        table({**PRESENT, "NCT Number": "NCT1"}),
        table({**PRESENT, "NCT Number": "NCT00000003", "Enrollment": "many"}),
        table({**PRESENT, "NCT Number": "NCT00000004", "Sponsor": "Cli\0nic"}),
        table({**PRESENT, "NCT Number": "NCT00000005", "Sponsor": "Clinic"}).replace(b"Clinic", b"Cl\xffnic"),
    ]
    bodies = [b"".join(row.splitlines(keepends=True)[1:]) for row in rows]
    data = good[0] + b"".join(bodies) + b"NCT00000006,x\n" + b"".join(good[1:])
    trials, problems = read(tmp_path / "x", data)
    assert [trial.nct_id for trial in trials] == ["NCT04000002"]
    assert [(problem.record, problem.field) for problem in problems] == [
        ("line 2", "NCT Number"),
        ("NCT00000003", "Enrollment"),
        ("NCT00000004", "Sponsor"),
        ("NCT00000005", "Sponsor"),
        ("NCT00000006", ""),
    ]
    assert problems[4].reason == "2 cells, where the header has 30"


def test_a_quote_that_never_ends_is_named(tmp_path: Path) -> None:
    trials, problems = read(tmp_path / "x", table(PRESENT) + b'NCT00000009,"open\n')
    assert [trial.nct_id for trial in trials] == ["NCT04000002"]
    assert [problem.record for problem in problems] == ["NCT00000009"]


def test_a_cell_longer_than_the_standard_library_allows_by_default(tmp_path: Path) -> None:
    sites = "|".join(f"Clinic {number}, Bern, Switzerland" for number in range(8_000))
    (trial,), _ = read(tmp_path / "x", table({**PRESENT, "Locations": sites}))
    assert len(trial.locations) == 8_000


def test_rows_before_the_cut_of_a_gzip_land(tmp_path: Path) -> None:
    rows = [{**PRESENT, "NCT Number": f"NCT{number:08}", "Study Title": str(number * 7919)} for number in range(3_000)]
    packed = gzip.compress(table(*rows))
    trials, problems = read(tmp_path / "x", packed[: len(packed) // 2])
    assert 500 < len(trials) < 3_000
    assert all(trial.completion_date.date == "2021-05-01" and trial.locations for trial in trials)
    assert len(problems) == 1
    assert "cut off" in problems[0].reason


@pytest.mark.parametrize(
    ("cell", "date"),
    [("April 15, 2020", "2020-04-15"), ("May 2020", "2020-05"), ("2020-04", "2020-04"), ("Smarch 2020", "Smarch 2020")],
)
def test_dates(cell: str, date: str) -> None:
    assert iso_date(cell).date == date


@pytest.mark.parametrize(
    ("cell", "low", "high", "groups"),
    [
        ("18 Years and older \u00a0 (Adult, Older Adult)", "18 Years", "", 2),
        ("up to 17 Years \u00a0 (Child)", "", "17 Years", 1),
        ("1 Month to 18 Years (Child, Adult)", "1 Month", "18 Years", 2),
        ("Child, Adult, Older Adult", "", "", 3),
        ("", "", "", 0),
    ],
)
def test_ages(cell: str, low: str, high: str, groups: int) -> None:
    ages = age_limits(cell, "ALL")
    assert (ages.minimum_age, ages.maximum_age, len(ages.std_ages)) == (low, high, groups)


def test_labels_become_codes() -> None:
    assert phases("Early Phase 1") == ("EARLY_PHASE1",)
    assert phases("Not Applicable") == ("NA",)
    assert study_type("Expanded Access:Individual Patients") == "EXPANDED_ACCESS"
    open_label = design("Allocation: N/A|Masking: None (Open Label)|Observational Model: Case-Control", None)
    assert (open_label.allocation, open_label.masking, open_label.who_masked) == ("NA", "NONE", ())
    assert open_label.observational_model == "CASE_CONTROL"
    assert interventions("no type|Drug: x") == (Intervention(name="no type"), Intervention(name="x", type="DRUG"))
    assert locations("") == ()


def test_real_downloads_agree_with_the_records_of_the_same_trials() -> None:
    new, classic = DATA / "csv" / "new-urology-2024-09.csv", DATA / "csv" / "classic-covid-2020.csv"
    if not new.is_file() or not classic.is_file():
        pytest.skip("the shared downloads are not beside this checkout")
    problems: list[Problem] = []
    trials = {found.trial.nct_id: found.trial for found in read_files([new, classic], problems.append)}
    assert problems == []
    assert len(trials) == 400
    compared = 0
    with gzip.open(DATA / "ctgov-v2-sample.jsonl.gz") as lines:
        for line in lines:
            record = read_study(orjson.loads(line))
            trial = trials.get(record.nct_id)
            if trial is None or trial.last_update_post_date.date != record.last_update_post_date.date:
                continue
            compared += 1
            assert trial.brief_title == record.brief_title
            assert trial.overall_status == record.overall_status
            assert trial.phases == record.phases
            assert trial.start_date.date == record.start_date.date
            assert trial.study_type == record.study_type
            assert trial.has_results == record.has_results
            assert [(i.type, i.name) for i in trial.interventions] == [(i.type, i.name) for i in record.interventions]
            assert trial.countries == record.countries
            assert trial.lead_sponsor == record.lead_sponsor
            assert trial.design.masking == record.design.masking
            assert trial.design.who_masked == record.design.who_masked
            assert [o.role for o in trial.outcomes] == [o.role for o in record.outcomes]
    assert compared > 150
