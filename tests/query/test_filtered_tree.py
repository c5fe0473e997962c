"""The filtered tree: what it finds, how it is counted and ordered; against a straight look over all names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.query.corpus import make_store, trial

from trialtui.model.refs import mesh_ref
from trialtui.model.term import Term
from trialtui.query.tree_filter import TreeFilter
from trialtui.store.store import Store
from trialtui.store.text_keys import name_key
from trialtui.tui.catalogue import Positioned


@pytest.fixture
def store(tmp_path: Path) -> Store:
    trials = [
        trial(10_000_001, "Zinc against fever", drugs=["Zinc"], acronym="ZAF"),
        trial(10_000_002, "Ivermectin for colds", drugs=["Ivermectin"], other_names=["Zinc mix"]),
        trial(10_000_003, "A study of zinc gluconate", summary="Zinc.", drugs=["Zinc gluconate", "Zinc"]),
        trial(10_000_004, "[red]Study\x1b of nothing", summary="It says zinc in its text alone."),
    ]
    terms = [
        Term(ref=mesh_ref("D005334"), name="Fever", synonyms=("Pyrexia",), parents=(mesh_ref("D001831"),)),
        Term(ref=mesh_ref("D001831"), name="Body Temperature Changes"),
    ]
    return make_store(tmp_path, trials, mesh={"NCT10000001": ["D005334"]}, terms=terms)


def entries(found: TreeFilter) -> dict[str, list[str]]:
    return {root.id[1]: [node.label for node in found.children(root)] for root in found.roots()}


def test_entries_come_by_kind_those_that_begin_so_first_then_those_of_most_trials(store: Store) -> None:
    assert entries(TreeFilter(store.index, "zin")) == {
        "trial": ["NCT10000001 Zinc against fever", "NCT10000003 A study of zinc gluconate"],
        "drug": ["Zinc", "Zinc gluconate", "Ivermectin (Zinc mix)"],
    }


def test_each_kind_says_how_many_of_how_many(store: Store) -> None:
    found = TreeFilter(store.index, "zin")
    assert [root.label for root in found.roots()] == ["Trials: 2 of 4", "Drugs: 3 of 3"]
    assert found.total == 5


def test_another_name_is_told_and_a_broader_term_is_found_too(store: Store) -> None:
    assert entries(TreeFilter(store.index, "pyrex")) == {"mesh": ["Fever (Pyrexia)"]}
    assert entries(TreeFilter(store.index, "temp changes")) == {"mesh": ["Body Temperature Changes"]}


@pytest.mark.parametrize("typed", ["NCT1000000", "nct10000002", "ZAF", "stud noth"])
def test_trials_are_found_by_number_acronym_and_words_of_the_title(store: Store, typed: str) -> None:
    found = entries(TreeFilter(store.index, typed))
    assert found["trial"] and len(found["trial"]) == (4 if typed == "NCT1000000" else 1)


@pytest.mark.parametrize(
    "typed", ["", " ", "z", "-", '"', "zebra", "zinc zebra", "\x1b", "title : zinc", "NOT (zzz", "*"]
)
def test_nothing_is_found_for_next_to_nothing_and_no_sign_is_taken_for_syntax(store: Store, typed: str) -> None:
    assert (TreeFilter(store.index, typed).total, TreeFilter(store.index, typed).roots()) == (0, [])


def test_a_child_knows_where_it_stands_and_is_no_node_of_the_whole_tree(store: Store) -> None:
    found = TreeFilter(store.index, "zinc")
    for root in found.roots():
        assert root.id[0] == "filter"
        children = found.children(root)
        assert isinstance(children, Positioned)
        assert [children.position(node.id) for node in children] == list(range(len(children)))


def straight(store: Store, typed: str) -> dict[str, set[str]]:
    """Every term that has, for each word typed, a name with a word that begins so."""
    words = name_key(typed).split()
    found: dict[str, set[str]] = {}
    for tid, kind, key in store.index.ask(
        "SELECT tid, kind, key FROM term WHERE anywhere > 0 OR excluded > 0 OR published > 0"
    ):
        names = [name_key(name).split() for _, name, _ in store.index.names(tid)]
        names += [name_key(name).split() for (name,) in store.index.ask("SELECT name FROM term WHERE tid = ?", tid)]
        names.append(name_key(key).split())
        if all(any(part.startswith(word) for name in names for part in name[:12]) for word in words):
            found.setdefault(kind, set()).add(key)
    return found


@pytest.mark.parametrize("typed", ["vir", "resp syn", "hydroxych", "il", "acute"])
def test_over_real_trials_it_finds_what_a_look_at_every_name_finds(covid_store: Store, typed: str) -> None:
    found = TreeFilter(covid_store.index, typed)
    got = {root.id[1]: {node.id[2] for node in found.children(root)} for root in found.roots()}
    trials = got.pop("trial", set())
    assert got == straight(covid_store, typed)
    said = {root.id[1]: root.label.split(": ")[1].split(" of ")[0] for root in found.roots()}
    assert said == {kind: f"{len(keys):,}" for kind, keys in {**got, **({"trial": trials} if trials else {})}.items()}
    titles = covid_store.index.ask("SELECT nct, title FROM trial")
    words = name_key(typed).split()
    named = {
        f"NCT{nct:08d}"
        for nct, title in titles
        if all(any(part.startswith(word) for part in name_key(title).split()) for word in words)
    }
    assert named - trials == set()
