from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trialtui.model.text import RegisteredText, TextBlock, read_registered


def shape(text: str, text_format: str = "markdown") -> list[tuple[str, int, str, str]]:
    read = read_registered(text, text_format)
    return [(b.kind, b.level, b.marker, read.plain[b.start : b.end]) for b in read.blocks]


def marked(text: str, text_format: str = "markdown") -> list[tuple[str, str, str]]:
    read = read_registered(text, text_format)
    return [(m.kind, read.plain[m.start : m.end], m.url) for m in read.marks]


def plain(text: str, text_format: str = "markdown") -> str:
    return read_registered(text, text_format).plain


def test_a_text_without_markup_is_one_paragraph_as_it_stands() -> None:
    assert read_registered("Fever for 3 days.", "markdown") == RegisteredText(
        "Fever for 3 days.", (TextBlock("paragraph", 0, 17),), ()
    )


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_a_text_without_content_has_no_blocks(text: str) -> None:
    assert read_registered(text, "markdown").blocks == ()


def test_criteria_become_paragraphs_and_items() -> None:
    text = "Inclusion Criteria:\n\n* Age \\>= 18\n* ECOG 0\\-1\n\nExclusion Criteria:\n1. Pregnancy\n10. Other"
    assert shape(text) == [
        ("paragraph", 0, "", "Inclusion Criteria:"),
        ("item", 0, "", "Age >= 18"),
        ("item", 0, "", "ECOG 0-1"),
        ("paragraph", 0, "", "Exclusion Criteria:"),
        ("item", 0, "1.", "Pregnancy"),
        ("item", 0, "10.", "Other"),
    ]


def test_lists_nest_by_indentation() -> None:
    text = "* Glioma:\n\n  * GBM\n\n    * Multiforme\n* Recurrent\n\n1. First\n\n   Of the first.\n   1) Inner"
    assert [(kind, level, body) for kind, level, _, body in shape(text)] == [
        ("item", 0, "Glioma:"),
        ("item", 1, "GBM"),
        ("item", 2, "Multiforme"),
        ("item", 0, "Recurrent"),
        ("item", 0, "First"),
        ("paragraph", 1, "Of the first."),
        ("item", 1, "Inner"),
    ]


def test_a_line_without_a_blank_before_it_goes_on_the_paragraph() -> None:
    assert shape("One line\nand another\n* item\n  goes on") == [
        ("paragraph", 0, "", "One line and another"),
        ("item", 0, "", "item goes on"),
    ]


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_a_hard_line_break_begins_a_block_that_belongs_to_the_same_item(end: str) -> None:
    assert shape(f"* one{end}\ntwo") == [("item", 0, "", "one"), ("paragraph", 1, "", "two")]


