"""Finding and correlation over 3,400 real trials, against straight counts over the records themselves."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from trialtui.model.refs import Ref, parse_ref
from trialtui.query.correlation import CORRELATED_KINDS, correlate
from trialtui.query.search import search
from trialtui.query.suggest import suggestions
from trialtui.store.store import Store

pytestmark = pytest.mark.xdist_group("covid")


@pytest.fixture(scope="session")
def records(covid_records: Path) -> list[dict[str, Any]]:
    with gzip.open(covid_records) as lines:
        return [orjson.loads(line) for line in lines]


@pytest.fixture(scope="session")
def linked(covid_store: Store) -> dict[int, set[Ref]]:
    """Each trial's registered and mapped terms, from the documents of its links."""
    return {
        nct: {link.ref for link in covid_store.links(nct) if link.via in ("registered", "mapped")}
        for nct in covid_store.index.nct_of
    }


def interventions(record: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record["protocolSection"].get("armsInterventionsModule", {}).get("interventions", [])
    return found


def named(record: dict[str, Any]) -> Iterator[str]:
    for item in interventions(record):
        yield item.get("name", "")
        yield from item.get("otherNames", [])


@pytest.mark.parametrize("text", ["drug:hydroxychloroquine", "drug:placebo", "D045169", "D018352"])
def test_correlation_with_every_kind_is_what_a_straight_count_gives(
    covid_store: Store, linked: dict[int, set[Ref]], text: str
) -> None:
    ref = parse_ref(text)
    assert ref is not None
    sizes: defaultdict[Ref, int] = defaultdict(int)
    shared: defaultdict[Ref, int] = defaultdict(int)
    for refs in linked.values():
        for other in refs:
            sizes[other] += 1
            shared[other] += ref in refs
    row = covid_store.index.term(ref)
    assert row is not None
    tables = correlate(covid_store.index, row)
    assert set(tables) == set(CORRELATED_KINDS)
    found = {pair.ref: (pair.trials, pair.n_a, pair.n_b) for pairs in tables.values() for pair in pairs}
    assert len(found) > 100
    assert found == {other: (n, sizes[ref], sizes[other]) for other, n in shared.items() if n and other != ref}


def test_the_trials_of_a_drug_are_those_that_register_its_name(
    covid_store: Store, records: list[dict[str, Any]]
) -> None:
    wanted = {
        record["protocolSection"]["identificationModule"]["nctId"]
        for record in records
        if any(item.get("name", "").casefold().split() == ["hydroxychloroquine"] for item in interventions(record))
    }
    assert {f"NCT{nct:08d}" for nct in search(covid_store, "drug:hydroxychloroquine").trials} == wanted


def test_what_a_narrow_query_leaves_out_is_said(covid_store: Store, records: list[dict[str, Any]]) -> None:
    results = search(covid_store, "D018352 drug:tocilizumab")
    assert len(results.trials) == 5
    assert {wider.label: wider.count for wider in results.wider} == {"by substance": 41, "with narrower terms": 12}
    names = {
        int(record["protocolSection"]["identificationModule"]["nctId"][3:])
        for record in records
        if any("tocilizumab" in name.lower() or "actemra" in name.lower() for name in named(record))
    }
    assert set(search(covid_store, "drug:tocilizumab+").trials) == names


def test_a_status_is_exactly_that(covid_store: Store, records: list[dict[str, Any]]) -> None:
    wanted = sum(record["protocolSection"]["statusModule"].get("overallStatus") == "RECRUITING" for record in records)
    assert len(search(covid_store, "status:recruiting").trials) == wanted


def test_lookups_that_people_make(covid_store: Store) -> None:
    assert search(covid_store, "heart attack").entities["mesh"][0].name == "Myocardial Infarction"
    assert search(covid_store, "HCQ").entities["drug"][0].ref == Ref("drug", "hydroxychloroquine")
    assert "heart attack" in map(str, suggestions(covid_store, search(covid_store, "hert attack")))
    both = set(search(covid_store, '"convalescent plasma" status:completed phase:3').trials)
    assert both <= set(search(covid_store, '"convalescent plasma"').trials)
    without = search(covid_store, "-placebo kind:trial").trials
    assert len(without) + len(search(covid_store, "placebo kind:trial").trials) == len(covid_store.index.nct_of)
