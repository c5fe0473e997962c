from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Cli, Result

OWLS, HAWKS, BATS = "NCT10000001", "NCT10000002", "NCT10000003"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def beside(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_name(f"{path.name}.search.json").read_text(encoding="utf-8"))
    return found


def wrong(result: Result, code: int, words: str) -> None:
    assert (result.code, result.out) == (code, "")
    assert words in result.err


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "ris", "markdown"])
def test_each_format(cli: Cli, golden: Callable[[str, str], None], aviary: Path, form: str) -> None:
    result = cli("export", "D011014", "-bats", "--format", form, store=aviary)
    assert result.code == 0
    golden(f"export.{form}", result.out)


def test_every_row_says_why_it_is_there_and_of_when_it_is(cli: Cli, aviary: Path) -> None:
    found = rows(cli("export", "drug:remdesivir", "hawks", "status:recruiting", "--format", "csv", store=aviary).out)
    assert [(row["NCTId"], row["matched"], row["record_as_of"]) for row in found] == [
        (
            HAWKS,
            "drug:remdesivir registered in interventions[0].name; hawks in brief_title; "
            "status:recruiting in overall_status",
            "2021-04-01",
        )
    ]


def test_json_without_columns_has_all_facts_of_show(cli: Cli, aviary: Path) -> None:
    found = cli("export", "hawks", "--format", "jsonl", store=aviary)
    (line,) = found.out.splitlines()
    document = json.loads(line)
    matched = document.pop("matched")
    assert document == cli("show", HAWKS, "--json", store=aviary).json
    assert matched == [{"clause": "hawks", "via": "text", "field": "brief_title", "ref": None, "name": None}]


