from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.linking.snps import snp_mentions


def keys(text: str) -> list[str]:
    return [str(mention.ref) for mention in snp_mentions(text)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("the variant rs1800795 of IL6", "rs1800795"),
        ("RS4149056", "rs4149056"),
        ("rs 12979860", "rs12979860"),
        ("rs#12979860", "rs12979860"),
        ("sickle cell (rs334)", "rs334"),
        ("IL28B rs12979860CC genotype", "rs12979860"),
        ("rs16944A/G", "rs16944"),
        ("reference SNP no. 4359426", "rs4359426"),
        ("refSNP ID: rs4359426", "rs4359426"),
        ("PNPLA3-rs738409", "rs738409"),
    ],
)
def test_a_reference_number_is_found_in_its_usual_spellings(text: str, key: str) -> None:
    assert keys(text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "hrs400",
        "yrs1000",
        "CRS1234",
        "RS 485",
        "RS-232",
        "RS232",
        "radiosurgery RS 12 Gy",
        "rs 12",
        "rs0123",
        "rs12345b",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert keys(text) == []


def test_several_are_found_in_order_with_their_places() -> None:
    text = "rs1800255, rs1801184 and rs2271683"
    assert [(m.text, text[m.start : m.end]) for m in snp_mentions(text)] == [
        (name, name) for name in ("rs1800255", "rs1801184", "rs2271683")
    ]


@given(st.text())
def test_every_mention_is_a_piece_of_the_text(text: str) -> None:
    for mention in snp_mentions(text + " rs1800795 " + text):
        assert (text + " rs1800795 " + text)[mention.start : mention.end] == mention.text
