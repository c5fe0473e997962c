from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.sync.patience import QUICK
from tests.sync.registry_server import Faults, RegistryServer
from tests.sync.stores import newer, record

from trialtui.cli import syncing
from trialtui.cli.exits import CommandError
from trialtui.cli.main import run
from trialtui.cli.parser import command_parser
from trialtui.cli.stores import StoreChoice
from trialtui.user.policy import FREE

Sync = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sync(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Sync:
    """Run `trialtui sync` over a store of this test, with little patience; give the exit code, and both outputs."""

    def call(*arguments: str) -> tuple[int, str, str]:
        options = command_parser("sync").parse_args(["sync", *arguments])
        options.store = StoreChoice(str(tmp_path / "store"), FREE)
        error = ""
        try:
            code = syncing.sync(options, QUICK)
        except CommandError as raised:
            code, error = raised.code, f"trialtui: {raised}"
        captured = capsys.readouterr()
        return code, captured.out, captured.err + error

    return call


def test_the_summary_and_the_json_line(sync: Sync, tmp_path: Path) -> None:
    with RegistryServer([record(1), record(2)]) as server:
        code, out, err = sync("--api-url", server.url)
        assert code == 0 and json.loads(out) == {
            "added": 2, "updated": 0, "unchanged": 0, "rejected": 0, "left": 0, "as_of": "2026-11-26T09:00:05",
            "complete": True,
        }  # fmt: skip
        assert "condition COVID-19, data of 2026-11-26 09:00:05 UTC: 2 added, 0 updated" in err
        assert "trialtui changes" not in err
        assert server.requests[1][1]["query.cond"] == "COVID-19"
        assert "up to date" in sync("--api-url", server.url + "/")[2]
        server.answers.data = "2026-11-27T09:00:05"
        server.answers.put(newer(1, "2026-11-27"))
        server.answers.remove("NCT10000002")
        _, out, err = sync("--api-url", server.url)
        assert json.loads(out)["left"] == 1 and "1 no longer among the results (kept, and marked)" in err
        assert "trialtui changes says which" in err


def test_the_address_comes_from_the_environment(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer([record(1)]) as server:
        monkeypatch.setenv("TRIALTUI_API_URL", server.url)
        assert json.loads(sync("long covid", "fever", "--condition", "flu")[1])["added"] == 1
        assert server.requests[1][1]["query.cond"] == "flu"
        assert server.requests[1][1]["query.term"] == "long covid fever"
        assert json.loads(sync("--all")[1])["unchanged"] == 1
        assert not [name for name in server.requests[-1][1] if name.startswith("query")]


def test_progress_as_lines(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialtui.cli.progress._EVERY", 0.0)
    with RegistryServer([record(number) for number in range(1, 4)]) as server:
        lines = sync("--api-url", server.url, "--progress")[2].splitlines()
    assert lines[0].startswith("2 of 3 records, ") and lines[0].endswith(" a second, 0 s left")
    assert "a second" not in lines[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--all", "fever"], "--all is the whole registry"),
        (["--since", "yesterday"], "yesterday: a day is wanted, such as 2026-11-30"),
        (["--since", "2026-01-01", "--full"], "one or the other"),
    ],
)
def test_wrong_usage_is_said(sync: Sync, arguments: list[str], words: str) -> None:
    code, out, err = sync(*arguments)
    assert (code, out) == (2, "") and words in err


def test_without_a_network_it_is_exit_4_and_one_line(sync: Sync, tmp_path: Path) -> None:
    with RegistryServer([record(1)]) as server:
        sync("--api-url", server.url)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        started = time.monotonic()
        code, out, err = sync("--api-url", f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert time.monotonic() - started < 5
    assert (code, out) == (4, "") and err.count("\n") == 0
    assert err.startswith("trialtui: 127.0.0.1 cannot be reached: ") and err.endswith("; nothing was changed")
    assert run(["--store", str(tmp_path / "store"), "show", "NCT10000001", "--json"]) == 0


def test_a_network_that_goes_away_keeps_what_came(sync: Sync) -> None:
    faults = Faults(lined_up=["", "", *["500"] * 40])
    with RegistryServer([record(1)], faults=faults) as server:
        code, out, err = sync("--api-url", server.url)
    assert code == 4 and json.loads(out)["added"] == 1 and not json.loads(out)["complete"]
    assert "HTTP 500; what had come until then is stored; the same command again fetches the rest" in err


@pytest.mark.parametrize("option", ["--secure", "--read-only"])
def test_it_is_refused_where_nothing_may_be_written(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([option, "sync"]) == 2
    assert "sync: not " in capsys.readouterr().err
