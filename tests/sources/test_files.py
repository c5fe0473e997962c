from __future__ import annotations

import gzip
import io
import json
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialtui.model.trial import Trial
from trialtui.sources import json_split, streams
from trialtui.sources.files import Problem, RawRecord, decode, iter_raw, read_files

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


def study(number: int, title: str = 'Curly { and ] and \\" and "quotes"', **more: Any) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": title}}, **more}


STUDIES = [study(1), study(2, "Ünïcode 𝛂"), study(3)]
LINES = "".join(json.dumps(each) + "\n" for each in STUDIES).encode()
NUMBERS = ["NCT00000001", "NCT00000002", "NCT00000003"]


def read(*paths: Path | str) -> tuple[list[str], list[Problem]]:
    problems: list[Problem] = []
    return [found.trial.nct_id for found in read_files(paths, problems.append)], problems


def refuse(problem: Problem) -> None:
    raise AssertionError(str(problem))


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


SHAPES = {
    "list": json.dumps(STUDIES).encode(),
    "pretty list": json.dumps(STUDIES, indent=2).encode(),
    "page": json.dumps({"totalCount": 3, "studies": STUDIES, "nextPageToken": "x"}).encode(),
    "pretty page": json.dumps({"nextPageToken": "[{", "meta": {"a": [1]}, "studies": STUDIES}, indent=1).encode(),
    "pages by line": b"".join(json.dumps({"studies": [each]}).encode() + b"\n" for each in STUDIES),
    "json lines": LINES,
    "json lines without last newline": LINES.rstrip(),
    "windows lines": LINES.replace(b"\n", b"\r\n"),
    "lines with blank ones": b"\n" + LINES.replace(b"\n", b"\n\n"),
    "pretty studies in a row": b"\n".join(json.dumps(each, indent=1).encode() for each in STUDIES),
    "studies on one line": b" ".join(json.dumps(each).encode() for each in STUDIES),
    "byte order mark": b"\xef\xbb\xbf" + LINES,
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_told_by_its_content(tmp_path: Path, shape: str, packed: bool) -> None:
    data = gzip.compress(SHAPES[shape]) if packed else SHAPES[shape]
    assert read(write(tmp_path / "download.bin", data)) == (NUMBERS, [])


def test_a_single_study(tmp_path: Path) -> None:
    path = write(tmp_path / "one.json", json.dumps(study(7)))
    assert read(path) == (["NCT00000007"], [])
    (found,) = read_files([str(path)], refuse)
    assert found.origin == found.trial.source_file == "one.json"


def test_zip_with_a_study_in_each_file_and_other_kinds(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "ctg.zip",
        {
            "NCT00000001.json": json.dumps(STUDIES[0]).encode(),
            "sub/two.jsonl.gz": gzip.compress(json.dumps(STUDIES[1]).encode()),
            "README.txt": b"no data",
            "__MACOSX/x.json": b"junk",
            "three.json": json.dumps([STUDIES[2]]).encode(),
        },
    )
    assert read(path) == (NUMBERS, [])
    origins = [found.origin for found in read_files([path], refuse)]
    assert origins[0] == "ctg.zip: NCT00000001.json"


def test_folders_are_read_in_order_of_name_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "in" / "b" / "2.json", json.dumps(STUDIES[1]))
    write(tmp_path / "in" / "a.json", json.dumps(STUDIES[0]))
    write(tmp_path / "in" / "c.json", json.dumps(STUDIES[2]))
    write(tmp_path / "in" / ".hidden.json", json.dumps(study(9)))
    write(tmp_path / "in" / "notes.md", "[link](x)")
    write(tmp_path / "in" / "picture.bin", b"\x00\x01")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    assert read(tmp_path / "in") == (NUMBERS, [])


def test_folders_and_archives_without_records_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    numbers, problems = read(tmp_path / "empty", zipped(tmp_path / "e.zip", {"a.txt": b"x"}))
    assert numbers == []
    assert [problem.reason for problem in problems] == ["it holds no records"] * 2


@pytest.mark.parametrize("data", [LINES, gzip.compress(LINES)], ids=["lines", "gzip"])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    assert read("-") == (NUMBERS, [])


