from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.render.blocks import page_of, words

from trialtui.model.places import HomePlace
from trialtui.pages.page import (
    Bar,
    Bars,
    Block,
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
    Tick,
    Timeline,
)
from trialtui.render.layout import Layout, lay_out


def text_of(layout: Layout) -> list[str]:
    return [line.text for line in layout.lines]


def lines_of(*blocks: Block, width: int = 40, ascii_only: bool = False) -> list[str]:
    return text_of(lay_out(page_of(*blocks), width, ascii_only=ascii_only))


TEXTS = st.text(
    st.sampled_from("abc def ghij  肺炎の、が。 e\u0301 ♀\ufe0f 👩\u200d🔬 \u200b\u202e\x1b\t\n|·─") | st.characters(),
    max_size=60,
)


@given(TEXTS, st.integers(20, 90))
@settings(max_examples=150, deadline=None)
def test_no_line_of_any_block_is_wider_than_the_room(text: str, width: int) -> None:
    spans = words(text)
    blocks: tuple[Block, ...] = (
        Heading(spans, 2, "a"),
        Paragraph(spans, 4),
        KeyValues(((text, spans), ("label", spans))),
        ListBlock((Item(spans), Item(spans, 3), Item(spans, 9, text))),
        Table(
            (Column(text), Column("n", right=True), Column("w", wide=True)),
            ((spans, spans, spans),),
            spans,
            ((0, text),),
        ),
        Bars((Bar(spans, 3.0, text), Bar(spans, -1, "")), spans),
        Timeline((Tick(text, 3, text), Tick("b", 0, "b"), Tick("c", -1, text)), spans),
    )
    page = Page(title=text, place=HomePlace(), subtitle=text, blocks=blocks, outside=(OutsideLink(text, text),))
    for ascii_only in (False, True):
        layout = lay_out(page, width, ascii_only=ascii_only)
        assert [line.text for line in layout.lines if cell_len(line.text) > width] == []


@given(TEXTS, st.integers(20, 60))
@settings(max_examples=150, deadline=None)
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    shown = "".join(lines_of(Paragraph(words(text)), width=width))
    kept = [character for character in text if unicodedata.category(character)[0] in "LN" and character != " "]
    assert [character for character in shown if unicodedata.category(character)[0] in "LN"] == kept


def test_running_text_wraps_at_the_measure_however_wide_the_screen() -> None:
    lines = lines_of(Paragraph(words("word " * 100)), width=200)
    assert max(map(len, lines)) <= 80
    assert len(lines) > 5


def test_a_run_without_blanks_is_broken_and_the_text_goes_on_after_it() -> None:
    assert lines_of(Paragraph(words("see " + "x" * 50 + " there")), width=40) == ["see", "x" * 40, "x" * 10 + " there"]


def test_wide_characters_take_two_cells_and_break_between_each_other_but_not_before_closing_marks() -> None:
    lines = lines_of(Paragraph(words("新型コロナウイルス感染症の、治療。" * 3)), width=20)
    assert all(cell_len(line) <= 20 for line in lines)
    assert not any(line.startswith(("、", "。")) for line in lines)
    assert sum(cell_len(line) for line in lines[:-1]) >= 18 * (len(lines) - 1)


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    (line,) = lines_of(Paragraph(words("a\x1b[2J\u202eb\nc\td[red]")))
    assert line == "a␛[2J\ufffdb c d[red]"


def test_facts_are_aligned_and_wrap_under_their_value() -> None:
    block = KeyValues(
        (("Status", words("Recruiting")), ("Sponsor", words("A hospital with a name that is rather long")))
    )
    assert lines_of(block) == [
        "Status   Recruiting",
        "Sponsor  A hospital with a name that is",
        "         rather long",
    ]


def test_list_items_hang_after_their_markers() -> None:
    block = ListBlock(
        (
            Item(words("one two three four five six seven eight nine")),
            Item(words("inner"), 1),
            Item(words("x"), 0, "10."),
        )
    )
    assert lines_of(block) == ["• one two three four five six seven", "  eight nine", "  • inner", "10. x"]


