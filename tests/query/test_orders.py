"""All trials in the orders that lists can have, against a straight sort of the same trials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.query.corpus import make_store, put, trial

from trialtui.model.trial import Enrollment, Trial
from trialtui.pages.listing_orders import ORDERS
from trialtui.store.index_orders import ncts_in_order
from trialtui.store.postings import to_bits
from trialtui.store.store import Store
from trialtui.store.writer import Writer

TRIALS = [
    trial(8, "“Zinc” again", status="COMPLETED", phases=["PHASE2", "PHASE3"], start="2021-03-04"),
    trial(3, "zinc", status="", phases=[], start=""),
    trial(5, "Éclair", status="RECRUITING", phases=["EARLY_PHASE1"], start="2021-03"),
    trial(1, "([-)+]Abatacept for all", status="A status of its own", phases=["PHASE9"], start="2021"),
    trial(9, "abatacept", status="RECRUITING", phases=["NA"], start="2019-12"),
    trial(2, "Beta", status="WITHHELD", phases=["PHASE1"], start="2021-03-04"),
]
ENROLLED = {8: 5, 3: None, 5: 0, 1: 5, 9: 1_000, 2: None}


def items() -> list[Trial]:
    counts = [ENROLLED[int(item.nct_id[3:])] for item in TRIALS]
    enrolled = [None if count is None else Enrollment(count) for count in counts]
    return [replace(item, enrollment=each) for item, each in zip(TRIALS, enrolled, strict=True)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("orders") / "store", items())


WANTED = {
    "nct": [1, 2, 3, 5, 8, 9],
    "title": [9, 1, 2, 5, 3, 8],
    "status": [5, 9, 8, 2, 1, 3],
    "phase": [5, 2, 8, 9, 1, 3],
    "start": [2, 8, 5, 1, 9, 3],
    "enrollment": [9, 1, 8, 5, 2, 3],
}


@pytest.mark.parametrize("order", [order.name for order in ORDERS])
def test_every_order_of_a_list_puts_what_is_not_stated_last_and_equal_ones_by_number(store: Store, order: str) -> None:
    every = (1 << len(TRIALS)) - 1
    assert list(ncts_in_order(store.index, every, order)) == WANTED[order]


@pytest.mark.parametrize("order", [order.name for order in ORDERS])
@pytest.mark.parametrize("chosen", [[], [3], [8, 2, 5], [1, 3, 9, 8]])
def test_a_part_of_the_trials_stands_in_the_same_order(store: Store, order: str, chosen: list[int]) -> None:
    bits = to_bits(store.index.nct_of.index(nct) for nct in chosen)
    assert list(ncts_in_order(store.index, bits, order)) == [nct for nct in WANTED[order] if nct in chosen]


def test_an_order_that_there_is_not_is_by_number(store: Store) -> None:
    assert list(ncts_in_order(store.index, 0b111111, "no such")) == WANTED["nct"]


@pytest.mark.parametrize(
    ("changed", "order", "wanted"),
    [
        (lambda item: replace(item, brief_title="Aaa"), "title", [2, 9, 1, 5, 3, 8]),
        (lambda item: replace(item, overall_status="RECRUITING"), "status", [2, 5, 9, 8, 1, 3]),
    ],
)
def test_orders_follow_what_a_later_version_says(
    tmp_path: Path, changed: Callable[[Trial], Trial], order: str, wanted: list[Any]
) -> None:
    store = make_store(tmp_path / "store", items())
    with Writer(tmp_path / "store") as writer:
        put(writer, changed(next(item for item in items() if item.nct_id == "NCT00000002")), [])
    store.refresh()
    assert list(ncts_in_order(store.index, 0b111111, order)) == wanted
