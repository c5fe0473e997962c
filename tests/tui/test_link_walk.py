"""Every link of many pages, by Tab and by letters: each is reached in reading order, and leads to what it names."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.query.conftest import covid_records, covid_store
from tests.tui.driving import Driver, browsing
from tests.tui.small_store import make_catalogue
from textual.geometry import Region

from trialtui.model.places import EntityPlace, Target
from trialtui.model.refs import Ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import Bars, Block, KeyValues, ListBlock, Page, Table, Text, Timeline
from trialtui.store.store import Store
from trialtui.tui import wording
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.footer import StatusLine
from trialtui.tui.widgets.page_pane import PagePane

__all__ = ["covid_records", "covid_store"]

SIZE = (150, 44)
LANDINGS = 3
"""So many links of a page are followed by each way; what the others lead to is read off."""


def texts_of(block: Block) -> Iterator[Text]:
    """The texts of a block, in reading order."""
    match block:
        case KeyValues():
            yield from (value for _, value in block.rows)
        case ListBlock():
            yield from (item.text for item in block.items)
        case Table():
            yield from (cell for row in block.rows for cell in row)
            yield block.note
        case Bars() | Timeline():
            yield from (row.label for row in block.rows) if isinstance(block, Bars) else ()
            yield block.note
        case _:
            yield block.text


def targets_of(texts: Iterable[Text]) -> list[Target]:
    """Where the links of some texts lead; neighbouring spans of one target are one link."""
    found: list[Target] = []
    for text in texts:
        before: Target | None = None
        for span in text:
            target = span.target if span.text.strip() else None
            if target is not None and target != before:
                found.append(target)
            before = target
    return found


def links_of(page: Page) -> list[Target]:
    return [link.url for link in page.outside] + targets_of(t for block in page.blocks for t in texts_of(block))


def page_pane(driver: Driver) -> PagePane:
    return driver.app.screen.query_one(Desk).page_pane


async def arrive(driver: Driver, target: Target) -> None:
    """Follow the selected link and see that the page is the one that it names."""
    await driver.press("enter")
    if isinstance(target, str):
        await driver.sees(target[:40])
    elif isinstance(target, EntityPlace):
        await driver.until(lambda: _ref(page_pane(driver)) == target.ref, f"the page of {target.ref}")
    else:
        await driver.until(lambda: page_pane(driver).page is not None and _place(driver) == target, str(target))


def _ref(pane: PagePane) -> Ref | None:
    place = pane.page.place if pane.page is not None else None
    return place.ref if isinstance(place, EntityPlace) else None


def _place(driver: Driver) -> object:
    page = page_pane(driver).page
    return page.place if page is not None else None


async def walk_by_tab(driver: Driver, expected: list[Target]) -> None:
    """Step through all links, and read where each leads in the status line."""
    pane = page_pane(driver)
    for number, target in enumerate(expected):
        driver.app.simulate_key("tab")
        await driver.until(partial(_selects, pane, number), f"link {number}")
        assert pane.selected_link is not None and pane.selected_link.target == target
        words = wording.target_text(target)[: SIZE[0] - 10].strip()[:60]
        await driver.until(partial(_says, driver, words), words)


def _selects(pane: PagePane, number: int) -> bool:
    return pane.state.selected == number


def _says(driver: Driver, words: str) -> bool:
    """Tell whether the status line, drawn by itself, begins with some words."""
    line = driver.app.screen.query_one(StatusLine)
    (strip,) = line.render_lines(Region(0, 0, line.size.width, 1))
    return strip.text.strip().startswith(words)


async def walk_by_letters(driver: Driver, chance: random.Random) -> None:
    """On every screen of the page, see that all links in view have letters, and follow one by them."""
    pane = page_pane(driver)
    while True:
        in_view = {link for link, span in enumerate(pane.layout_.links) if any(p[0] in pane.view for p in span.parts)}
        top, page = pane.top, pane.page
        if in_view:
            await driver.press("f")
            hints = {link: label for link, label in pane.hints.items()}
            assert set(hints) == in_view
            link = chance.choice(sorted(hints))
            target = pane.layout_.links[link].target
            await driver.press(*hints[link])
            if isinstance(target, str):
                await driver.sees(target[:40])
            else:
                await driver.until(partial(_is_other, pane, page), "another page")
                if isinstance(target, EntityPlace):
                    assert _ref(pane) == target.ref
                await driver.press("[")
                await driver.until(partial(_is_back, pane, page), "the page before")
        await driver.press("pagedown")
        if pane.top <= top:
            return


def _is_other(pane: PagePane, page: Page | None) -> bool:
    return pane.page is not page


def _is_back(pane: PagePane, page: Page | None) -> bool:
    return page is not None and pane.page is not None and pane.page.place == page.place


async def walk(catalogue: StoreCatalogue, ref: Ref, chance: random.Random) -> int:
    """Walk the links of an entity's page, and return how many it has."""
    place = EntityPlace(ref)
    page = catalogue.page(place)
    assert page is not None
    expected = links_of(page)
    async with browsing(catalogue, place, size=SIZE) as driver:
        await driver.until(lambda: _ref(page_pane(driver)) == ref, str(ref))
        await walk_by_tab(driver, expected)
        for number in sorted(chance.sample(range(len(expected)), min(LANDINGS, len(expected)))):
            page_pane(driver).select_link(number)
            await arrive(driver, expected[number])
            if not isinstance(expected[number], str):
                await driver.press("[")
                await driver.until(lambda: _ref(page_pane(driver)) == ref, "the page before")
                assert page_pane(driver).state.selected == number
        await driver.press("g")
        await walk_by_letters(driver, chance)
    return len(expected)


async def test_every_link_of_a_small_store(tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path)
    refs = [trial_ref(10_000_000), trial_ref(10_000_001), Ref("drug", "zinc"), Ref("drug", "aspirin")]
    chance = random.Random(1)
    assert [await walk(catalogue, ref, chance) > 1 for ref in [*refs, Ref("mesh", "D005334")]] == [True] * 5


@pytest.mark.parametrize("part", range(5))
async def test_every_link_of_fifty_random_pages_of_real_trials(covid_store: Store, part: int) -> None:
    chance = random.Random(part)
    rows = covid_store.index.ask("SELECT kind, key FROM term WHERE anywhere > 0 ORDER BY tid")
    trials = [trial_ref(nct) for nct in covid_store.index.nct_of]
    refs = chance.sample(trials, 5) + [Ref(*row) for row in chance.sample(rows, 5)]
    catalogue = StoreCatalogue(covid_store)
    for ref in refs:
        assert await walk(catalogue, ref, chance) > 0
