"""Keeping pages and searches: home lists them."""

from __future__ import annotations

from pathlib import Path

from tests.tui.driving import browsing

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import drug_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.setup import Setup
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles

ZINC = EntityPlace(drug_ref("zinc"))


def session(store_folder: Path, user_folder: Path | None) -> tuple[StoreCatalogue, Setup]:
    """A catalogue and what goes with it, for a user whose things are in a folder."""
    user = UserData(UserFiles(user_folder))
    return StoreCatalogue(Store(store_folder), user=user), Setup(user=user)


async def test_what_is_bookmarked_stands_at_home_until_it_is_taken_away(store_folder: Path, tmp_path: Path) -> None:
    catalogue, setup = session(store_folder, tmp_path)
    async with browsing(catalogue, ZINC, setup=setup) as driver:
        await driver.press("b")
        await driver.says("This page is bookmarked. Home lists it; b takes it away again.")
        await driver.press("H")
        await driver.sees("Bookmarks (1)", "Zinc")
        await driver.press("[", "b")
        await driver.says("The bookmark of this page is gone. b brings it back.")
        await driver.press("H")
        await driver.sees("Clinical trials in the terminal")
        await driver.sees_no("Bookmarks (")


async def test_a_saved_search_leads_to_its_results_again(store_folder: Path, tmp_path: Path) -> None:
    catalogue, setup = session(store_folder, tmp_path)
    async with browsing(catalogue, SearchPlace("drug:zinc status:completed"), setup=setup) as driver:
        await driver.press("b")
        await driver.says("This search is saved")
    catalogue, setup = session(store_folder, tmp_path)
    async with browsing(catalogue, setup=setup) as driver:
        await driver.sees("Bookmarks (1)")
        await driver.press("tab", "enter")
        await driver.at("Search", "drug:zinc status:completed")


async def test_home_itself_cannot_be_bookmarked(store_folder: Path, tmp_path: Path) -> None:
    catalogue, setup = session(store_folder, tmp_path)
    async with browsing(catalogue, setup=setup) as driver:
        await driver.press("b")
        await driver.says("Home cannot be bookmarked; H always leads there.")


async def test_where_nothing_is_kept_on_disk_that_is_said(store_folder: Path) -> None:
    catalogue, setup = session(store_folder, None)
    async with browsing(catalogue, ZINC, setup=setup) as driver:
        await driver.press("b")
        await driver.says("bookmarked, until you leave")
        await driver.press("H")
        await driver.sees("Bookmarks (1)")


async def test_a_folder_that_cannot_be_written_costs_the_bookmark_and_says_so(
    store_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    catalogue, setup = session(store_folder, tmp_path / "file")
    async with browsing(catalogue, ZINC, setup=setup) as driver:
        await driver.press("b")
        await driver.sees("Not kept:")
        await driver.press("H")
        await driver.at("Home")
