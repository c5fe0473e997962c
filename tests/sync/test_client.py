from __future__ import annotations

import socket
import time
from dataclasses import replace

import orjson
import pytest
from tests.studies import Study, study
from tests.sync.patience import QUICK
from tests.sync.registry_server import FAULTS, Faults, RegistryServer

from trialtui import __version__
from trialtui.model.registry import RegistryQuery
from trialtui.sources import ctgov_api
from trialtui.sources.ctgov_api import Registry, RegistryError, StudyPage

COVID = RegistryQuery("COVID-19")


def dated(number: int, day: str, **changes: object) -> Study:
    return study(10_000_000 + number, statusModule__lastUpdatePostDateStruct={"date": day}, **changes)


@pytest.fixture
def records() -> list[Study]:
    """Fifty records, one a day, but for ten that share a day; the registry holds them in no order."""
    days = [f"2021-01-{day:02}" for day in range(1, 32)] + ["2021-02-01"] * 10 + ["2021-02-02"] * 9
    return [dated(number, day) for number, day in enumerate(days, 1)][::-1]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctgov_api, "PAGE", 7)


def numbers(pages: list[StudyPage]) -> list[int]:
    ids = (
        orjson.loads(data)["protocolSection"]["identificationModule"]["nctId"]
        for page in pages
        for data in page.records
    )
    return [int(nct[3:]) - 10_000_000 for nct in ids]


def test_a_listing_comes_whole_and_by_last_update(records: list[Study]) -> None:
    with RegistryServer(records) as server, Registry(server.url, QUICK) as registry:
        pages = list(registry.pages(COVID))
        assert numbers(pages) == list(range(1, 51))
        assert [page.total for page in pages] == [50, *[None] * 7]
        assert [page.reached for page in pages][:2] == ["2021-01-07", "2021-01-14"]
        path, asked = server.requests[0]
        assert path == "/api/v2/studies"
        assert (asked["query.cond"], asked["pageSize"], asked["countTotal"]) == ("COVID-19", "7", "true")
        assert "query.term" not in asked and "filter.advanced" not in asked
        assert registry.requests == len(server.requests) == 8


def test_what_was_updated_since_a_day_includes_that_day(records: list[Study]) -> None:
    with RegistryServer(records) as server, Registry(server.url, QUICK) as registry:
        assert numbers(list(registry.pages(COVID, "2021-01-30"))) == list(range(30, 51))
        assert server.requests[0][1]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2021-01-30,MAX]"


def test_numbers_count_version_and_single_studies(records: list[Study]) -> None:
    with RegistryServer(records, data="2026-11-26T09:00:05") as server, Registry(server.url, QUICK) as registry:
        listed = [item for page in registry.numbers(COVID) for item in page]
        assert len(listed) == 50 and (listed[0].nct_id, listed[0].updated) == ("NCT10000001", "2021-01-01")
        assert registry.count(COVID) == 50
        assert registry.version().data == "2026-11-26T09:00:05"
        wanted = [f"NCT{10_000_000 + number}" for number in (3, 99, 50)]
        assert sorted(numbers(list(registry.studies(wanted)))) == [3, 50]


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_overcome(records: list[Study], kind: str) -> None:
    faults = Faults(lined_up=["", kind, kind, "", kind])
    with RegistryServer(records, faults=faults) as server, Registry(server.url, QUICK) as registry:
        found = numbers(list(registry.pages(COVID)))
        assert set(found) == set(range(1, 51))
        assert len(faults.happened) >= 2 and set(faults.happened) == {kind}


def test_a_token_that_expired_goes_on_from_the_day_reached(records: list[Study]) -> None:
    faults = Faults(lined_up=["", "", "", "expired"])
    with RegistryServer(records, faults=faults) as server, Registry(server.url, QUICK) as registry:
        found = numbers(list(registry.pages(COVID)))
        assert found == [*range(1, 22), *range(21, 51)]
        assert server.requests[4][1]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2021-01-21,MAX]"


def test_a_registry_that_keeps_no_order_begins_again(records: list[Study], monkeypatch: pytest.MonkeyPatch) -> None:
    faults = Faults(lined_up=["", "", "expired"])
    with RegistryServer(records, faults=faults) as server, Registry(server.url, QUICK) as registry:
        shuffled = sorted(server.answers.entries.values(), key=lambda entry: entry.nct[::-1])
        monkeypatch.setattr(server.answers, "chosen", lambda _asked: shuffled)
        pages = list(registry.pages(COVID))
        assert set(numbers(pages)) == set(range(1, 51)) and len(numbers(pages)) == 64
        assert not any(page.reached for page in pages)


