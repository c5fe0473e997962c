from __future__ import annotations

from pathlib import Path

import pytest
from tests.sync.registry_server import Faults, RegistryServer
from tests.sync.stores import Heard, contents, counts, newer, record, synced

from trialtui.model.change import ADDED, CHANGED, GONE, LEFT, RETURNED
from trialtui.sources import ctgov_api
from trialtui.sources.ctgov_api import RegistryError
from trialtui.store.index_changes import BITS
from trialtui.store.index_history import changes_of_run, changes_of_trial, runs
from trialtui.store.store import Store

DAYS = [f"2021-01-{day:02}" for day in range(1, 31)]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctgov_api, "PAGE", 7)


@pytest.fixture
def server() -> RegistryServer:
    return RegistryServer(record(number, day) for number, day in enumerate(DAYS, 1))


def whats(folder: Path) -> dict[int, list[str]]:
    """What the last run of a store says of trials, by their short numbers."""
    store = Store(folder)
    names = {bit: word for word, bit in BITS.items()}
    rows = changes_of_run(store.index, runs(store.index)[0].id, -1)
    return {row.nct - 10_000_000: [names[bit] for bit in names if row.what & bit] for row in rows}


def test_a_first_sync_is_a_baseline(server: RegistryServer, tmp_path: Path) -> None:
    heard = Heard()
    with server:
        result = synced(tmp_path, server, heard=heard)
    assert counts(result) == (30, 0, 0, 0, 0) and result.complete and result.as_of == "2026-11-26T09:00:05"
    assert heard.progress[-1] == (30, 30)
    (run,) = runs(Store(tmp_path).index)
    assert (run.kind, run.baseline, run.complete, run.added, run.as_of) == ("sync", True, True, 30, "2026-11-26")
    assert run.source == ("condition COVID-19",) and whats(tmp_path) == {}


