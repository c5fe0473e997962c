from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.studies import study

from trialtui.ingest.differences import EXCERPT, MOST_FIELDS, MOST_ITEMS, field_changes, results_posted, same_record
from trialtui.model.change import FieldChange
from trialtui.model.codec import to_document
from trialtui.sources.ctgov_record import read_study


def document(**changes: Any) -> dict[str, Any]:
    return to_document(read_study(study(**changes), "somewhere"))


def changes_of(**changes: Any) -> list[FieldChange]:
    return list(field_changes(document(), document(**changes))[0])


def change(field: str, old: str | tuple[str, ...], new: str | tuple[str, ...], item: str = "") -> FieldChange:
    both = [(text,) if isinstance(text, str) else text for text in (old, new)]
    return FieldChange(field=field, item=item, old=both[0], new=both[1])


def test_a_later_download_of_the_same_record_is_the_same_record() -> None:
    later = document(derivedSection__miscInfoModule__versionHolder="2022-01-01")
    assert later != document() and same_record(document(), later) and not field_changes(document(), later)[0]
    assert not same_record(document(), document(statusModule__lastUpdatePostDateStruct={"date": "2022-01-01"}))


def test_single_values_say_what_they_were_and_are() -> None:
    assert changes_of(
        statusModule__overallStatus="COMPLETED", statusModule__startDateStruct={"date": "2020-07-01"},
        designModule__enrollmentInfo={"count": 900, "type": "ACTUAL"}, designModule__designInfo__allocation="NA",
        eligibilityModule__healthyVolunteers=True, statusModule__whyStopped=None,
    ) == [
        change("overall_status", "TERMINATED", "COMPLETED"),
        change("why_stopped", "The owls flew away \\[all\\]", ()),
        change("start_date", "2020-06 ACTUAL", "2020-07-01"),
        change("design.allocation", "RANDOMIZED", "NA"),
        change("enrollment", "1200 ACTUAL", "900 ACTUAL"),
        change("eligibility.healthy_volunteers", "false", "true"),
    ]  # fmt: skip


def test_of_a_list_what_came_and_what_is_gone() -> None:
    assert changes_of(conditionsModule__conditions=["COVID-19", "Sepsis", "Fever"]) == [
        change("conditions", "Pneumonia", ("Sepsis", "Fever"))
    ]
    assert changes_of(conditionsModule__conditions=["COVID-19", "Pneumonia"]) == []
    sites = [{"facility": "Nest 1", "city": "Lahore", "country": "Pakistan", "status": "RECRUITING"}]
    assert changes_of(contactsLocationsModule__locations=sites) == [
        change("locations", ("Nest 2, Lyon, France", "Nest 3, Karachi, Pakistan"), ()),
        change("locations.status", (), "RECRUITING", item="Nest 1, Lahore, Pakistan"),
    ]


def test_an_outcome_that_was_altered_is_named() -> None:
    altered = [{"measure": "Flight", "description": "Hours", "timeFrame": "Day 60"}]
    assert changes_of(outcomesModule__primaryOutcomes=altered) == [
        change("outcomes.description", "Minutes", "Hours", item="primary, Flight"),
        change("outcomes.time_frame", "Day 29", "Day 60", item="primary, Flight"),
    ]
    switched = changes_of(outcomesModule__primaryOutcomes=[{"measure": "Song"}])
    assert switched == [change("outcomes", "primary, Flight", "primary, Song")]


def test_items_of_one_name_are_counted() -> None:
    twice = [{"type": "DRUG", "name": "Remdesivir"}] * 2
    assert changes_of(armsInterventionsModule__interventions=twice) == [
        change("interventions", "OTHER, Placebo", "DRUG, Remdesivir")
    ]


def test_posted_results_are_told() -> None:
    posted = document(hasResults=True, statusModule__resultsFirstPostDateStruct={"date": "2022-02-03"})
    assert results_posted(document(), posted) and not results_posted(posted, posted)
    assert change("has_results", "false", "true") in field_changes(document(), posted)[0]


def test_long_texts_are_cut_to_where_they_differ() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    (found,) = changes_of(
        descriptionModule__briefSummary=words,
    )
    assert found.new[0].endswith("…") and len(found.new[0]) <= EXCERPT + 2
    old, new = document(descriptionModule__briefSummary=words), document(
        descriptionModule__briefSummary=words.replace("word200", "owl")
    )  # fmt: skip
    ((found,), _) = field_changes(old, new)
    assert "word199 word200 word201" in found.old[0] and "word199 owl word201" in found.new[0]
    assert found.old[0].startswith("…") and found.old[0].endswith("…") and len(found.old[0]) < 120


def test_what_is_kept_is_bounded() -> None:
    sites = [{"facility": f"Nest {number}", "status": "RECRUITING"} for number in range(500)]
    other = [{"facility": f"Nest {number}", "status": "COMPLETED"} for number in range(500)]
    old, new = (document(contactsLocationsModule__locations=item) for item in (sites, other))
    kept, more = field_changes(old, new)
    assert len(kept) == MOST_FIELDS and more == 500 - MOST_FIELDS
    (gone, *_), _ = field_changes(old, document(contactsLocationsModule__locations=[]))
    assert len(gone.old) == MOST_ITEMS and gone.more == 500 - MOST_ITEMS


@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=900), st.text(max_size=900))
def test_excerpts_of_any_texts_are_short_and_differ(head: str, one: str, other: str, tail: str) -> None:
    old, new = {"brief_summary": head + one + tail}, {"brief_summary": head + other + tail}
    kept, _ = field_changes(old, new)
    assert bool(kept) == (old != new)
    for found in kept:
        assert all(len(text) <= EXCERPT + 2 for text in (*found.old, *found.new))
