from __future__ import annotations

from pathlib import Path

import pytest
from tests.query.corpus import make_store, trial

from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.query.search import search
from trialtui.query.suggest import suggestions
from trialtui.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    infarction = Term(ref=Ref("mesh", "D009203"), name="Myocardial Infarction", synonyms=("Heart Attack",))
    items = [
        trial(1, "Hydroxychloroquine for health workers", drugs=["Hydroxychloroquine"], status="COMPLETED"),
        trial(2, "Pulmonary rehabilitation", summary="Exercise after pneumonia"),
    ]
    return make_store(
        tmp_path_factory.mktemp("suggest") / "store", items, mesh={"NCT00000001": ["D009203"]}, terms=[infarction]
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hert attack", "heart attack"),
        ('"hert atack"', "heart attack"),
        ("hydroxycloroquin", "hydroxychloroquine"),
        ("pneumnoia", "pneumonia"),
        ("exercise pnuemonia", "exercise pneumonia"),
        ("hydroxycloroquine status:completed", "hydroxychloroquine status:completed"),
    ],
)
def test_misspelled_names_and_words_lead_to_those_that_find_something(store: Store, typed: str, meant: str) -> None:
    results = search(store, typed)
    assert not results.found
    assert str(suggestions(store, results)[0]) == meant


@pytest.mark.parametrize("typed", ["zzzzqqqq", "status:withdrawn", "xy", "hydroxycloroquin status:withdrawn"])
def test_nothing_is_suggested_that_finds_nothing(store: Store, typed: str) -> None:
    assert suggestions(store, search(store, typed)) == []


def test_what_few_trials_misspelled_too_leads_to_what_many_have(tmp_path: Path) -> None:
    items = [trial(number, "Remdesivir study", drugs=["Remdesivir"]) for number in range(1, 8)]
    rare = trial(8, "Remdesevir study", status="WITHDRAWN")
    store = make_store(tmp_path, [*items, rare])
    results = search(store, "remdesevir")
    assert list(results.trials) == [8]
    assert [str(query) for query in suggestions(store, results)] == ["remdesivir"]
    assert suggestions(store, search(store, "remdesevir status:withdrawn")) == []
    assert suggestions(store, search(store, "remdesivir")) == []


def test_it_needs_no_typing_error_to_be_found(store: Store) -> None:
    assert search(store, "heart attack").entities["mesh"][0].name == "Myocardial Infarction"
