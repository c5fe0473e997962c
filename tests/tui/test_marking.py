"""Marking trials and comparing the marked ones."""

from __future__ import annotations

from tests.tui.driving import Driver, browsing

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import drug_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue

ZINC = SearchPlace("drug:zinc", listed=True)
TRIAL = EntityPlace(trial_ref(10_000_000))


def starred(driver: Driver) -> list[str]:
    return [line.split("*NCT")[1][:8] for line in driver.lines if "*NCT" in line]


async def test_marked_trials_of_a_list_have_a_star_and_are_counted_above(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC) as driver:
        await driver.sees("NCT10000002")
        await driver.press("m")
        await driver.answers("NCT10000000 is marked, 1 in all. Mark another to compare it with")
        await driver.press("down", "down", "m")
        await driver.answers("NCT10000004 is marked, 2 in all. c compares them, e exports them")
        assert starred(driver) == ["10000000", "10000004"] and "2 marked" in driver.header
        await driver.press("m")
        await driver.answers("NCT10000004 is no longer marked; 1 are. m marks it again.")
        assert starred(driver) == ["10000000"] and "1 marked" in driver.header


async def test_marked_trials_are_compared_in_the_order_of_marking(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC) as driver:
        await driver.sees("NCT10000002")
        await driver.press("down", "m", "up", "m", "c")
        await driver.sees("NCT10000002 · NCT10000000", "facts differ", "≠ Title", "= Sponsor")
        await driver.press("[")
        await driver.sees("NCT10000004")
        assert starred(driver) == ["10000000", "10000002"]
        await driver.press("]")
        await driver.sees("2 trials compared")


async def test_one_marked_trial_is_compared_with_the_one_before_the_reader(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, TRIAL) as driver:
        await driver.press("c")
        await driver.answers("Mark 2 to 4 trials with m")
        await driver.press("m", "c")
        await driver.answers("Mark 2 to 4 trials with m")
    async with browsing(catalogue, ZINC) as driver:
        await driver.sees("NCT10000002")
        await driver.press("m", "down", "c")
        await driver.sees("NCT10000000 · NCT10000002", "2 trials compared")


async def test_more_than_four_are_too_many(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC) as driver:
        await driver.sees("NCT10000002")
        for _ in range(5):
            await driver.press("m", "down")
        await driver.press("c")
        await driver.answers("5 trials are marked; 2 to 4 can be compared. m lets one go.")


async def test_a_selected_link_to_a_trial_is_marked_before_the_page_itself(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(drug_ref("zinc"), "trials"), size=(80, 40)) as driver:
        await driver.sees("NCT10000002")
        await driver.press("m")
        await driver.answers("Only trials are marked")
        await driver.press("tab")
        await driver.answers("Trial NCT10000000")
        await driver.press("m")
        await driver.answers("NCT10000000 is marked")


async def test_a_comparison_leads_to_its_trials(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, ZINC, ascii_only=True) as driver:
        await driver.sees("NCT10000002")
        await driver.press("m", "down", "m", "c")
        await driver.sees("!= Title")
        await driver.press("tab")
        await driver.answers("https://clinicaltrials.gov/study/NCT10000000")
        await driver.press("tab", "tab", "enter")
        await driver.at("NCT10000000")
