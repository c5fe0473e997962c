"""Clocks that jump: what is written keeps its order, is told as it was dated, and nothing fails."""

from __future__ import annotations

import time
from email.utils import formatdate
from pathlib import Path

import httpx2
import pytest
from tests.sync.registry_server import RegistryServer
from tests.sync.stores import counts, newer, record, synced

from trialtui.ingest.pages import build
from trialtui.model.places import ChangesPlace, EntityPlace, HomePlace, Place
from trialtui.model.refs import trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.query.changes import day_of
from trialtui.query.overview import recent_runs
from trialtui.render.text import to_text
from trialtui.sources.api_http import _asked_to_wait
from trialtui.store.index_history import runs
from trialtui.store.store import Store

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
IN_2001, IN_2061 = 1_000_000_000.0, 2_900_000_000.0


def shown(store: Store, place: Place) -> str:
    page = StoreCatalogue(store).page(place)
    assert page is not None
    return to_text(page)


@pytest.mark.parametrize("jump", [IN_2001, IN_2061, 0.0], ids=["backwards", "forwards", "no clock at all"])
def test_the_log_keeps_the_order_in_which_things_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    with RegistryServer([record(1), record(2)]) as server:
        synced(tmp_path, server)
        monkeypatch.setattr(time, "time", lambda: jump)
        server.answers.data = "2026-11-27T09:00:05"
        server.answers.put(newer(1, "2026-11-27", statusModule__overallStatus="COMPLETED"), newer(3, "2026-11-27"))
        assert counts(synced(tmp_path, server)) == (1, 1, 0, 0, 0)
        build(tmp_path, [SEEDS], print)
        monkeypatch.undo()
        server.answers.data = "2026-11-28T09:00:05"
        server.answers.put(newer(2, "2026-11-28", statusModule__overallStatus="COMPLETED"))
        assert counts(synced(tmp_path, server))[:2] == (0, 1)
    store = Store(tmp_path)
    log = runs(store.index)
    assert [run.kind for run in log] == ["sync", "build", "sync", "sync"]
    assert [run.time for run in log][1:3] == [jump, jump]
    assert len(recent_runs(store)) > 0 and day_of(log[0]) == time.strftime("%Y-%m-%d")
    for place in (HomePlace(), ChangesPlace(), EntityPlace(trial_ref(10_000_001)), EntityPlace(trial_ref(10_000_002))):
        assert shown(store, place)
    store.close()


def test_a_registry_that_asks_to_wait_is_taken_by_its_own_clock() -> None:
    for now in (IN_2001, IN_2061):
        headers = {"Retry-After": formatdate(now + 90, usegmt=True), "Date": formatdate(now, usegmt=True)}
        assert _asked_to_wait(httpx2.Response(503, headers=headers)) == 90
    assert _asked_to_wait(httpx2.Response(503, headers={"Retry-After": formatdate(IN_2001)})) == 0
    assert _asked_to_wait(httpx2.Response(503, headers={"Retry-After": formatdate(), "Date": "noon"})) is None
