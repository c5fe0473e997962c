from __future__ import annotations

import math
import random
from itertools import chain

import pytest
from tests.query.corpus import links_of, make_store, refs, trial

from trialtui.model.refs import Ref
from trialtui.model.term import Link
from trialtui.model.trial import Trial
from trialtui.query import cooccurrence
from trialtui.query.correlation import CORRELATED_KINDS, METRICS, Pair, both, correlate, correlate_top, shared_trials
from trialtui.query.search import search
from trialtui.store.index_read import TermRow
from trialtui.store.store import Store

_MESH = [f"D0{number:05d}" for number in range(1, 15)]
_MENTIONED = ["gene:ACE2", "gene:IL6", "D000001", "HP:0002090"]


def _corpus() -> tuple[list[Trial], dict[str, list[str]], dict[str, list[str]]]:
    chance = random.Random(5)
    items = [
        trial(number, drugs=chance.sample(["Placebo", "Remdesivir", "Plasma"], chance.randint(0, 2)))
        for number in range(1, 61)
    ]
    mesh = {item.nct_id: chance.sample(_MESH, min(len(_MESH), int(chance.paretovariate(0.9)))) for item in items}
    mentioned = {item.nct_id: chance.sample(_MENTIONED, chance.randint(0, 3)) for item in items}
    return items, mesh, mentioned


@pytest.fixture(scope="module")
def links() -> dict[str, list[Link]]:
    items, mesh, mentioned = _corpus()
    return {item.nct_id: links_of(item, mesh[item.nct_id], mentioned[item.nct_id]) for item in items}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    items, mesh, mentioned = _corpus()
    return make_store(tmp_path_factory.mktemp("correlation") / "store", items, mesh=mesh, mentioned=mentioned)


def straight(links: dict[str, list[Link]], ref: Ref, vias: set[str]) -> dict[Ref, tuple[int, int, int]]:
    """Shared, own and other's trials of every term that shares a trial, by looking at each trial."""
    of_trial = [{link.ref for link in own if link.via in vias} for own in links.values()]
    own = [held for held in of_trial if ref in held]
    others = set(chain.from_iterable(own)) - {ref}
    return {
        other: (sum(other in held for held in own), len(own), sum(other in held for held in of_trial))
        for other in others
    }


def row_of(store: Store, ref: Ref) -> TermRow:
    row = store.index.term(ref)
    assert row is not None
    return row


def figures(tables: dict[str, list[Pair]]) -> dict[Ref, tuple[int, int, int]]:
    return {pair.ref: (pair.trials, pair.n_a, pair.n_b) for pairs in tables.values() for pair in pairs}


@pytest.mark.parametrize("walked", [400, 5])
@pytest.mark.parametrize("mentions", [False, True])
def test_every_pair_is_what_a_straight_count_gives(
    store: Store, links: dict[str, list[Link]], monkeypatch: pytest.MonkeyPatch, mentions: bool, walked: int
) -> None:
    monkeypatch.setattr(cooccurrence, "_WALKED", walked)
    vias = {"registered", "mapped", "mentioned"} if mentions else {"registered", "mapped"}
    for ref in refs(*_MESH, "drug:placebo", "gene:ACE2"):
        tables = correlate(store.index, row_of(store, ref), mentions=mentions)
        assert figures(tables) == straight(links, ref, vias), ref
        assert set(tables) == set(CORRELATED_KINDS)


def test_the_figure_is_the_cosine_of_the_original_site(store: Store) -> None:
    for pairs in correlate(store.index, row_of(store, Ref("mesh", "D000001"))).values():
        for pair in pairs:
            assert pair.correlation == pytest.approx(pair.trials / math.sqrt(pair.n_a * pair.n_b))
        assert pairs == sorted(pairs, key=lambda pair: -pair.correlation)


def test_the_other_measures_are_what_they_are_named() -> None:
    assert METRICS["jaccard"](2, 4, 6, 100) == pytest.approx(2 / 8)
    assert METRICS["npmi"](2, 4, 5, 100) == pytest.approx(math.log(2 * 100 / 20) / -math.log(2 / 100))
    assert METRICS["npmi"](1, 10, 10, 100) == pytest.approx(0)
    assert METRICS["npmi"](10, 10, 10, 10) == 1


@pytest.mark.parametrize("metric", sorted(METRICS))
@pytest.mark.parametrize("shown", [1, 3, 50])
def test_what_a_screen_shows_is_the_first_of_the_whole_list_those_of_several_trials_first(
    store: Store, metric: str, shown: int
) -> None:
    for ref in refs(*_MESH, "drug:placebo"):
        row = row_of(store, ref)
        whole = correlate(store.index, row, metric=metric)
        for kind, table in correlate_top(store.index, row, shown, metric=metric).items():
            assert list(table.rows) == sorted(whole[kind], key=lambda pair: pair.trials == 1)[:shown]
            assert table.total == len(whole[kind])


def test_terms_that_are_asked_for_are_among_the_rows_wherever_they_stand(store: Store) -> None:
    row = row_of(store, Ref("mesh", "D000001"))
    last = correlate(store.index, row)["mesh"][-1]
    table = correlate_top(store.index, row, 1, also=[last.ref, Ref("mesh", "D999999")])["mesh"]
    assert len(table.rows) == 2
    assert table.rows[1] == last


def test_both_is_the_query_for_the_trials_that_two_terms_share(store: Store) -> None:
    one, other = row_of(store, Ref("mesh", "D000001")), row_of(store, Ref("drug", "placebo"))
    assert both(one.ref, other.ref) == "D000001 drug:placebo"
    assert list(search(store, both(one.ref, other.ref)).trials) == shared_trials(store.index, one, other)
    assert both(Ref("drug", 'the "new" pill'), one.ref) == 'drug:"the ""new"" pill" D000001'
