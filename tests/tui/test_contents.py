"""The contents of a page and its folded sections."""

from __future__ import annotations

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.reading_catalogue import LONG, ReadingCatalogue
from tests.tui.small_catalogue import ASPIRIN, SmallCatalogue

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.tui.widgets.desk import Desk

SIZES = [(120, 40), (80, 24), (60, 20)]


def desk(driver: Driver) -> Desk:
    return driver.app.screen_stack[0].query_one(Desk)


@pytest.mark.parametrize("size", SIZES)
async def test_the_headings_are_listed_and_a_letter_goes_to_one(size: tuple[int, int]) -> None:
    async with browsing(ReadingCatalogue(), LONG, size=size) as driver:
        await driver.press("t")
        await driver.sees("Contents of this page", "> a  Summary", "s  Outcomes (2)", "d    Primary outcomes (1)")
        await driver.press("f")
        await driver.sees_no("Contents of this page")
        await driver.sees("Eligibility ─")


async def test_the_cursor_begins_at_the_section_that_one_reads() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await driver.press("t", "down", "down", "down", "enter", "t")
        await driver.sees("> f  Eligibility")
        await driver.press("k", "k", "enter")
        await driver.until(lambda: "Outcomes (2)" in driver.lines[2], "the outcomes")


async def test_the_related_terms_are_listed_too() -> None:
    async with browsing(SmallCatalogue(), EntityPlace(ASPIRIN)) as driver:
        await driver.sees("Correlated terms")
        await driver.press("t", "s")
        await driver.until(lambda: desk(driver).active == "related", "the related pane")
    async with browsing(SmallCatalogue(), EntityPlace(ASPIRIN), size=(80, 24)) as driver:
        await driver.until(lambda: "correlated" in desk(driver).page_pane.layout_.anchors, "the related terms")
        await driver.press("t", "s")
        await driver.sees("Fever 0.50")


async def test_a_section_is_folded_in_the_list_and_gone_to_unfolded() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("t", "down", "minus")
        await driver.sees("> s  Outcomes (2)  (folded)")
        await driver.press("escape")
        await driver.sees("▸ Outcomes (2) (folded)")
        await driver.sees_no("Death by")
        await driver.press("t", "d")
        await driver.sees("Primary outcomes (1)", "Death by")


async def test_a_section_is_folded_where_one_reads_and_enter_unfolds_it() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await driver.press("t", "f", "minus")
        await driver.says("Folded: Eligibility.")
        await driver.sees("▸ Eligibility (folded)")
        await driver.sees_no("Sjögren")
        await driver.press("enter")
        await driver.sees("Eligibility ─", "Sjögren")
        await driver.says("Drug aspirin")


async def test_a_folded_heading_is_a_link_for_tab_letters_and_mouse() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("underscore")
        await driver.says("All 4 sections are folded.")
        await driver.press("tab", "tab")
        await driver.says("Unfolds summary")
        await driver.press("f", "d")
        await driver.sees("Primary outcomes (1)")
        await driver.press("G")
        await driver.sees("Eligibility (folded)")
        line = next(number for number, text in enumerate(driver.lines) if "Eligibility (folded)" in text)
        await driver.pilot.click(offset=(driver.lines[line].index("Elig") + 2, line))
        await driver.sees("Sjögren")
        await driver.press("o")
        await driver.says("Registry: https://")


async def test_all_fold_and_unfold_and_the_folds_are_kept_on_return() -> None:
    async with browsing(ReadingCatalogue(), LONG) as driver:
        await driver.press("underscore")
        await driver.sees("▸ Summary (folded)", "▸ Sites (1) (folded)")
        await driver.press("H")
        await driver.at("Home")
        await driver.press("[")
        await driver.sees("▸ Summary (folded)", "▸ Sites (1) (folded)")
        await driver.press("underscore")
        await driver.says("All sections are unfolded.")
        await driver.sees("lower a high", "Primary outcomes")


async def test_folds_stay_when_the_related_terms_come() -> None:
    catalogue = ReadingCatalogue()
    async with browsing(catalogue, LONG, size=(80, 24)) as driver:
        pane = desk(driver).page_pane
        catalogue.on_related = lambda: pane.fold(frozenset({"summary"}))
        await driver.press("H", "[")
        await driver.until(lambda: "correlated" in pane.layout_.anchors, "the related terms")
        assert pane.folded == frozenset({"summary"})
        await driver.sees("▸ Summary (folded)")


async def test_where_there_is_nothing_to_list_it_is_said(catalogue: StoreCatalogue) -> None:
    async with browsing(SmallCatalogue()) as driver:
        for key in ("t", "tab", "minus", "underscore"):
            await driver.press(key)
        await driver.says("This page has no sections.")
    async with browsing(catalogue, SearchPlace("", listed=True)) as driver:
        await driver.press("t")
        await driver.says("A list of trials has no sections.")


async def test_the_header_names_the_section_that_one_reads() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await driver.press("t", "f")
        await driver.at("NCT00000001#eligibility")
        await driver.press("t", "s", "down", "down")
        await driver.at("NCT00000001#primary-outcomes")
        await driver.press("g")
        await driver.until(lambda: "#" not in driver.header, "the section to go")
        await driver.press("pagedown", "H")
        await driver.at("Home")
        assert "#" not in driver.header


def shows_all(driver: Driver) -> bool:
    return "correlated" in desk(driver).page_pane.layout_.anchors


@pytest.mark.parametrize(("before", "after"), [((120, 40), (80, 24)), ((80, 24), (120, 40))])
async def test_the_list_is_right_when_the_terminal_gets_another_size(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    async with browsing(SmallCatalogue(), EntityPlace(ASPIRIN), size=before) as driver:
        await driver.until(lambda: bool(desk(driver).related_pane.outline or shows_all(driver)), "the related terms")
        await driver.press("t", "down")
        await driver.sees("> s  Correlated terms")
        await driver.pilot.resize_terminal(*after)
        await driver.until(lambda: desk(driver).size.width == after[0], "the new size")
        await driver.press("minus")
        await driver.sees("> s  Correlated terms  (folded)")
        await driver.press("minus")
        await driver.sees_no("(folded)")
        await driver.press("enter")
        await driver.sees_no("Contents of this page")
        await driver.until(lambda: desk(driver).active == ("related" if after[0] >= 100 else "page"), "the pane")


async def test_a_page_that_has_no_room_yet_has_nothing_of_the_one_before() -> None:
    async with browsing(ReadingCatalogue(), LONG, size=(80, 24)) as driver:
        await driver.press("t", "down", "minus", "escape")
        await driver.sees("▸ Outcomes (2) (folded)")
        await driver.pilot.resize_terminal(1, 1)
        await driver.until(lambda: desk(driver).size.width <= 1, "no room")
        await driver.press("H", "enter", "tab", "enter", "minus", "_", "t", "escape", "G", "J", "n")
        assert not desk(driver).page_pane.go_to_section("outcomes")
        await driver.pilot.resize_terminal(80, 24)
        await driver.sees("Home")
