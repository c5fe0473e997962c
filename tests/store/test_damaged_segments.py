"""Damage to segments is named: the file, the record, and what to do."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from tests.store.breaking import cut, findings, flip_in
from tests.store.making import make_store, rubbish_in, trial

from trialtui.store.errors import StoreDamagedError, StoreError, StoreMissingError, StoreNewerError
from trialtui.store.layout import INDEX_NAME, segment_path
from trialtui.store.store import Store
from trialtui.store.verify import repair, verify
from trialtui.store.writer import Writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store", "first", "second")


def test_a_changed_byte_in_a_record_is_named_when_it_is_read(folder: Path) -> None:
    flip_in(segment_path(folder, 1), b"Trial number 2")
    store = Store(folder)
    with pytest.raises(StoreDamagedError, match=r"000001\.json: record trials/2 is damaged.*verify --repair"):
        store.trial(2)
    assert store.trial(3) == trial(3)
    assert findings(folder) == ["000001.json: record trials/2 is damaged"]


def test_a_changed_byte_is_named_when_an_index_is_made(folder: Path) -> None:
    flip_in(segment_path(folder, 1), b"Trial number 2")
    (folder / INDEX_NAME).unlink()
    with pytest.raises(StoreDamagedError, match=r"000001\.json: record trials/2 is damaged"):
        Store(folder)
    with pytest.raises(StoreDamagedError, match=r"000001\.json: record trials/2 is damaged"), Writer(folder):
        pass
    assert rubbish_in(folder) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 0.99])
def test_a_truncated_segment_is_named(share: float, folder: Path) -> None:
    cut(segment_path(folder, 2), share)
    assert findings(folder)[0] == "000002.json: cut off or overwritten: its end is damaged"
    with pytest.raises(StoreDamagedError, match=r"000002\.json: cut off or overwritten"), Writer(folder):
        pass
    (folder / INDEX_NAME).unlink()
    with pytest.raises(StoreDamagedError, match=r"000002\.json: cut off or overwritten"):
        Store(folder)


def test_a_record_beyond_the_cut_is_named_when_it_is_read(folder: Path) -> None:
    os.truncate(segment_path(folder, 2), 100)
    store = Store(folder)
    with pytest.raises(StoreDamagedError, match=r"000002\.json: record trials/4 is damaged"):
        store.trial(4)


def test_a_changed_byte_in_what_a_segment_says_of_itself_is_named(folder: Path) -> None:
    make_store(folder, "compaction")
    path = segment_path(folder, 3)
    flip_in(path, b'"replaces":[1', len(b'"replaces":['))
    with pytest.raises(StoreDamagedError, match=r"000003\.json: cut off or overwritten: its end is damaged"):
        make_store(folder, "first")
    assert findings(folder)[0] == "000003.json: cut off or overwritten: its end is damaged"


def test_a_damaged_format_number_is_damage_not_news(folder: Path) -> None:
    path = segment_path(folder, 2)
    data = path.read_bytes()
    assert b'"format":1' in data
    path.write_bytes(data.replace(b'"format":1', b'"format":9'))
    assert findings(folder)[0] == "000002.json: cut off or overwritten: its end is damaged"
    repair(folder)
    assert list(verify(folder)) == []


@pytest.mark.parametrize("again", [Store, lambda folder: Writer(folder).__enter__()], ids=["reader", "writer"])
def test_a_missing_segment_is_named_not_passed_over(again: Callable[[Path], object], folder: Path) -> None:
    segment_path(folder, 1).unlink()
    with pytest.raises(StoreDamagedError, match=r"000001\.json: this segment is missing"):
        again(folder)
    assert findings(folder) == ["000001.json: this segment is missing"]


def test_a_segment_that_goes_missing_while_a_reader_is_open_is_named(folder: Path) -> None:
    store = Store(folder)
    segment_path(folder, 1).unlink()
    with pytest.raises(StoreDamagedError, match=r"000001\.json: this segment is missing"):
        store.trial(2)
    assert store.trial(4) is not None


@pytest.mark.parametrize("checksum", [True, False])
def test_a_store_of_a_newer_program_is_told_from_a_damaged_one(checksum: bool, folder: Path) -> None:
    path = segment_path(folder, 2)
    head, mark, end = path.read_bytes().rpartition(b'"segment":{\n"1":')
    about = orjson.loads(end.strip()[:-2]) | {"format": 2, "news": True}
    del about["crc"]
    body = orjson.dumps(about)
    newer = b'%s,"crc":%d}' % (body[:-1], zlib.crc32(body)) if checksum else body
    path.write_bytes(head + mark + newer + b"}}\n")
    for use in (lambda: list(verify(folder)), lambda: repair(folder), lambda: Writer(folder).__enter__()):
        with pytest.raises(StoreNewerError, match=r"000002\.json: written by a newer trialtui \(format 2\)"):
            use()
    (folder / INDEX_NAME).unlink(missing_ok=True)
    with pytest.raises(StoreNewerError, match="upgrade"):
        Store(folder)


@pytest.mark.parametrize("use", [Store, lambda folder: list(verify(folder)), repair], ids=["open", "verify", "repair"])
@pytest.mark.parametrize(
    "files", [None, [], ["notes.txt", "12.json", "000001.json.bak"]], ids=["none", "empty", "other"]
)
def test_a_folder_that_is_no_store_is_said_to_be_none_and_left_alone(
    use: Callable[[Path], object], files: list[str] | None, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    if files is not None:
        folder.mkdir()
        for name in files:
            (folder / name).write_text("mine")
    with pytest.raises(StoreMissingError, match=f"{folder}: there is no store here"):
        use(folder)
    assert (sorted(path.name for path in folder.iterdir()) if files is not None else None) == (files and sorted(files))


def test_a_file_that_only_looks_like_a_segment_is_named(tmp_path: Path) -> None:
    segment_path(tmp_path, 1).write_text('{"_default": {"1": {"a": 1}}}')
    with pytest.raises(StoreDamagedError, match=r"000001\.json"):
        Store(tmp_path)


def test_a_writer_removes_its_own_half_written_files_and_no_others(tmp_path: Path) -> None:
    for name in ("000001.tmp", "index-work.tmp", "index-new.tmp", "letter.tmp", "1.tmp"):
        (tmp_path / name).write_text("half written")
    make_store(tmp_path, "first")
    assert rubbish_in(tmp_path) == ["1.tmp", "letter.tmp"]


def test_a_file_in_the_place_of_the_folder_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="store: cannot be"):
        make_store(tmp_path / "store", "first")
    with pytest.raises(StoreMissingError):
        Store(tmp_path / "store")
