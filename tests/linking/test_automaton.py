from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.linking.automaton import Dictionary, Hit, Matcher, longest
from trialtui.vocab.words import fold, split, stem


def found(text: str, *keys: str, coordinated: bool = False) -> list[str]:
    matcher = Matcher([Dictionary("d", ((key, key) for key in keys))], coordinated=coordinated)
    return [text[hit.start : hit.end] for hit in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "key", "surface"),
    [
        ("A RENAL cyst.", "renal cyst", "RENAL cyst"),
        ("two renal cysts", "Renal cyst", "renal cysts"),
        ("a renal-cyst", "renal cyst", "renal-cyst"),
        ("low-set ears", "Low set ear", "low-set ears"),
        ("haematuria", "Hematuria", "haematuria"),
        ("Sjögren syndrome", "Sjogren syndrome", "Sjögren syndrome"),
        ("Down's syndrome", "Down syndrome", "Down's syndrome"),
        ("renal\n   cyst", "renal cyst", "renal\n   cyst"),
        ("carious teeth", "carious tooth", "carious teeth"),
        ("metastases", "metastasis", "metastases"),
        ("(abdomen, acute)", "Abdomen, Acute", "abdomen, acute"),
    ],
)
def test_a_key_is_found_in_the_forms_a_text_gives_it(text: str, key: str, surface: str) -> None:
    assert found(text, key) == [surface]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("prerenal cystic", "renal cyst"),
        ("renal. Cyst", "renal cyst"),
        ("renal, cyst", "renal cyst"),
        ("renal (cyst)", "renal cyst"),
        ("renal\n\ncyst", "renal cyst"),
        ("renal\n - cyst", "renal cyst"),
        ("renal - cyst", "renal cyst"),
        ("acatalasemia", "cat"),
        ("cyst renal", "renal cyst"),
    ],
)
def test_a_key_is_not_found_within_words_or_across_what_parts_phrases(text: str, key: str) -> None:
    assert found(text, key) == []


def test_overlapping_keys_are_all_found() -> None:
    text = "severe mental retardation"
    assert found(text, "severe mental retardation", "mental retardation", "retardation") == [
        "severe mental retardation",
        "mental retardation",
        "retardation",
    ]


def test_several_dictionaries_share_one_pass() -> None:
    matcher = Matcher([Dictionary("a", [("fever", 1)]), Dictionary("b", [("fever", 2), ("high fever", 3)])])
    assert matcher.find("High fever") == [
        Hit(0, 10, "b", 3),
        Hit(5, 10, "a", 1),
        Hit(5, 10, "b", 2),
    ]


def test_a_key_given_twice_is_found_once_for_each_payload() -> None:
    matcher = Matcher([Dictionary("d", [("fever", 1), ("fever", 1), ("Fevers", 2)])])
    assert [hit.payload for hit in matcher.find("fever")] == [1, 2]


def test_coordination_is_bridged_only_on_request() -> None:
    text = "hepatic or renal failure"
    assert found(text, "hepatic failure", coordinated=True) == [text]
    assert found(text, "hepatic failure") == []
    assert found("pain and", "pain relief", coordinated=True) == []


def test_keys_without_letters_and_empty_texts_give_nothing() -> None:
    assert found("a -- b", "--", "") == []
    assert found("", "fever") == []


def test_a_word_that_the_form_empties_may_be_missing_in_key_or_text() -> None:
    def form(word: str) -> str:
        return "" if word in ("of", "the") else word

    matcher = Matcher([Dictionary("d", [("cyst of kidney", 1), ("the", 2)])], form)
    assert [(hit.start, hit.end) for hit in matcher.find("cyst of the kidney; cyst kidney; the")] == [(0, 18), (20, 31)]


def test_the_longest_of_overlapping_hits_is_kept() -> None:
    hits = [Hit(0, 5, "d", 1), Hit(0, 11, "d", 2), Hit(6, 11, "d", 3), Hit(12, 15, "d", 4), Hit(12, 15, "e", 5)]
    assert [hit.payload for hit in longest(hits)] == [2, 4, 5]
    assert longest([]) == []


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert " ".join(split(text)) == fold(text)


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_every_hit_lies_within_the_text(text: str, keys: list[str]) -> None:
    matcher = Matcher([Dictionary("d", ((key, key) for key in keys))], coordinated=True)
    for hit in matcher.find(text + " ".join(keys)):
        assert 0 <= hit.start < hit.end <= len(text + " ".join(keys))


@given(st.text(alphabet="abcdefghis", min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)
