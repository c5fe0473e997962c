"""An index that is lost or damaged is made anew, and never believed."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.breaking import PAGE, Break, copy_of_a_store, cut, findings, flip, flip_in
from tests.store.making import make_store, rubbish_in, seen, seen_in

from trialtui.store.errors import StoreDamagedError, StoreError
from trialtui.store.index_read import Index
from trialtui.store.index_schema import INDEX_FORMAT
from trialtui.store.layout import INDEX_NAME, segment_path
from trialtui.store.lock import WriterLock
from trialtui.store.store import Store
from trialtui.store.verify import repair, verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store", "first", "second")


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def halve(path: Path) -> None:
    cut(path, 0.5)


def other_format(path: Path) -> None:
    with sqlite3.connect(path) as sql:
        sql.execute(f"PRAGMA user_version={INDEX_FORMAT + 1}")
    sql.close()


def other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as sql:
        sql.execute(f"PRAGMA user_version={INDEX_FORMAT}")
        sql.execute("CREATE TABLE other (a)")
    sql.close()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


UNREADABLE = [empty, garble, halve, other_format, other_database]


@pytest.mark.parametrize("damage", [remove, *UNREADABLE])
def test_an_index_that_cannot_be_read_is_made_anew_in_its_place(damage: Break, folder: Path) -> None:
    wanted, said = seen_in(folder), list[str]()
    damage(folder / INDEX_NAME)
    store = Store(folder, progress=said.append)
    assert seen(store) == wanted
    assert said[0].startswith(str(folder / INDEX_NAME))
    assert findings(folder) == []
    assert rubbish_in(folder) == []
    assert seen_in(folder) == wanted


@pytest.mark.parametrize("damage", UNREADABLE)
def test_verify_names_an_index_that_cannot_be_read(damage: Break, folder: Path) -> None:
    damage(folder / INDEX_NAME)
    assert [line.partition(":")[0] for line in findings(folder)] == [INDEX_NAME]


def test_a_missing_index_is_said_and_harmless(folder: Path) -> None:
    (folder / INDEX_NAME).unlink()
    assert [(finding.file.name, finding.harmless) for finding in verify(folder)] == [(INDEX_NAME, True)]


@pytest.mark.parametrize("damage", [remove, *UNREADABLE, make_folder])
def test_on_a_read_only_store_the_index_is_made_beside_it(
    damage: Break, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = seen_in(folder)
    damage(folder / INDEX_NAME)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}

    def refuse(_lock: WriterLock) -> WriterLock:
        raise StoreError(f"{folder}: cannot be written to: Read-only file system")

    monkeypatch.setattr(WriterLock, "__enter__", refuse)
    store = Store(folder)
    assert seen(store) == wanted
    assert not store.refresh()
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    store.close()


def test_an_index_made_beside_the_store_goes_with_its_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (folder / INDEX_NAME).unlink()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(WriterLock, "__enter__", _refuse)
    before = sorted(tmp_path.iterdir())
    store = Store(folder)
    assert len(sorted(tmp_path.iterdir())) == len(before) + 1
    store.close()
    assert sorted(tmp_path.iterdir()) == before
    flip_in(segment_path(folder, 1), b"Remdesivir")
    with pytest.raises(StoreDamagedError):
        Store(folder)
    assert sorted(tmp_path.iterdir()) == before


def _refuse(_lock: WriterLock) -> WriterLock:
    raise StoreError("read-only")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user, for whom file modes count")
def test_a_user_who_may_not_write_reads_a_store_without_index() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_store(Path(scratch) / "store", "first")
        wanted = seen_in(folder)
        (folder / INDEX_NAME).unlink()
        Path(scratch).chmod(0o755)
        before = sorted(path.name for path in folder.iterdir())
        child = os.fork()
        if not child:
            status = 1
            try:
                os.setuid(65534)
                status = 0 if not os.access(folder, os.W_OK) and seen_in(folder) == wanted else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert sorted(path.name for path in folder.iterdir()) == before


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_verify_finds_any_changed_bit_of_the_index(
    tmp_path_factory: pytest.TempPathFactory, share: float, bit: int
) -> None:
    folder = copy_of_a_store(tmp_path_factory)
    path = folder / INDEX_NAME
    data = bytearray(path.read_bytes())
    data[int(share * len(data))] ^= 1 << bit
    path.write_bytes(data)
    assert [line.partition(":")[0] for line in findings(folder)] != []
    repair(folder)
    assert list(verify(folder)) == []


def test_a_changed_letter_in_the_name_of_a_column_is_damage(folder: Path) -> None:
    path = folder / INDEX_NAME
    data = path.read_bytes()
    path.write_bytes(data.replace(b"segment (number INTEGER", b"segment (numbes INTEGER"))
    with pytest.raises(StoreDamagedError, match="verify --repair"):
        Store(folder)
    repair(folder)
    assert list(verify(folder)) == []


def test_a_word_of_which_a_letter_is_no_text_any_more_is_damage(folder: Path) -> None:
    """SQLite quotes it in what it says of the damage, which then is no text either."""
    path = folder / INDEX_NAME
    data = path.read_bytes()
    path.write_bytes(
        data.replace(
            b"CREATE TABLE segment (number INTEGER PRIMARY KEY", b"CREATE TABLE segment (number INTEGER PRIMARY K\xc5Y"
        )
    )
    with pytest.raises(StoreDamagedError):
        Index(path)
    assert findings(folder) != []
    repair(folder)
    assert list(verify(folder)) == []


def test_a_writer_does_not_build_on_a_damaged_index(folder: Path) -> None:
    wanted = seen_in(make_store(folder.with_name("sound"), "first", "second", "first"))
    flip(folder / INDEX_NAME, (folder / INDEX_NAME).stat().st_size // 2)
    make_store(folder, "first")
    assert seen_in(folder) == wanted
    assert findings(folder) == []


def test_reading_where_the_index_is_damaged_names_it(folder: Path) -> None:
    path = folder / INDEX_NAME
    data = path.read_bytes()
    page = data.index(b"Trial number 3") // PAGE * PAGE
    path.write_bytes(data[:page] + b"\xff" * PAGE + data[page + PAGE :])
    store = Store(folder)
    with pytest.raises(StoreDamagedError, match=rf"{INDEX_NAME}: damaged.*verify --repair"):
        store.index.trial(3)
