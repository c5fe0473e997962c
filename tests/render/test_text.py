from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from trialtui.model.places import HomePlace
from trialtui.pages.page import OutsideLink, Page, Paragraph, Span
from trialtui.render.sections import SectionError
from trialtui.render.text import to_text

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("name", "width", "ascii_only"),
    [("page-80.txt", 80, False), ("page-40.txt", 40, False), ("page-60-ascii.txt", 60, True)],
)
def test_the_page_reads_as_in_the_golden_file(sample: Page, name: str, width: int, ascii_only: bool) -> None:
    assert to_text(sample, width=width, ascii_only=ascii_only) == (GOLDEN / name).read_text(encoding="utf-8")


def test_no_line_ends_in_blanks_and_the_text_ends_in_one_newline(sample: Page) -> None:
    text = to_text(sample)
    assert not re.search(r" +$", text, re.MULTILINE)
    assert text.endswith("none\n")


def test_colour_adds_sequences_and_changes_no_words(sample: Page) -> None:
    coloured = to_text(sample, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == to_text(sample)


def test_without_colour_nothing_steers_the_terminal() -> None:
    page = Page(title="a\x1b]0;x\x07", place=HomePlace(), outside=(OutsideLink("\x9b1m", "https://x\n/y"),))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", to_text(page))


def test_an_address_is_never_broken(sample: Page) -> None:
    assert sample.outside[1].url in to_text(sample, width=30)


def test_a_section_ends_before_the_next_heading_of_its_level(sample: Page) -> None:
    text = to_text(sample, section="eligibility")
    assert text.startswith("Eligibility ")
    assert "Inclusion\n" in text
    assert "Consent given" in text
    assert "Primary outcomes" not in text
    assert "NCT00000001" not in text


def test_an_inner_section_is_found_too(sample: Page) -> None:
    assert to_text(sample, section="inclusion").startswith("Inclusion\n• Age")


def test_the_overview_is_what_stands_above_the_first_heading(sample: Page) -> None:
    text = to_text(sample, section="overview")
    assert text.startswith("Salt Water")
    assert "Recruiting" in text
    assert "Summary" not in text


def test_a_section_that_is_missing_is_said_with_those_there_are(sample: Page) -> None:
    with pytest.raises(SectionError, match="NCT00000001 has no section 'arms'; it has: summary, eligibility"):
        to_text(sample, section="arms")


def test_related_blocks_can_be_left_out(sample: Page) -> None:
    assert "Related HPO" not in to_text(sample, related=False)


def test_plain_ascii_pages_need_neither_rich_nor_textual() -> None:
    code = (
        "import sys\nfrom trialtui.model.places import HomePlace\nfrom trialtui.pages.page import *\n"
        "from trialtui.render.text import to_text\nfrom trialtui.render.markdown import to_markdown\n"
        "page = Page(title='T', place=HomePlace(), blocks=(Paragraph((Span('x y'),)),))\n"
        "to_text(page, ascii_only=True); to_markdown(page)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('rich', 'textual')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_wide_text_needs_only_the_measuring_part_of_rich() -> None:
    page = Page(title="肺炎", place=HomePlace(), blocks=(Paragraph((Span("肺炎 " * 60),)),))
    code = (
        "import sys\nfrom trialtui.model.places import HomePlace\nfrom trialtui.pages.page import *\n"
        "from trialtui.render.text import to_text\n"
        "page = Page(title='\\u80ba\\u708e', place=HomePlace(), blocks=(Paragraph((Span('\\u80ba\\u708e ' * 60),)),))\n"
        "print(len(to_text(page).splitlines()), 'rich.console' in sys.modules, 'textual' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(to_text(page).splitlines())), "False", "False"]
