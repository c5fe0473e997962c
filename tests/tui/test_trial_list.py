"""Lists of trials in columns, and the way along the list that one came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.small_catalogue import SmallCatalogue
from tests.tui.small_store import FEVER, PHASES, STATUSES, TRIALS, make_catalogue

from trialtui.model.places import EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import Ref, drug_ref, mesh_ref, trial_ref
from trialtui.model.trial import Trial
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import Page
from trialtui.tui.catalogue import Listing
from trialtui.tui.history import History
from trialtui.tui.page_view import section_at
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.page_pane import PagePane
from trialtui.tui.widgets.trial_list import TrialList

ALL = SearchPlace("study", listed=True)
SIZES = [(120, 40), (80, 24)]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> StoreCatalogue:
    return make_catalogue(tmp_path_factory.mktemp("list") / "store")


def desk(driver: Driver) -> Desk:
    return driver.app.screen.query_one(Desk)


def trial_list(driver: Driver) -> TrialList:
    return driver.app.screen.query_one(TrialList)


def column(driver: Driver) -> list[str]:
    """The NCT numbers in view, from the top."""
    words = (word for line in driver.lines[3:] for word in line.split())
    return [word for word in words if word.startswith("NCT")]


# The lists themselves


def early(phases: tuple[str, ...]) -> int:
    order = [("EARLY_PHASE1",), ("PHASE1",), ("PHASE1", "PHASE2"), ("PHASE3",), ("NA",), ()]
    return order.index(phases)


def standing(status: str) -> int:
    return ["RECRUITING", "NOT_YET_RECRUITING", "COMPLETED", "TERMINATED", ""].index(status)


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("nct", lambda item: 0),
        ("title", lambda item: item.brief_title.lower()),
        ("status", lambda item: standing(item.overall_status)),
        ("phase", lambda item: early(item.phases)),
        ("start", lambda item: [-ord(char) for char in item.start_date.date] or [0]),
        ("enrollment", lambda item: -item.enrollment.count if item.enrollment else 1),
    ],
)
def test_a_list_is_sorted_by_its_column_then_by_number(
    catalogue: StoreCatalogue, order: str, key: Callable[[Trial], Any]
) -> None:
    listing = catalogue.trials(SearchPlace("criterion", listed=True, order=order))
    assert listing is not None
    wanted = sorted(TRIALS, key=lambda item: (key(item), item.nct_id))
    assert [listing.place(number).ref.key for number in range(len(listing))] == [item.nct_id for item in wanted]


def test_a_row_says_what_is_stated_and_leaves_out_what_is_not(catalogue: StoreCatalogue) -> None:
    listing = catalogue.trials(SearchPlace("criterion"))
    assert listing is not None
    assert listing.cells(1) == ("NCT10000001", "beta study 1", "Recr", "1/2", "2021-01", "37")
    assert listing.cells(2)[3:] == ("", "", "74")
    assert listing.cells(4) == ("NCT10000004", "beta study 4", "NotYet", "Early 1", "2021-01", "")
    assert (STATUSES[4], PHASES[4]) == ("NOT_YET_RECRUITING", ("EARLY_PHASE1",))


def test_a_list_knows_where_a_trial_stands(catalogue: StoreCatalogue) -> None:
    listing = catalogue.trials(SearchPlace("drug:zinc"))
    assert listing is not None
    assert [listing.position(listing.place(number).ref) for number in range(15)] == [*range(15)]
    assert listing.position(trial_ref(10_000_001)) is None
    assert listing.place(0).focus == drug_ref("zinc")


@pytest.mark.parametrize("place", [HomePlace(), EntityPlace(trial_ref(10_000_001)), SearchPlace('"open')])
def test_what_has_no_list_of_trials(catalogue: StoreCatalogue, place: Place) -> None:
    assert catalogue.trials(place) is None


def test_a_search_for_other_kinds_lists_no_trials(catalogue: StoreCatalogue) -> None:
    listing = catalogue.trials(SearchPlace("zinc kind:drug"))
    assert listing is not None and len(listing) == 0


# In the browser


@pytest.mark.parametrize("size", SIZES)
async def test_the_trials_of_a_term_are_listed_and_sorted(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, EntityPlace(drug_ref("zinc")), size=size) as driver:
        await driver.press(">")
        await driver.says("15 trials by NCT number.")
        await driver.sees("Trial▲", "NCT10000000")
        await driver.press(">")
        await driver.says("by title")
        await driver.sees("Title▲")
        assert column(driver)[0] == "NCT10000014"
        await driver.press("<", "<")
        await driver.says("by enrollment, largest first")
        await driver.sees("Enrolled▼")
        await driver.press("[")
        await driver.at("Drug", "Zinc")


async def test_what_is_listed_from_the_tree_is_gone_into(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        assert desk(driver).active == "tree"
        await driver.press("<")
        await driver.says("31 trials by NCT number.")
        assert desk(driver).active == "page"
        await driver.press("down", "enter")
        await driver.at("NCT10000001")


async def test_columns_without_room_are_left_out_and_the_zoom_brings_them_back(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ALL, size=(80, 24)) as driver:
        await driver.sees("Trial▲", "Status")
        assert "Enrolled" not in driver.text
        await driver.press("z")
        await driver.sees("Phase", "Start", "Enrolled")


async def test_enter_opens_a_trial_and_back_finds_the_cursor_again(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ALL) as driver:
        await driver.press("down", "down", "enter")
        await driver.at("NCT10000002")
        await driver.press("[")
        await driver.sees("Trial▲")
        assert trial_list(driver).cursor == 2
        await driver.press("]")
        await driver.at("NCT10000002")


@pytest.mark.parametrize(
    ("keys", "row"),
    [("G", 30), ("Gk", 29), ("Gg", 0), (("up",), 0), (("pagedown",), 18), (("pagedown", "pageup"), 0), ("jj", 2)],
)
async def test_moving_in_a_list(catalogue: StoreCatalogue, keys: Sequence[str], row: int) -> None:
    async with browsing(catalogue, ALL, size=(80, 24)) as driver:
        await driver.press(*keys)
        await driver.until(lambda: trial_list(driver).cursor == row, f"row {row}")
        await driver.sees(trial_ref(10_000_000 + row).key if row < 30 else "NCT20000001")
        assert ("NCT10000000" in driver.text) == (row < 19)


async def test_the_mouse_opens_a_trial(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ALL) as driver:
        await driver.pilot.click(TrialList, offset=(4, 4), times=2)
        await driver.at("NCT10000003")


async def test_a_list_narrows_to_facets_and_takes_a_click_as_the_page(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ALL) as driver:
        await driver.press("escape")
        assert desk(driver).active == "tree"
        await driver.pilot.click(TrialList, offset=(4, 6))
        await driver.until(lambda: desk(driver).active == "page", "the list")
        await driver.press("F")
        await driver.until(lambda: desk(driver).active == "related", "the facets")
        await driver.sees("Search · 31 trials")


async def test_an_empty_list_is_the_page_that_says_so(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("zebra", listed=True)) as driver:
        await driver.sees("zebra: not in this store (31 trials")


async def test_ascii_mode_draws_nothing_else(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("criterion", listed=True, order="start"), ascii_only=True) as driver:
        await driver.sees("Startv")
        assert driver.text.isascii()


async def test_what_cannot_be_sorted_says_so(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(trial_ref(10_000_001))) as driver:
        await driver.press(">")
        await driver.says("Nothing to sort here.")


class Many:
    """A list of any length that counts the rows that it is asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return self.total

    def place(self, number: int) -> EntityPlace:
        return EntityPlace(trial_ref(number))

    def position(self, ref: Ref) -> int | None:
        return ref.nct_number

    def cells(self, number: int) -> tuple[str, ...]:
        self.asked.add(number)
        return (trial_ref(number).key, f"Title {number}", "Compl", "3", "2020-01", "7")


