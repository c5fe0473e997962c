from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.linking.variants import mutation_mentions
from trialtui.model.refs import Ref, parse_ref
from trialtui.model.term import Mention


def names(text: str) -> list[str]:
    return [mention.name for mention in mutation_mentions(text)]


def keys(text: str, *symbols: str) -> list[str]:
    """The keys found where the genes of these symbols are known at their first place in the text."""
    genes = [gene_at(text, symbol) for symbol in symbols]
    return [mention.ref.key for mention in mutation_mentions(text, genes)]


def gene_at(text: str, symbol: str) -> Mention:
    start = text.index(symbol)
    return Mention(ref=Ref("gene", symbol), name=symbol, start=start, end=start + len(symbol), text=symbol)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the V600E mutation", "V600E"),
        ("p.V600E", "V600E"),
        ("p. K237N", "K237N"),
        ("p.R4Q", "R4Q"),
        ("Val600Glu", "V600E"),
        ("p.Val600Glu", "V600E"),
        ("p.(Arg117His)", "R117H"),
        ("Val-600-Glu", "V600E"),
        ("Val 600 to Glu", "V600E"),
        ("Val600->Glu", "V600E"),
        ("Asp-369-->Asn", "D369N"),
        ("Ile(146)-->Leu", "I146L"),
        ("Cys 23-Ser 23", "C23S"),
        ("Arg753GLn", "R753Q"),
        ("the W24X mutation", "W24*"),
        ("the R117* variant", "R117*"),
        ("Glu873Stop", "E873*"),
        ("Glu 272 to stop", "E272*"),
        ("S133stop", "S133*"),
        ("p.Arg117Ter", "R117*"),
        ("P246fs", "P246fs"),
        ("p.Pro246fs", "P246fs"),
        ("Pro246fsX12", "P246fs"),
        ("C105Vfs114X", "C105fs"),
        ("p.Pro184ArgfsX19", "P184fs"),
        ("p.Arg97ProfsTer23", "R97fs"),
        ("E104fs*12", "E104fs"),
        ("F508del", "F508del"),
        ("p.Phe508del", "F508del"),
        ("delF508", "F508del"),
        ("deltaF508", "F508del"),
        ("ΔF508", "F508del"),
        ("homozygous for F508 del.", "F508del"),
        ("p.G204_K247del", "G204_K247del"),
        ("Val624-Val625del", "V624_V625del"),
        ("E746_A750delinsIP", "E746_A750delinsIP"),
        ("A763_Y764insFQEA", "A763_Y764insFQEA"),
        ("Y772_A775dup", "Y772_A775dup"),
        ("BRAF-V600E", "V600E"),
        ("BRAFV600E", "V600E"),
        ("the mutant receptor hGRalphaD401H", "D401H"),
        ("valine to alanine at position 42", "V42A"),
        ("Val to Ala at codon 42", "V42A"),
        ("substitution of serine for glycine at residue 12", "G12S"),
        ("methionine-->valine substitution at codon 404", "M404V"),
        ("the mutation leucine 269 to phenylalanine", "L269F"),
        ("Tyr74 was replaced by Phe", "Y74F"),
        ("arginine at amino acid position 229 by glycine", "R229G"),
        ("residue 300 from alanine to aspartic acid", "A300D"),
        ("Exchange of Ala for Pro80", "P80A"),
        ("the substitution of F132 with a small Ala", "F132A"),
    ],
)
def test_a_change_is_brought_to_its_normal_form(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRAF V600E/K mutations", ["V600E", "V600K"]),
        ("Phe104Leu/Cys mutations", ["F104L", "F104C"]),
        ("F132A/L128A/I123A mutant", ["F132A", "L128A", "I123A"]),
        ("Trp-109 was replaced by Phe or Tyr", ["W109F", "W109Y"]),
        ("changing Pro 172 and Gly 131 to Asp", ["P172D", "G131D"]),
        ("Arg79 and Arg109 were replaced with Lys and Gln, respectively", ["R79K", "R109Q"]),
    ],
)
def test_several_changes_in_one_phrase_are_all_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "T47D cells express the estrogen receptor protein",
        "the protein in J774A.1 cells",
        "influenza H1N1, H5N1 and H3N2 strains",
        "S100B protein and other variants",
        "visit D14D",
        "2 mg Q12H of the mutant enzyme's inhibitor, 5 mg Q24H",
        "vitamin B12",
        "vitamin K12A, plate A12E, well C10D and visit D14E; mutant proteins of the gene are measured",
        "a BRAF mutation; dabrafenib Q12H or Q24H",
        "dextrose D10W; the genetic variants are listed below",
        "a 24-hour recall (R24W)",
        "COVID-19 Phobia Scale (C19P-S)",
        "food colour E150D, a protein-free additive",
        "grant R01HL123456, product GSK1278863A",
        "L-arginine 5 g and glycine 10 g replaced the diet",
        "Delta T12-T0 on the modified Rankin score",
        "the residues Asn-9 to His-40 and Glu-217 with Thr-172",
        "a Cys2-His2 zinc finger",
        "EQ-5D-5L",
    ],
)
def test_what_only_looks_like_a_change_is_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "MTHFR C677T and A1298C polymorphisms",
        "the A118G genotype",
        "-174G/C of the IL6 promoter",
        "c.35G>T",
        "the G-395A allele",
        "the mtDNA A3243G mutation",
        "CNR1 G1359A polymorphism, A1359A and G1359G",
        "677 C-->T",
        "3472delC and 1494del6",
    ],
)
def test_a_change_of_dna_is_no_change_of_a_protein(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KRAS G12C", ["G12C"]),
        ("c.35G>T (p.G12C)", ["G12C"]),
        ("mutants A65F, A65T and A65S of the enzyme", ["A65F", "A65T", "A65S"]),
        ("crystal structures of the mutant protein T84A", ["T84A"]),
    ],
)
def test_letters_of_nucleotides_are_residues_where_the_text_says_so(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_spike_changes_of_a_virus_are_protein_changes() -> None:
    assert names("D614G, N501Y and E484K") == ["D614G", "N501Y", "E484K"]


def test_x_stays_at_a_hot_spot_where_it_means_any_residue() -> None:
    assert names("EGFR G719X and CFTR W1282X mutations") == ["G719X", "W1282*"]


def test_a_silent_form_beside_a_change_at_its_place_is_the_wild_type() -> None:
    assert names("Met326Met/Met326Ile/Ile326Ile genotypes") == ["M326I"]
    assert names("p.Ser157Ser was found in one patient") == ["S157S"]


def test_the_text_settles_which_residue_of_x_for_y_was_there_first() -> None:
    assert names("substitution of glutamic acid for valine at codon 498 (E498V)") == ["E498V", "E498V"]


def test_a_place_of_one_digit_counts_where_a_longer_form_says_the_same() -> None:
    assert names("Met 6 --> Ala (M6A)") == ["M6A", "M6A"]
    assert names("the T2D patients' variants") == []
    assert names("sickle haemoglobin (E6V)") == ["E6V"]


@pytest.mark.parametrize(
    ("text", "symbols", "expected"),
    [
        ("BRAF V600E", ["BRAF"], ["BRAF:V600E"]),
        ("BRAFV600E", ["BRAF"], ["BRAF:V600E"]),
        ("BRAF V600E, V600K or V600D", ["BRAF"], ["BRAF:V600E", "BRAF:V600K", "BRAF:V600D"]),
        ("EGFR mutation (exon 19 deletion or L858R)", ["EGFR"], ["EGFR:L858R"]),
        ("the V600E mutation in BRAF", ["BRAF"], ["BRAF:V600E"]),
        ("V600E BRAF and G12C KRAS", ["BRAF", "KRAS"], ["BRAF:V600E", "KRAS:G12C"]),
        ("KRAS G12C, BRAF V600E", ["KRAS", "BRAF"], ["KRAS:G12C", "BRAF:V600E"]),
        ("EGFR L858R, T790M, KRAS G12C", ["EGFR", "KRAS"], ["EGFR:L858R", "EGFR:T790M", "KRAS:G12C"]),
        ("G12A, G12D or G13D KRAS mutations", ["KRAS"], ["KRAS:G12A", "KRAS:G12D", "KRAS:G13D"]),
        ("BRAF inhibitors were given. Patients with V600E", ["BRAF"], ["V600E"]),
        ("EGFR was sequenced in all who had T790M", ["EGFR"], ["T790M"]),
    ],
)
def test_a_change_takes_the_gene_that_stands_beside_it(text: str, symbols: list[str], expected: list[str]) -> None:
    assert keys(text, *symbols) == expected


def test_a_gene_written_into_one_word_needs_no_list_of_genes() -> None:
    assert keys("BRAFV600E-mutant melanoma") == ["BRAF:V600E"]


def test_the_surface_is_as_it_stands_in_the_text() -> None:
    mention = mutation_mentions("harbouring p.(Arg117His), a mutation")[0]
    assert (mention.text, mention.start, mention.end) == ("p.(Arg117His)", 11, 24)


@pytest.mark.parametrize(
    "piece",
    [
        "V600E ",
        "Ala12 to ",
        "Ala1 and ",
        "delA12_",
        "A-1",
        "p.(",
        "(",
        "substitution of Ala12 and Gly13 with ",
        "Val-->",
    ],
)
def test_time_is_linear_on_hostile_repetition(piece: str) -> None:
    start = time.process_time()
    mutation_mentions(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 5


PIECES = st.sampled_from(
    [
        "V600E",
        "p.Val600Glu",
        "BRAF",
        "delF508",
        "Ala ",
        " to ",
        "Gly12",
        " at codon 12",
        "G12C/D",
        "(",
        ")",
        "/",
        " ",
        "fs",
        "C677T",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_mentions_are_ordered_pieces_of_the_text_with_keys_that_can_be_read_back(text: str) -> None:
    end = 0
    for mention in mutation_mentions(text):
        assert mention.start >= end
        end = mention.end
        assert text[mention.start : mention.end] == mention.text
        assert parse_ref(str(mention.ref)) == mention.ref
