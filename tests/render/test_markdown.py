from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.render.blocks import page_of, words

from trialtui.model.clean import clean_line
from trialtui.model.places import EntityPlace, HomePlace
from trialtui.model.refs import Ref, drug_ref
from trialtui.pages.page import (
    Bar,
    Bars,
    Column,
    Heading,
    Item,
    KeyValues,
    ListBlock,
    OutsideLink,
    Page,
    Paragraph,
    Span,
    Table,
)
from trialtui.render.markdown import to_markdown
from trialtui.render.sections import SectionError

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = st.text(st.sampled_from("ab 1.)#-+=>|*_`[]()<>!~&;\\\"'\t\n:/\x1b"), max_size=24)


def parse(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(markdown)


def inline_texts(markdown: str) -> list[str]:
    """What a reader sees of each inline run: text and code, without marks."""
    return [
        "".join(
            child.content for child in token.children or () if child.type in ("text", "code_inline", "text_special")
        )
        for token in parse(markdown)
        if token.type == "inline"
    ]


def kinds(markdown: str) -> list[str]:
    return [token.type for token in parse(markdown)]


def seen(text: str) -> str:
    return clean_line(text).strip()


def test_the_page_reads_as_in_the_golden_file(sample: Page) -> None:
    assert to_markdown(sample) == (GOLDEN / "page.md").read_text(encoding="utf-8")


@given(HOSTILE)
@settings(max_examples=200, deadline=None)
def test_a_paragraph_is_one_paragraph_of_the_same_words_whatever_it_holds(text: str) -> None:
    markdown = to_markdown(page_of(Paragraph(words(text))))
    expected = ["paragraph_open", "inline", "paragraph_close"] if seen(text) else []
    assert kinds(markdown) == expected
    assert [shown.split() for shown in inline_texts(markdown)] == ([seen(text).split()] if seen(text) else [])


@given(HOSTILE, st.sampled_from(["strong", "emphasis", "code", "evidence", "dim"]))
@settings(max_examples=200, deadline=None)
def test_a_styled_span_loses_no_words(text: str, style: str) -> None:
    block = Paragraph((Span("a "), Span(text, None, style), Span("z")))
    (shown,) = inline_texts(to_markdown(page_of(block)))
    assert shown.replace("*", "").split() == f"a {clean_line(text)}z".replace("*", "").split()


@given(HOSTILE, HOSTILE)
@settings(max_examples=200, deadline=None)
def test_a_table_keeps_its_cells_whatever_they_hold(first: str, second: str) -> None:
    table = Table((Column(first), Column("n", right=True)), ((words(second), words(first)),))
    shown = inline_texts(to_markdown(page_of(table)))
    assert [cell.split() for cell in shown] == [cell.split() for cell in (seen(first), "n", seen(second), seen(first))]


@given(HOSTILE)
@settings(max_examples=200, deadline=None)
def test_headings_items_facts_and_bars_begin_nothing_else(text: str) -> None:
    shown = f"a{text}" if not seen(text) else text
    blocks = (
        Heading(words(shown), 2),
        ListBlock((Item(words(shown)),)),
        Heading(words("x"), 2),
        KeyValues(((shown, words(shown)),)),
        Heading(words("x"), 2),
        Bars((Bar(words(shown), 1, shown),)),
    )
    opened = [
        kind for kind in kinds(to_markdown(page_of(*blocks))) if kind.endswith("_open") and "paragraph" not in kind
    ]
    heading, a_list = ["heading_open"], ["bullet_list_open", "list_item_open"]
    assert opened == (heading + a_list) * 3


def test_lists_nest_and_numbers_stay() -> None:
    block = ListBlock(
        (
            Item(words("one")),
            Item(words("inner"), 1),
            Item(words("deep"), 5, "3."),
            Item(words("two"), 0, "2)"),
            Item(words("c"), 0, "c)"),
        )
    )
    assert [kind for kind in kinds(to_markdown(page_of(block))) if "list_open" in kind or "list_close" in kind] == [
        "bullet_list_open",
        "bullet_list_open",
        "ordered_list_open",
        "ordered_list_close",
        "bullet_list_close",
        "bullet_list_close",
        "ordered_list_open",
        "ordered_list_close",
        "bullet_list_open",
        "bullet_list_close",
    ]
    assert inline_texts(to_markdown(page_of(block))) == ["one", "inner", "deep", "two", "c) c"]


def test_an_outside_link_is_a_link_and_a_place_is_its_reference() -> None:
    fever = EntityPlace(Ref("mesh", "D005334"))
    block = Paragraph(
        (
            Span("see "),
            Span("this", "https://example.org/a b|c"),
            Span(" on "),
            Span("Fever", fever),
            Span("!"),
            Span("x", "https://e.org"),
        )
    )
    assert to_markdown(page_of(block)) == (
        "see [this](<https://example.org/a%20b|c>) on Fever `D005334`\\![x](<https://e.org>)\n".replace("|", "%7C")
    )


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_is_not_of_the_web_is_no_link(target: str) -> None:
    page = Page(
        title="", place=HomePlace(), blocks=(Paragraph((Span("x", target),)),), outside=(OutsideLink("site", target),)
    )
    assert not any(child.type == "link_open" for token in parse(to_markdown(page)) for child in token.children or ())


def test_a_reference_with_backticks_and_pipes_stays_one_code_span_in_a_table() -> None:
    place = EntityPlace(drug_ref("a`b|c"))
    table = Table((Column("Name"),), (((Span("A", place),),),))
    assert inline_texts(to_markdown(page_of(table))) == ["Name", "A drug:a`b|c"]


def test_a_section_and_a_page_without_related_blocks(sample: Page) -> None:
    assert to_markdown(sample, section="inclusion").startswith("### Inclusion\n\n- Age 18")
    assert "Related HPO" not in to_markdown(sample, related=False)
    with pytest.raises(SectionError):
        to_markdown(sample, section="related-hpo", related=False)