def test_tokens_that_always_expire_end(records: list[Study]) -> None:
    faults = Faults(1.0, kinds=("expired",))
    same_day = [dated(number, "2021-01-01") for number in range(20)]
    with (
        RegistryServer(same_day, faults=faults) as server,
        Registry(server.url, QUICK) as registry,
        pytest.raises(RegistryError, match="tokens again and again"),
    ):
        list(registry.pages(COVID))


def test_pages_get_smaller_where_large_ones_do_not_come_through(
    records: list[Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctgov_api, "PAGE", 1000)
    with RegistryServer(records, faults=Faults(lined_up=["cut"])) as server, Registry(server.url, QUICK) as registry:
        assert len(numbers(list(registry.pages(COVID)))) == 50
        assert [asked["pageSize"] for _, asked in server.requests] == ["1000", "500"]


def test_a_study_with_half_a_character_costs_only_itself(records: list[Study], monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer(records[:2]) as server, Registry(server.url, QUICK) as registry:
        bad = b'{"protocolSection":{"identificationModule":{"nctId":"NCT10000077","briefTitle":"\\ud800"}}}'
        status, kind, body = server.answers.answer("/api/v2/studies", {})
        body = body.replace(b'"studies":[', b'"studies":[' + bad + b",")
        monkeypatch.setattr(server.answers, "answer", lambda _path, _asked: (status, kind, body))
        (page,) = registry.pages(COVID)
        assert len(page.records) == 3 and b"NCT10000077" in page.records[0]


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (Faults(1.0, kinds=("500",)), "answers with HTTP 500"),
        (Faults(1.0, kinds=("429",), retry_after="86400"), "HTTP 429 and asks to wait 86,400 s: try again later"),
        (Faults(1.0, kinds=("wrong type",)), "answers with text/html, not JSON: a login page or a proxy?"),
        (Faults(1.0, kinds=("bad json",)), "no JSON"),
        (Faults(1.0, kinds=("redirect loop",)), "on to somewhere else without end"),
        (Faults(1.0, kinds=("cut",)), "broke off its answer"),
        (Faults(1.0, kinds=("slow",)), "has not come to the end of its answer in 0 s"),
    ],
)
def test_a_lasting_fault_is_given_up_with_its_cause(records: list[Study], faults: Faults, words: str) -> None:
    patience = replace(QUICK, attempts=3, answer=0.2)
    with RegistryServer(records, faults=faults) as server, Registry(server.url, patience) as registry:
        with pytest.raises(RegistryError) as raised:
            list(registry.pages(COVID))
        assert words in str(raised.value) and "\n" not in str(raised.value)
        assert "127.0.0.1" in str(raised.value)


def test_what_is_refused_is_not_asked_again(records: list[Study]) -> None:
    with RegistryServer(records) as server, Registry(server.url + "/elsewhere", QUICK) as registry:
        with pytest.raises(RegistryError, match="HTTP 404: NCT number not found"):
            list(registry.pages(COVID))
        assert len(server.requests) == 1


def test_the_registry_may_ask_to_wait(records: list[Study]) -> None:
    faults = Faults(lined_up=["429"], retry_after="1")
    with RegistryServer(records[:1], faults=faults) as server, Registry(server.url, QUICK) as registry:
        started = time.monotonic()
        assert len(numbers(list(registry.pages(COVID)))) == 1
        assert time.monotonic() - started >= 1


def test_no_network_is_said_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/api/v2"
        with Registry(address, replace(QUICK, first_attempts=2)) as registry:
            with pytest.raises(RegistryError, match=r"cannot be reached: .*refused"):
                registry.version()
            assert registry.requests == 2


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org", "file:///etc/passwd", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RegistryError, match="not an address"):
        Registry(url)


def test_requests_keep_to_the_rate(records: list[Study], monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("trialtui.sources.api_http.time.sleep", slept.append)
    with RegistryServer(records) as server, Registry(server.url, replace(QUICK, per_minute=5)) as registry:
        list(registry.pages(COVID))
        waits = [wait for wait in slept if wait]
        assert len(server.requests) == 8 and len(waits) == 3 and all(59 < wait <= 60 for wait in waits)


def test_the_client_says_who_it_is(records: list[Study]) -> None:
    with RegistryServer(records) as server, Registry(server.url, QUICK) as registry:
        registry.version()
        assert server.agents == {f"trialtui/{__version__} (terminal browser for clinical trials)"}
