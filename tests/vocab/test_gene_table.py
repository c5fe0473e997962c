from __future__ import annotations

import pytest

from trialtui.vocab import GeneTable, load_genes


@pytest.fixture(scope="module")
def genes() -> GeneTable:
    return load_genes()


def test_a_gene_has_its_names_and_its_protein(genes: GeneTable) -> None:
    row = genes.get("ACE2")
    assert row is not None
    assert row.name == "angiotensin converting enzyme 2"
    assert row.uniprot_ids == ("Q9BYF1",)
    assert row.hgnc_id == "HGNC:13557"


@pytest.mark.parametrize(
    ("symbol", "approved"), [("HER2", "ERBB2"), ("her2", "ERBB2"), ("ACE2", "ACE2"), ("p53", "TP53")]
)
def test_any_symbol_in_any_case_leads_to_the_approved_one(genes: GeneTable, symbol: str, approved: str) -> None:
    assert genes.resolve(symbol) == approved


@pytest.mark.parametrize("symbol", ["ASP", "MRP8", "p34"])
def test_a_symbol_that_several_genes_claim_leads_to_none(genes: GeneTable, symbol: str) -> None:
    owners = [row.symbol for row in genes if symbol in row.alias_symbols]
    assert len(owners) > 1
    assert genes.resolve(symbol) is None


def test_what_is_no_symbol_leads_nowhere(genes: GeneTable) -> None:
    assert genes.resolve("nonsense") is None
    assert genes.get("nonsense") is None
    assert genes.term("nonsense") is None


def test_a_gene_is_handed_out_as_plain_data(genes: GeneTable) -> None:
    term = genes.term("ERBB2")
    assert term is not None
    assert term.name == "ERBB2"
    assert "HER2" in term.synonyms
    assert term.source == "HGNC"
