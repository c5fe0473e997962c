from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest
from tests.studies import Study
from tests.sync import stopped_sync
from tests.sync.registry_server import FAULTS, Faults, RegistryServer
from tests.sync.stores import contents, counts, newer, record, synced

from trialtui.model.change import ADDED, CHANGED, GONE
from trialtui.sources import ctgov_api
from trialtui.store.index_changes import BITS
from trialtui.store.index_history import changes_of_run, runs
from trialtui.store.store import Store

PAGE = 20


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctgov_api, "PAGE", PAGE)


def records() -> list[Study]:
    """Three hundred records over a year, most of them in the last months."""
    days = random.Random(3)
    return [record(number, f"2021-{days.choice((1, 5, 9, 10, 10, 11, 11, 11)):02}-{days.randint(1, 28):02}")
            for number in range(1, 301)]  # fmt: skip


def change_registry(server: RegistryServer) -> None:
    """Let a day pass: 20 records changed, 5 new, 3 gone."""
    server.answers.data = "2026-11-27T09:00:05"
    changed = [newer(number, "2026-11-27", statusModule__overallStatus="COMPLETED") for number in range(10, 210, 10)]
    server.answers.put(*changed, *(newer(number, "2026-11-27") for number in range(401, 406)))
    server.answers.remove("NCT10000004", "NCT10000005", "NCT10000006")


def expect_changes(folder: Path) -> None:
    """The log of the last sync tells exactly what happened."""
    store = Store(folder)
    rows = changes_of_run(store.index, runs(store.index)[0].id, -1)
    status = BITS[CHANGED] | BITS["status"]
    expected = {
        **dict.fromkeys(range(10_000_010, 10_000_210, 10), status),
        **dict.fromkeys(range(10_000_401, 10_000_406), BITS[ADDED]),
        **dict.fromkeys(range(10_000_004, 10_000_007), BITS[GONE]),
    }
    assert {row.nct: row.what for row in rows} == expected and len(rows) == len(expected)


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What a store holds after a faultless sync, and after a second one; without where it was read."""
    folder = tmp_path_factory.mktemp("faultless")
    found = []
    with RegistryServer(records()) as server:
        synced(folder, server)
        found.append(told(folder))
        change_registry(server)
        assert counts(synced(folder, server)) == (5, 20, 0, 0, 3)
        found.append(told(folder))
    return found


def told(folder: Path) -> object:
    """What a store holds, without the address that it was read from."""
    found = contents(folder)
    for trial in found["trials"].values():
        del trial["source_file"]
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_faults_of_every_kind_change_nothing(faultless: list[object], tmp_path: Path, seed: int) -> None:
    faults = Faults(0.05, dice=random.Random(seed))
    with RegistryServer(records(), faults=faults) as server:
        for number, after in enumerate(faultless):
            if number:
                change_registry(server)
            result = synced(tmp_path, server)
            assert result.complete, result.failure
            assert told(tmp_path) == after
        assert counts(result) == (5, 20, 0, 0, 3)
        expect_changes(tmp_path)
    assert len(set(faults.happened) & set(FAULTS)) >= 5, faults.happened


@pytest.mark.parametrize(
    ("point", "nth"),
    [
        ("segment-written", 1),
        ("segment-renamed", 1),
        ("segment-committed", 7),
        ("index-applied", 12),
        ("index-renamed", 1),
    ],
)  # fmt: skip
def test_a_killed_sync_is_completed_by_the_next(faultless: list[object], tmp_path: Path, point: str, nth: int) -> None:
    with RegistryServer(records()) as server:
        assert stopped_sync.run(tmp_path, server.url, point, nth, PAGE) == -signal.SIGKILL
        assert synced(tmp_path, server).complete
        assert told(tmp_path) == faultless[0]
        change_registry(server)
        stopped_sync.run(tmp_path, server.url, "segment-renamed", 1, PAGE)
        assert synced(tmp_path, server).complete
        assert told(tmp_path) == faultless[1]
