from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.corpus import make_store, trial

from trialtui.query.quick import quick
from trialtui.query.search import search
from trialtui.query.search_language import QueryError
from trialtui.store import index_text
from trialtui.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    items = [
        trial(4437823, "Convalescent plasma for COVID-19", drugs=["Convalescent Plasma"], status="COMPLETED"),
        trial(4437900, "COVID-19 and plasma", summary="heart attack", drugs=["Placebo"]),
        trial(4999999, "A placebo study", drugs=["Placebo"]),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_text, "FREQUENT", 2)
        return make_store(tmp_path_factory.mktemp("quick") / "store", items, mesh={"NCT04437823": ["D018352"]})


def test_the_last_word_may_go_on(store: Store) -> None:
    found = quick(store, "convalescent pl")
    assert found.trials == 1
    assert [item.name for item in found.entities["drug"]] == ["Convalescent Plasma"]
    assert [row.nct for row in found.rows] == [4437823]


def test_a_blank_ends_the_last_word(store: Store) -> None:
    assert quick(store, "plas ").trials == 0
    assert quick(store, "plas").trials == 2


def test_the_beginning_of_a_number_finds_its_trials(store: Store) -> None:
    assert [item.ref.key for item in quick(store, "nct0443").entities["trial"]] == ["NCT04437823", "NCT04437900"]


def test_an_unfinished_quote_is_read_as_closed_and_an_unfinished_field_by_its_words(store: Store) -> None:
    assert quick(store, '"convalescent pla').trials in (0, 1)
    broken = quick(store, "status:comp")
    assert broken.error is not None
    assert not broken.rows
    assert quick(store, "plasma status:completed").trials == 1


@pytest.mark.parametrize(
    "text", ["plasma ", "covid-19 ", "heart ", "-placebo ", "D018352 ", "covid status:completed ", "heart attack "]
)
def test_what_is_said_to_be_exact_is_what_a_search_finds(store: Store, text: str) -> None:
    found = quick(store, text)
    wanted = len(search(store, text).trials)
    assert found.trials >= wanted
    assert not found.exact or found.trials == wanted


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from('abcovidplsm -"+*:1239DNCTHP…é\x00'), max_size=14))
def test_no_keystroke_fails_and_an_exact_count_is_the_searchs(store: Store, text: str) -> None:
    found = quick(store, text)
    try:
        exact = search(store, text)
    except QueryError:
        return
    if found.exact and found.error is None and text.endswith(" ") and exact.query.clauses:
        assert found.trials == len(exact.trials)
