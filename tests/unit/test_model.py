from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.clean import clean, clean_line
from trialtui.model.codec import DocumentError, from_document, to_document
from trialtui.model.labels import STATUSES, canonical, status_code, status_label, status_short
from trialtui.model.published import PublishedPage, PublishedRow, PublishedTable
from trialtui.model.refs import Ref, drug_ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import Enrollment, Intervention, Location, RegistryDate, ResultsDigest, Trial


def a_trial(**fields: Any) -> Trial:
    return Trial(
        nct_id="NCT00000001",
        brief_title="A trial",
        start_date=RegistryDate("2020-06", "ACTUAL"),
        enrollment=Enrollment(20, "ESTIMATED"),
        interventions=(Intervention(name="Remdesivir", type="DRUG", other_names=("GS-5734",)),),
        locations=(Location(country="Pakistan"), Location(country="France"), Location(country="Pakistan")),
        results=ResultsDigest(primary_total=2),
        has_results=True,
        **fields,
    )


PAGE = PublishedPage(
    ref=drug_ref("x"),
    kind="drug",
    tables=(PublishedTable(kind="mesh", declared=2, rows=(
        PublishedRow(id="D045169", name="SARS", correlation=1.0, ref=Ref("mesh", "D045169")),
    )),),
)  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        a_trial(),
        PAGE,
        Term(ref=Ref("hpo", "HP:0002090"), name="Pneumonia", parents=(Ref("hpo", "HP:0006532"),)),
        Link(ref=Ref("gene", "ACE2"), via="mentioned", field="eligibility.criteria", start=3, end=7, excluded=True),
    ],
)
def test_a_document_gives_the_object_back(value: Any) -> None:
    document = to_document(value)
    assert from_document(type(value), document) == value
    assert "keywords" not in document and "synonyms" not in document


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"nct_id": 5},
        {"nct_id": "NCT00000001", "phases": "PHASE1"},
        {"nct_id": "NCT00000001", "enrollment": {"count": "20"}},
        {"nct_id": "NCT00000001", "interventions": [{"type": "DRUG"}]},
        {"nct_id": "NCT00000001", "has_results": 1},
    ],
)
def test_a_document_of_another_shape_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        from_document(Trial, document)


def test_countries_come_once_in_order_of_first_mention() -> None:
    assert a_trial().countries == ("Pakistan", "France")


def test_model_objects_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_trial().__setattr__("nct_id", "NCT00000002")


@given(st.text())
def test_cleaned_text_has_the_same_length_and_no_control(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    for character in cleaned:
        code = ord(character)
        assert character in "\n\t" or (code >= 0x20 and not 0x7F <= code < 0xA0)
        assert not 0x202A <= code <= 0x202E and not 0x2066 <= code <= 0x2069 and not 0xD800 <= code < 0xE000
    assert "\n" not in clean_line(text) and "\t" not in clean_line(text)
    cleaned.encode("utf-8")


def test_plain_text_is_left_as_it_is() -> None:
    text = "Interferon-ß-1a [5 µg], 中文, e\u0301, [red]x[/red]"
    assert clean(text) == text


def test_an_escape_sequence_becomes_visible() -> None:
    assert clean("a\x1b[31mb\x07\x9b") == "a␛[31mb␇\ufffd"


@pytest.mark.parametrize("code", list(STATUSES))
def test_every_status_is_read_from_its_code_label_and_short_word(code: str) -> None:
    for text in (code, code.lower(), status_label(code), status_label(code).upper(), status_short(code)):
        assert status_code(text) == code


def test_short_words_tell_statuses_apart() -> None:
    words = [status_short(code) for code in STATUSES]
    assert len(set(words)) == len(words) and max(map(len, words)) <= 6


def test_an_unknown_value_is_shown_as_it_is() -> None:
    assert status_label("PAUSED_BY_OWLS") == "PAUSED_BY_OWLS"
    assert status_short("PAUSED_BY_OWLS") == "PAUSED_BY_OWLS"
    assert (status_label(""), status_short("")) == ("status not stated", "-")
    assert status_code("recruit") is None
    assert canonical("Active, not recruiting") == "ACTIVE_NOT_RECRUITING"
