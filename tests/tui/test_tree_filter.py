"""Filtering the tree by keys."""

from __future__ import annotations

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.small_catalogue import SmallCatalogue

from trialtui.pages.catalogue import StoreCatalogue
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.tree_pane import TreePane

SIZES = [(120, 40), (80, 24), (60, 20)]


def tree(driver: Driver) -> TreePane:
    return driver.app.screen_stack[0].query_one(Desk).tree_pane


async def to_tree(driver: Driver) -> None:
    await driver.press("escape", "escape")
    assert driver.app.screen.query_one(Desk).active == "tree"


@pytest.mark.parametrize("size", SIZES)
async def test_the_tree_is_filtered_as_one_types_and_esc_brings_it_back(
    size: tuple[int, int], catalogue: StoreCatalogue
) -> None:
    async with browsing(catalogue, size=size) as driver:
        await to_tree(driver)
        await driver.sees("▸ Drugs")
        whole = [line[:26] for line in driver.lines[2:10]]
        await driver.press("slash", "z", "i")
        await driver.sees("1 named “zi”.", "▾ Drugs: 1 of 3", "Zinc ")
        await driver.sees_no("▸ MeSH terms")
        await driver.press("n", "x")
        await driver.sees("No match for “zinx” in the tree.", "▸ MeSH terms")
        await driver.press("backspace", "escape")
        await driver.until(lambda: [line[:26] for line in driver.lines[2:10]] == whole, "the whole tree")


async def test_what_is_filtered_is_walked_and_opened_and_stays_until_esc(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("slash", *"alpha", "enter")
        await driver.says("10 named “alpha”. Esc brings the whole tree back.")
        await driver.press("down", "enter")
        await driver.at("Trial", "NCT10000005")
        await driver.sees("Trials: 10 of 31")
        await driver.press("J")
        await driver.at("NCT10000008")
        await driver.says("3 of 10")
        await driver.press("escape", "escape")
        await driver.sees("▾ By status")
        await driver.until(lambda: tree(driver).path[-1][-1] == "NCT10000008", "the trial in the whole tree")


async def test_a_number_goes_to_its_kind_among_what_is_filtered() -> None:
    async with browsing(SmallCatalogue()) as driver:
        await driver.press("slash", *"fever", "enter")
        await driver.sees("▾ trials found", "▾ meshs found")
        await driver.press("3")
        assert tree(driver).path == (("filter", "mesh"),)
        await driver.press("2")
        await driver.says("No drugs in this store")


async def test_going_back_to_what_was_opened_from_a_filtered_tree_finds_it_in_the_whole_one() -> None:
    async with browsing(SmallCatalogue()) as driver:
        await driver.press("slash", *"zinc", "enter", "enter")
        await driver.at("Drug", "Zinc")
        await driver.press("escape", "escape", "H")
        await driver.at("Home")
        await driver.press("[")
        await driver.at("Zinc")
        await driver.until(lambda: tree(driver).path[-1:] == (("drug", "zinc"),), "the drug in the tree")


async def test_the_tree_is_whole_again_when_the_store_has_changed() -> None:
    catalogue = SmallCatalogue()
    async with browsing(catalogue) as driver:
        await driver.press("slash", *"zinc", "enter")
        await driver.sees("drugs found")
        catalogue.header, catalogue.changed = "test: 4 trials", True
        await driver.press("H", "2", "right", "enter")
        await driver.at("test: 4 trials", "Aspirin")
        await driver.sees("MeSH terms")
        await driver.press("escape", "escape")
        await driver.says("This is the top level.")


async def test_one_letter_asks_for_another() -> None:
    async with browsing(SmallCatalogue()) as driver:
        await driver.press("slash", "z")
        await driver.sees("Go on: one letter is in almost every name.")
        await driver.press("enter")
        await driver.sees("MeSH terms")
