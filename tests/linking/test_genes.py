from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.linking.automaton import Dictionary, Matcher
from trialtui.linking.genes import GeneLinker
from trialtui.linking.word_classes import phenotype_form
from trialtui.vocab import GeneTable, load_genes
from trialtui.vocab.tables import write_table


@cache
def linker() -> GeneLinker:
    return GeneLinker(load_genes())


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.ref.key) for mention in linker().mentions(text)]


def genes(text: str) -> list[str]:
    return [gene for _, gene in found(text)]


@pytest.mark.parametrize(
    ("text", "surface", "gene"),
    [
        ("EGFR mutation", "EGFR", "EGFR"),
        ("HER2-positive tumours", "HER2", "ERBB2"),
        ("IL-6 levels", "IL-6", "IL6"),
        ("serum IL6", "IL6", "IL6"),
        ("IL-1β and others", "IL-1β", "IL1B"),
        ("TNF-alpha", "TNF-alpha", "TNF"),
        ("TNF-α", "TNF-α", "TNF"),
        ("IFN gamma", "IFN gamma", "IFNG"),
        ("IL-8", "IL-8", "CXCL8"),
        ("anti-PD-L1 therapy", "PD-L1", "CD274"),
        ("ACE-2 activity", "ACE-2", "ACE2"),
        ("mTOR inhibitor", "mTOR", "MTOR"),
        ("c-Met amplification", "c-Met", "MET"),
        ("mutant p53", "p53", "TP53"),
        ("sIL-6R", "sIL-6R", "IL6R"),
        ("IL-6 receptor blockade", "IL-6 receptor", "IL6R"),
        ("PARP-1", "PARP-1", "PARP1"),
        ("EGFR-mutated NSCLC", "EGFR", "EGFR"),
        ("BRAFV600E", "BRAF", "BRAF"),
        ("BRAF-V600E", "BRAF", "BRAF"),
        ("C-reactive protein", "C-reactive protein", "CRP"),
        ("Tumor Necrosis Factor", "Tumor Necrosis Factor", "TNF"),
        ("interleukin-6", "interleukin-6", "IL6"),
        ("angiotensin converting enzyme 2 receptors", "angiotensin converting enzyme 2", "ACE2"),
        ("glucose-6-phosphate dehydrogenase deficiency", "glucose-6-phosphate dehydrogenase", "G6PD"),
    ],
)
def test_a_gene_is_found_in_the_spellings_of_trials(text: str, surface: str, gene: str) -> None:
    assert found(text) == [(surface, gene)]


@pytest.mark.parametrize(
    "text",
    [
        "CPAP was given and ACE inhibitors were stopped",
        "angiotensin-converting enzyme (ACE) inhibitors",
        "10 mg BID by the NHS",
        "MSC therapy, MSCs",
        "AST and ALT above the upper limit, alanine aminotransferase",
        "the IMPACT study of REST, a CAT scan, MICE",
        "CD4 count below 200, CD4+ T cells, CD8 lymphocytes",
        "EGFR below 30 mL/min/1.73 m2",
        "estimated glomerular filtration rate (EGFR), EGFR at week 4",
        "gene therapy of SCD",
        "GAD-7 and GAD-2 scales, MRI-1, SARS-CoV-2, RMI-1 score",
        "promyelocytic leukemia, celiac disease, Alzheimer's disease",
        "the tumor necrosis factor receptor",
        "doi: 10.1158/2159-8290.CD-20-0422",
        "proton pump inhibitor, envelope protein, heavy chain",
        "IL-1 and VEGFR family inhibitors",
        "CXCR3+ lymphocytes and PD-1+ T cells",
        "the angiotensin-converting enzyme (ACE)2",
    ],
)
def test_what_means_something_else_in_a_trial_is_no_gene(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MET amplification", ["MET"]),
        ("a mutation in RET", ["RET"]),
        ("the ACE gene", ["ACE"]),
        ("the SYK inhibitor fostamatinib", ["SYK"]),
        ("TTR Val30Met", ["TTR"]),
        ("MET and RET were measured", []),
    ],
)
def test_an_ambiguous_symbol_counts_beside_words_that_speak_of_genes(text: str, expected: list[str]) -> None:
    assert genes(text) == expected


