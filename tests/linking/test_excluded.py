from __future__ import annotations

import time

import pytest

from trialtui.linking.trial_links import text_reader
from trialtui.model.trial import Eligibility, Trial


def excluded(criteria: str) -> dict[str, bool]:
    """Return each term that the criteria name, and whether all its mentions are excluded."""
    found: dict[str, bool] = {}
    trial = Trial(nct_id="NCT10000001", eligibility=Eligibility(criteria=criteria))
    for link in text_reader().links(trial):
        found[str(link.ref)] = found.get(str(link.ref), True) and link.excluded
    return found


FEVER, PNEUMONIA, COUGH = "HP:0001945", "HP:0002090", "HP:0012735"


def test_what_stands_under_a_title_of_exclusion_is_excluded_until_one_of_inclusion() -> None:
    text = (
        "Inclusion Criteria:\n\n* Pneumonia\n\nExclusion Criteria:\n\n* Fever\n\nInclusion criteria of part B\n* Cough"
    )
    assert excluded(text) == {PNEUMONIA: False, FEVER: True, COUGH: False}


@pytest.mark.parametrize(
    "criterion",
    [
        "Stroke (within a year before inclusion)",
        "Who does not meet the inclusion criteria",
        "Other protocol-defined inclusion criteria may apply.",
    ],
)
def test_a_criterion_that_speaks_of_inclusion_does_not_end_the_exclusion_criteria(criterion: str) -> None:
    assert excluded(f"Exclusion Criteria:\n\n* {criterion}\n* Fever")[FEVER] is True


def test_titles_within_a_long_line_count() -> None:
    text = f"Inclusion Criteria: adults with pneumonia{' who agree' * 9}. Exclusion Criteria: fever, cough"
    assert excluded(text) == {PNEUMONIA: False, FEVER: True, COUGH: True}


def test_a_title_that_says_both_decides_nothing() -> None:
    assert excluded("Inclusion/Exclusion Criteria:\n\n* Pneumonia") == {PNEUMONIA: False}


@pytest.mark.parametrize(
    ("criterion", "terms"),
    [
        (
            "Patients must not have EGFR sensitizing mutations, EGFR T790M mutation, ALK gene fusion, and ROS 1 gene "
            "rearrangement, and BRAF V600E mutation.",
            {"gene:EGFR", "gene:ALK", "gene:BRAF", "mutation:BRAF:V600E", "mutation:EGFR:T790M"},
        ),
        ("1. No evidence of concomitant drivers including KRAS mutations, BRAF mutations", {"gene:KRAS", "gene:BRAF"}),
        ("Subjects without EGFR sensitive mutation or ALK fusion", {"gene:EGFR", "gene:ALK"}),
        ("No active infection including, but not limited to, pneumonia", {PNEUMONIA}),
        ("No symptoms of COVID-19 (temperature of 38.0 or more, OR new cough, OR a fever)", {COUGH, FEVER}),
        ("Absence of symptoms, e.g. a cough in the 7 days before, or fever of 38", {COUGH, FEVER}),
        ("Adults. Have not presented general symptoms such as fever, cough in the last week", {COUGH, FEVER}),
    ],
)
def test_a_criterion_that_begins_by_denying_excludes_all_that_it_lists(criterion: str, terms: set[str]) -> None:
    found = excluded(f"Inclusion Criteria:\n\n* {criterion}")
    assert terms <= found.keys()
    assert all(found[term] for term in terms)


@pytest.mark.parametrize(
    "criterion",
    [
        "Pneumonia, with no known cause",
        "No treatment for pneumonia",
        "No prior chemotherapy; pneumonia",
        "No known disease except pneumonia",
        "No known infection other than pneumonia",
        "Must not have received drugs for pneumonia",
        "No active smoker. Pneumonia",
        "Must not smoke\n* Pneumonia",
        "No symptoms of other diseases\n* Pneumonia",
        "With or without oxygen, pneumonia",
        "More than two of the following: pneumonia; no fever",
    ],
)
def test_what_a_criterion_does_not_deny_is_not_excluded(criterion: str) -> None:
    assert excluded(f"Inclusion Criteria:\n\n* {criterion}")[PNEUMONIA] is False


def test_a_gene_that_a_summary_speaks_of_is_its_subject_though_denied() -> None:
    trial = Trial(nct_id="NCT10000001", brief_summary="Lung cancer without EGFR mutations is treated.")
    assert [link.excluded for link in text_reader().links(trial) if link.ref.kind == "gene"] == [False]


def test_a_title_may_say_who_is_not_eligible() -> None:
    assert excluded("Adults.\n\nPatients are not eligible if they have:\n\n* Pneumonia") == {PNEUMONIA: True}


@pytest.mark.parametrize("piece", [". ", "No . ", "1. a) ", "must not ", "no known ", "; * "])
def test_time_is_linear_on_hostile_repetition(piece: str) -> None:
    from trialtui.linking.denied_criteria import denied_stretches

    start = time.process_time()
    denied_stretches(f"without {piece * 20_000}")
    assert time.process_time() - start < 5