def test_the_file_beside_says_where_the_trials_come_from(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    path = tmp_path / "birds.csv"
    result = cli("export", "Pneumonia", "-status:recruiting", "-o", str(path), store=aviary)
    assert (result.code, result.out) == (0, "")
    assert f"{path}: 2 trials; where they come from: birds.csv.search.json" in result.err
    about = beside(path)
    assert about["query"] == {"typed": "Pneumonia -status:recruiting", "read": "Pneumonia -status:recruiting"}
    assert about["terms"] == [
        {"clause": "Pneumonia", "excluded": False, "trials": 3},
        {"clause": "status:recruiting", "excluded": True, "trials": 1},
    ]
    assert (about["trials"], about["exported"], about["limit"], about["order"]) == (2, 2, None, "NCT number")
    assert about["store"]["trials"] == 3
    assert about["store"]["records_as_of"] == {"oldest": "2021-04-01", "newest": "2021-04-01"}
    assert [source["complete"] for source in about["store"]["sources"]] == [True]
    assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert about["bytes"] == path.stat().st_size and about["file"] == "birds.csv"
    assert about["columns"][0] == "NCTId" and about["columns"][-2:] == ["matched", "record_as_of"]
    assert set(about["versions"]) == {"trialtui", "python"} and about["time"].endswith("Z")


def test_without_a_file_that_goes_to_standard_error(cli: Cli, aviary: Path) -> None:
    result = cli("export", "owls", "--format", "ris", store=aviary)
    about = json.loads(result.err[result.err.index("{") :])
    assert about["sha256"] == hashlib.sha256(result.out.encode()).hexdigest()
    assert about["file"] is None and about["columns"] is None
    assert cli("export", "owls", "--format", "ris", "-o", "-", store=aviary).out == result.out


def test_a_limit_is_the_only_thing_that_cuts(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    result = cli("export", "kind:trial", "-o", str(path), "--limit", "2", store=aviary)
    assert "2 of 3 trials" in result.err
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == [OWLS, HAWKS]
    about = beside(path)
    assert (about["trials"], about["exported"], about["limit"]) == (3, 2, 2)
    assert "2 of 3 trials, as --limit says" in cli(
        "export", "kind:trial", "--format", "csv", "--limit", "2", store=aviary
    ).err  # fmt: skip


def test_columns_are_chosen_by_the_registry_s_names(cli: Cli, aviary: Path) -> None:
    columns = ("--columns", "NCTId,locationcountry,EnrollmentCount")
    found = cli("export", "hawks", "--format", "csv", *columns, store=aviary).out
    assert found.splitlines() == [
        "NCTId,LocationCountry,EnrollmentCount,matched,record_as_of",
        f"{HAWKS},Pakistan|France|Pakistan,1200,hawks in brief_title,2021-04-01",
    ]
    (row,) = cli("export", "hawks", "--format", "json", *columns, store=aviary).json
    assert row["LocationCountry"] == ["Pakistan", "France", "Pakistan"] and row["EnrollmentCount"] == 1200
    unknown = cli("export", "owls", "--format", "csv", "--columns", "Nctid,Statuss", store=aviary)
    wrong(unknown, 2, "no column Statuss: did you mean")
    assert "OverallStatus" in unknown.err
    wrong(cli("export", "owls", "--format", "ris", "--columns", "NCTId", store=aviary), 2, "RIS has fields of its own")


def test_trials_listed_in_a_file(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    ids, path = tmp_path / "ids.txt", tmp_path / "x.csv"
    ids.write_text(f"# mine\n{HAWKS}\n\nnct10000001  # owls\nNCT99999999\n{HAWKS}\n")
    result = cli("export", "--ids", str(ids), "-o", str(path), store=aviary)
    assert result.code == 0 and "NCT99999999: not in this store (3 trials" in result.err
    assert [(row["NCTId"], row["matched"]) for row in rows(path.read_text())] == [
        (HAWKS, f"{HAWKS} listed in line 2"),
        (OWLS, f"{OWLS} listed in line 4"),
    ]
    assert beside(path)["not_in_store"] == ["NCT99999999"] and beside(path)["order"] == "as listed"


def test_an_export_can_be_read_as_a_list_again(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    assert cli("export", "kind:trial", "-o", str(first), "--limit", "2", store=aviary).code == 0
    assert cli("export", "--ids", str(first), "-o", str(second), store=aviary).code == 0
    assert [row["NCTId"] for row in rows(second.read_text())] == [OWLS, HAWKS]


def test_trials_listed_on_standard_input(cli: Cli, aviary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(f"\ufeff{OWLS}\r\n".encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert [row["NCTId"] for row in rows(cli("export", "--ids", "-", "--format", "csv", store=aviary).out)] == [OWLS]


def test_wrong_usage(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("D011014\n")
    wrong(cli("export", "owls", store=aviary), 2, "name a format with --format: csv, json, jsonl, ris, markdown")
    wrong(cli("export", "owls", "-o", str(tmp_path / "x.txt"), store=aviary), 2, "name a format")
    wrong(cli("export", "--format", "csv", store=aviary), 2, "name what to export")
    wrong(cli("export", "owls", "--ids", str(ids), "--format", "csv", store=aviary), 2, "name what to export")
    wrong(cli("export", "phase:9", "--format", "csv", store=aviary), 2, "no phase '9'")
    wrong(cli("export", "owls", "kind:drug", "--format", "csv", store=aviary), 2, "only trials are exported")
    wrong(cli("export", "--ids", str(ids), "--format", "csv", store=aviary), 3, "line 1: 'D011014' is no NCT number")
    wrong(cli("export", "--ids", str(tmp_path / "no"), "--format", "csv", store=aviary), 3, "cannot be read")


def test_nothing_found_writes_nothing(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("NCT99999999\n")
    wrong(cli("export", "vultures", "-o", str(tmp_path / "x.csv"), store=aviary), 1, "vultures: not in this store")
    wrong(cli("export", "--ids", str(ids), "-o", str(tmp_path / "x.csv"), store=aviary), 1, "none of its trials")
    assert [path.name for path in tmp_path.iterdir()] == ["ids.txt"]


def test_words_after_two_hyphens_are_words(cli: Cli, aviary: Path) -> None:
    assert len(rows(cli("export", "--format", "csv", "--", "-bats", "kind:trial", store=aviary).out)) == 2


# The file


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    wrong(cli("export", "owls", "-o", str(tmp_path / "no" / "x.csv"), store=aviary), 3, "cannot be written")
    wrong(cli("export", "owls", "--format", "csv", "-o", str(tmp_path), store=aviary), 3, "cannot be written")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file(cli: Cli, aviary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    assert cli("export", "owls", "-o", str(path), store=aviary).code == 0
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    wrong(cli("export", "kind:trial", "-o", str(path), store=aviary), 3, "No space left on device")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_file_keeps_its_permissions_and_a_link_stays_one(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    path, link = tmp_path / "x.csv", tmp_path / "link.csv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    assert cli("export", "owls", "-o", str(link), store=aviary).code == 0
    assert link.is_symlink() and path.read_text().startswith("NCTId")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert beside(path)["file"] == "x.csv"


def test_what_is_no_file_is_written_to_as_it_is(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
    assert cli("export", "owls", "--format", "csv", "-o", str(pipe), store=aviary).code == 0
    out, _ = reader.communicate(timeout=30)
    assert rows(out)[0]["NCTId"] == OWLS
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


def test_a_reader_that_goes_away_is_no_error(aviary: Path) -> None:
    command = f"{sys.executable} -m trialtui --store {aviary} export kind:trial --format json 2>/dev/null | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("[\n{") and "Traceback" not in done.stderr


def test_in_secure_mode_it_goes_to_standard_output_only(cli: Cli, aviary: Path, tmp_path: Path) -> None:
    found = cli("--secure", "export", "owls", "--format", "csv", store=aviary)
    assert rows(found.out)[0]["NCTId"] == OWLS
    wrong(cli("--secure", "export", "owls", "-o", str(tmp_path / "x.csv"), store=aviary), 2, "no file is written")
    wrong(cli("--secure", "export", "--ids", "/etc/passwd", "--format", "csv", store=aviary), 2, "no file is opened")
    assert list(tmp_path.iterdir()) == []