class ManyTrials(SmallCatalogue):
    def __init__(self, listing: Many) -> None:
        super().__init__()
        self.listing = listing

    def page(self, place: Place) -> Page | None:
        return Page(title="Many", place=place) if isinstance(place, SearchPlace) else super().page(place)

    def trials(self, place: Place) -> Listing | None:
        return self.listing


async def test_of_100_000_trials_only_those_in_view_are_asked_for() -> None:
    many = Many(100_000)
    async with browsing(ManyTrials(many), SearchPlace("all", listed=True)) as driver:
        await driver.sees("NCT00000000")
        await driver.press("G")
        await driver.sees("NCT00099999")
        assert len(many.asked) < 4 * 40
        many.asked.clear()
        await driver.press("k")
        await driver.until(lambda: trial_list(driver).cursor == 99_998, "the cursor")
        await driver.pilot.pause()
        assert many.asked == {99_998, 99_999}


# Along the list


async def test_along_a_sorted_list_and_back_to_it(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("drug:zinc", listed=True, order="title")) as driver:
        await driver.press("enter")
        await driver.at("NCT10000014")
        await driver.press("K")
        await driver.says("This is the first of 15.")
        await driver.press("J", "J")
        await driver.says("3 of 15")
        await driver.at("NCT10000020")
        await driver.press("[")
        await driver.sees("Title▲")


