"""Finding in a page: what the screen says and marks while somebody types, and the way from match to match."""

from __future__ import annotations

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.reading_catalogue import LONG, ReadingCatalogue

from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.page_pane import PagePane

SIZES = [(120, 40), (80, 24), (60, 20)]


def pane(driver: Driver) -> PagePane:
    return driver.app.screen_stack[0].query_one(Desk).page_pane


def marked(driver: Driver) -> list[str]:
    """What is marked as found in view, line by line."""
    found = []
    for y in range(pane(driver).size.height):
        found += ["".join(s.text for s in pane(driver).paint_line(y) if s.style is not None and s.style.reverse)]
    return [text for text in found if text]


async def find(driver: Driver, text: str) -> None:
    await driver.press("slash")
    await driver.sees("Find in this page.")
    await driver.press(*("space" if character == " " else character for character in text))


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_typed_is_found_as_it_is_typed_with_its_number(size: tuple[int, int]) -> None:
    async with browsing(ReadingCatalogue(), LONG, size=size) as driver:
        await driver.sees("A long trial")
        await find(driver, "criterion 1")
        await driver.sees("1 of 3 for “criterion 1”", "»Criterion 1 has")
        await driver.press("1")
        await driver.sees("1 of 1 for “criterion 11”", "»Criterion 11 has")
        assert marked(driver) == ["Criterion 11"]
        await driver.press("enter")
        await driver.sees("Criterion 11 has", "n and N go to")


async def test_n_and_shift_n_go_around_and_say_so() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await find(driver, "fever")
        await driver.sees("1 of 2 for “fever”")
        await driver.press("enter", "n")
        await driver.says("2 of 2 for “fever”")
        await driver.press("n")
        await driver.says("1 of 2 for “fever”, from the top again")
        await driver.press("N")
        await driver.says("2 of 2 for “fever”, from the end again")


async def test_a_match_on_a_link_selects_it_so_that_enter_follows() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await find(driver, "fever")
        await driver.press("enter", "enter")
        await driver.at("Fever", "D005334")


async def test_the_search_goes_on_on_the_next_page() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await find(driver, "aspirin")
        await driver.press("enter", "enter")
        await driver.at("Drug", "Aspirin")
        assert marked(driver) == []
        await driver.press("n")
        await driver.sees("1 of ", "for “aspirin”")
        assert marked(driver)


@pytest.mark.parametrize("typed", ["zebra", "FEVER", "[aspirin]"])
async def test_what_is_not_there_is_said_and_nothing_moves(typed: str) -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.sees("A long trial")
        before = pane(driver).top
        await find(driver, typed)
        await driver.sees(f"No match for “{typed}”.")
        await driver.press("enter")
        await driver.says(f"No match for “{typed}”.")
        assert (pane(driver).top, marked(driver)) == (before, [])


async def test_esc_goes_back_to_where_the_reader_was_folds_and_selected_link_too() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await driver.press("tab", "tab", "pagedown", "minus")
        await driver.says("Folded:")
        before = pane(driver).state
        assert before.folded and before.scroll_y
        marks = marked(driver)
        await find(driver, "death")
        await driver.sees("1 of 1")
        await driver.press("escape")
        await driver.until(lambda: pane(driver).state == before, "the page as it was")
        assert marked(driver) == marks


async def test_only_those_folded_sections_unfold_that_have_it() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("underscore")
        await driver.says("All 4 sections are folded.")
        await find(driver, "the sea")
        await driver.sees("1 of 1 for “the sea”", "near the sea.", "Summary (folded)")
        assert pane(driver).folded == frozenset({"summary", "outcomes", "eligibility"})
        await driver.press(*["backspace"] * 7)
        await driver.sees("Sites (1) (folded)")
        await driver.press(*"sjogren")
        await driver.sees("Sjögren syndrome", "Outcomes (2) (folded)")
        await driver.press("enter")
        await driver.says("1 of 1 for “sjogren”")
        assert pane(driver).folded == frozenset({"summary", "outcomes", "Sites (1)"})


async def test_esc_takes_the_marks_away_before_it_leaves_the_page() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await find(driver, "fever")
        await driver.press("enter")
        assert marked(driver)
        await driver.press("escape")
        await driver.until(lambda: marked(driver) == ["fever"], "the marks to go")  # that one is selected
        assert driver.app.screen.query_one(Desk).active == "page"
        await driver.press("escape")
        assert driver.app.screen.query_one(Desk).active == "tree"


async def test_marks_stay_at_their_words_at_another_width() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await find(driver, "days after")
        await driver.press("enter")
        await driver.pilot.resize_terminal(40, 20)
        await driver.press("n")
        await driver.until(lambda: "".join(marked(driver)).replace(" ", "") == "daysafter", "the marks")


async def test_it_is_found_again_from_where_the_reader_has_scrolled_to() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await find(driver, "has nothing")
        await driver.sees("1 of 22")
        await driver.press("enter", "G", "N")
        await driver.says("22 of 22")
        await driver.press("g", "n")
        await driver.says("1 of 22")


async def test_without_a_search_n_says_what_to_do() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("n")
        await driver.says("Nothing was looked for yet: / finds words in the page.")


async def test_the_answers_are_ascii_where_that_is_asked_for() -> None:
    async with browsing(ReadingCatalogue(), LONG, ascii_only=True) as driver:
        await find(driver, "sjogren")
        await driver.sees('1 of 1 for "sjogren"', ">* ")
        assert [line for line in driver.lines if not line.isascii()] == [line for line in driver.lines if "ö" in line]