def test_an_abbreviation_counts_where_the_text_defines_it_by_the_gene_s_name() -> None:
    assert genes("PSA was measured") == []
    assert genes("prostate-specific antigen (PSA); PSA below 4") == ["KLK3", "KLK3", "KLK3"]


def test_a_name_counts_for_nothing_where_its_abbreviation_is_another_gene_s() -> None:
    assert found("angiotensin-converting enzyme (ACE2)") == [("ACE2", "ACE2")]


def test_an_abbreviation_that_the_text_defines_as_something_else_never_counts() -> None:
    assert genes("a cardiac rehabilitation program (CRP); CRP lasted 6 weeks") == []
    assert genes("C-reactive protien (CRP)") == ["CRP"]


def test_a_panel_of_genes_lends_its_context_to_ambiguous_symbols() -> None:
    text = "Mutations in BRCA1, BRCA2, PALB2, ATM, ATR and POLE"
    assert genes(text) == ["BRCA1", "BRCA2", "PALB2", "ATM", "ATR", "POLE"]
    assert genes("CRP, IL-6, TG and CP levels, and genetic variants") == ["CRP", "IL6"]


def test_a_marker_of_cells_is_a_gene_where_it_is_the_target() -> None:
    assert found("anti-CD20 antibody, CD19 CAR-T cells, CD19+ B cells") == [("CD20", "MS4A1"), ("CD19", "CD19")]


def test_symbols_are_read_with_their_case() -> None:
    assert genes("he met the rest, was set, and egfr") == []


def test_a_symbol_that_hgnc_gives_to_two_genes_stands_for_neither(tmp_path: Path) -> None:
    rows = [
        ("HGNC:1", "AAAA1", "alpha thing one", "ZZZ9", "", "", "", ""),
        ("HGNC:2", "BBBB1", "beta thing one", "ZZZ9|YYY8", "", "", "", ""),
    ]
    write_table("genes", rows, tmp_path)
    own = GeneLinker(GeneTable(tmp_path))
    assert [m.name for m in own.mentions("ZZZ9 gene, YYY8 gene, AAAA1")] == ["BBBB1", "AAAA1"]
    assert [m.name for m in own.mentions("the alpha thing one")] == ["AAAA1"]


def test_a_shared_pass_finds_the_same_as_its_own() -> None:
    text = "C-reactive protein (CRP) and fever; EGFR mutation"
    others = Dictionary("other", [("fever", "x"), ("protein", "y")])
    matcher = Matcher([linker().dictionary, others], phenotype_form)
    symbols = linker().symbols(text)
    assert linker().mentions_from(text, matcher.find(text), symbols) == linker().mentions(text)
    assert {"CRP", "EGFR"} <= {mention.name for mention in linker().mentions(text)}


@pytest.mark.parametrize(
    "piece", ["EGFR ", "EGFR-", "A-1", "(EGFR) ", "IL-", "epidermal growth factor receptor (EGFR) ", "KRAS, MET, gene "]
)
def test_time_is_linear_on_hostile_repetition(piece: str) -> None:
    start = time.process_time()
    linker().mentions(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 5


PIECES = st.sampled_from(
    [
        "EGFR",
        "IL-6",
        " receptor",
        "TNF",
        "-alpha",
        "α",
        "CD4",
        "+",
        " (",
        ")",
        "C-reactive protein",
        "ACE",
        " inhibitors",
        " ",
        "-",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4)).map("".join))
def test_mentions_are_ordered_pieces_of_the_text(text: str) -> None:
    end = 0
    for mention in linker().mentions(text):
        assert mention.start >= end
        end = mention.end
        assert text[mention.start : mention.end] == mention.text
