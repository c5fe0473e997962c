from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from trialtui.linking.negation import is_negated
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.word_classes import CLASSES, phenotype_form
from trialtui.model.refs import Ref
from trialtui.vocab import load_hpo
from trialtui.vocab.words import stem


@pytest.fixture(scope="module")
def linker() -> PhenotypeLinker:
    return PhenotypeLinker(load_hpo())


def terms(linker: PhenotypeLinker, text: str) -> set[str]:
    return {mention.ref.key for mention in linker.mentions(text)}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Patients with pneumonia", "HP:0002090"),
        ("PNEUMONIAS", "HP:0002090"),
        ("shortness of breath at rest", "HP:0002094"),
        ("diarrhoea", "HP:0002014"),
        ("septic shock", "HP:0031273"),
        ("intellectual disability", "HP:0001249"),
        ("dysplasia of the kidneys", "HP:0000110"),
        ("brachydactyly type A1", "HP:0009371"),
        ("ARDS", "HP:0033677"),
        ("hearing loss", "HP:0000365"),
        ("cutaneous manifestations", "HP:0000951"),
        ("developmentally delayed child", "HP:0001263"),
        ("falls in the elderly", "HP:0002527"),
    ],
)
def test_a_term_is_found_by_names_synonyms_and_their_variants(linker: PhenotypeLinker, text: str, term: str) -> None:
    assert term in terms(linker, text)


@pytest.mark.parametrize(
    "text",
    [
        "in the fall of 2020",
        "extracorporeal shock wave therapy",
        "aspirin eye drops",
        "National Cancer Institute",
        "collecting duct data",
        "Streptococcus pneumoniae",
        "oncology ward",
        "social isolation",
        "the receptor binding domain (RBD) of the spike",
        "odd",
        "",
    ],
)
def test_what_only_looks_like_a_phenotype_is_none(linker: PhenotypeLinker, text: str) -> None:
    assert terms(linker, text) == set()


def test_a_mention_says_where_it_stands_and_what_it_is(linker: PhenotypeLinker) -> None:
    text = "Naïve adults 🙂 with fever"
    (mention,) = linker.mentions(text)
    assert mention.ref == Ref("hpo", "HP:0001945")
    assert mention.name == "Fever"
    assert text[mention.start : mention.end] == mention.text == "fever"
    assert not mention.negated


def test_a_short_abbreviation_needs_its_long_form(linker: PhenotypeLinker) -> None:
    assert terms(linker, "AKI was seen") == set()
    assert [m.text for m in linker.mentions("acute kidney injury (AKI)") if m.ref.key == "HP:0001919"] == [
        "acute kidney injury",
        "AKI",
    ]


def test_an_abbreviation_is_found_in_its_own_case_only(linker: PhenotypeLinker) -> None:
    assert "HP:0033677" not in terms(linker, "ards")


def test_of_overlapping_terms_the_longest_is_found_first(linker: PhenotypeLinker) -> None:
    text = "severe mental retardation"
    assert [m.text for m in linker.mentions(text, nested=False)] == [text]
    assert [m.text for m in linker.mentions(text)] == [text, "mental retardation"]


def test_coordinated_terms_are_all_found(linker: PhenotypeLinker) -> None:
    assert {"HP:0001399", "HP:0000083"} <= terms(linker, "acute hepatic or renal failure")


def test_terms_are_not_joined_across_sentences(linker: PhenotypeLinker) -> None:
    assert "HP:0002093" not in terms(linker, "This is respiratory. Failure of the device")


@pytest.mark.parametrize(
    "text",
    [
        "no fever",
        "without any fever",
        "denies chills, cough or fever",
        "The patient did not have a fever",
        "absence of fever",
        "negative for cough and fever",
        "no history of seizures or fever",
        "fever was ruled out",
        "Fever: none",
    ],
)
def test_what_is_said_to_be_absent_is_marked(linker: PhenotypeLinker, text: str) -> None:
    (fever,) = [mention for mention in linker.mentions(text) if mention.ref.key == "HP:0001945"]
    assert fever.negated


@pytest.mark.parametrize(
    "text",
    [
        "fever",
        "fever without cough",
        "with or without fever",
        "presence or absence of fever",
        "no treatment of fever",
        "No. But fever came",
        "no cough but fever",
        "no cough\nfever",
        "not responding to treatment of fever",
        "no longer than the fever",
        "0 = no pain, 10 = fever",
        "no improvement of fever",
    ],
)
def test_what_is_there_is_not_marked_as_absent(linker: PhenotypeLinker, text: str) -> None:
    (fever,) = [mention for mention in linker.mentions(text) if mention.ref.key == "HP:0001945"]
    assert not fever.negated


def test_negation_looks_at_the_text_around_a_span_only() -> None:
    text = "no fever. Cough"
    assert is_negated(text, 3, 8)
    assert not is_negated(text, 10, 15)
    assert not is_negated("", 0, 0)


def test_no_word_belongs_to_two_classes() -> None:
    words = [(stem(word), number) for number, group in enumerate(CLASSES) for word in group]
    assert len({word for word, _ in words}) == len(set(words))
    assert phenotype_form("abnormalities") != phenotype_form("meninges")
    assert phenotype_form("kidneys") == phenotype_form("renal")


def test_hostile_text_does_no_harm(linker: PhenotypeLinker) -> None:
    text = "\x00\u202e[red]fever[/red]\ud800 " + "İ" * 50 + " cough"
    assert [text[m.start : m.end] for m in linker.mentions(text)] == ["fever", "cough"]


def test_documents_of_the_gold_set_reach_the_published_mark(linker: PhenotypeLinker, shared: Path) -> None:
    path = shared / "gold" / "hpo-gsc2024-dev.jsonl.gz"
    if not path.is_file():
        pytest.skip("the gold set is not here")
    hpo = load_hpo()
    right = found = wanted = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            gold = {hpo.current(term) for _, _, term, _ in document["mentions"]}
            own = terms(linker, document["text"])
            right, found, wanted = right + len(gold & own), found + len(own), wanted + len(gold)
    assert 2 * right / (found + wanted) >= 0.76
    assert right / found >= 0.9
