from __future__ import annotations

from pathlib import Path

from trialtui.linking.gene_names import gene_keys
from trialtui.linking.key_tables import write_keys
from trialtui.linking.phenotype_keys import phenotype_keys
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.vocab import HpoTable, load_genes, load_hpo
from trialtui.vocab.genes import GENE_TABLES
from trialtui.vocab.hpo import HPO_TABLES
from trialtui.vocab.keys import KeyTable, keys_path, load_keys, stamp_of
from trialtui.vocab.mesh import MESH_TABLES
from trialtui.vocab.tables import PACKAGED, write_table


def never() -> KeyTable:
    raise AssertionError("the shipped keys are not those of the shipped tables: run trialtui.linking.key_tables")


def test_shipped_keys_are_those_that_the_rules_make(tmp_path: Path) -> None:
    for name, tables, made in (
        ("hpo", HPO_TABLES, phenotype_keys(load_hpo())),
        ("genes", GENE_TABLES, gene_keys(load_genes())),
    ):
        assert len(load_keys(name, tables, None, never)) == len(made)
        made.write(keys_path(name, tmp_path), stamp_of(tables, None))
        assert keys_path(name, tmp_path).read_bytes() == keys_path(name, PACKAGED).read_bytes()
    assert len(load_keys("mesh", MESH_TABLES, None, never)) > 60_000


def test_a_users_own_table_is_found_with_and_without_its_keys(tmp_path: Path) -> None:
    rows = [
        ("HP:0000001", "All", "", "", "", ""),
        ("HP:0000118", "Phenotypic abnormality", "", "HP:0000001", "", ""),
        ("HP:9999999", "Marvellous blue nose", "E-Azure nasal tip", "HP:0000118", "", ""),
    ]
    write_table("hpo", rows, tmp_path)
    text = "a marvellous blue nose, and the azure tip of nose; fever"
    slow = PhenotypeLinker(HpoTable(tmp_path)).mentions(text)
    assert write_keys(tmp_path, ["hpo"]) == {"hpo": len(phenotype_keys(HpoTable(tmp_path)))}
    assert keys_path("hpo", tmp_path).exists()
    assert PhenotypeLinker(HpoTable(tmp_path)).mentions(text) == slow
    assert [mention.ref.key for mention in slow] == ["HP:9999999"]


def test_only_what_was_updated_gets_new_keys(tmp_path: Path) -> None:
    assert write_keys(tmp_path, ["versions", "hpo_mesh"]) == {}
    assert not any(tmp_path.iterdir())
