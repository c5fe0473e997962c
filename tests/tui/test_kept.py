"""What is kept from session to session, in one list; and where one left off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.driving import Driver, browsing

from trialtui.model.bookmark import Bookmark
from trialtui.model.note import Note
from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import Ref, drug_ref, trial_ref
from trialtui.model.visit import Visit
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.app import TrialtuiApp
from trialtui.tui.setup import Setup
from trialtui.tui.widgets.desk import Desk
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles
from trialtui.user.settings import ReadSettings, Settings

ZINC, TRIAL = EntityPlace(drug_ref("zinc")), EntityPlace(trial_ref(10_000_002))


@asynccontextmanager
async def session(
    store_folder: Path,
    user: UserData,
    start: Place | None = None,
    *,
    settings: Settings | None = None,
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[Driver]:
    """A session that ends as one in a terminal does: by writing where the reader has been."""
    setup = Setup(user=user, read=ReadSettings(settings or Settings()))
    async with browsing(StoreCatalogue(Store(store_folder), user=user), start, setup=setup, size=size) as driver:
        yield driver
        driver.app.exit()
    assert isinstance(driver.app, TrialtuiApp)
    assert driver.app.remember() == ""


def keep_all(user: UserData) -> None:
    user.bookmarks.keep(Bookmark(ZINC, "Zinc", "2026-11-20T10:00:00"))
    user.bookmarks.keep(Bookmark(SearchPlace("status:completed"), "status:completed", "2026-11-21T10:00:00"))
    user.notes.write(Note(ZINC.ref, "Zinc", "Ask about the dose.", "2026-11-22T10:00:00"), before="")
    user.visits.add([Visit(TRIAL, "Alpha study 2", "2026-11-23T10:00:00")])


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_all_that_is_kept_stands_in_groups_and_grows_shorter_as_one_types(
    store_folder: Path, user: UserData, size: tuple[int, int]
) -> None:
    keep_all(user)
    async with session(store_folder, user, size=size) as driver:
        await driver.press("B")
        await driver.sees("Bookmarks (1)", "> Zinc", "Saved searches (1)", "Notes (1)", "Ask about", "History (1)")
        await driver.press(*"dose")
        await driver.sees("> Zinc", "Notes (1)")
        await driver.sees_no("History")
        await driver.press("x")
        await driver.sees("Nothing kept has these words.")


async def test_enter_goes_there(store_folder: Path, user: UserData) -> None:
    keep_all(user)
    async with session(store_folder, user) as driver:
        await driver.press("B", "down", "enter")
        await driver.at("Search", "status:completed")
        await driver.press("B", *"alpha", "enter")
        await driver.at("Trial", "NCT10000002")


async def test_each_can_be_taken_away_and_brought_back(store_folder: Path, user: UserData) -> None:
    keep_all(user)
    before = (user.bookmarks.all(), user.notes.all(), user.visits.all())
    async with session(store_folder, user) as driver:
        await driver.press("B")
        for what in ("bookmark", "saved search", "note", "visit"):
            await driver.press("delete")
            await driver.sees(f"The {what} is gone. Delete brings it back.", "taken away")
            await driver.press("down")
        assert (user.bookmarks.all(), user.notes.all(), user.visits.all()) == ([], [], [])
        await driver.press("up", "up", "up")
        for what in ("bookmark", "saved search", "note", "visit"):
            await driver.press("delete")
            await driver.sees(f"The {what} is back.")
            await driver.press("down")
        assert (user.bookmarks.all(), user.notes.all(), user.visits.all()) == before
        await driver.press("escape")


async def test_with_nothing_kept_it_says_how_to_keep(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("B")
        await driver.sees("Nothing is kept yet: b bookmarks a page or search, a writes a note.")
        await driver.press("enter", "delete", "escape")
        await driver.at("Home")


async def test_this_session_s_places_are_history_at_once_and_in_the_next_session(
    store_folder: Path, user: UserData
) -> None:
    async with session(store_folder, user, ZINC) as driver:
        await driver.press("tab", "tab", "enter")
        await driver.at("NCT10000000")
        await driver.press("B")
        await driver.sees("History (2)", "Omega study 0", "Zinc")
        await driver.press("escape")
    async with session(store_folder, user) as driver:
        await driver.press("B")
        await driver.sees("History (2)", "Omega study 0", "Zinc")


async def test_a_page_that_was_only_passed_over_in_the_tree_is_no_history(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user) as driver:
        await driver.press("2", "right", "right", "right")
        await driver.at("Drug", "Aspirin")
        await driver.press("down")
        await driver.at("Drug", "Oddity")
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen.query_one(Desk).active == "page", "the page")
    assert [visit.name for visit in user.visits.all()] == ["Oddity"]


async def test_home_leads_to_where_one_left_off_as_it_was_left(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, ZINC) as driver:
        await driver.press("tab", "tab", "pagedown")
        before = driver.app.screen.query_one(Desk).page_pane.state
        assert before.scroll_y > 0 and before.selected >= 0
    async with session(store_folder, user) as driver:
        await driver.sees("Where you left off", "Zinc")
        await driver.press("tab", "enter")
        await driver.at("Drug", "Zinc")
        await driver.until(lambda: driver.app.screen.query_one(Desk).page_pane.state.scroll_y == before.scroll_y)
        assert driver.app.screen.query_one(Desk).page_pane.state.selected == before.selected


async def test_reopen_opens_there_and_a_place_that_is_asked_for_goes_before_it(
    store_folder: Path, user: UserData
) -> None:
    async with session(store_folder, user, TRIAL) as driver:
        await driver.press("pagedown")
    settings = Settings(reopen=True)
    async with session(store_folder, user, settings=settings) as driver:
        await driver.at("Trial", "NCT10000002")
        await driver.until(lambda: driver.app.screen.query_one(Desk).page_pane.top > 0, "the page as it was left")
    async with session(store_folder, user, ZINC, settings=settings) as driver:
        await driver.at("Drug", "Zinc")


async def test_reopen_opens_at_home_where_the_place_is_not_in_this_store(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, TRIAL):
        pass
    user.visits.clear()
    async with session(store_folder, user, settings=Settings(reopen=True)) as driver:
        await driver.at("Home")
    user.visits.add([], None)
    other = Visit(EntityPlace(Ref("gene", "NONE")), "NONE", "2026-11-23T10:00:00")
    async with session(store_folder, user, ZINC):
        pass
    left = user.visits.left_off()
    assert left is not None
    user.visits.add([other], type(left)(other))
    async with session(store_folder, user, settings=Settings(reopen=True)) as driver:
        await driver.at("Home")
        await driver.sees("Gene NONE: not in this store")


async def test_no_history_is_kept_where_none_is_wanted(store_folder: Path, user: UserData) -> None:
    async with session(store_folder, user, ZINC, settings=Settings(history=0)):
        pass
    assert user.visits.all() == [] and user.visits.left_off() is None


async def test_the_history_can_be_forgotten(store_folder: Path, user: UserData) -> None:
    keep_all(user)
    async with session(store_folder, user, ZINC) as driver:
        await driver.press(":", *"forget", "enter")
        await driver.says("2 places are forgotten for good; bookmarks and notes stay.")
        await driver.press("B")
        await driver.sees("Notes (1)")
        await driver.sees_no("History")
        await driver.press("escape")


async def test_a_folder_that_cannot_be_written_costs_no_more_than_what_was_to_be_written(
    store_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    user = UserData(UserFiles(tmp_path / "file"))
    setup = Setup(user=user)
    async with browsing(StoreCatalogue(Store(store_folder), user=user), ZINC, setup=setup) as driver:
        await driver.press(":", *"forget", "enter")
        await driver.answers("Not forgotten:")
        await driver.press("H")
        await driver.at("Home")
        driver.app.exit()
    assert isinstance(driver.app, TrialtuiApp)
    assert driver.app.remember().startswith("The history is not kept:")


async def test_a_damaged_file_is_said_at_the_start(store_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "user"
    folder.mkdir()
    (folder / "bookmarks.json").write_text("{", encoding="utf-8")
    async with session(store_folder, UserData(UserFiles(folder))) as driver:
        await driver.answers("could not be read. It is kept as")
        await driver.sees("Clinical trials in the terminal")