def test_the_store_is_the_same_as_after_an_import_of_the_same_records(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        synced(tmp_path, server)
    trial = contents(tmp_path)["trials"][10_000_003]
    assert trial["nct_id"] == "NCT10000003" and trial["source"] == "ClinicalTrials.gov record"
    assert trial["source_file"].startswith("127.0.0.1:") and trial["record_as_of"] == "2026-11-26"
    assert len(contents(tmp_path)["links"]) == 30


def test_with_no_newer_data_nothing_is_asked_for(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        synced(tmp_path, server)
        server.requests.clear()
        before = sorted(path.name for path in tmp_path.iterdir())
        result = synced(tmp_path, server)
        assert result.up_to_date and counts(result) == (0, 0, 0, 0, 0)
        assert [path for path, _ in server.requests] == ["/api/v2/version"]
        assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_second_sync_fetches_and_tells_what_changed(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        synced(tmp_path, server)
        server.answers.data = "2026-11-27T09:00:05"
        done = {
            "statusModule__overallStatus": "COMPLETED",
            "derivedSection__miscInfoModule__versionHolder": "2026-11-27",
        }
        server.answers.put(record(1, "2026-11-26", **done), record(2, "2026-11-27", **done), record(31, "2026-11-27"))
        server.answers.remove("NCT10000007")
        server.requests.clear()
        server.sent = 0
        result = synced(tmp_path, server)
    assert counts(result) == (1, 2, 0, 0, 1)
    assert whats(tmp_path) == {1: [CHANGED, "status"], 2: [CHANGED, "status"], 7: [GONE], 31: [ADDED]}
    assert server.requests[1][1]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-11-25,MAX]"
    assert server.sent < 20_000
    assert contents(tmp_path)["trials"][10_000_007]["overall_status"] == "TERMINATED"  # kept


def test_a_trial_that_no_longer_fits_is_kept_marked_and_up_to_date(tmp_path: Path) -> None:
    records = [record(number) for number in range(9)]
    with RegistryServer(records, matches=lambda data, *_: b'"Gulls"' not in data) as server:
        synced(tmp_path, server)
        server.answers.data = "2026-11-27T09:00:05"
        server.answers.put(newer(4, "2026-11-27", conditionsModule__conditions=["Gulls"]))
        assert counts(synced(tmp_path, server)) == (0, 1, 0, 0, 1)
        rows = changes_of_trial(Store(tmp_path).index, 10_000_004)
        assert [row.what for row in rows] == [BITS[LEFT], BITS[CHANGED]]
        assert contents(tmp_path)["trials"][10_000_004]["conditions"] == ["Gulls"]
        server.answers.data = "2026-11-28T09:00:05"
        server.answers.put(newer(4, "2026-11-28"))
        assert counts(synced(tmp_path, server)) == (0, 1, 0, 0, 0)
        rows = changes_of_trial(Store(tmp_path).index, 10_000_004)
        assert [row.what for row in rows][:2] == [BITS[RETURNED], BITS[CHANGED]]


def test_what_slipped_through_a_listing_is_found_by_the_numbers(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        synced(tmp_path, server)
        server.answers.data = "2026-11-27T09:00:05"
        version = {"derivedSection__miscInfoModule__versionHolder": "2026-11-27"}
        server.answers.put(record(40, "2021-01-05", **version), record(3, "2021-01-20", **version))
        assert counts(synced(tmp_path, server)) == (1, 1, 0, 0, 0)


def test_a_sync_that_broke_off_goes_on_where_it_was(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        server.faults = Faults(lined_up=["", "", "", *["500"] * 20])
        result = synced(tmp_path, server)
        assert counts(result) == (14, 0, 0, 0, 0) and not result.complete and "HTTP 500" in result.failure
        assert not runs(Store(tmp_path).index)[0].complete
        server.faults = Faults()
        server.requests.clear()
        result = synced(tmp_path, server)
        assert counts(result) == (16, 0, 1, 0, 0) and result.complete
        assert server.requests[1][1]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2021-01-14,MAX]"
    assert len(contents(tmp_path)["trials"]) == 30
    assert whats(tmp_path) == {}  # still the baseline


def test_full_fetches_all_again_and_counts_it_as_unchanged(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        synced(tmp_path, server)
        assert counts(synced(tmp_path, server, full=True)) == (0, 0, 30, 0, 0)


def test_since_fetches_only_that_and_leaves_the_query_incomplete(server: RegistryServer, tmp_path: Path) -> None:
    with server:
        result = synced(tmp_path, server, since="2021-01-25")
        assert counts(result) == (6, 0, 0, 0, 0) and not result.complete
        assert counts(synced(tmp_path, server)) == (24, 0, 6, 0, 0)


def test_an_interrupted_sync_keeps_what_it_read(server: RegistryServer, tmp_path: Path) -> None:
    heard = Heard()
    heard.progress = Interrupting(10)
    with server:
        result = synced(tmp_path, server, heard=heard)
        assert result.interrupted and not result.complete and counts(result)[0] == 10
        assert len(contents(tmp_path)["trials"]) == 10
        assert counts(synced(tmp_path, server))[0] == 20


class Interrupting(list[tuple[int, int | None]]):
    """Interrupts, as Ctrl+c does, when so many were told."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def append(self, item: tuple[int, int | None]) -> None:
        super().append(item)
        if len(self) == self.at:
            raise KeyboardInterrupt


def test_a_record_that_cannot_be_read_is_named_and_the_rest_lands(server: RegistryServer, tmp_path: Path) -> None:
    heard = Heard()
    with server:
        server.answers.put(record(5, statusModule__overallStatus=["RECRUITING"]))
        assert counts(synced(tmp_path, server, heard=heard)) == (29, 0, 0, 1, 0)
    assert "NCT10000005: protocolSection.statusModule.overallStatus" in heard.problems[0]


def test_no_registry_no_store(tmp_path: Path) -> None:
    with (
        RegistryServer([], faults=Faults(1.0, kinds=("500",))) as server,
        pytest.raises(RegistryError, match="HTTP 500"),
    ):
        synced(tmp_path / "s", server)
    assert not (tmp_path / "s").exists()
