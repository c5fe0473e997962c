"""What an export takes from a store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.query.corpus import make_store, trial

from trialtui.model.places import EntityPlace, HomePlace, SearchPlace
from trialtui.model.refs import Ref, drug_ref, trial_ref
from trialtui.model.trial import RegistryDate, Sponsor, Trial
from trialtui.query.citation import citation
from trialtui.query.export import rows, select
from trialtui.query.matching import matched_words
from trialtui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    trials = [trial(number, f"Study {number}", drugs=["Zinc"] if number < 4 else []) for number in range(1, 6)]
    mentioned = {"NCT00000005": ["drug:zinc"]}
    return make_store(tmp_path / "s", trials, mentioned=mentioned)


def test_a_term_has_all_trials_that_its_page_lists_by_number_with_how_they_are_linked(store: Store) -> None:
    selection = select(store, EntityPlace(drug_ref("zinc")))
    assert selection is not None
    found = {row.trial.nct_id: matched_words(row.matched) for row in rows(store, selection)}
    assert found == {
        "NCT00000001": "drug:zinc registered",
        "NCT00000002": "drug:zinc registered",
        "NCT00000003": "drug:zinc registered",
        "NCT00000005": "drug:zinc mentioned in brief_summary",
    }


def test_marked_trials_keep_their_order_and_those_that_went_are_named(store: Store) -> None:
    selection = select(store, (trial_ref(5), trial_ref(99), trial_ref(1)))
    assert selection is not None
    assert [row.trial.nct_id for row in rows(store, selection)] == ["NCT00000005", "NCT00000001"]
    assert selection.described()["not_in_store"] == ["NCT00000099"]


def test_where_there_are_no_trials_nothing_is_selected(store: Store) -> None:
    places = (HomePlace(), SearchPlace("owls"), EntityPlace(Ref("gene", "ACE2")))
    assert [select(store, place) for place in places] == [None, None, None]
    assert select(store, (trial_ref(99),)) is None and select(store, ()) is None


def test_one_trial_is_read_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = store.trial

    def counted(nct: int) -> Trial | None:
        read.append(nct)
        return real(nct)

    monkeypatch.setattr(store, "trial", counted)
    selection = select(store, SearchPlace("kind:trial"))
    assert selection is not None
    found = rows(store, selection)
    assert read == []
    for number in (1, 2, 3):
        assert next(found).trial.nct_id == f"NCT{number:08d}" and len(read) == number


def test_a_citation_has_title_sponsor_number_address_and_both_dates() -> None:
    item = replace(
        trial(1, "Zinc in owls."), lead_sponsor=Sponsor("Owl, Inc."), last_update_post_date=RegistryDate("2021-03-04")
    )
    assert citation(item) == (
        "Owl, Inc. Zinc in owls (NCT00000001). ClinicalTrials.gov. https://clinicaltrials.gov/study/NCT00000001. "
        "Last update posted 2021-03-04. Record as of 2020-10-07."
    )


def test_a_citation_says_what_is_not_known() -> None:
    assert citation(Trial(nct_id="NCT00000001")) == (
        "NCT00000001. ClinicalTrials.gov. https://clinicaltrials.gov/study/NCT00000001. "
        "Date of the last update not stated. Record of an unknown date."
    )
