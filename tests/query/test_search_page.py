from __future__ import annotations

from pathlib import Path

import pytest
from tests.query.corpus import make_store, trial

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import Ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import Block, Heading, KeyValues, ListBlock, Page, Paragraph, Table, Text, plain
from trialtui.query.search import search


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> StoreCatalogue:
    items = [
        trial(1, "Convalescent plasma", drugs=["Plasma"], status="COMPLETED", countries=["Italy"]),
        trial(2, "Plasma [red]", drugs=["Plasma"], summary="More plasma than before", countries=["United States"]),
        trial(3, "A placebo study", drugs=["Placebo"]),
    ]
    mesh = {"NCT00000001": ["D018352"], "NCT00000002": ["D018352"]}
    return StoreCatalogue(make_store(tmp_path_factory.mktemp("page") / "store", items, mesh=mesh))


def page(catalogue: StoreCatalogue, query: str) -> Page:
    found = catalogue.page(SearchPlace(query))
    assert found is not None
    return found


def texts(blocks: tuple[Block, ...]) -> list[Text]:
    found: list[Text] = []
    for block in blocks:
        match block:
            case Heading(text) | Paragraph(text):
                found.append(text)
            case KeyValues(rows):
                found += [text for _, text in rows]
            case Table(_, rows):
                found += [cell for row in (*rows, *block.details) for cell in row]
            case ListBlock(items):
                found += [item.text for item in items]
            case _:
                raise AssertionError(block)
    return found


def notes(found: Page) -> list[Block]:
    """What is said below the tables of a page, as paragraphs."""
    return [Paragraph(block.note) for block in found.blocks if isinstance(block, Table) and block.note]


def queries(blocks: tuple[Block, ...]) -> dict[str, str]:
    """The searches that a page leads to, by the words of the link."""
    spans = [span for text in texts(blocks) for span in text]
    return {span.text: span.target.query for span in spans if isinstance(span.target, SearchPlace)}


def test_trials_and_entities_lead_on(catalogue: StoreCatalogue) -> None:
    found = page(catalogue, "plasma")
    targets = {span.target for text in texts(found.blocks) for span in text}
    assert {EntityPlace(Ref("drug", "plasma")), EntityPlace(Ref("trial", "NCT00000001"))} <= targets
    assert found.subtitle == "Search · 2 trials"


def test_a_trial_opened_from_a_term_shows_the_evidence_for_it(catalogue: StoreCatalogue) -> None:
    ref = Ref("mesh", "D018352")
    targets = {span.target for text in texts(page(catalogue, "D018352").blocks) for span in text}
    assert EntityPlace(Ref("trial", "NCT00000001"), focus=ref) in targets


def test_each_condition_can_be_removed(catalogue: StoreCatalogue) -> None:
    links = queries(page(catalogue, "plasma status:completed").blocks)
    assert links["plasma ×"] == "status:completed"
    assert links["status:completed ×"] == "plasma"


def test_facets_lead_to_the_narrowed_query_and_to_as_many_trials_as_they_say(catalogue: StoreCatalogue) -> None:
    place = SearchPlace("plasma")
    tables = [block for block in catalogue.related(place) if isinstance(block, Table)]
    assert len(tables) == 7
    for name, count in (row for table in tables for row in table.rows):
        target = name[0].target
        assert isinstance(target, SearchPlace)
        assert len(search(catalogue.store, target.query).trials) == int(plain(count))
    assert queries(catalogue.related(place))["United States"] == 'plasma country:"United States"'


def test_what_was_found_is_quoted_and_marked(catalogue: StoreCatalogue) -> None:
    marked = [
        span.text for text in texts(page(catalogue, "before").blocks) for span in text if span.style == "evidence"
    ]
    assert marked == ["before"]


def test_what_was_found_stands_below_its_trial(catalogue: StoreCatalogue) -> None:
    (table,) = (block for block in page(catalogue, "plasma kind:trial").blocks if isinstance(block, Table))
    assert [[plain(text) for text in detail] for detail in table.details] == [
        ["title: Convalescent plasma"], ["title: Plasma [red]"],
    ]  # fmt: skip


def test_nothing_found_says_so_and_suggests(catalogue: StoreCatalogue) -> None:
    found = page(catalogue, "plasmma")
    assert any("not in this store (3 trials" in plain(text) for text in texts(found.blocks))
    assert queries(found.blocks)["plasma"] == "plasma"
    assert catalogue.related(SearchPlace("plasmma")) == ()


def test_a_query_that_cannot_be_read_says_where_and_why(catalogue: StoreCatalogue) -> None:
    found = page(catalogue, 'plasma "open')
    assert "not closed (at character 8)" in plain(texts(found.blocks)[0])
    assert catalogue.related(SearchPlace('plasma "open')) == ()


def test_no_condition_at_all_is_every_trial(catalogue: StoreCatalogue) -> None:
    found = page(catalogue, "")
    assert found.title == "All trials"
    assert found.subtitle == "Search · 3 trials"


def test_more_entities_of_a_kind_are_a_link_away(tmp_path: Path) -> None:
    items = [trial(number, drugs=[f"Plasma {number}"]) for number in range(1, 13)]
    catalogue = StoreCatalogue(make_store(tmp_path, items))
    more = queries(page(catalogue, "plasma").blocks + tuple(notes(page(catalogue, "plasma"))))["more"]
    assert more == "plasma kind:drug"
    whole = page(catalogue, more)
    drugs = [span.text for text in texts(whole.blocks) for span in text if span.text.startswith("Plasma ")]
    assert len(drugs) == 12 and notes(whole) == []


def test_a_condition_that_is_an_id_is_named(tmp_path: Path) -> None:
    from trialtui.model.term import Term

    term = Term(ref=Ref("mesh", "D018352"), name="Coronavirus Infections")
    catalogue = StoreCatalogue(make_store(tmp_path, [trial(1)], mesh={"NCT00000001": ["D018352"]}, terms=[term]))
    (facts,) = (block for block in page(catalogue, "D018352 study").blocks if isinstance(block, KeyValues))
    assert plain(facts.rows[0][1]) == "D018352 × Coronavirus Infections  study ×"


def test_what_is_not_there_is_said_once(catalogue: StoreCatalogue) -> None:
    said = [plain(text) for text in texts(page(catalogue, "NCT99999999").blocks)]
    assert sum("not in this store" in words for words in said) == 1


def test_wider_queries_are_linked(tmp_path: Path) -> None:
    from trialtui.model.term import Term

    narrow = Term(ref=Ref("mesh", "D000086382"), name="COVID-19", parents=(Ref("mesh", "D018352"),))
    mesh = {"NCT00000001": ["D018352"], "NCT00000002": ["D000086382"]}
    catalogue = StoreCatalogue(make_store(tmp_path, [trial(1), trial(2)], mesh=mesh, terms=[narrow]))
    found = page(catalogue, "D018352")
    assert found.subtitle == "Search · 1 trial · with narrower terms 2"
    assert queries(found.blocks)["2"] == "D018352+"
