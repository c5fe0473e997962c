"""Correlated terms in the browser: sorted by either figure, and from a row to the trials that both share."""

from __future__ import annotations

import pytest
from tests.query.corpus import make_store, trial
from tests.tui.driving import Driver, browsing

from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref, drug_ref, mesh_ref
from trialtui.model.term import Term
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.tui.widgets.desk import Desk

SIZES = [(120, 40), (80, 24)]
ALPHA = EntityPlace(drug_ref("alpha"))
DRUGS = {
    1: ["Alpha", "Beta", "Gamma"],
    2: ["Alpha", "Beta", "Gamma"],
    3: ["Alpha", "Gamma"],
    4: ["Gamma"],
    5: ["Gamma"],
    6: ["Gamma"],
    7: ["Gamma"],
    8: ["Alpha", "Delta"],
}
GENES = {"NCT00000001": ["gene:ACE2"], "NCT00000002": ["gene:ACE2", "gene:IL6"], "NCT00000004": ["gene:IL6"]}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> StoreCatalogue:
    items = [trial(number, f"Study {number}", drugs=names) for number, names in DRUGS.items()]
    mesh = {f"NCT{number:08d}": ["D005334"] for number in (1, 2)}
    terms = [Term(ref=mesh_ref("D005334"), name="Fever")]
    folder = tmp_path_factory.mktemp("correlated") / "store"
    return StoreCatalogue(make_store(folder, items, mesh=mesh, mentioned=GENES, terms=terms))


def related(driver: Driver) -> str:
    """The text of the correlated drugs, in their pane or at the page's end, without the tree beside it."""
    tree = 26 if len(driver.lines[0]) <= 80 else 90
    text = "\n".join(line[tree:] for line in driver.lines)
    return text[text.index("Correlated Drug Terms") :]


async def to_correlated(driver: Driver, section: str = "correlated-drug") -> None:
    """Go to the correlated terms, wherever they are at this width."""
    desk = driver.app.screen.query_one(Desk)
    await driver.until(lambda: desk.go_to_section(section) and "Correlated Drug" in driver.text, "the terms")


def order(driver: Driver) -> list[str]:
    text = related(driver)
    return sorted((name for name in ("Beta", "Gamma", "Delta") if name in text), key=text.index)


@pytest.mark.parametrize("size", SIZES)
async def test_they_are_sorted_by_trials_shared_and_back(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, ALPHA, size=size) as driver:
        await to_correlated(driver)
        assert order(driver) == ["Beta", "Gamma", "Delta"]
        await driver.press(">")
        await driver.says("Correlated terms by trials shared.")
        await driver.until(lambda: order(driver) == ["Gamma", "Beta", "Delta"], "the other order")
        await driver.press("<")
        await driver.says("Correlated terms by correlation.")
        await driver.until(lambda: order(driver) == ["Beta", "Gamma", "Delta"], "the first order")


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_term_is_sorted_alike(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, ALPHA, size=size) as driver:
        await to_correlated(driver)
        await driver.press(">")
        await driver.says("by trials shared")
        await driver.press("tab", "enter")
        await driver.at("Gamma")
        await to_correlated(driver, "correlated")
        await driver.sees("Sorted by trials")


@pytest.mark.parametrize("size", SIZES)
async def test_in_the_page_the_trials_are_listed_instead(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, ALPHA, size=size) as driver:
        await driver.press(">")
        await driver.says("4 trials by NCT number.")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("ref", "query", "trials"),
    [
        (drug_ref("alpha"), "drug:alpha drug:beta", ["NCT00000001", "NCT00000002"]),
        (Ref("gene", "ACE2"), "gene:ACE2~ drug:beta~", ["NCT00000001", "NCT00000002"]),
    ],
)
async def test_a_row_leads_to_the_trials_that_both_share(
    catalogue: StoreCatalogue, size: tuple[int, int], ref: Ref, query: str, trials: list[str]
) -> None:
    async with browsing(catalogue, EntityPlace(ref), size=size) as driver:
        await to_correlated(driver)
        await driver.press("tab", "tab")
        await driver.until(lambda: f"Search: {query}" in driver.lines[-2] + driver.lines[-1], query)
        await driver.press("enter")
        await driver.at(query)
        await driver.sees(*trials)
        await driver.sees_no("NCT00000003")


def test_the_shared_trials_of_a_row_are_as_many_as_it_says(catalogue: StoreCatalogue) -> None:
    from trialtui.query.correlation import CORRELATED_KINDS, both, correlate
    from trialtui.query.search import search

    index = catalogue.store.index
    for ref in (drug_ref("alpha"), drug_ref("gamma"), mesh_ref("D005334"), Ref("gene", "ACE2")):
        row = index.term(ref)
        assert row is not None
        for mentions in (False, True):
            tables = correlate(index, row, mentions=mentions)
            assert set(tables) == set(CORRELATED_KINDS)
            for pair in (pair for table in tables.values() for pair in table):
                found = search(catalogue.store, both(ref, pair.ref, mentions=mentions))
                assert len(found.trials) == pair.trials, (ref, pair)
