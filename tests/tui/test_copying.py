"""Copying by way of the terminal, and by hand."""

from __future__ import annotations

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.small_store import TRIALS

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import drug_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.query.citation import citation
from trialtui.tui.screens.plain import PlainScreen

TRIAL = EntityPlace(trial_ref(10_000_004))
HOSTILE = EntityPlace(trial_ref(20_000_001))
CITED = (
    "University. beta study 4 (NCT10000004). ClinicalTrials.gov. https://clinicaltrials.gov/study/NCT10000004. "
    "Date of the last update not stated. Record as of 2020-10-07."
)


async def copied(driver: Driver, key: str) -> str:
    await driver.press("y")
    await driver.sees("─ Copy ─")
    await driver.press(key)
    await driver.answers("Sent to the terminal")
    return driver.app.clipboard


async def test_each_thing_is_copied_by_its_letter(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, TRIAL) as driver:
        assert await copied(driver, "i") == "NCT10000004"
        assert await copied(driver, "l") == "https://clinicaltrials.gov/study/NCT10000004"
        assert await copied(driver, "c") == CITED == citation(TRIALS[4])
        text = await copied(driver, "t")
        assert text.startswith("beta study 4\n────") and "Criterion 59" in text and "\x1b" not in text
        markdown = await copied(driver, "m")
        assert markdown.startswith("# beta study 4\n") and "- Criterion 59" in markdown
        assert "copied" not in driver.text.casefold()


async def test_the_section_at_the_top_is_copied(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(TRIAL.ref, "interventions")) as driver:
        await driver.press("y")
        await driver.sees("s  this section")
        await driver.press("s")
        await driver.answers("Sent to the terminal: this section")
        assert driver.app.clipboard.startswith("Interventions") and "Criterion 1" not in driver.app.clipboard


async def test_in_a_list_the_trial_under_the_cursor_is_what_is_copied(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace("drug:zinc", listed=True)) as driver:
        await driver.sees("NCT10000002")
        await driver.press("down", "down")
        assert await copied(driver, "c") == CITED
        assert (await copied(driver, "t")).startswith("beta study 4\n")


async def test_a_term_has_an_id_and_no_citation(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(drug_ref("zinc"))) as driver:
        assert await copied(driver, "i") == "drug:zinc"
        await driver.press("y")
        await driver.sees("─ Copy ─")
        await driver.sees_no("the citation")


async def test_what_is_copied_can_steer_no_terminal(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, HOSTILE) as driver:
        for key in "ct":
            text = await copied(driver, key)
            assert "[red]Quick" in text
            assert not {"\x1b", "\u202e"} & {*text}


async def test_a_text_too_long_for_terminals_is_shown_plain_and_not_sent(
    catalogue: StoreCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trialtui.tui.features.copying.LONGEST", 400)
    async with browsing(catalogue, TRIAL) as driver:
        await driver.press("y")
        await driver.sees("─ Copy ─")
        await driver.press("t")
        await driver.until(lambda: isinstance(driver.app.screen, PlainScreen), "the plain view")
        assert driver.app.clipboard == ""
        await driver.press("escape")
        await driver.answers("Not sent: the page as text takes")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_plain_view_has_the_text_from_the_first_column_and_nothing_else(
    catalogue: StoreCatalogue, size: tuple[int, int]
) -> None:
    async with browsing(catalogue, TRIAL, size=size) as driver:
        await driver.press("y")
        await driver.sees("─ Copy ─")
        await driver.press("v")
        await driver.until(lambda: isinstance(driver.app.screen, PlainScreen), "the plain view")
        await driver.sees("Esc closes")
        assert driver.lines[0].rstrip(" ▐") == "beta study 4"
        assert {*driver.lines[1].rstrip(" ▐")} == {"─"}
        await driver.sees("https://clinicaltrials.gov/study/NCT10000004")
        await driver.press("G")
        await driver.sees_no("beta study 4")
        await driver.press("g")
        await driver.sees("beta study 4")
        await driver.press("escape")
        await driver.sees_no("Esc closes")


async def test_a_text_is_printed_after_quitting_on_request(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, TRIAL) as driver:
        await copied(driver, "c")
        await driver.press("y")
        await driver.sees("print it after quitting  the citation")
        await driver.press("p")
        await driver.answers("Will be printed after quitting: the citation.")
        await driver.press("y")
        await driver.sees("─ Copy ─")
        await driver.press("v")
        await driver.until(lambda: isinstance(driver.app.screen, PlainScreen), "the plain view")
        await driver.press("p")
        await driver.answers("Will be printed after quitting: the citation.")
        assert driver.app.later == [CITED]
