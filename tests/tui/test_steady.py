"""Keys that come together, as they do on a slow line, do what they do when they come one by one."""

from __future__ import annotations

import gc

import pytest
from tests.tui.driving import Driver, browsing
from textual import events
from textual._styles_cache import StylesCache
from textual.geometry import Size
from textual.widgets import Input

from trialtui.tui.screens.help import HelpScreen
from trialtui.tui.screens.search import SearchScreen
from trialtui.tui.steady import LARGEST

NAMES = {"?": "question_mark", ":": "colon"}


def type_at_once(driver: Driver, *keys: str) -> None:
    for key in keys:
        driver.app.post_message(events.Key(NAMES.get(key, key), key if len(key) == 1 else None))


def typed(driver: Driver) -> str:
    return driver.app.screen.query_one(Input).value


async def test_what_is_typed_after_s_is_what_is_searched_for() -> None:
    async with browsing() as driver:
        type_at_once(driver, "s", *"aspirin")
        driver.app.post_message(events.Paste(" again"))
        type_at_once(driver, *"st")
        await driver.until(lambda: isinstance(driver.app.screen, SearchScreen), "the search")
        await driver.until(lambda: typed(driver) == "aspirin against", "what was typed")
        type_at_once(driver, "enter", "?", "escape", "s", *"fever", "escape", "?")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
        assert len(driver.app.screen_stack) == 2


@pytest.mark.parametrize("opens", ["?", "s", ":"])
async def test_more_keys_that_close_than_there_is_to_close_do_no_harm(opens: str) -> None:
    async with browsing() as driver:
        type_at_once(driver, opens, "escape", "escape", "escape", "escape", "?")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
        assert len(driver.app.screen_stack) == 2


async def test_many_keys_are_all_heard_in_their_order() -> None:
    async with browsing() as driver:
        type_at_once(driver, "s", *"0123456789" * 20)
        await driver.until(lambda: isinstance(driver.app.screen, SearchScreen), "the search")
        await driver.until(lambda: typed(driver) == "0123456789" * 20, "all of them")


async def test_ctrl_c_waits_for_no_other_key() -> None:
    async with browsing() as driver:
        type_at_once(driver, "s", *"x" * 100, "ctrl+c")
        await driver.until(lambda: not driver.app.is_running, "the end")
        assert driver.app.return_code == 130


async def test_a_terminal_that_claims_to_be_huge_is_drawn_to_as_the_largest_there_is() -> None:
    async with browsing() as driver:
        driver.app.post_message(events.Resize(Size(65_535, 65_535), Size(65_535, 65_535)))
        await driver.until(lambda: driver.app.size == LARGEST, "the largest size")
        driver.app.post_message(events.Resize(Size(80, 24), Size(80, 24)))
        await driver.until(lambda: driver.app.size == Size(80, 24), "the real size")
        await driver.sees("? help")


async def test_the_palette_takes_its_keys_where_it_has_no_room() -> None:
    async with browsing(size=(20, 5)) as driver:
        type_at_once(driver, ":", "down", "pagedown", "pageup", "up", "down", "enter", "escape", "?")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")


def lines_held() -> int:
    gc.collect()
    return sum(isinstance(item, StylesCache) for item in gc.get_objects())


async def test_screens_that_were_closed_are_let_go_of_with_their_lines() -> None:
    async with browsing() as driver:
        held = []
        for _ in range(6):
            await driver.press("?")
            await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
            await driver.press("escape")
            await driver.until(lambda: len(driver.app.screen_stack) == 1, "the browser")
            await driver.pilot.pause()
            held.append(lines_held())
        assert held[-1] <= held[1]
