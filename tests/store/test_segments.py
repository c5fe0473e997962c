"""Segments are TinyDB files: what was put comes back, from our reader and from stock TinyDB."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.making import FEVER, link, links_document, make_store, put, seen_in, trial
from tinydb import TinyDB, where
from tinydb.table import Document

from trialtui.model.codec import to_document
from trialtui.model.refs import RefError
from trialtui.store.errors import StoreError
from trialtui.store.layout import TABLES, segment_numbers, segment_path
from trialtui.store.segment import SegmentDraft, read_about, scan_segment, write_segment
from trialtui.store.storage import LazyTable
from trialtui.store.store import Store
from trialtui.store.writer import Writer

NASTY = (
    "line\u2028and paragraph\u2029separators",
    'quotes " and \\ backslashes',
    "a\nnewline, a\r return and a\ttab",
    "NUL \x00 and escape \x1b[31m",
    "}\n},\n}}\n",
    '"links":{\n"1":{}',
    "right to left \u202e override",
    "\U0001f9ea and e\u0301",
    "",
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def stock_tables(path: Path) -> dict[str, dict[int, dict[str, Any]]]:
    with TinyDB(path) as db:
        return {name: {doc.doc_id: dict(doc) for doc in db.table(name)} for name in db.tables()}


@pytest.mark.parametrize("title", NASTY)
def test_a_title_survives_whatever_it_holds(title: str, tmp_path: Path) -> None:
    record = trial(7, brief_title=title, official_title=title * 2)
    with Writer(tmp_path) as writer:
        put(writer, record)
    store = Store(tmp_path)
    assert store.trial(7) == record
    assert stock_tables(segment_path(tmp_path, 1))["trials"] == {7: to_document(record)}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(TABLES), st.dictionaries(st.integers(1, 2**60), st.dictionaries(TEXT, JSON, max_size=4))
    )
)
def test_any_documents_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, dict[int, dict[str, Any]]]
) -> None:
    folder = tmp_path_factory.mktemp("segment")
    draft = SegmentDraft()
    for table, documents in tables.items():
        for doc_id, document in documents.items():
            draft.put(table, doc_id, document)
    path = write_segment(folder, 3, draft.rows, [1, 2])
    wanted = {name: documents for name, documents in tables.items() if documents}
    stock = stock_tables(path)
    about = stock.pop("segment")[1]
    assert stock == wanted
    assert (about["number"], about["replaces"]) == (3, [1, 2])
    found: dict[str, dict[int, dict[str, Any]]] = {}
    raw = path.read_bytes()
    for entry, data in scan_segment(path, read_about(path)):
        assert raw[entry.start : entry.start + entry.length] == data
        found.setdefault(entry.table, {})[entry.id] = json.loads(data)
    assert found == wanted


def test_a_record_is_a_line(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    lines = segment_path(tmp_path, 1).read_bytes().split(b"\n")
    records = [line for line in lines if line.startswith(b'"') and not line.endswith(b'":{')]
    documents = [json.loads(line.partition(b":")[2].removesuffix(b",")) for line in records if line[:3] != b'"1"']
    assert len(records) == 3 + 3 + 2 + 1 + 1
    assert {document.get("nct_id") for document in documents} >= {"NCT00000002", "NCT00000003"}


def test_a_later_document_of_the_same_id_replaces_the_earlier_in_its_segment(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, trial(1, brief_title="first"))
        put(writer, trial(1, brief_title="second"))
    assert [doc["brief_title"] for doc in stock_tables(segment_path(tmp_path, 1))["trials"].values()] == ["second"]


def test_a_segment_without_records_is_one(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, SegmentDraft().rows)
    assert read_about(path)["records"] == {}
    assert list(scan_segment(path, read_about(path))) == []
    assert list(stock_tables(path)) == ["segment"]
    assert seen_in(tmp_path)["rows"] == []


def test_a_writer_that_puts_nothing_writes_no_segment(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    with Writer(tmp_path):
        pass
    assert segment_numbers(tmp_path) == [1]


@pytest.mark.parametrize(
    ("links", "error"),
    [
        ({"links": [{"ref": "gene:", "via": "registered"}]}, RefError),
        ({"links": [{"ref": "no reference at all", "via": "registered"}]}, RefError),
        ({"links": [{"ref": "D005334", "via": "guessed"}]}, RefError),
        ({"links": [{"ref": "D005334", "via": "registered", "name": "lone \ud800"}]}, TypeError),
    ],
)
def test_links_that_could_not_be_read_again_are_refused_with_their_trial(
    links: dict[str, Any], error: type[Exception], tmp_path: Path
) -> None:
    with Writer(tmp_path) as writer:
        with pytest.raises(error):
            writer.put_trial(1, to_document(trial(1)), links)
        assert writer.document("trials", 1) is None
        put(writer, trial(2))
    assert [row[0] for row in seen_in(tmp_path)["rows"]] == [2]


def test_a_trial_that_is_no_json_leaves_no_links_behind(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        with pytest.raises(TypeError):
            writer.put_trial(1, to_document(trial(1, brief_title="lone \ud800")), links_document([link(FEVER)]))
        assert writer.document("links", 1) is None


# Reading through TinyDB


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(make_store(tmp_path / "store", "first", "second"))


def test_a_table_answers_as_stock_tinydb_would(store: Store) -> None:
    table = store.db.table("trials")
    assert len(table) == 4
    assert [doc.doc_id for doc in table] == [1, 2, 3, 4]
    found = table.get(doc_id=1)
    assert isinstance(found, Document)
    assert (found.doc_id, found["brief_title"]) == (1, "Trial one, newer")
    assert table.get(doc_id=99) is None
    assert table.contains(doc_id=2)
    assert not table.contains(doc_id=99)
    assert [doc.doc_id for doc in table.get(doc_ids=[4, 99, 2])] == [4, 2]
    assert [doc.doc_id for doc in table.search(where("overall_status") == "COMPLETED")] == [1]
    first = table.get(where("overall_status") == "RECRUITING")
    assert isinstance(first, Document)
    assert first.doc_id == 2
    assert table.count(where("study_type").exists()) == 4
    assert store.db.tables() == set(TABLES)


WRITES: dict[str, Callable[[LazyTable], object]] = {
    "insert": lambda table: table.insert({"a": 1}),
    "insert_multiple": lambda table: table.insert_multiple([{"a": 1}]),
    "update": lambda table: table.update({"a": 1}),
    "update_multiple": lambda table: table.update_multiple([({"a": 1}, where("nct_id").exists())]),
    "upsert": lambda table: table.upsert(Document({"a": 1}, doc_id=1)),
    "remove": lambda table: table.remove(doc_ids=[1]),
    "truncate": lambda table: table.truncate(),
}


@pytest.mark.parametrize("write", WRITES)
def test_writes_are_refused_before_anything_is_read(write: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = segment_path(store.folder, 1).read_bytes()
    table = store.db.table("trials")
    assert isinstance(table, LazyTable)
    monkeypatch.setattr("os.pread", _unexpected)
    with pytest.raises(StoreError, match="read-only"):
        WRITES[write](table)
    assert segment_path(store.folder, 1).read_bytes() == before


def test_dropping_tables_is_refused(store: Store) -> None:
    for drop in (store.db.drop_tables, lambda: store.db.drop_table("trials")):
        with pytest.raises(StoreError, match="read-only"):
            drop()
    assert len(store.db.table("trials")) == 4


def _unexpected(*_arguments: object) -> bytes:
    raise AssertionError("a record was read")


def test_opening_a_store_reads_and_parses_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store(tmp_path, "first")
    opened = _spy_on_open(monkeypatch)
    monkeypatch.setattr("os.pread", _unexpected)
    store = Store(tmp_path)
    table = store.db.table("trials")
    assert len(table) == 3
    assert store.index.summary.trials == 3
    assert store.index.trial(2) is not None
    assert "2" in (store.db.storage.read() or {})["trials"]
    assert opened == []


def test_getting_a_record_reads_that_record_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store(tmp_path, "first", "second")
    store = Store(tmp_path)
    read: list[int] = []
    monkeypatch.setattr("os.pread", _spy_on_pread(read))
    opened = _spy_on_open(monkeypatch)
    found = store.trial(4)
    assert found is not None
    assert read == [len(json.dumps(to_document(found), separators=(",", ":")))]
    assert opened == ["000002.json"]


def _spy_on_pread(read: list[int]) -> Callable[[int, int, int], bytes]:
    real = os.pread

    def spy(handle: int, length: int, offset: int) -> bytes:
        read.append(length)
        return real(handle, length, offset)

    return spy


def _spy_on_open(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the segments that are opened, in whatever way Python opens files."""
    opened: list[str] = []

    def noting(real: Callable[..., Any]) -> Callable[..., Any]:
        def spy(path: Any, *arguments: Any, **options: Any) -> Any:
            if str(path).endswith(".json"):
                opened.append(Path(path).name)
            return real(path, *arguments, **options)

        return spy

    monkeypatch.setattr(os, "open", noting(os.open))
    monkeypatch.setattr(io, "open", noting(io.open))
    monkeypatch.setattr("builtins.open", noting(open))
    return opened
