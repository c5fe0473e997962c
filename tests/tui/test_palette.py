"""The palette: commands with their keys, entities by their names, and typing ahead of the screen."""

from __future__ import annotations

import pytest
from tests.tui.driving import browsing
from tests.tui.small_catalogue import ASPIRIN

from trialtui.model.places import EntityPlace
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.tui.screens.browse import BrowseScreen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_it_shows_commands_with_what_they_do_and_their_keys(size: tuple[int, int]) -> None:
    async with browsing(start=EntityPlace(ASPIRIN), size=size) as driver:
        await driver.press(":", *"anew", "backspace", "backspace", "backspace", "backspace", *"zoom")
        await driver.sees("> Zoom")
        row = next(line for line in driver.lines if "> Zoom" in line)
        assert "Gives the pane" in row and " z " in row
        await driver.press("escape")
        await driver.sees_no("> Zoom")


async def test_only_commands_that_mean_something_here_are_offered() -> None:
    async with browsing() as driver:
        await driver.press(":", *"opens the branch")
        await driver.sees("> Unfold")
        await driver.press("escape", "w", ":", *"opens the branch")
        await driver.sees("No command and no entity has these words.")


async def test_an_entity_is_gone_to_by_its_name(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, size=(80, 24)) as driver:
        await driver.press(":", *"pyrexia")
        await driver.sees("Go to", "> Fever", "MeSH term", "D005334")
        await driver.press("enter")
        await driver.at("MeSH term", "Fever")


async def test_a_hostile_title_stays_text(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, size=(80, 24)) as driver:
        await driver.press(":", *"quick")
        await driver.sees("[red]Quick")
        assert "\x1b" not in driver.text and "\u202e" not in driver.text


async def test_moving_the_cursor_and_beyond_the_ends() -> None:
    async with browsing(size=(60, 20)) as driver:
        await driver.press(":", "up")
        await driver.sees("> Trials")
        await driver.press("pagedown", "pagedown", "pagedown", "pagedown", "down")
        await driver.sees("> Quit")
        await driver.press("shift+tab", "tab", "enter")
        await driver.until(lambda: not driver.app.is_running, "the end")


async def test_it_is_ascii_where_that_is_asked_for() -> None:
    async with browsing(ascii_only=True, size=(80, 24)) as driver:
        await driver.press(":")
        await driver.sees("> Unfold")
        assert driver.text.isascii()


async def test_keys_that_come_in_a_burst_mean_the_screen_that_the_first_one_opens() -> None:
    async with browsing() as driver:
        await driver.pilot.press("s", *"zinc")
        await driver.sees("Search everything", "zinc", "Zinc against fever")
        await driver.pilot.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, BrowseScreen), "the browser")
        await driver.pilot.press(":", *"home", "enter")
        await driver.at("Home")