def test_a_table_keeps_its_columns_and_wraps_the_wide_one() -> None:
    table = Table(
        (Column("Name", wide=True), Column("Trials", right=True)),
        ((words("Severe Acute Respiratory Syndrome of some kind"), words("1,832")), (words("Fever"), words("7"))),
    )
    assert lines_of(table) == [
        "Name                              Trials",
        "────────────────────────────────  ──────",
        "Severe Acute Respiratory           1,832",
        "Syndrome of some kind",
        "Fever                                  7",
    ]


def test_a_stacked_table_of_short_rows_gives_up_its_titles_before_it_takes_more_lines() -> None:
    columns = (Column("Name", wide=True), Column("Corr", right=True), Column("Trials", right=True))
    rows = tuple((words(name), words("0.50"), words("1,234/5,678/9")) for name in ("Hydroxychloroquine", "Zinc"))
    assert lines_of(Table(columns, rows), width=22) == [
        "Hydroxychloroquine", "  0.50  1,234/5,678/9", "Zinc", "  0.50  1,234/5,678/9",
    ]  # fmt: skip
    titled = lines_of(Table(columns, (*rows, (words("Iron"), words("0.50"), words("9" * 21)))), width=22)
    assert titled[1:3] == ["  Corr 0.50  Trials", "  1,234/5,678/9"]


def test_a_table_without_room_for_its_columns_is_stacked() -> None:
    table = Table(
        tuple(Column(f"Number {n}", right=True) for n in range(6)),
        (tuple(words(str(10**n)) for n in range(6)), tuple(words(str(n)) for n in range(6))),
    )
    lines = lines_of(table, width=24)
    end = lines.index("")
    assert lines[0] == "1"
    assert [f"Number {n} {10**n}" in " ".join(" ".join(lines[1:end]).split()) for n in range(1, 6)] == [True] * 5
    assert all(len(line) <= 24 for line in lines)


def test_a_rule_with_its_caption_stands_before_its_row() -> None:
    table = Table((Column("Name"),), ((words("first row of it"),), (words("second"),)), (), ((1, "rest"),))
    assert lines_of(table) == ["Name", "───────────────", "first row of it", "── rest ───────", "second"]


def test_bars_are_in_proportion_and_say_their_figures() -> None:
    bars = Bars(
        (Bar(words("a"), 8, "8"), Bar(words("b"), 4, "4"), Bar(words("c"), 0.001, "<1"), Bar(words("d"), 0, "0"))
    )
    whole, half, least, none = lines_of(bars, width=27)
    assert whole.count("█") == 2 * half.count("█")
    assert [line.split()[-1] for line in (whole, half, least, none)] == ["8", "4", "<1", "0"]
    assert "▏" in least
    assert none == "d" + " " * (len(whole) - 2) + "0"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -3.0])
def test_a_value_that_cannot_be_drawn_is_still_said(value: float) -> None:
    lines = lines_of(Bars((Bar(words("odd"), value, "unknown"), Bar(words("ok"), 1, "1"))))
    assert lines[0].split() == ["odd", "unknown"]


def test_ascii_mode_draws_with_ascii_only(sample: Page) -> None:
    blocks = tuple(block for block in sample.blocks if not isinstance(block, (Table, ListBlock)))
    layout = lay_out(Page(title="T", place=HomePlace(), subtitle="a · b ≠ c", blocks=blocks), 60, ascii_only=True)
    text = "\n".join(text_of(layout))
    assert text.isascii()
    assert "a - b != c" in text
    assert "####" in text


