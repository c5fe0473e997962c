"""Repair mends what can be mended, keeps what it mended, and loses nothing else."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.breaking import copy_of_a_store, findings, flip_in
from tests.store.making import FEVER, link, make_store, put, seen_in, trial

from trialtui.store.layout import INDEX_NAME, segment_path
from trialtui.store.store import Store
from trialtui.store.verify import DAMAGED, repair, verify
from trialtui.store.writer import Writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store", "first", "second")


def test_repair_keeps_all_but_the_damaged_record_and_the_old_file(folder: Path) -> None:
    with Writer(folder) as writer:
        put(writer, trial(5), link(FEVER))
    path = segment_path(folder, 1)
    wanted = seen_in(folder)
    flip_in(path, b"Trial number 2")
    damaged = path.read_bytes()
    done = repair(folder)
    kept = path.with_name(path.name + DAMAGED)
    assert done[0] == f"{path}: written anew with 8 records; lost: trials/2; the old file is {kept.name}"
    assert kept.read_bytes() == damaged
    assert list(verify(folder)) == []
    found = seen_in(folder)
    del wanted["documents"]["trials"][2]
    assert found["documents"] == wanted["documents"]
    make_store(folder, "second")
    assert findings(folder) == []


def test_a_second_repair_keeps_the_file_of_the_first(folder: Path) -> None:
    path = segment_path(folder, 1)
    for title in (b"Trial number 2", b"Trial number 3"):
        flip_in(path, title)
        repair(folder)
    assert sorted(file.name for file in folder.glob("*.damaged*")) == ["000001.json.damaged", "000001.json.damaged-2"]
    assert b"Trial number 3" in path.with_name(path.name + DAMAGED).read_bytes()
    assert list(verify(folder)) == []


def test_repair_of_a_sound_store_changes_no_segment(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    wanted = seen_in(folder)
    assert repair(folder) == [f"{folder / INDEX_NAME}: made anew from the segments"]
    assert {path.name: path.read_bytes() for path in folder.glob("*.json")} == before
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json", "index.db", "lock"]
    assert seen_in(folder) == wanted


def test_repair_goes_on_without_a_missing_segment_and_says_so(folder: Path) -> None:
    segment_path(folder, 1).unlink()
    assert repair(folder)[0] == f"{segment_path(folder, 1)}: missing; the store goes on without what it held"
    assert list(verify(folder)) == []
    assert [row[0] for row in seen_in(folder)["rows"]] == [1, 4]


def test_repair_of_a_truncated_segment_keeps_the_records_before_the_cut(folder: Path) -> None:
    path = segment_path(folder, 1)
    os.truncate(path, path.read_bytes().index(b'"links":{'))
    assert "lost: what its end held" in repair(folder)[0]
    assert list(verify(folder)) == []
    assert sorted(seen_in(folder)["documents"]["trials"]) == [1, 2, 3, 4]
    assert sorted(seen_in(folder)["documents"]["links"]) == [1, 4]


def test_a_reader_from_before_a_repair_reads_on_rightly(folder: Path) -> None:
    path = segment_path(folder, 1)
    flip_in(path, b"Trial number 1")
    fresh, used = Store(folder), Store(folder)
    assert used.trial(3) == trial(3)
    repair(folder)
    for reader in (fresh, used):
        assert reader.trial(3) == trial(3)
        assert reader.trial(2) == trial(2, "aspirin")
        assert reader.refresh()
        assert reader.trial(3) == trial(3)
        assert reader.trial(1) == seen_trial(folder, 1)


def seen_trial(folder: Path, nct: int) -> object:
    store = Store(folder)
    try:
        return store.trial(nct)
    finally:
        store.close()


@settings(max_examples=80, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_changed_bit_of_a_segment_is_found_and_costs_two_records_at_most(
    tmp_path_factory: pytest.TempPathFactory, share: float, bit: int
) -> None:
    """A line end joins two records; any other bit costs the record that it lies in, or none."""
    folder = copy_of_a_store(tmp_path_factory)
    path = segment_path(folder, 1)
    before = seen_in(folder)["documents"]
    data = bytearray(path.read_bytes())
    place = int(share * len(data))
    line_end = data[place] == ord("\n")
    data[place] ^= 1 << bit
    path.write_bytes(data)
    assert findings(folder) != []
    repair(folder)
    assert list(verify(folder)) == []
    after = seen_in(folder)["documents"]
    lost = [(table, doc_id) for table in before for doc_id in before[table].keys() - after[table].keys()]
    assert len(lost) <= (2 if line_end else 1)
    for table, documents in after.items():
        for doc_id, document in documents.items():
            sound = document == before[table].get(doc_id)
            older = (table, doc_id) in (("trials", 1), ("links", 1))
            assert sound or older


def test_a_checksum_stands_for_each_record(folder: Path) -> None:
    about = orjson.loads(segment_path(folder, 1).read_bytes())["segment"]["1"]
    documents = seen_in(folder)["documents"]["published"]
    ((doc_id, crc),) = about["records"]["published"]
    assert crc == zlib.crc32(orjson.dumps(documents[doc_id]))
