"""Searching everything as one types, and the facets of a search."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.small_store import FEVER
from textual.widgets import Input

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import drug_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import Page
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.screens.search import SearchScreen
from trialtui.tui.widgets.desk import Desk

SIZES = [(120, 40), (80, 24)]
ZINC = EntityPlace(drug_ref("zinc"))


def desk(driver: Driver) -> Desk:
    return driver.app.screen.query_one(Desk)


async def type_in(driver: Driver, text: str) -> None:
    await driver.press("s")
    await driver.until(lambda: isinstance(driver.app.screen, SearchScreen), "the search")
    await driver.press(*text)


async def tells(driver: Driver, text: str) -> None:
    await driver.until(lambda: text in driver.lines[-1], f"{text!r} in the last line")


async def to_browser(driver: Driver) -> None:
    await driver.until(lambda: isinstance(driver.app.screen, BrowseScreen), "the browser")


@pytest.mark.parametrize("size", SIZES)
async def test_it_tells_how_to_ask_before_anything_is_typed(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, size=size) as driver:
        await driver.press("s")
        await driver.sees("How to ask", "status:recruiting", "year:2020..2021", "Search 31 trials")


@pytest.mark.parametrize("size", SIZES)
async def test_results_come_by_kind_with_the_name_that_matched(
    catalogue: StoreCatalogue, size: tuple[int, int]
) -> None:
    async with browsing(catalogue, size=size) as driver:
        await type_in(driver, "pyrex")
        await driver.sees("MeSH terms", "Fever", "Pyrexia", "15")
        await driver.press("down")
        await tells(driver, "MeSH term D005334")
        await driver.press("enter")
        await to_browser(driver)
        await driver.at("Fever", FEVER)
        assert desk(driver).active == "page"
        await driver.press("[")
        await driver.at("Home")


async def test_what_was_typed_over_meanwhile_is_not_searched_for(
    catalogue: StoreCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    search = catalogue.search

    def noted(typed: str) -> Page:
        asked.append(typed)
        return search(typed)

    monkeypatch.setattr(catalogue, "search", noted)
    async with browsing(catalogue) as driver:
        await type_in(driver, "z")
        await driver.sees("Zinc")
        line = driver.app.screen.query_one(Input)
        for letter in "inc":
            line.insert_text_at_cursor(letter)
        await driver.sees("15 trials have what was typed")
    assert asked == ["", "z", "zinc"]


async def test_each_key_changes_what_is_found_and_selects_nothing(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "zin")
        await driver.sees("Zinc", "15 trials have what was typed")
        await driver.press("tab")
        await tells(driver, "Drug zinc")
        await driver.press("x")
        await driver.sees("zinx: not in this store (31 trials")
        await tells(driver, "Enter: all results")
        await driver.press("backspace", "c")
        await driver.sees("15 trials have what was typed")


async def test_enter_with_nothing_selected_shows_all_results(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "pain status:completed")
        await driver.sees("3 trials have what was typed")
        await driver.press("enter")
        await to_browser(driver)
        await driver.at("Search", "pain status:completed")
        await driver.sees("Search · 3 trials")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("NCT10000004", EntityPlace(trial_ref(10_000_004))),
        ("nct10000004#eligibility", EntityPlace(trial_ref(10_000_004), "eligibility")),
        ("drug:zinc", ZINC),
        ("stud", SearchPlace("stud*")),
        ("study", SearchPlace("study")),
        ('"study of pai', SearchPlace('"study of pai"')),
        ("nothingatall", SearchPlace("nothingatall")),
        ("status:comp", SearchPlace("status:comp")),
    ],
)
def test_where_what_was_typed_leads_as_a_whole(catalogue: StoreCatalogue, typed: str, place: object) -> None:
    assert catalogue.destination(typed) == place


async def test_a_reference_leads_to_what_it_names(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "NCT10000004")
        await driver.sees("beta study 4")
        await driver.press("enter")
        await to_browser(driver)
        await driver.at("Trial", "NCT10000004")


async def test_letters_that_are_commands_elsewhere_are_typed_here(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "qjks?[")
        screen = driver.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.typed == "qjks?["


async def test_escape_closes_it_and_nothing_has_changed(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC) as driver:
        await type_in(driver, "asp")
        await driver.press("escape")
        await to_browser(driver)
        await driver.at("Drug", "Zinc")
        await driver.press("[")
        await driver.says("Nothing to go back to.")


async def test_a_query_that_cannot_be_read_says_where_and_is_found_by_its_words(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "zinc phase:9")
        await driver.sees("This query cannot be read: no phase '9'", "(at character 12)")
        await driver.press("escape")
        await to_browser(driver)
        await type_in(driver, "zinc:")
        await driver.sees("What is found goes by its words.", "drugs", "Zinc")


async def test_it_begins_with_the_query_of_the_page(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("pain")) as driver:
        await type_in(driver, "phase:3")
        await driver.sees(" pain phase:3", "3 trials have what was typed")


async def test_the_end_of_the_results_is_said(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "NCT10000004")
        await driver.press("shift+tab", "down")
        await tells(driver, "No further result this way.")


async def test_hostile_titles_stay_text(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await type_in(driver, "oddity")
        await driver.sees("[red]Quick␛[2J�study")


def test_finding_is_imported_when_it_is_first_needed() -> None:
    code = (
        "import sys, trialtui.tui.run;"
        "late = ('trialtui.tui.screens.search', 'trialtui.tui.finding', 'trialtui.tui.widgets.trial_list');"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_facets_stand_beside_the_results_where_there_is_room(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC) as driver:
        await driver.press("F")
        await driver.at("Search", "drug:zinc")
        await driver.until(lambda: desk(driver).active == "related", "the facets")
        await driver.sees("Narrow", "Status", "Completed", "Year of start")
        await driver.press("tab")
        await driver.says("Search: drug:zinc status:recruiting")
        await driver.press("enter")
        await driver.sees("Search · 3 trials", "status:recruiting ×")
        await driver.press("[", "[")
        await driver.at("Drug", "Zinc")


async def test_facets_end_the_page_elsewhere(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC, size=(80, 24)) as driver:
        await driver.press("F")
        await driver.at("drug:zinc")
        await driver.until(lambda: "Narrow" in driver.lines[2], "the facets at the top")
        await driver.press("g")
        await driver.sees("Search · 15 trials")
        await driver.press("F")
        await driver.until(lambda: "Narrow" in driver.lines[2], "the facets at the top again")


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        (EntityPlace(trial_ref(10_000_004)), "A trial has no facets."),
        (SearchPlace("oddity"), "Fewer than two trials"),
    ],
)
async def test_what_has_no_facets_says_so(
    catalogue: StoreCatalogue, start: EntityPlace | SearchPlace, answer: str
) -> None:
    async with browsing(catalogue, start) as driver:
        await driver.until(lambda: not desk(driver).go_to_section("narrow"), "all of the page")
        await driver.press("F")
        await driver.says(answer)


async def test_all_trials_have_facets_too(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("F")
        await driver.at("All trials")
        await driver.sees("Narrow", "Completed")
