from __future__ import annotations

import pytest
from tests.query.corpus import make_store, trial

from trialtui.query import facets as module
from trialtui.query.facets import Facet, facets, narrowed
from trialtui.query.search import search
from trialtui.query.search_language import QueryError
from trialtui.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    items = [
        trial(1, status="COMPLETED", phases=["PHASE2", "PHASE3"], countries=["Italy", "France"], start="2019-01"),
        trial(2, phases=["PHASE3"], countries=["France"], agency_class="INDUSTRY"),
        trial(3, phases=["NA"], countries=["France"], study_type="OBSERVATIONAL"),
        trial(4, status="A_NEW_STATUS", start=""),
    ]
    mesh = {"NCT00000001": ["D003920"], "NCT00000002": ["D003920", "D018352"], "NCT00000003": ["D018352"]}
    return make_store(tmp_path_factory.mktemp("facets") / "store", items, mesh=mesh)


def counts(store: Store, name: str, query: str = "") -> list[tuple[str, int, str | None]]:
    (facet,) = facets(store, search(store, query).trials.bits, [name])
    return [(value.label, value.count, str(value.clause) if value.clause else None) for value in facet.values]


def test_values_come_in_the_registrys_order_with_what_is_not_stated_last(store: Store) -> None:
    assert counts(store, "phase") == [
        ("Phase 2", 1, "phase:2"),
        ("Phase 3", 2, "phase:3"),
        ("Not applicable", 1, "phase:na"),
        ("not stated", 1, "phase:none"),
    ]
    assert counts(store, "year") == [("2020", 2, "year:2020"), ("2019", 1, "year:2019"), ("not stated", 1, "year:none")]


def test_countries_come_by_trials(store: Store) -> None:
    assert [row[:2] for row in counts(store, "country")] == [("France", 3), ("Italy", 1), ("not stated", 1)]


def test_a_value_that_the_language_cannot_say_is_shown_but_leads_nowhere(store: Store) -> None:
    assert ("A_NEW_STATUS", 1, None) in counts(store, "status")


def test_counts_are_those_of_the_set(store: Store) -> None:
    assert counts(store, "class", "phase:3") == [("Industry", 1, "class:industry"), ("Other", 1, "class:other")]


@pytest.mark.parametrize("few", [0, 400])
def test_conditions_are_mesh_terms_by_trials_in_small_and_large_sets(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(module, "_FEW", few)
    assert [row[1:] for row in counts(store, "condition")] == [(2, "D003920"), (2, "D018352")]
    assert [row[1:] for row in counts(store, "condition", "phase:2")] == [(1, "D003920")]


@pytest.mark.parametrize("limit", [1, 2])
def test_the_commonest_conditions_are_the_first_of_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    bits = search(store, "-phase:2").trials.bits
    whole: Facet = facets(store, bits, ["condition"], limit=None)[0]
    monkeypatch.setattr(module, "_FEW", 0)
    (top,) = facets(store, bits, ["condition"], limit=limit)
    assert top.values == whole.values[:limit]


def test_a_value_is_a_query_that_narrows() -> None:
    assert narrowed("covid", "country", "United States") == 'covid country:"United States"'
    assert narrowed("covid D018352", "condition", "D018352") == "covid D018352"
    with pytest.raises(QueryError):
        narrowed("covid", "status", "nonsense")
