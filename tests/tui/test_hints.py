"""Letters over links: which, where, and what becomes of what is typed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from tests.tui.driving import Driver, browsing
from tests.tui.reading_catalogue import LONG, WEB, ManyLinks, ReadingCatalogue
from tests.tui.small_catalogue import ASPIRIN, FEVER, ZINC, SmallCatalogue

from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import Ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import ListBlock, Page
from trialtui.tui.features.hints import LETTERS, hints_for
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.marks import Mark, painted_over

SIZES = [(120, 40), (80, 24), (60, 20)]


@pytest.mark.parametrize("count", [0, 1, 25, 26, 27, 50, 51, 52, 300, 676, 900])
def test_no_hint_is_the_beginning_of_another_and_as_many_as_can_be_are_short(count: int) -> None:
    hints = hints_for(count)
    assert len(hints) == min(count, 676) == len(set(hints))
    assert not any(two.startswith(one) for one, two in pairwise(sorted(hints)))
    singles = [hint for hint in hints if len(hint) == 1]
    assert "".join(singles) == LETTERS[: len(singles)]
    assert len(singles) == count or (26 - len(singles)) * 26 + len(singles) >= min(count, 676)
    assert all(len(hint) in (1, 2) for hint in hints)


HINTS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["a", "xy"])), max_size=6)


@given(st.text("ab 肺炎", max_size=20), HINTS)
def test_marks_change_no_other_cell_and_no_width(text: str, hints: list[tuple[int, str]]) -> None:
    marks = [Mark(at, at, Style(bold=True), hint) for at, hint in hints]
    line = painted_over([Segment(text)], marks)
    assert sum(segment.cell_length for segment in line) == cell_len(text)
    assert "".join(segment.text for segment in painted_over([Segment(text)], [])) == text


async def hints_on(driver: Driver) -> dict[str, tuple[int, int]]:
    """The hints on the screen, with the line and cell where each stands."""
    await driver.says("Type a link")
    found = {}
    for pane in (driver.app.screen.query_one(Desk).page_pane, driver.app.screen.query_one(Desk).related_pane):
        if not pane.is_on_screen:
            continue
        for y in range(pane.size.height):
            cell = 0
            for segment in pane.paint_line(y):
                if segment.style is not None and segment.style.reverse and segment.style.bold:
                    found[segment.text] = (pane.region.y + y, pane.region.x + cell)
                cell += segment.cell_length
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_every_link_in_view_has_letters_and_typing_them_follows_it(size: tuple[int, int]) -> None:
    async with browsing(ReadingCatalogue(), LONG, size=size) as driver:
        await driver.sees("A long trial")
        await driver.press("f")
        assert "a" in await hints_on(driver)
        await driver.press("s")
        await driver.at("Drug", "Aspirin")


@pytest.mark.parametrize(("letter", "ref"), [("s", ASPIRIN), ("d", FEVER), ("f", ZINC), ("g", FEVER), ("j", FEVER)])
async def test_links_in_wide_and_right_to_left_text_and_in_tables_are_reached(letter: str, ref: Ref) -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.sees("A long trial")
        await driver.press("f", letter)
        await driver.at({ASPIRIN: "Aspirin", FEVER: "Fever", ZINC: "Zinc"}[ref])


async def test_letters_stand_over_the_beginnings_of_their_links_and_move_nothing() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.sees("A long trial", "Correlated terms")
        before = driver.lines
        await driver.press("f")
        hints = await hints_on(driver)
        assert len(hints) == 8
        for y in {y for y, _ in hints.values() if "肺" not in before[y]}:
            over = {x: letter for letter, (line, x) in hints.items() if line == y}
            assert driver.lines[y] == "".join(over.get(x, character) for x, character in enumerate(before[y]))
        wide = next(line for line in driver.lines if "חום" in line or "gום" in line)
        assert " f 炎 and gום stand here, and heb " in wide
        assert before[hints["s"][0]][hints["s"][1] :].startswith("aspirin")
        await driver.press("escape")
        await driver.until(lambda: driver.lines[:-2] == before[:-2], "the page without letters")


async def test_an_outside_link_is_shown_with_its_address() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("f", "h")
        await driver.says(f"Outside: {WEB}")


async def test_a_wrong_key_ends_the_hints_and_is_no_command() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("f", "q")
        await driver.says("No link has the letters q.")
        await driver.press("f", "pagedown")
        await driver.sees_no("Type a link")
        await driver.press("?")
        await driver.sees("Esc closes")


async def test_a_link_of_the_related_pane_is_followed_from_the_page() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.sees("Correlated terms")
        await driver.press("f", "k")
        await driver.at("Fever")


async def test_the_followed_link_is_selected_when_one_comes_back() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("f", "j")
        await driver.at("Fever")
        await driver.press("[")
        await driver.at("NCT00000001")
        await driver.says("MeSH term D005334")
        assert driver.app.screen.query_one(Desk).page_pane.state.selected == 6


async def test_many_links_have_two_letters_and_the_first_narrows() -> None:
    async with browsing(ManyLinks(), EntityPlace(FEVER)) as driver:
        await driver.sees("number 59")
        await driver.press("f")
        hints = await hints_on(driver)
        assert {len(hint) for hint in hints} == {1, 2}
        double = sorted(hint for hint in hints if len(hint) == 2)[0]
        await driver.press(double[0])
        await driver.says(f"{double[0]} and one more letter.")
        await driver.press(double[1])
        await driver.at("Drug")


class Shrinking(ManyLinks):
    """Many links at first, two once it is written to."""

    def __init__(self) -> None:
        super().__init__()
        self.is_short = False

    def page(self, place: Place) -> Page | None:
        page = super().page(place)
        if not self.is_short or page is None or not isinstance(page.blocks[0], ListBlock):
            return page
        return replace(page, blocks=(ListBlock(page.blocks[0].items[:1]),))


async def test_letters_go_where_the_page_changes_under_them() -> None:
    catalogue = Shrinking()
    async with browsing(catalogue, EntityPlace(FEVER)) as driver:
        await driver.sees("number 59")
        await driver.press("f", "m")
        await driver.says("m and one more letter.")
        catalogue.is_short = True
        screen = driver.app.screen
        assert isinstance(screen, BrowseScreen)
        screen.journey.show_again()
        await driver.sees_no("number 59")
        await driver.press("a")
        await driver.says("The page has changed")
        await driver.at("MeSH term", "Fever")
        await driver.press("f", "s")
        await driver.at("Drug", "Aspirin")


async def test_the_rows_of_a_list_of_trials_have_letters_too(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("", listed=True)) as driver:
        await driver.sees("NCT10000002")
        await driver.press("f")
        await driver.sees("dCT10000002")
        await driver.press("d")
        await driver.at("Trial", "NCT10000002")


async def test_a_page_without_a_link_in_view_says_so() -> None:
    async with browsing(SmallCatalogue(many=3), EntityPlace(Ref("gene", "NUMBER1"))) as driver:
        await driver.press("f")
        await driver.says("No link is in view.")


async def test_letters_are_ascii_and_seen_without_colour() -> None:
    async with browsing(ReadingCatalogue(), LONG, ascii_only=True) as driver:
        await driver.sees("A long trial", "Correlated terms")
        await driver.press("f")
        assert len(await hints_on(driver)) == 8
