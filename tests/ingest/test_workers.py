"""Records that child processes prepare: the store is the same as without, whatever becomes of the children."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.studies import study, write_lines

from trialtui.ingest import workers
from trialtui.ingest.prepared import Mark, Prepared
from trialtui.ingest.records import import_records
from trialtui.ingest.report import Report
from trialtui.ingest.workers import Workers
from trialtui.sources.files import Problem, RawRecord, iter_raw
from trialtui.store.layout import segment_numbers, segment_path
from trialtui.store.store import Store

NUMBERS = range(10_000_001, 10_000_121)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Records of which two are bad, one comes twice, and one is newer the second time."""
    found = [
        study(
            number,
            descriptionModule__briefSummary=f"Fever and BRAF V600E in {number} owls.",
            conditionsModule__keywords=[f"k{number % 7}"],
        )
        for number in NUMBERS
    ]
    found[7] = study(NUMBERS[7], statusModule__overallStatus=["BAD"])
    found[50]["protocolSection"]["identificationModule"].pop("nctId")
    newer = study(NUMBERS[3], derivedSection__miscInfoModule__versionHolder="2030-01-01")
    return write_lines(tmp_path / "records.jsonl", [*found, found[0], newer])


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 10)
    monkeypatch.setattr(workers, "_cores", lambda: 2)


def run(folder: Path, records: Path, count: int | None = 2) -> tuple[Report, list[str]]:
    told: list[str] = []

    def rejected(problem: Problem) -> None:
        told.append(str(problem))

    report, interrupted = import_records(folder, [records], told.append, rejected, lambda _: None, workers=count)
    assert not interrupted
    return report, told


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number in segment_numbers(folder):
        for table, rows in orjson.loads(segment_path(folder, number).read_bytes()).items():
            if table in ("trials", "links", "terms"):
                found.setdefault(table, {}).update(rows)
    return found


@pytest.fixture
def alone(tmp_path: Path, records: Path) -> tuple[dict[str, dict[str, Any]], Report, list[str]]:
    """What an import without children stores and says."""
    report, told = run(tmp_path / "alone", records, 0)
    return documents(tmp_path / "alone"), report, told


def test_the_store_is_the_same_and_bad_records_are_named_in_order(
    tmp_path: Path, records: Path, alone: tuple[dict[str, dict[str, Any]], Report, list[str]]
) -> None:
    report, told = run(tmp_path / "s", records)
    assert (documents(tmp_path / "s"), report, told) == alone
    assert report.as_json() == {"added": len(NUMBERS) - 2, "updated": 1, "unchanged": 1, "rejected": 2}
    links = Store(tmp_path / "s").links(NUMBERS[20])
    assert {"mutation:BRAF:V600E", "HP:0001945"} <= {str(link.ref) for link in links}


def test_the_same_records_again_change_nothing(tmp_path: Path, records: Path) -> None:
    run(tmp_path / "s", records)
    before = documents(tmp_path / "s")
    report, _ = run(tmp_path / "s", records)
    assert (report.added, report.updated) == (0, 0)
    assert documents(tmp_path / "s") == before


def test_what_a_child_that_died_has_not_answered_is_prepared_all_the_same(
    tmp_path: Path,
    records: Path,
    alone: tuple[dict[str, dict[str, Any]], Report, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = 0
    take = workers._Worker.answer

    def killing(child: workers._Worker) -> list[Any] | None:
        nonlocal answers
        answers += 1
        if answers == 2:
            child._process.kill()
            child._process.wait()
        return take(child)

    monkeypatch.setattr(workers._Worker, "answer", killing)
    monkeypatch.setattr(workers, "_BATCH", 5)
    report, told = run(tmp_path / "s", records)
    assert answers > 10
    assert (documents(tmp_path / "s"), report, told) == alone


@pytest.mark.parametrize("count", [0, 2])
@pytest.mark.parametrize("before", [5, 40])
def test_an_error_of_fetching_comes_after_all_that_was_fetched(tmp_path: Path, count: int, before: int) -> None:
    def breaking() -> Iterator[RawRecord | Mark]:
        for number in range(before):
            yield RawRecord("registry", number, 1, json.dumps(study(NUMBERS[number])).encode())
        yield Mark(reached="2020-01-01")
        raise OSError("the line is dead")

    with Workers(tmp_path, count) as hands:
        answers = hands.prepare(breaking())
        found = [next(answers) for _ in range(before + 1)]
        with pytest.raises(OSError, match="the line is dead"):
            next(answers)
    assert [item.nct for item in found if isinstance(item, Prepared)] == list(NUMBERS[:before])
    assert found[-1] == Mark(reached="2020-01-01")


def test_few_records_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(workers, "_Worker", refuse)
    report, _ = run(tmp_path / "s", write_lines(tmp_path / "few.jsonl", [study(number) for number in NUMBERS[:9]]))
    assert report.added == 9


def test_leaving_in_the_middle_ends_the_children(tmp_path: Path) -> None:
    def endless() -> Iterator[Problem]:
        while True:
            yield Problem("endless", "", "", "x" * 1000)

    with Workers(tmp_path, 2) as hands:
        answers = hands.prepare(endless())
        first = next(answers)
        assert isinstance(first, Problem) and first.file == "endless"
        children = [child._process for child in hands._children]
        assert [child.poll() for child in children] == [None, None]
    assert [child.poll() for child in children] == [-signal.SIGKILL] * 2


def test_a_killed_import_leaves_no_child_and_no_lock(tmp_path: Path) -> None:
    """What was committed stays, and the next import completes the work at once."""
    command = [sys.executable, "-m", "trialtui", "--store", str(tmp_path / "s"), "import", "--jobs", "2", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    lines = [json.dumps(study(10_000_000 + number)).encode() + b"\n" for number in range(1, 1500)]
    process.stdin.writelines(lines)
    process.stdin.flush()
    children = children_of(process.pid)
    deadline = time.monotonic() + 20
    while not children and time.monotonic() < deadline:
        time.sleep(0.05)
        children = children_of(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    while any(is_running(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children or (os.cpu_count() or 1) == 1
    assert not any(is_running(child) for child in children)
    command[-3:] = ["--jobs", "0", str(write_lines(tmp_path / "one.jsonl", [study()]))]
    assert json.loads(subprocess.check_output(command))["rejected"] == 0


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_slow_stream_brought_before_an_interruption_is_kept(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+c before there are records enough for children."""

    def until_interrupted(*arguments: Any) -> Iterator[Any]:
        yield from islice(iter_raw(*arguments), 5)
        raise KeyboardInterrupt

    monkeypatch.setattr("trialtui.ingest.records.iter_raw", until_interrupted)
    report, interrupted = import_records(
        tmp_path / "s", [records], lambda _: None, lambda _: None, lambda _: None, workers=2
    )
    assert interrupted
    assert report.added == 5
    assert Store(tmp_path / "s").index.summary.trials == 5
