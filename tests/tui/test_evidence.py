"""The evidence of a link by keys: what is said, and where Enter leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.query.corpus import put, trial
from tests.tui.driving import Driver, browsing

from trialtui.model.places import EntityPlace, HomePlace, Place
from trialtui.model.refs import Ref, drug_ref, mesh_ref, trial_ref
from trialtui.model.term import Link, Term
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.store.writer import Writer
from trialtui.tui.widgets.desk import Desk

FIRST, SECOND = trial_ref(10_000_001), trial_ref(10_000_002)
FEVER, ZINC, OTHER = Ref("hpo", "HP:0001945"), drug_ref("zinc"), mesh_ref("D005334")
SUMMARY = "Zinc is given. A high fever is measured each day."
CRITERIA = "Inclusion:\n\n" + "\n".join(f"* Criterion {n} is met" for n in range(60)) + "\n* No fever at all"


def mention(field: str, text: str, *, excluded: bool = False) -> Link:
    start = text.index("fever")
    return Link(ref=FEVER, via="mentioned", field=field, start=start, end=start + 5, name="fever", excluded=excluded)


@pytest.fixture
def catalogue(tmp_path: Path) -> StoreCatalogue:
    first = trial(10_000_001, "First trial", summary=SUMMARY, criteria=CRITERIA, drugs=["Zinc"])
    second = trial(10_000_002, "Second trial", summary="Another fever [red]here[/red].")
    plain = CRITERIA.replace("\n\n", "\n").replace("* ", "")
    links = [
        Link(ref=ZINC, via="registered", field="interventions[0].name", name="Zinc"),
        Link(ref=FEVER, via="mapped", field="condition_meshes[0]", name="Fever (MeSH)"),
        mention("brief_summary", SUMMARY),
        mention("eligibility.criteria", plain, excluded=True),
    ]
    with Writer(tmp_path) as writer:
        for term in (Term(ref=FEVER, name="Fever"), Term(ref=ZINC, name="Zinc"), Term(ref=OTHER, name="Heat")):
            writer.put_term(term)
        put(writer, first, links)
        put(writer, second, [mention("brief_summary", "Another fever [red]here[/red].")])
    return StoreCatalogue(Store(tmp_path))


def shown(driver: Driver) -> list[str]:
    """The lines of the page that are in view."""
    pane = driver.app.screen_stack[0].query_one(Desk).page_pane
    return [pane.layout_.lines[number].text for number in pane.view if number < len(pane.layout_.lines)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_evidence_of_the_term_that_one_came_from(catalogue: StoreCatalogue, size: tuple[int, int]) -> None:
    async with browsing(catalogue, EntityPlace(FIRST, "", FEVER), size=size) as driver:
        await driver.press("v")
        await driver.sees("Fever in NCT10000001", "Mapped from the record's MeSH terms (1)", "Fever (MeSH)")
        await driver.sees("Mentioned in the text (2)", "summary: A high fever is measured each day.")
        await driver.press("escape")
        await driver.sees_no("Evidence")


async def test_enter_goes_to_the_sentence_wherever_it_stands(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(FIRST, "", FEVER), size=(80, 24)) as driver:
        await driver.press("v")
        await driver.sees("eligibility criteria, excluded: No fever at all")
        await driver.press("tab", "tab", "enter")
        await driver.at("#eligibility")
        await driver.until(lambda: any("No fever at all" in line for line in shown(driver)), "the sentence")


async def test_from_a_term_to_the_evidence_in_a_trial_and_there(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(FEVER)) as driver:
        await driver.press("v")
        await driver.sees("Trials that mention Fever", "2 of 2 trials", "summary: Another fever [red]here[/red].")
        await driver.press("tab", "enter")
        await driver.at("Trial", "NCT10000002")
        await driver.press("[")
        await driver.at("Fever")
        await driver.press("slash", *"NCT10000001", "enter", "v")
        await driver.sees("Fever in NCT10000001")


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (HomePlace(), "Evidence ties a trial to a term"),
        (EntityPlace(FIRST), "Evidence ties a trial to a term"),
        (EntityPlace(FIRST, "", OTHER), "NCT10000001 is not linked to D005334."),
        (EntityPlace(ZINC), "No text in this store mentions drug:zinc."),
    ],
)
async def test_where_there_is_none_it_is_said(catalogue: StoreCatalogue, start: Place, says: str) -> None:
    async with browsing(catalogue, start) as driver:
        await driver.press(*(["w"] if isinstance(start, HomePlace) else []), "v")
        await driver.says(says)


async def test_it_is_ascii_where_that_is_asked_for(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, EntityPlace(FIRST, "", FEVER), ascii_only=True) as driver:
        await driver.press("v")
        await driver.sees("Fever in NCT10000001")
        assert driver.text.isascii()


def test_registered_links_name_what_the_record_says(catalogue: StoreCatalogue) -> None:
    found = catalogue.evidence(ZINC, FIRST)
    assert found is not None
    assert [passage.place for passage in found.passages] == [EntityPlace(FIRST, "interventions", ZINC)]
    assert catalogue.evidence(Ref("gene", "ACE2"), None) is None
