from __future__ import annotations

import pytest
from tests.render.blocks import words

from trialtui.model.places import HomePlace
from trialtui.pages.page import Block, Column, Item, KeyValues, ListBlock, Page, Paragraph, Span, Table
from trialtui.render.layout import Layout, lay_out
from trialtui.tui.find import Match, PageText


def laid(*blocks: Block, width: int = 40, ascii_only: bool = False) -> Layout:
    return lay_out(Page(title="", place=HomePlace(), blocks=blocks), width, ascii_only=ascii_only)


def under(layout: Layout, match: Match) -> str:
    """What stands on a match's cells; every character of these pages takes one cell, or is doubled here."""
    rows = []
    for line, start, end in match.parts:
        spread = "".join(c * 2 if c in "肺炎" else c for c in layout.lines[line].text if c != "\u0301")
        rows.append(spread[start:end])
    return "|".join(rows)


def found(typed: str, *blocks: Block, width: int = 40, ascii_only: bool = False) -> list[str]:
    layout = laid(*blocks, width=width, ascii_only=ascii_only)
    return [under(layout, match) for match in PageText(layout, ascii_only=ascii_only).find(typed)]


def test_capitals_count_only_where_some_were_typed() -> None:
    page = Paragraph(words("Fever, FEVER and fever"))
    assert found("fever", page) == ["Fever", "FEVER", "fever"]
    assert found("FEVER", page) == ["FEVER"]
    assert found("Fe", page) == ["Fe"]


@pytest.mark.parametrize("typed", ["sjogren", "Sjögren", "sjo\u0308gren", "SJÖGREN".lower()])
def test_accents_never_count(typed: str) -> None:
    assert found(typed, Paragraph(words("Sjögren and Sjogren"))) == ["Sjögren", "Sjogren"]


def test_marks_that_join_take_no_cell_of_their_own() -> None:
    assert found("cafe b", Paragraph(words("un cafe\u0301 bon"))) == ["cafe b"]


def test_what_nobody_types_is_found_by_what_is_typed() -> None:
    assert found('covid-19 "long" don\'t', Paragraph(words("COVID‑19 “long” don’t"))) == ["COVID‑19 “long” don’t"]
    assert found("<= 5", Paragraph(words("age ≤ 5")), ascii_only=True) == ["<= 5"]
    assert found("≤ 5", Paragraph(words("age ≤ 5")), ascii_only=True) == ["<= 5"]


def test_a_phrase_is_found_over_the_end_of_a_line() -> None:
    assert found("severe acute respiratory", Paragraph(words("The severe acute respiratory syndrome")), width=20) == [
        "severe acute|respiratory"
    ]
    assert found("肺炎肺炎肺炎肺炎肺炎肺", Paragraph(words("肺炎" * 8)), width=20) == [
        "肺" * 2 + "炎" * 2 + ("肺" * 2 + "炎" * 2) * 4 + "|肺肺"
    ]


def test_a_cell_of_a_table_is_read_down_and_its_neighbours_apart() -> None:
    row = (words("death within thirty days of admission"), words("heart failure of any stage at all"))
    table = Table((Column("Measure", wide=True), Column("Description", wide=True)), (row,))
    assert found("thirty days", table, width=40) == ["thirty|days"]
    assert found("failure of any", table, width=40) == ["failure of|any"]
    assert found("within heart", table, width=40) == []


def test_a_phrase_goes_over_spans_but_not_from_one_text_to_the_next() -> None:
    bold = (Span("high "), Span("fever", None, "strong"), Span(" at night"))
    assert found("high fever at", Paragraph(bold)) == ["high fever at"]
    assert found("one two", ListBlock((Item(words("one")), Item(words("two"))))) == []
    assert found("a b", KeyValues((("a", words("b")),))) == []


def test_matches_come_in_reading_order_and_know_their_block() -> None:
    layout = laid(
        Paragraph(words("pain")), KeyValues((("Pain", words("much pain")), ("b", words("pain")))), Paragraph(words("x"))
    )
    matches = PageText(layout).find("pain")
    assert [match.block for match in matches] == [0, 1, 1, 1]
    assert [match.parts[0][0] for match in matches] == sorted(match.parts[0][0] for match in matches)


@pytest.mark.parametrize("typed", ["", "  ", "zebra", "[", "(a", "\\", "a.c"])
def test_signs_mean_themselves_and_nothing_is_no_match(typed: str) -> None:
    assert found(typed, Paragraph(words("abc [x] (a)"))) == {"[": ["["], "(a": ["(a"]}.get(typed, [])
