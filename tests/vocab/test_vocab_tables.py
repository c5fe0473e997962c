from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from trialtui import vocab
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.codec import from_document, to_document
from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.vocab.names import inverted, name_key
from trialtui.vocab.tables import COLUMNS, PACKAGED, VARIABLE, VocabularyError, read_lines, write_table
from trialtui.vocab.versions import FILE, VocabularyInfo, write_versions

ROWS = [
    ("HP:0000001", "All", "", "", "", ""),
    ("HP:0000118", "Phenotypic abnormality", "E-Organ", "HP:0000001", "", ""),
]


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert write_table("hpo", ROWS, tmp_path) == 2
    assert read_lines("hpo", tmp_path) == ["\t".join(row) for row in ROWS]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path / "a")
    write_table("hpo", ROWS, tmp_path / "b")
    assert (tmp_path / "a" / "hpo.tsv.gz").read_bytes() == (tmp_path / "b" / "hpo.tsv.gz").read_bytes()


@pytest.mark.parametrize(
    "row", [("HP:1", "two\tcells", "", "", "", ""), ("HP:1", "line\nbreak", "", "", "", ""), ("HP:1",)]
)
def test_a_row_that_could_not_be_read_back_is_refused(tmp_path: Path, row: tuple[str, ...]) -> None:
    write_table("hpo", ROWS, tmp_path)
    with pytest.raises(VocabularyError):
        write_table("hpo", [row], tmp_path)
    assert len(read_lines("hpo", tmp_path)) == 2


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path)
    path = tmp_path / "hpo.tsv.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(VocabularyError, match=r"hpo\.tsv\.gz"):
        read_lines("hpo", tmp_path)


def test_another_table_under_the_name_is_refused(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path)
    (tmp_path / "hpo.tsv.gz").rename(tmp_path / "mesh.tsv.gz")
    with pytest.raises(VocabularyError, match="mesh"):
        read_lines("mesh", tmp_path)


def test_a_table_in_the_users_folder_goes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table("hpo", ROWS, tmp_path)
    assert len(vocab.load_hpo(tmp_path)) == 2
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert len(vocab.load_hpo()) == 2
    assert len(vocab.load_genes()) > 19_000
    monkeypatch.delenv(VARIABLE)
    assert len(vocab.load_hpo()) > 19_000


def test_every_shipped_table_states_where_it_is_from() -> None:
    infos = vocab.infos()
    assert set(infos) == set(COLUMNS)
    for table, info in infos.items():
        assert info.name and info.version and info.licence and info.source
        assert info.rows == len(read_lines(table, None))


def test_versions_are_by_name() -> None:
    assert vocab.versions()["HPO"] == "2025-01-16"


def test_a_users_table_states_its_own_version(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path)
    info = VocabularyInfo(name="HPO", version="2030-01-01", licence="-", source="hp.obo", rows=2)
    write_versions({"hpo": info}, tmp_path)
    assert vocab.versions(tmp_path)["HPO"] == "2030-01-01"
    assert vocab.versions()["HPO"] == "2025-01-16"


def test_a_users_table_of_unknown_version_is_refused(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path)
    with pytest.raises(VocabularyError, match=FILE):
        vocab.versions(tmp_path)


def test_a_damaged_versions_file_is_named(tmp_path: Path) -> None:
    write_table("hpo", ROWS, tmp_path)
    (tmp_path / FILE).write_text("{")
    with pytest.raises(VocabularyError, match=FILE):
        vocab.infos(tmp_path)


def test_the_shipped_tables_are_small() -> None:
    sizes = [path.stat().st_size for path in PACKAGED.iterdir()]
    assert max(sizes) < 3_000 * 1024
    assert sum(sizes) < 7_000 * 1024


def test_importing_and_asking_for_versions_loads_no_table() -> None:
    code = (
        "import trialtui.vocab as v, builtins, gzip\n"
        "def refuse(*a, **k): raise SystemExit('a table was read')\n"
        "gzip.decompress = refuse\n"
        "v.load_mesh(); v.load_hpo(); v.load_genes(); v.versions()\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("COVID-19", "covid 19"),
        ("Covid_19", "covid 19"),
        ("  CD4+ T-Cells ", "cd4+ t cells"),
        ("ﬁbrosis", "fibrosis"),
        ("", ""),
    ],
)
def test_names_are_folded_for_lookup(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("name", "turned"),
    [("Pneumonia, Viral", "Viral Pneumonia"), ("Syndrome, Acute, Severe", "Severe Acute Syndrome"), ("Fever", None)],
)
def test_inverted_names_are_put_in_reading_order(name: str, turned: str | None) -> None:
    assert inverted(name) == turned


def test_every_term_of_the_tables_can_be_stored_and_read_back() -> None:
    linker = TrialLinker()
    refs = [Ref("hpo", record.id) for record in vocab.load_hpo()]
    refs += [Ref("gene", record.symbol) for record in vocab.load_genes()]
    for ref in refs:
        term = linker.term(ref)
        assert term is not None
        assert from_document(Term, to_document(term)) == term