def test_a_link_has_a_part_for_every_line_and_its_cells_are_those_of_its_text() -> None:
    text = (Span("肺炎 and "), Span("a link of many words that must wrap", "https://example.org"), Span(" end"))
    layout = lay_out(page_of(Paragraph(text)), 20)
    (link,) = layout.links
    assert link.text == "a link of many words that must wrap"
    assert [line for line, _, _ in link.parts] == [0, 1, 2]
    assert link.parts[0][1] == 9
    shown = [
        layout.lines[line].text[-(end - start) :] if line == 0 else layout.lines[line].text[start:end]
        for line, start, end in link.parts
    ]
    assert " ".join(shown) == link.text


def test_neighbouring_spans_with_one_target_are_one_link_and_blank_ones_none() -> None:
    text = (
        Span("some ", "u"),
        Span("bold", "u", "strong"),
        Span(" "),
        Span("other", "v"),
        Span("  ", "w"),
        Span("tail", "w"),
    )
    layout = lay_out(page_of(Paragraph(text)), 40)
    assert [(link.text, link.parts) for link in layout.links] == [
        ("some bold", ((0, 0, 9),)),
        ("other", ((0, 10, 15),)),
        ("tail", ((0, 17, 21),)),
    ]


def test_links_are_the_same_at_every_width(sample: Page) -> None:
    seen = {
        tuple((link.target, link.text) for link in lay_out(sample, width, related=True).links)
        for width in (20, 33, 60, 80, 200)
    }
    assert len(seen) == 1
    assert len(next(iter(seen))) == 7


def test_anchors_and_headings_name_the_lines_where_they_stand(sample: Page) -> None:
    layout = lay_out(sample, 60, related=True)
    for heading in layout.headings:
        assert heading.text in layout.lines[heading.line].text
        assert layout.anchors[heading.anchor] == heading.line
    assert list(layout.anchors)[:3] == ["summary", "eligibility", "inclusion"]


def test_a_folded_section_hides_what_is_below_its_heading_and_says_so(sample: Page) -> None:
    layout = lay_out(sample, 60, folded=frozenset({"eligibility"}))
    text = "\n".join(text_of(layout))
    assert "▸ Eligibility (folded)" in text
    assert "Inclusion" not in text
    assert "Consent" not in text
    assert "Primary outcomes (2)" in text
    assert layout.anchors["inclusion"] == layout.anchors["eligibility"]


def test_related_blocks_end_the_page_only_where_they_are_asked_for(sample: Page) -> None:
    assert text_of(lay_out(sample, 60, related=True))[-1] == "none"
    assert "related-hpo" not in lay_out(sample, 60).anchors


@pytest.mark.parametrize(("before", "after"), [(80, 30), (30, 80), (44, 45)])
def test_a_position_is_found_again_at_another_width(before: int, after: int) -> None:
    page = page_of(*(Paragraph(words(f"{number}: " + f"n{number} " * 60)) for number in range(5)))
    old, new = lay_out(page, before), lay_out(page, after)
    for line in range(len(old.lines)):
        found = new.lines[new.line_at(old.position(line))]
        assert found.block == old.lines[line].block
    start = next(number for number, line in enumerate(old.lines) if line.text.startswith("3:"))
    assert new.lines[new.line_at(old.position(start))].block == 3


def test_a_position_in_an_empty_page_is_its_top() -> None:
    empty = lay_out(page_of(), 40)
    assert empty.line_at(empty.position(7)) == 0


@given(st.lists(TEXTS, max_size=8), st.integers(0, 30))
def test_the_beginning_of_a_page_stands_as_on_the_whole_page(texts: list[str], most: int) -> None:
    blocks = [
        Heading(words(text), 2, text) if number % 3 == 0 else Paragraph((Span(text, HomePlace()),))
        for number, text in enumerate(texts)
    ]
    whole, beginning = lay_out(page_of(*blocks), 30), lay_out(page_of(*blocks), 30, most=most)
    assert beginning.lines == whole.lines[: len(beginning.lines)]
    assert beginning.links == whole.links[: len(beginning.links)]
    assert len(beginning.lines) >= most or beginning == whole
    assert beginning.whole or len(beginning.lines) >= most
