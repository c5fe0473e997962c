from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from trialtui.vocab import MeshTable, load_mesh
from trialtui.vocab.keys import KeyTable, entries, keys_path, load_keys, numbers, stamp_of
from trialtui.vocab.mesh import MESH_TABLES
from trialtui.vocab.tables import write_table

ROWS = [(0, [("renal", "cyst"), ("cyst",)]), (7, [("renal", "cell", "cancer"), ("renal", "cyst"), ()])]
WORDS = st.text(alphabet="abc1é", min_size=1, max_size=3)


def test_a_key_leads_to_all_its_rows() -> None:
    table = KeyTable.of(ROWS)
    assert table.rows(["renal", "cyst"]) == [0, 7]
    assert table.rows(["renal", "cell", "cancer"]) == [7]
    assert table.rows(["cyst"]) == [0]


def test_what_is_no_key_leads_nowhere() -> None:
    table = KeyTable.of(ROWS)
    for words in ([], ["renal"], ["renal", "cell"], ["cell"], ["renal", "cyst", "cyst"], ["cyst", "renal"]):
        assert table.rows(words) == []


@given(st.lists(st.lists(st.lists(WORDS, max_size=4), max_size=4), max_size=6))
def test_every_key_of_any_rows_is_found_by_all_ways(rows: list[list[list[str]]]) -> None:
    table = KeyTable.of(enumerate(rows))
    wanted = {tuple(key): [n for n, keys in enumerate(rows) if key in keys] for own in rows for key in own if key}
    for key, found in wanted.items():
        assert table.rows(key) == found
    walked: dict[tuple[str, ...], list[int]] = {}
    for first in {key[0] for key in wanted}:
        own, rest = table.first(first)
        walked |= {(first,): numbers(own)} if own else {}
        for second, block in zip(rest[::2], rest[1::2], strict=True):
            walked |= {(first, second, *more.split()): numbers(found) for more, found in entries(block)}
    assert walked == wanted


def test_keys_are_read_as_they_were_written_and_only_for_their_tables(tmp_path: Path) -> None:
    row = ("D000001", "Renal Cyst", "", "C01.1")
    write_table("mesh", [row], tmp_path)
    made: list[str] = []

    def make() -> KeyTable:
        made.append("made")
        return KeyTable.of(ROWS)

    KeyTable.of(ROWS).write(keys_path("mesh", tmp_path), stamp_of(MESH_TABLES, tmp_path))
    assert load_keys("mesh", MESH_TABLES, tmp_path, make).rows(["renal", "cyst"]) == [0, 7]
    assert made == []
    write_table("mesh", [row, ("D000002", "Another", "", "C01.2")], tmp_path)
    assert len(load_keys("mesh", MESH_TABLES, tmp_path, make)) == 2
    assert made == ["made"]


def test_a_damaged_table_of_keys_is_made_anew(tmp_path: Path) -> None:
    write_table("mesh", [("D000001", "Renal Cyst", "Cysts, Renal", "C01.1")], tmp_path)
    keys_path("mesh", tmp_path).write_bytes(b"\x1f\x8bno gzip")
    assert MeshTable(tmp_path).by_name("RENAL-cyst") == "D000001"


def test_shipped_keys_are_those_of_the_shipped_tables() -> None:
    mesh = load_mesh()
    sample = range(0, len(mesh), 37)
    made = MeshTable()
    for row in sample:
        for key in made.row_keys(row):
            assert row in mesh.keys.rows(key), (row, key)
