"""The page of a trial, read as text: made of small studies in the registry's shape."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.studies import Study, study

from trialtui.model.refs import Ref
from trialtui.model.term import Link
from trialtui.pages.eligibility import ages_words
from trialtui.pages.page import Page
from trialtui.pages.trial_page import TrialPage
from trialtui.pages.trial_terms import term_blocks
from trialtui.pages.trial_words import field_words
from trialtui.query.trial_facts import LinkedTerm, TrialFacts
from trialtui.render.markdown import to_markdown
from trialtui.render.text import to_text
from trialtui.sources.ctgov_record import read_study

TODAY = date(2021, 6, 1)


def page_of(record: Study, terms: dict[str, list[LinkedTerm]] | None = None, today: date = TODAY) -> Page:
    return TrialPage(TrialFacts(read_study(record), terms or {}), today=today).page()


def section(record: Study, name: str, **options: Any) -> str:
    return to_text(page_of(record, **options), section=name)


def in_words(text: str) -> str:
    """The words of a text, whatever the columns and rules between them."""
    return " ".join(text.replace("─", "").split())


def started(number: str) -> list[dict[str, Any]]:
    return [{"type": "STARTED", "achievements": [{"groupId": "a", "numSubjects": number}]}]


def test_status_has_its_record_s_date_and_is_marked_when_over_a_year_old() -> None:
    assert "Terminated, as recorded 2021-04-01\n" in section(study(), "overview")
    old = section(study(), "overview", today=date(2022, 4, 2))
    assert "Terminated, as recorded 2021-04-01 (over a year ago)" in old
    assert "Why stopped The owls flew away [all]" in in_words(old)


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (
            {"allocation": "RANDOMIZED", "interventionModel": "PARALLEL", "primaryPurpose": "TREATMENT",
             "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"]}},
            "Randomized, parallel groups, double-masked (participant, outcomes assessor), for treatment",
        ),
        ({"allocation": "NA", "interventionModel": "SINGLE_GROUP", "maskingInfo": {"masking": "NONE"}},
         "Single group, open label"),
        ({"observationalModel": "COHORT", "timePerspective": "PROSPECTIVE"}, "Cohort, prospective"),
        ({"interventionModel": "SPIRAL"}, "Spiral"),
    ],
)  # fmt: skip
def test_the_design_is_said_in_a_line(info: dict[str, Any], words: str) -> None:
    overview = section(study(designModule__designInfo=info), "overview")
    assert f"Design {words}" in in_words(overview)


@pytest.mark.parametrize(
    ("minimum", "maximum", "words"),
    [
        ("18 Years", "", "18 Years and older"),
        ("", "24 Years", "up to 24 Years"),
        ("30 Years", "70 Years", "30 to 70 Years"),
        ("1 Year", "17 Years", "1 to 17 Years"),
        ("6 Months", "5 Years", "6 Months to 5 Years"),
        ("", "", ""),
    ],
)
def test_ages_read_as_a_range(minimum: str, maximum: str, words: str) -> None:
    assert ages_words(minimum, maximum) == words


def test_age_groups_stand_in_for_limits_that_are_not_stated() -> None:
    record = study(eligibilityModule__stdAges=["ADULT", "OLDER_ADULT"])
    assert "Age groups" not in section(record, "eligibility")
    record = study(eligibilityModule__stdAges=["ADULT", "OLDER_ADULT"], eligibilityModule__minimumAge=None)
    assert "Age groups Adult, Older adult" in in_words(section(record, "eligibility"))


def test_columns_that_say_nothing_are_left_out() -> None:
    bare = study(
        contactsLocationsModule__locations=[{"country": "Peru"}],
        armsInterventionsModule__armGroups=[{"label": "One"}],
        outcomesModule__primaryOutcomes=[{"measure": "Flight"}],
    )
    assert "Time frame" not in section(bare, "primary-outcomes")
    assert "Type" not in section(bare, "arms")
    assert "Peru (1)" in section(bare, "sites")


def test_inclusion_and_exclusion_criteria_are_sections_of_their_own() -> None:
    assert section(study(), "inclusion").split("\n")[1:3] == ["• Owl", "• Age >= 18"]
    assert section(study(), "exclusion").split("\n")[1:3] == ["1. Eagle", "2. Hawk"]
    french = "Inclusion criteria:\n\n* Owl\n\nNon-inclusion criteria:\n\n* Hawk"
    assert "Hawk" in section(study(eligibilityModule__eligibilityCriteria=french), "exclusion")


def test_an_outcome_s_description_stands_below_its_measure_and_time_frame_as_paragraphs_and_list() -> None:
    outcomes = [{"measure": "Flight", "timeFrame": "Day 29", "description": "Minutes:\n\n* up\n* down"}]
    text = section(study(outcomesModule__primaryOutcomes=outcomes), "primary-outcomes")
    assert [line.strip() for line in text.split("\n")[3:7]] == ["Flight   Day 29", "Minutes:", "• up", "• down"]
    markdown = to_markdown(page_of(study(outcomesModule__primaryOutcomes=outcomes)), section="primary-outcomes")
    assert "| Measure | Time frame | Description |" in markdown
    assert "| **Flight** | Day 29 | Minutes: • up • down |" in markdown


def test_sites_stand_under_their_country_with_its_number() -> None:
    text = section(study(), "sites")
    assert text.index("── Pakistan (2) ") < text.index("Karachi") < text.index("── France (1) ") < text.index("Lyon")
    assert "Countries Pakistan (2); France (1)" in in_words(section(study(), "overview"))
    assert "Status" not in text, "no site states its own"


def test_reports_of_results_come_before_background_and_lead_to_pubmed() -> None:
    references = [
        {"pmid": "1", "type": "BACKGROUND", "citation": "Before."},
        {"pmid": "2", "type": "RESULT", "citation": "Found."},
    ]
    page = page_of(study(referencesModule__references=references))
    text = to_text(page, section="references")
    assert text.index("[result] Found.") < text.index("[background] Before.")
    assert "https://pubmed.ncbi.nlm.nih.gov/2/" in to_markdown(page, section="references")


def test_contacts_are_named_as_registered() -> None:
    contacts = [{"name": "Desk", "phone": "555", "phoneExt": "7", "email": "desk@owl.org"}]
    overview = section(study(contactsLocationsModule__centralContacts=contacts), "overview")
    assert "Desk, 555 ext. 7, desk@owl.org" in overview


RESULTS = {
    "participantFlowModule": {
        "groups": [{"id": "a", "title": "Owls"}],
        "periods": [
            {"title": "Night", "milestones": started("9")},
            {"title": "Day", "milestones": started("4")},
        ],
    },
    "outcomeMeasuresModule": {
        "outcomeMeasures": [
            {"type": "PRIMARY", "title": "Flight", "paramType": "MEAN", "unitOfMeasure": "m",
             "groups": [{"id": "b", "title": "Owls"}],
             "denoms": [{"units": "Participants", "counts": [{"groupId": "b", "value": "8"}]}],
             "classes": [{"categories": [{"measurements": [{"groupId": "b", "value": "3.5", "spread": "1"}]}]}]},
            {"type": "PRIMARY", "title": "Song"},
            {"type": "SECONDARY", "title": "Feathers"},
            {"type": "OTHER_PRE_SPECIFIED", "title": "Claws"},
        ]
    },
    "adverseEventsModule": {
        "frequencyThreshold": "5",
        "eventGroups": [{"id": "c", "title": "Owls", "seriousNumAffected": 1, "seriousNumAtRisk": 9}],
    },
}  # fmt: skip


def test_the_digest_of_results_says_of_how_many_each_figure_is() -> None:
    record = study(hasResults=True, resultsSection=RESULTS)
    flow = section(record, "flow")
    assert flow.index("── Night ") < flow.index("9") < flow.index("── Day ") < flow.index("4")
    reported = section(record, "reported")
    assert "Owls          8  3.5 (1)" in reported
    assert "No figures are given." in reported
    assert "1 secondary and 1 other outcomes are reported too" in reported
    adverse = section(record, "adverse")
    assert "Owls not reported 1 of 9 not reported" in in_words(adverse)
    assert "Other: not serious, of kinds that more than 5% of a group had." in adverse


def test_terms_stand_under_how_they_are_linked() -> None:
    def linked(key: str, via: str, *, excluded: bool = False) -> LinkedTerm:
        ref = Ref("hpo", key)
        return LinkedTerm(ref, key, (Link(ref=ref, via=via, excluded=excluded),), 2, 30)

    terms = {"hpo": [linked("HP:0000004", "mentioned", excluded=True), linked("HP:0000003", "mentioned"),
                     linked("HP:0000001", "mapped")]}  # fmt: skip
    blocks = tuple(term_blocks(TrialFacts(read_study(study()), terms)))
    text = to_text(Page(title="", place=page_of(study()).place, blocks=blocks))
    words = " ".join(text.replace("─", "").split())
    assert (
        "mapped from its MeSH (1) HP:0000001 2 in its text (1) HP:0000003 30 only excluded (1) HP:0000004 30" in words
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("brief_title", "title"),
        ("eligibility.criteria", "eligibility criteria"),
        ("outcomes[2].measure", "outcome 3, measure"),
        ("conditions[0]", "condition 1"),
        ("arm_groups[0].description", "arm 1, description"),
        ("why_stopped", "why stopped"),
        ("design.masking_description", "masking description"),
    ],
)
def test_a_field_is_named_in_words(path: str, words: str) -> None:
    assert field_words(path) == words
