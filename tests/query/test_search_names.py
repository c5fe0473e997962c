from __future__ import annotations

from pathlib import Path

import pytest
from tests.query.corpus import make_store, put, trial

from trialtui.model.refs import KINDS, Ref
from trialtui.model.term import Term
from trialtui.query.search import search
from trialtui.query.search_names import BEGINS, EXACT, HOLDS, Named, find_named
from trialtui.store import index_tops
from trialtui.store.store import Store
from trialtui.store.writer import Writer

_INFARCTION = Term(
    ref=Ref("mesh", "D009203"), name="Myocardial Infarction", synonyms=("Heart Attack", "Infarct, Myocardial")
)


def found(store: Store, text: str, kind: str = "drug", limit: int = 10) -> list[str]:
    return [item.ref.key for item in find_named(store.index, text, KINDS, limit).get(kind, ())]


def first(store: Store, text: str, kind: str = "drug") -> Named:
    return find_named(store.index, text, KINDS, 10)[kind][0]


def test_whole_names_go_before_beginnings_and_those_before_words_then_by_trials(tmp_path: Path) -> None:
    names = [
        "Plasma",
        "Plasma exchange",
        "Plasma donors",
        "Plasma donors",
        "Convalescent plasma",
        "Fresh plasma",
        "Fresh plasma",
    ]
    store = make_store(tmp_path, [trial(number, drugs=[name]) for number, name in enumerate(names, 1)])
    assert found(store, "plasma") == [
        "plasma",
        "plasma donors",
        "plasma exchange",
        "fresh plasma",
        "convalescent plasma",
    ]
    ranks = [item.rank for item in find_named(store.index, "plasma", KINDS, 10)["drug"]]
    assert ranks == [EXACT, BEGINS, BEGINS, HOLDS, HOLDS]


def test_the_name_that_matched_is_said(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(1)], mesh={"NCT00000001": ["D009203"]}, terms=[_INFARCTION])
    hit = first(store, "heart attack", "mesh")
    assert (hit.ref.key, hit.name, hit.matched, hit.trials) == ("D009203", "Myocardial Infarction", "Heart Attack", 1)


def test_words_are_found_in_any_order_and_unfinished(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(1, drugs=["COVID-19 Convalescent Plasma"])])
    for text in ("plasma convalescent", "conv pla", "covid-19 conv", "COVID 19", "plasma 19 covid"):
        assert found(store, text) == ["covid-19 convalescent plasma"], text
    assert found(store, "plasma serum") == []


def test_other_names_lead_to_the_drug_but_one_trials_mistake_does_not_rank_by_all_its_trials(tmp_path: Path) -> None:
    items = [trial(number, drugs=["Ivermectin"]) for number in range(1, 6)]
    items += [trial(6, drugs=["Ivermectin"], other_names=["Remdesivir"])]
    items += [trial(number, drugs=["Remdesivir hydrate"]) for number in (7, 8)]
    items += [trial(number, drugs=["Hydroxychloroquine"], other_names=["HCQ"]) for number in (9, 10)]
    items += [trial(11, drugs=["Remdesivir placebo"])]
    store = make_store(tmp_path, items)
    assert found(store, "remdes") == ["remdesivir hydrate", "remdesivir placebo", "ivermectin"]
    assert found(store, "remdesivir") == ["remdesivir hydrate", "remdesivir placebo", "ivermectin"]
    assert first(store, "HCQ").ref == Ref("drug", "hydroxychloroquine")


def test_trials_are_found_by_title_and_acronym(tmp_path: Path) -> None:
    items = [trial(1, "RECOVERY of function"), trial(2, "Another", acronym="RECOVERY"), trial(3, "A recovery study")]
    store = make_store(tmp_path, items)
    hits = find_named(store.index, "recovery", KINDS, 10)["trial"]
    assert [(item.ref.key, item.rank) for item in hits] == [("NCT00000002", EXACT), ("NCT00000001", BEGINS)]


def test_the_best_of_many_names_are_the_same_as_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        f"{first} {second} {number}"
        for number in range(4)
        for first in ("alpha", "alpine", "beta")
        for second in ("al", "x")
    ]
    items = [trial(10 * at + copy, drugs=[name]) for at, name in enumerate(names) for copy in range(at % 3 + 1)]
    plain = make_store(tmp_path / "plain", items)
    monkeypatch.setattr(index_tops, "MANY", 3)
    listed = make_store(tmp_path / "listed", items)
    assert plain.index.ask("SELECT count(*) FROM name_top") == [(0,)]
    beginnings = [beginning for (beginning,) in listed.index.ask("SELECT DISTINCT beginning FROM name_top")]
    assert "al" in beginnings
    for text in {name[:length] for name in names for length in range(1, len(name.split()[0]) + 1)} | {"x", "0", "x 1"}:
        assert found(plain, text, limit=5) == found(listed, text, limit=5), text


def test_a_name_that_nothing_registers_any_more_is_found_no_more(tmp_path: Path) -> None:
    make_store(tmp_path, [trial(1, "Old title", drugs=["Placebo"], other_names=["Sugar pill"], acronym="OLD")]).close()
    with Writer(tmp_path) as writer:
        put(writer, trial(1, "New title", drugs=["Placebo"]), [])
    store = Store(tmp_path)
    assert found(store, "sugar") == []
    assert found(store, "placebo") == ["placebo"]
    assert found(store, "old", "trial") == []
    assert found(store, "new title", "trial") == ["NCT00000001"]


def test_ids_are_found_by_their_beginning(tmp_path: Path) -> None:
    store = make_store(
        tmp_path, [trial(1)], mesh={"NCT00000001": ["D009203"]}, mentioned={"NCT00000001": ["rs1800795"]}
    )
    assert found(store, "D0092", "mesh") == ["D009203"]
    assert found(store, "rs18", "snp") == ["rs1800795"]


def test_fields_narrow_the_entities_to_those_with_trials_left(tmp_path: Path) -> None:
    items = [
        trial(1, drugs=["Plasma A"], status="COMPLETED"),
        trial(2, drugs=["Plasma A"]),
        trial(3, drugs=["Plasma B"]),
    ]
    results = search(make_store(tmp_path, items), "plasma status:completed")
    assert [(item.name, item.trials) for item in results.entities["drug"]] == [("Plasma A", 1)]


def test_a_kind_lists_entities_of_that_kind_alone(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(1, "Plasma study", drugs=["Plasma"])])
    assert set(search(store, "plasma kind:drug").entities) == {"drug"}
    assert not len(search(store, "plasma kind:drug").trials)
    assert set(search(store, "plasma -kind:drug").entities) == {"trial"}
    assert set(search(store, "plasma", kinds=["drug"]).entities) == {"drug"}


@pytest.mark.parametrize("text", ["D009203", "D009203 status:recruiting"])
def test_a_reference_finds_its_entity_and_its_trials(tmp_path: Path, text: str) -> None:
    store = make_store(tmp_path, [trial(1), trial(2)], mesh={"NCT00000001": ["D009203"]}, terms=[_INFARCTION])
    results = search(store, text)
    assert [item.name for item in results.entities["mesh"]] == ["Myocardial Infarction"]
    assert list(results.trials) == [1]