async def test_along_what_was_found_for_an_unfinished_word(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("s", *"itchi", "tab")
        await driver.until(
            lambda: "15 trials" in driver.lines[-1] or "Search: itchi*" in driver.lines[-1], "all of them"
        )
        await driver.press("tab", "enter")
        await driver.at("NCT10000001")
        await driver.press("J")
        await driver.says("2 of 15")
        await driver.at("NCT10000003")


async def test_along_the_results_of_a_search(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("pain")) as driver:
        await driver.until(lambda: desk(driver).page_pane.layout_.links != (), "the links")
        await driver.press(*["tab"] * 2)
        await driver.says("Trial NCT10000000")
        await driver.press("enter", "J", "J", "J")
        await driver.says("4 of 15")
        await driver.at("NCT10000006")
        await driver.press("[")
        await driver.at("Search", "pain")


async def test_along_the_trials_of_a_term_on_its_evidence(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(mesh_ref(FEVER))) as driver:
        await driver.press("tab", "tab")
        await driver.says("Trial NCT10000000")
        await driver.press("enter", "J")
        await driver.says("2 of 15")
        await driver.at("NCT10000002")
        await driver.press("[")
        await driver.at("Fever")


async def test_along_what_was_found_while_typing(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("s", *"itching status:recruiting ", "down", "down", "enter")
        await driver.at("NCT10000001")
        await driver.press("J")
        await driver.says("2 of 3")
        await driver.at("NCT10000011")


async def test_along_a_group_of_the_tree_whose_cursor_comes_along(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("2", "right", *["right"] * 2, "down", "enter")
        await driver.at("Drug", "Oddity")
        await driver.press("J")
        await driver.says("3 of 3")
        await driver.at("Drug", "Zinc")
        await driver.until(lambda: desk(driver).tree_pane.path[-1][-1] == "zinc", "the tree at the drug")
        await driver.press("J")
        await driver.says("This is the last of 3.")
        await driver.press("[")
        await driver.at("Home")


async def test_without_a_list_the_group_of_the_tree_is_the_list(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(trial_ref(10_000_000))) as driver:
        await driver.press("J")
        await driver.says("2 of 6")
        await driver.at("NCT10000005")


async def test_what_stands_in_no_list_says_so(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("J")
        await driver.says("Open one of a list first")


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_trial_opens_in_the_same_section(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, ALL, size=size) as driver:
        await driver.press("enter")
        await driver.at("NCT10000000")
        pane = desk(driver).page_pane
        await driver.until(lambda: "eligibility" in pane.layout_.anchors, "the eligibility")
        pane.go_to_section("eligibility")
        await driver.press("down", "down", "J")
        await driver.at("NCT10000001#eligibility")
        await driver.until(lambda: at_section(pane, "eligibility"), "the eligibility at the top")
        await driver.press("J")
        await driver.at("NCT10000002#eligibility")
        await driver.until(lambda: at_section(pane, "eligibility"), "the eligibility at the top again")


def at_section(pane: PagePane, anchor: str) -> bool:
    return pane.top == pane.layout_.anchors[anchor] > 0 and section_at(pane.layout_, pane.top) == anchor


def test_a_place_that_is_replaced_is_no_step_in_the_history() -> None:
    history = History[str]()
    first, second, third = (EntityPlace(trial_ref(number)) for number in (1, 2, 3))
    history.visit(HomePlace())
    history.visit(first, HomePlace())
    history.replace(second)
    shown = history.shown
    assert shown is not None and (shown.place, shown.origin) == (second, HomePlace())
    before = history.back()
    assert before is not None and before.place == HomePlace()
    history.preview(second)
    history.replace(third)
    assert history.previewing and history.shown is not None and history.shown.place == third
