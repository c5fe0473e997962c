"""Notes: written in place, kept however they are left, shown at the top of the page, found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.driving import Driver, browsing

from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import drug_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.setup import Setup
from trialtui.tui.widgets.desk import Desk
from trialtui.user.data import UserData, in_memory
from trialtui.user.files import UserFiles
from trialtui.user.settings import ReadSettings, Settings

ZINC, TRIAL = EntityPlace(drug_ref("zinc")), EntityPlace(trial_ref(10_000_002))


@asynccontextmanager
async def session(
    store_folder: Path,
    user: UserData,
    start: Place | None = ZINC,
    *,
    size: tuple[int, int] = (120, 40),
    ascii_only: bool = False,
) -> AsyncIterator[Driver]:
    setup = Setup(user=user, read=ReadSettings(Settings(ascii=ascii_only)))
    async with browsing(StoreCatalogue(Store(store_folder), user=user), start, setup=setup, size=size) as driver:
        yield driver


def text_of(user: UserData) -> str:
    note = user.notes.of(ZINC.ref)
    return note.text if note is not None else ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_a_note_is_written_in_place_and_stands_at_the_top_of_its_page(
    store_folder: Path, user: UserData, size: tuple[int, int]
) -> None:
    async with session(store_folder, user, size=size) as driver:
        await driver.press("a")
        await driver.sees("Your note on Zinc", "Esc: keep it")
        await driver.press(*"Dose?", "enter", *"q and B", "escape")
        await driver.sees("Your note", "Dose?", "q and B", "no part of the")
        await driver.answers("Your note stands at the top of this page.")
    assert text_of(user) == "Dose?\nq and B"
    async with session(store_folder, user, size=size) as driver:
        await driver.sees("Dose?")


async def test_a_note_is_changed_emptied_and_brought_back(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a", *"one", "escape")
        await driver.sees("one")
        await driver.press("a", *" two", "escape")
        await driver.sees("one two")
        await driver.press("a", "ctrl+z", "escape")
        await driver.until(lambda: text_of(user) == "one", "the former text")
        await driver.press("a", "backspace", "backspace", "backspace", "escape")
        await driver.says("The note is gone. a and Ctrl+z bring it back.")
        await driver.sees_no("no part of the record")
        assert text_of(user) == ""
        await driver.press("a", "ctrl+z", "escape")
        await driver.sees("no part of the record")
        assert text_of(user) == "one"


async def test_a_note_that_was_only_looked_at_is_as_it_was(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a", "escape")
        await driver.says("Nothing was written.")
        assert user.notes.all() == []


async def test_the_reader_stays_where_they_were_on_the_page(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, TRIAL) as driver:
        await driver.press("pagedown")
        pane = driver.app.screen.query_one(Desk).page_pane
        stood = driver.lines[3]
        await driver.press("a", *"a note", "escape")
        await driver.sees("at the top of this page")
        await driver.until(lambda: driver.lines[3] == stood, "the same line at the top")
        await driver.press("g")
        await driver.sees("a note")
        assert pane.top == 0


async def test_leaving_the_browser_keeps_what_is_being_written(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a", *"half a thou", "ctrl+c")
        await driver.until(lambda: not driver.app.is_running, "the end")
    assert text_of(user) == "half a thou"


async def test_a_note_is_found_by_its_words_while_typing_and_in_the_results(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a", *"Ask about renal dosing", "escape")
        await driver.sees("renal")
        await driver.press("s", *"renal")
        await driver.sees("Your notes (1)", "Zinc", "Ask about renal dosing")
        await driver.press("down", "enter")
        await driver.at("Drug", "Zinc")
    async with session(store_folder, user, SearchPlace("renal")) as driver:
        await driver.sees("Your notes (1)", "Ask about renal dosing")


async def test_references_in_a_note_lead_on(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a", *"see NCT10000004.", "escape")
        await driver.sees("no part of the record")
        await driver.press("g", "tab", "tab")
        await driver.says("Trial NCT10000004")
        await driver.press("enter")
        await driver.at("Trial", "NCT10000004")


async def test_a_search_has_no_note(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, SearchPlace("zinc")) as driver:
        await driver.press("a")
        await driver.says("A note belongs to a trial or a term; b bookmarks a search.")


async def test_what_cannot_be_written_is_not_lost_in_silence(store_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    async with session(store_folder, UserData(UserFiles(tmp_path / "file"))) as driver:
        await driver.press("a", *"important", "escape")
        await driver.answers("Not kept:", "Esc once more goes back without it.")
        await driver.press("!", "escape")
        await driver.answers("Not kept:")
        await driver.sees("important!")
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, BrowseScreen), "the browser")
        await driver.says("What was written is not kept.")


async def test_what_is_pasted_cannot_steer_the_terminal(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("a")
        driver.paste("x\x1b[2Jy\u202ez")
        await driver.sees("x")
        await driver.press("escape")
        await driver.sees("no part of the record")
        assert "\x1b" not in driver.text and "\u202e" not in driver.text
    assert "\x1b" not in text_of(user)


async def test_where_nothing_is_kept_on_disk_that_is_said(store_folder: Path) -> None:
    async with session(store_folder, in_memory()) as driver:
        await driver.press("a", *"short-lived", "escape")
        await driver.sees("until you leave: nothing is kept on disk here", "short-lived")


async def test_it_is_ascii_where_that_is_asked_for(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, ascii_only=True, size=(80, 24)) as driver:
        await driver.press("a")
        await driver.sees("Your note on Zinc")
        assert driver.text.isascii()
