"""Hostile text on its way to a reader: what records, arguments and names of files hold steers no terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Cli, Result
from tests.studies import Study, study

NASTY = {
    "an escape sequence": "\x1b[2J\x1b[31m",
    "a clipboard write": "\x1b]52;c;aWQ=\x07",
    "a title": "\x1b]0;owned\x1b\\",
    "C1 controls": "\x9b31m\x9d52;c;aWQ=\x9c",
    "a bidirectional override": "\u202egnp\u202c\u2066x\u2069",
    "markup": "[@click=app.quit]x[/] [red]y[/red] [",
    "newlines": "a\r\nb\nc\u2028d\x85e",
    "NUL and DEL": "a\x00b\x7fc\x08d",
    "a lone surrogate": "a\ud800b",
    "a formula": "=cmd|' /C calc'!A0",
    "another formula": "+1+1",
    "a minus": "-1+1",
    "an at sign": "@SUM(1)",
    "wide and combining": "界界e\u0301\u0300\u200d\ufe0f" + "\u0300" * 50,
    "very long": "word" * 5_000,
    "tabs": "\t=1\tb",
}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must reach no terminal: controls but newline and tab, bidirectional overrides, half characters."""

NUMBER = 10_000_001
NAMED = "NCT10000001"


def poisoned(value: Any, text: str, path: str = "") -> Any:
    """A record with a text at the front of each of its texts that is free to be anything."""
    if isinstance(value, dict):
        return {key: poisoned(item, text, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, text, path) for item in value]
    kept = ("nctId", "date", "Date", "type", "pmid", "id", "versionHolder", "minimumAge", "class")
    if not isinstance(value, str) or path.endswith(kept):
        return value
    return f"{text} {value}" if "interventionNames" not in path else value


def record(text: str) -> Study:
    made = study(NUMBER)
    made["protocolSection"] = poisoned(made["protocolSection"], text)
    return made


@pytest.fixture(scope="module", params=NASTY)
def nasty(request: pytest.FixtureRequest) -> str:
    return NASTY[str(request.param)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def store(folder: Path, nasty: str) -> Iterator[Path]:
    """A store of one poisoned record, and a plain one to compare it with."""
    from trialtui.ingest.records import import_records

    lines = folder / "records.jsonl"
    studies = [record(nasty), study(NUMBER + 1)]
    lines.write_text("".join(json.dumps(item) + "\n" for item in studies))
    place = folder / f"store{len(list(folder.iterdir()))}"
    problems: list[str] = []
    import_records(place, [str(lines)], problems.append, lambda problem: problems.append(str(problem)), lambda _: None)
    halves = "\ud800" in nasty
    assert len([problem for problem in problems if "not valid JSON" in problem]) == halves
    yield place


def assert_safe(result: Result, what: str) -> None:
    """Check what was printed. The lines of RIS end as its rules say, with a carriage return."""
    out = result.out.replace("\r\n", "\n") if what.endswith("ris") else result.out
    for text in (out, result.err):
        found = STEERING.search(text)
        assert not found, f"{what}: {found[0]!r} in {text[max(0, found.start() - 60) :][:200]!r}"
    assert "Traceback" not in result.err


COMMANDS = [
    f"show {NAMED}", f"show {NAMED} --format markdown", f"show {NAMED} --json", "show drug:remdesivir --json",
    "show D011014", "show D011014 --format markdown", "show D011014 --json", "search owl", "search owl --json",
    "list trial", "list trial --json", "list drug", "list drug --json", "list mesh --json", "correlate D011014",
    "correlate D011014 --json", f"compare {NAMED} NCT10000002", f"compare {NAMED} NCT10000002 --format json",
    f"compare {NAMED} NCT10000002 --format markdown", "export kind:trial --format csv",
    "export kind:trial --format json", "export kind:trial --format jsonl", "export kind:trial --format ris",
    "export kind:trial --format markdown", "changes", "changes --json", "info", "info --json", f"show {NAMED} --ascii",
]  # fmt: skip


def test_what_a_record_holds_steers_no_terminal(cli: Cli, store: Path) -> None:
    for command in COMMANDS:
        result = cli(*command.split(), store=store)
        assert result.code in (0, 1), (command, result.err)
        assert_safe(result, command)
        if result.code == 0 and command.endswith("json"):
            json.loads(result.out)


def test_no_cell_of_a_table_is_a_formula(cli: Cli, store: Path) -> None:
    out = cli("export", "kind:trial", "--format", "csv", store=store).out
    for row in csv.reader(io.StringIO(out)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_what_is_typed_steers_no_terminal(cli: Cli, seed_store: Path, nasty: str) -> None:
    for command in (
        ["show", nasty], ["search", nasty], ["search", "--json", nasty], ["list", nasty], ["correlate", nasty],
        ["compare", nasty, nasty], ["export", nasty, "--format", "csv"], ["export", "x", "--format", nasty],
        ["show", "NCT04437823", "--section", nasty], ["search", "x", "--status", nasty], ["search", f"phase:{nasty}"],
        [nasty], ["--", nasty], ["show", f"drug:{nasty}"], ["changes", nasty], ["changes", "--since", nasty],
        ["--theme", nasty], ["completion", nasty], ["list", "trial", "--limit", nasty], [f"--{nasty}"],
        ["--profile", nasty, "info"],
    ):  # fmt: skip
        result = cli(*command, store=seed_store)
        assert result.code in (0, 1, 2), (command, result)
        assert_safe(result, repr(command)[:80])


def test_names_of_files_and_folders_steer_no_terminal(cli: Cli, tmp_path: Path, nasty: str, seed_store: Path) -> None:
    name = nasty.replace("\0", "").replace("/", "_").encode("utf-8", "surrogatepass")[:120].decode("utf-8", "ignore")
    place = tmp_path / name
    bad = tmp_path / f"{name}.jsonl"
    bad.write_text('{"protocolSection": 5}\nnot json\n')
    for command in (
        ["import", str(bad)], ["import", str(place)], ["build", str(place)], ["info"], ["verify"], ["show", "NCT1"],
        ["link", str(place)], ["export", "--ids", str(place), "--format", "csv"],
        ["export", "kind:trial", "-o", str(place / "x" / "y.csv")],
    ):  # fmt: skip
        assert_safe(cli(*command, store=place), f"{command[0]} with {name!r}")
    assert_safe(cli("export", "kind:trial", "-o", str(tmp_path / f"{name}.csv"), store=seed_store), "export -o")


def test_a_text_to_link_steers_no_terminal(cli: Cli, nasty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{nasty} BRAF V600E and fever {nasty}".encode("utf-8", "surrogatepass")
    for given in (text, json.dumps({"id": nasty, "text": f"{nasty} fever"}).encode() + b"\n"):
        for options in ([], ["--json"], ["--mesh"]):
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
            assert_safe(cli("link", *options), "link")