class Pipe(io.RawIOBase):
    """Bytes that come in small portions and cannot be sought."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data, self.rest = self.rest[: min(size, 7)], self.rest[min(size, 7) :]
        return data


@pytest.mark.parametrize("packed", [False, True], ids=["lines", "zip"])
def test_a_pipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, packed: bool) -> None:
    data = zipped(tmp_path / "x.zip", {"a.jsonl": LINES}).read_bytes() if packed else LINES

    class Stdin:
        buffer = Pipe(data)

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert read("-") == (NUMBERS, [])


def test_a_broken_line_is_named_and_the_others_land(tmp_path: Path) -> None:
    lines = LINES.splitlines(keepends=True)
    data = lines[0] + b'{"protocolSection": {"iden\n' + lines[1] + b"[]\n" + lines[2]
    numbers, problems = read(write(tmp_path / "x.jsonl", data))
    assert numbers == NUMBERS
    assert [problem.record for problem in problems] == ["line 2", "line 4"]
    assert "not valid JSON" in problems[0].reason


def test_a_broken_first_line_does_not_swallow_the_rest(tmp_path: Path) -> None:
    numbers, problems = read(write(tmp_path / "x.jsonl", b'{"protocolSection": {"a": "\n' + LINES))
    assert numbers == NUMBERS
    assert [problem.record for problem in problems] == ["line 1"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"a": "\xff\xfe"}', "UTF-8"),
        (b'{"a": "\x00"}', "control character"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": ' + b"[" * 2000 + b"]" * 2000 + b"}", "valid JSON at column 10"),
        (b"{'a': 1}", "valid JSON"),
        (b"null", "a study"),
        (b"17", "a study"),
        (b'"x"', "a study"),
        (b"[1, 2]", "a study"),
        (b'{"ProtocolSection": {}}', "old API"),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("lines", [False, True], ids=["list", "lines"])
def test_a_bad_record_is_named_and_the_others_land(tmp_path: Path, bad: bytes, reason: str, lines: bool) -> None:
    parts = [json.dumps(STUDIES[0]).encode(), bad, json.dumps(STUDIES[1]).encode()]
    data = b"\n".join(parts) if lines else b"[" + b",\n".join(parts) + b"]"
    numbers, problems = read(write(tmp_path / "x.json", data))
    assert numbers == NUMBERS[:2]
    assert [problem.record for problem in problems] == ["line 2"]
    assert reason.lower() in problems[0].reason.lower()


@pytest.mark.parametrize(
    ("title", "place"),
    [
        (b"\\ud800", "no low surrogate in string"),
        (b"\x01", "unexpected control character in string"),
        (b"\x00", "unexpected control character in string"),
        (b"\xff", "str is not valid UTF-8: surrogates not allowed"),
        (b'"', "unexpected"),
    ],
)
def test_a_record_that_is_no_json_is_named_by_its_number_and_the_field_at_fault(
    tmp_path: Path, title: bytes, place: str
) -> None:
    bad = json.dumps(study(4, "AT FAULT")).encode().replace(b"AT FAULT", title)
    numbers, problems = read(write(tmp_path / "x.jsonl", LINES + bad + b"\n"))
    assert numbers == NUMBERS
    (problem,) = problems
    assert (problem.record, problem.field) == ("NCT00000004", "briefTitle")
    told = re.match(r"not valid JSON at line (\d+), column (\d+)", problem.reason)
    assert told and int(told[1]) == len(NUMBERS) + 1
    assert abs(int(told[2]) - bad.index(b'"briefTitle": "') - 16) <= 2
    assert place in problem.reason


def test_a_wrong_field_is_named_with_record_and_file(tmp_path: Path) -> None:
    wrong = study(4)
    wrong["protocolSection"]["statusModule"] = {"overallStatus": []}
    _, problems = read(write(tmp_path / "x.json", json.dumps([study(1), wrong])))
    assert str(problems[0]) == (
        "x.json: NCT00000004: protocolSection.statusModule.overallStatus: a string is wanted, not list"
    )


@pytest.mark.parametrize(
    ("data", "lands", "record"),
    [
        (b"[" + LINES.splitlines()[0] + b",\n" + LINES.splitlines()[1][:-9], 1, "line 2"),
        (b"[" + LINES.splitlines()[0] + b",\n", 1, "line 2"),
        (b'{"studies": [' + LINES.splitlines()[0], 1, "line 1"),
        (b'{"studies": [' + LINES.splitlines()[0] + b"]", 1, "line 1"),
        (LINES.splitlines()[0][:-1], 0, "line 1"),
        (b'{"a"', 0, "line 1"),
        (b'{"a', 0, "line 1"),
        (b"{", 0, "line 1"),
        (b'{"a": ', 0, "line 1"),
        (b"{\n1: 2}", 0, "line 2"),
        (LINES.splitlines()[0] + b" junk", 1, "line 1"),
        (b"[" + LINES.splitlines()[0] + b",:]", 1, "line 1"),
    ],
    ids=range(12),
)
def test_a_cut_or_malformed_file_is_named_and_what_came_before_lands(
    tmp_path: Path, data: bytes, lands: int, record: str
) -> None:
    numbers, problems = read(write(tmp_path / "x.json", data))
    assert numbers == NUMBERS[:lands]
    assert [problem.record for problem in problems] == [record]


def test_records_before_the_cut_of_a_gzip_land_and_the_place_is_told(tmp_path: Path) -> None:
    many = "".join(json.dumps(study(number, f"title {number * 7919}")) + "\n" for number in range(1, 3000)).encode()
    packed = gzip.compress(many)
    numbers, problems = read(write(tmp_path / "cut.gz", packed[: len(packed) // 2]))
    assert 500 < len(numbers) < 2999
    assert len(problems) == 1
    assert "cut off" in problems[0].reason
    told = int(problems[0].reason.split("; ")[1].split()[0])
    assert many[:told].count(b"\n") == len(numbers)


@pytest.mark.parametrize("less", [1, 8, 9], ids=["checksum", "trailer", "data"])
def test_a_gzip_that_lacks_its_end(tmp_path: Path, less: int) -> None:
    numbers, problems = read(write(tmp_path / "cut.gz", gzip.compress(LINES)[:-less]))
    assert numbers == NUMBERS or (less == 9 and numbers == NUMBERS[:2])
    assert len(problems) == 1


def test_a_damaged_gzip_is_named(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(LINES))
    packed[-6] ^= 1
    numbers, problems = read(write(tmp_path / "bad.gz", bytes(packed)))
    assert numbers == NUMBERS
    assert len(problems) == 1
    assert "cannot be read beyond" in problems[0].reason


@pytest.fixture
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_EXPANSION", 1 << 20)


@pytest.mark.usefixtures("small_bounds")
def test_bombs_are_refused(tmp_path: Path) -> None:
    bomb = LINES + b" " * (8 << 20)
    gzipped = write(tmp_path / "bomb.gz", gzip.compress(bomb))
    in_zip = zipped(tmp_path / "bomb.zip", {"bomb.jsonl": bomb, "good.json": json.dumps(study(5)).encode()})
    numbers, problems = read(gzipped, in_zip)
    assert numbers == [*NUMBERS, *NUMBERS, "NCT00000005"]
    assert [problem.file for problem in problems] == ["bomb.gz", "bomb.zip: bomb.jsonl"]
    assert all("expands to more than" in problem.reason for problem in problems)


def test_names_that_leave_the_archive_are_refused_by_name(tmp_path: Path) -> None:
    good = json.dumps(STUDIES[0]).encode()
    names = ["../up.json", "/etc/x.json", "a/../../x.json", "..\\w.json", "C:\\x.json"]
    numbers, problems = read(zipped(tmp_path / "x.zip", {**dict.fromkeys(names, good), "ok.json": good}))
    assert numbers == NUMBERS[:1]
    assert len(problems) == len(names)
    assert all(problem.reason.startswith("its name leads out") for problem in problems)
    assert "../up.json" in problems[0].file


def test_a_damaged_member_is_named_and_the_others_land(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.jsonl": LINES, "b.json": json.dumps(study(5)).encode()})
    data = bytearray(path.read_bytes())
    data[data.find(b"a.jsonl") + 20] ^= 0xFF
    numbers, problems = read(write(path, bytes(data)))
    assert numbers[-1] == "NCT00000005"
    assert {problem.file for problem in problems} == {"x.zip: a.jsonl"}


def test_what_is_no_data_is_named_when_named(tmp_path: Path) -> None:
    files = {
        "empty.json": (b"", "empty"),
        "blank.json": (b" \n", "empty"),
        "notes.txt": (b"hello world", "neither JSON records nor"),
        "binary": (b"\x7fELF\x00\x00", "neither JSON records nor"),
        "old.xml": (b"<?xml version='1.0'?>\n<clinical_study>", "old XML form"),
        "page.html": (b"<!doctype html>", "XML or HTML"),
        "utf16.json": ("{}".encode("utf-16"), "UTF-16"),
        "ictrp.csv": (b"TrialID,Last Refreshed on,Public title,Source Register\n", "ICTRP"),
        "inner.gz": (gzip.compress(gzip.compress(LINES)), "archive within an archive"),
        "cut.zip": (b"PK\x03\x04abcdef", "cut off or damaged"),
        "start.gz": (gzip.compress(LINES)[:12], "cut off"),
        "long.txt": (b"x" * 300_000, "neither JSON records nor"),
    }
    for name, (data, reason) in files.items():
        numbers, problems = read(write(tmp_path / name, data))
        assert numbers == []
        assert len(problems) == 1, name
        assert reason in problems[0].reason
        assert name in problems[0].file


def test_missing_and_unreadable_files_are_named(tmp_path: Path) -> None:
    numbers, problems = read(tmp_path / "none.json", write(tmp_path / "one.json", json.dumps(study(1))))
    assert numbers == NUMBERS[:1]
    assert problems[0].reason == "No such file or directory"


def test_a_record_beyond_the_bound_is_named_and_the_rest_of_the_lines_land(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_split, "LONGEST_RECORD", 300_000)
    big = json.dumps(study(9, "x" * 2_000_000)).encode()
    numbers, problems = read(write(tmp_path / "x.jsonl", LINES + big + b"\n" + LINES))
    assert numbers == NUMBERS * 2
    assert [problem.record for problem in problems] == ["line 4"]
    numbers, problems = read(write(tmp_path / "x.json", b"[" + big + b"]"))
    assert numbers == []
    assert "longer than" in problems[0].reason


def test_a_title_of_a_megabyte(tmp_path: Path) -> None:
    (found,) = read_files([write(tmp_path / "x.json", json.dumps([study(1, "x" * (1 << 20))]))], refuse)
    assert len(found.trial.brief_title) == 1 << 20


def test_records_can_be_decoded_elsewhere(tmp_path: Path) -> None:
    raw = list(iter_raw([write(tmp_path / "x.jsonl", LINES)], refuse))
    records = [record for record in raw if isinstance(record, RawRecord)]
    assert [(record.origin, record.number, record.line) for record in records] == [("x.jsonl", n, n) for n in (1, 2, 3)]
    trials = [decode(record) for record in records]
    assert [trial.nct_id for trial in trials if isinstance(trial, Trial)] == NUMBERS


def test_progress_rises_to_the_total(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jsonl.gz", gzip.compress(LINES))
    write(tmp_path / "in" / "b.json", json.dumps(STUDIES))
    told: list[tuple[int, int | None]] = []
    list(read_files([tmp_path / "in"], refuse, lambda consumed, total: told.append((consumed, total))))
    total = sum(path.stat().st_size for path in (tmp_path / "in").iterdir())
    assert told == sorted(told, key=lambda step: step[0])
    assert told[-1] == (total, total)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "many.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(b"[")
        for number in range(1, 4000):
            out.write(json.dumps(study(number, f"{number} " * 1500)).encode() + b",")
        out.write(json.dumps(study(4000)).encode() + b"]")
    tracemalloc.start()
    count = len([found.origin for found in read_files([path], refuse)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 12 << 20


def split(data: bytes, portion: int) -> Iterator[object]:
    position = 0

    def source(size: int) -> bytes:
        nonlocal position
        position += portion
        return data[position - portion : position]

    return json_split.split_json(streams.ByteStream(source))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='a{}[]",\\:\né', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(values=st.lists(VALUES, max_size=5), indent=st.sampled_from([None, 1]), portion=st.integers(1, 40))
def test_a_list_splits_into_its_elements(values: list[Any], indent: int | None, portion: int) -> None:
    found = list(split(json.dumps(values, indent=indent, ensure_ascii=False).encode(), portion))
    assert [json.loads(item[1]) if isinstance(item, tuple) else item for item in found] == values


@settings(deadline=None)
@given(data=st.lists(st.sampled_from([*'{}[]",:\\ \n1a', '"studies":[', '"a":']), max_size=40).map("".join))
def test_splitting_never_fails_on_anything(data: str) -> None:
    for item in split(data.encode(), 5):
        assert isinstance(item, tuple | json_split.SplitError)


@pytest.mark.parametrize("name", ["ctgov-v2-sample.jsonl.gz", "covid-trials.jsonl.gz"])
def test_real_files_read_without_a_problem(name: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip("the shared records are not beside this checkout")
    numbers, problems = read(DATA / name)
    assert problems == []
    assert len(set(numbers)) == len(numbers) == (1_100 if name.startswith("ctgov") else 3_400)
