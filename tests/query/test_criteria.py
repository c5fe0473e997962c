from __future__ import annotations

import pytest

from trialtui.model.trial import Eligibility, Trial
from trialtui.query.criteria import criteria_of


def read(criteria: str, text_format: str = "markdown") -> list[tuple[str, str]]:
    trial = Trial(nct_id="NCT10000001", text_format=text_format, eligibility=Eligibility(criteria=criteria))
    return [(item.section, item.text) for item in criteria_of(trial)]


def test_criteria_stand_under_the_titles_of_their_text() -> None:
    text = "Inclusion Criteria:\n\n* Owl\n* Age \\>= 18\n\nExclusion Criteria:\n\n1. Eagle\n2. Hawk"
    assert read(text) == [
        ("inclusion", "Owl"), ("inclusion", "Age >= 18"), ("exclusion", "Eagle"), ("exclusion", "Hawk"),
    ]  # fmt: skip


def test_what_belongs_to_a_criterion_stays_with_it() -> None:
    text = "Inclusion Criteria:\n\n* One of:\n\n  * fever\n  * cough\n* Adult\n\n  as the law says"
    assert read(text) == [("inclusion", "One of: fever; cough"), ("inclusion", "Adult as the law says")]


def test_items_below_a_title_that_is_an_item_are_criteria_of_their_own() -> None:
    assert read("* Key Inclusion Criteria:\n\n  * Owl\n  * Tall") == [("inclusion", "Owl"), ("inclusion", "Tall")]


@pytest.mark.parametrize(
    "line",
    [
        "Exclusion of pregnancy by a test",
        "Must not be pregnant",
        "No exclusion criteria",
        "Failure to meet all inclusion criteria",
        "Other protocol-defined exclusion criteria may apply.",
        "Owls",
    ],
)
def test_a_criterion_is_no_title(line: str) -> None:
    assert read(line, "plain") == [("", line)]


def test_a_title_of_both_says_nothing() -> None:
    assert read("Exclusion Criteria:\nEagle\nInclusion/Exclusion Criteria:\nOwl", "plain") == [
        ("exclusion", "Eagle"),
        ("", "Owl"),
    ]


def test_a_title_of_a_group_stands_before_its_criteria() -> None:
    text = "Inclusion criteria for donors:\nWell\nInclusion criteria for recipients\nIll\nExclusion Criteria:\nAngry"
    assert read(text, "plain") == [
        ("inclusion", "Inclusion criteria for donors: Well"),
        ("inclusion", "Inclusion criteria for recipients: Ill"),
        ("exclusion", "Angry"),
    ]


def test_what_follows_a_title_on_its_line_is_not_lost() -> None:
    text = "Key Inclusion Criteria: Adults\nExclusion Criteria: none"
    assert read(text, "plain") == [("inclusion", "Adults"), ("exclusion", "none")]