def test_letters_and_numerals_are_markers_only_in_a_row() -> None:
    assert [marker for _, _, marker, _ in shape("a. x\nb. y\n\nI. p\n\nII. q\n\nC) r")] == ["a.", "b.", "I.", "II.", ""]
    assert shape("E. coli sepsis\n\nS. aureus sepsis") == [
        ("paragraph", 0, "", "E. coli sepsis"),
        ("paragraph", 0, "", "S. aureus sepsis"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# of cigarettes smoked",
        "5*10^9/L and 3*10^9/L",
        "5.5 mlO2*kg-1*min-1",
        "I am ________ happy with ____ life",
        "anti_N and anti_S",
        "-A row of stamps",
        "1.18 years and above",
        "2019. A year",
        "-----",
        "5.",
        "-",
        "standard of care**, as above **",
        "unable to eat (*) for 3 days (*: or to work)",
        "the patient`s and the doctor`s",
        "[F18](FDG) and [x] (y)",
        "<TAB> a < b > c",
        "+ one of: R&D, AT&T;",
        "C:\\dir",
        "&unknownentity;",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text
    assert not marked(text)


def test_escapes_are_resolved_once() -> None:
    assert plain(r"mm\^3 \<2 \[x\] 5\~22 a\\b \*\*not strong\*\* 1\. no item") == (
        "mm^3 <2 [x] 5~22 a\\b **not strong** 1. no item"
    )
    assert shape(r"1\. Not an item")[0][0] == "paragraph"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a &lt; b", "a < b"),
        ("&amp;lt;", "&lt;"),
        (r"\&gt;30% patient\&#39;s", ">30% patient's"),
        ("&#8805;5 &#x2264;", "≥5 ≤"),
        ("a&#10;b", "a b"),
        ("&#0;&#xD800;&#9999999;", "\ufffd\ufffd\ufffd"),
    ],
)
def test_entities_are_decoded_once(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_emphasis_and_strong() -> None:
    assert marked("*Note* and **bold *inner* text** and _under_ and ***both***") == [
        ("emphasis", "Note", ""),
        ("strong", "bold inner text", ""),
        ("emphasis", "inner", ""),
        ("emphasis", "under", ""),
        ("strong", "both", ""),
        ("emphasis", "both", ""),
    ]
    assert plain("*Note* and **bold *inner* text**") == "Note and bold inner text"


def test_emphasis_does_not_cross_blocks() -> None:
    assert plain("*one\n\ntwo*") == "*one\ntwo*"


@pytest.mark.parametrize(
    ("text", "shown", "url"),
    [
        ("see [the *site*](https://x.org/a_b_c)", "the *site*", "https://x.org/a_b_c"),
        ("(http://www.covid.gov.pk/prevention.)", "http://www.covid.gov.pk/prevention", None),
        ("<https://x.org/a>", "https://x.org/a", None),
        (r"at https://x.org/a\_b\).", "https://x.org/a_b", None),
        ("https://en.wikipedia.org/wiki/A_(b), x", "https://en.wikipedia.org/wiki/A_(b)", None),
        ("by www.randomizer.org.", "www.randomizer.org", "https://www.randomizer.org"),
        ("https://x.org/?a=1&amp;b=2", "https://x.org/?a=1&b=2", None),
        ("[mail](mailto:a@b.org)", "mail", "mailto:a@b.org"),
    ],
)
def test_links(text: str, shown: str, url: str | None) -> None:
    assert marked(text) == [("link", shown, url or shown)]


def test_code() -> None:
    assert marked("run `a*b*c` now") == [("code", "a*b*c", "")]


def test_headings() -> None:
    assert shape("intro\n## Aims ##\ntext") == [
        ("paragraph", 0, "", "intro"),
        ("heading", 2, "", "Aims"),
        ("paragraph", 0, "", "text"),
    ]


def test_plain_text_keeps_its_lines_and_characters() -> None:
    text = "Aim *one*\nline two\n- item\n1) first\na. letter\n\nx \\> y &lt; z"
    assert shape(text, "plain") == [
        ("paragraph", 0, "", "Aim *one*"),
        ("paragraph", 0, "", "line two"),
        ("item", 0, "", "item"),
        ("item", 0, "1)", "first"),
        ("paragraph", 0, "", "a. letter"),
        ("paragraph", 0, "", "x \\> y < z"),
    ]


def test_offsets_count_code_points() -> None:
    read = read_registered("𝛂-interferon ≥ 5\n* *é*", "markdown")
    assert [read.plain[m.start : m.end] for m in read.marks] == ["é"]
    assert read.blocks[1].start == len("𝛂-interferon ≥ 5\n")


@pytest.mark.parametrize(
    "text",
    [
        "*" * 100_000,
        "* " * 50_000,
        "*a " * 50_000,
        "a* " * 50_000,
        "*a _b " * 25_000 + "c* d_ " * 25_000,
        "[" * 100_000,
        "[a](" * 40_000,
        "`" * 100_000,
        " `a" * 40_000,
        "http://x" + ")" * 100_000,
        "&" * 100_000,
        "\\" * 99_999,
        "<http://" * 20_000,
        "\n".join(" " * (2 * depth) + "* x" for depth in range(500)),
        "a.\n" * 40_000,
        "a\n" * 60_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    read_registered(text, "markdown")
    assert time.process_time() - started < 10, "a quadratic reading takes minutes"


def test_nesting_two_thousand_deep() -> None:
    text = "\n".join(" " * (2 * depth) + "* x" for depth in range(2_000))
    assert read_registered(text, "markdown").blocks[-1].level == 1_999


MARKUP = st.lists(
    st.sampled_from(
        [*"*_`[]()<>\\&;#-.1a \n\t\ré", "http://a", "www.b", "&lt;", "* ", "a. ", "b. ", "\n\n", "](http://x)"]
    ),
    max_size=60,
).map("".join)


@settings(deadline=None)
@given(text=MARKUP | st.text(max_size=60), text_format=st.sampled_from(["markdown", "plain"]))
def test_any_text_gives_ordered_blocks_and_marks_within_them(text: str, text_format: str) -> None:
    read = read_registered(text, text_format)
    position = 0
    for number, block in enumerate(read.blocks):
        assert block.start == position + (number > 0)
        assert block.start < block.end
        assert "\n" not in read.plain[block.start : block.end]
        position = block.end
    assert position == len(read.plain)
    for mark in read.marks:
        assert any(block.start <= mark.start < mark.end <= block.end for block in read.blocks)
    assert [mark.start for mark in read.marks] == sorted(mark.start for mark in read.marks)


@settings(deadline=None)
@given(st.text(alphabet="abc é≥5,:()", min_size=1, max_size=60).map(str.strip).filter(bool))
def test_text_without_special_characters_survives(text: str) -> None:
    """A letter or number with a parenthesis before a word is a list's marker, which the blocks hold; others stay."""
    assume(not re.match(r"\w+\)\s", text))
    assert plain(text).replace("\n", " ").split() == text.split()
