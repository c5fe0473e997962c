"""Keeping pages and searches: home lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import browsing
from tests.tui.small_store import make_catalogue

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import drug_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.user.bookmarks import Bookmarks
from trialtui.user.files import UserFile


@pytest.fixture(scope="module")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keep") / "store"
    make_catalogue(folder).store.close()
    return folder


async def test_what_is_kept_stands_at_home_until_it_is_let_go(store_folder: Path, tmp_path: Path) -> None:
    catalogue = StoreCatalogue(Store(store_folder), keeper=Bookmarks(UserFile(tmp_path / "bookmarks.json")))
    async with browsing(catalogue, EntityPlace(drug_ref("zinc")), size=(120, 40)) as driver:
        await driver.press("b")
        await driver.sees("Kept: home lists it")
        await driver.press("H")
        await driver.sees("Kept (1)", "Zinc")
        await driver.press("[", "b")
        await driver.sees("No longer kept")
        await driver.press("H")
        await driver.sees("Clinical trials in the terminal")
        await driver.sees_no("Kept (")


async def test_a_saved_search_leads_to_its_results_again(store_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    catalogue = StoreCatalogue(Store(store_folder), keeper=Bookmarks(UserFile(path)))
    async with browsing(catalogue, SearchPlace("drug:zinc status:completed"), size=(120, 40)) as driver:
        await driver.press("b")
        await driver.sees("Kept: home lists it")
    async with browsing(
        StoreCatalogue(Store(store_folder), keeper=Bookmarks(UserFile(path))), size=(120, 40)
    ) as driver:
        await driver.sees("Kept (1)")
        await driver.press("tab", "enter")
        await driver.sees("drug:zinc status:completed")


async def test_home_itself_cannot_be_kept(store_folder: Path, tmp_path: Path) -> None:
    catalogue = StoreCatalogue(Store(store_folder), keeper=Bookmarks(UserFile(tmp_path / "bookmarks.json")))
    async with browsing(catalogue, size=(120, 40)) as driver:
        await driver.press("b")
        await driver.sees("This cannot be kept")


async def test_a_folder_that_cannot_be_written_costs_the_bookmark_and_says_so(
    store_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    catalogue = StoreCatalogue(Store(store_folder), keeper=Bookmarks(UserFile(tmp_path / "file" / "bookmarks.json")))
    async with browsing(catalogue, EntityPlace(drug_ref("zinc")), size=(120, 40)) as driver:
        await driver.press("b")
        await driver.sees("Not kept:")
