"""What a store has to show, while another process writes to it."""

from __future__ import annotations

from pathlib import Path

from tests.query.corpus import links_of, make_store, put, trial

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import Ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.layout import document_id, segment_path
from trialtui.store.store import Store
from trialtui.store.writer import Writer

NUMBER = 10_000_001


def test_a_trial_and_its_terms_are_what_they_became_once_the_newer_index_is_taken_up(tmp_path: Path) -> None:
    before, after = trial(NUMBER, "Old", drugs=["Zinc"]), trial(NUMBER, "New", drugs=["Aspirin"])
    catalogue = StoreCatalogue(make_store(tmp_path, [before]))
    place = EntityPlace(Ref("trial", before.nct_id))
    for made in (before, after):
        with Writer(tmp_path) as writer:
            put(writer, made, links_of(made))
        catalogue.refresh()
        page = catalogue.page(place)
        assert page is not None
        assert page.title == made.brief_title
        assert made.interventions[0].name in str(catalogue.related(place))


def test_a_damaged_record_costs_its_own_page_alone(tmp_path: Path) -> None:
    items = [trial(NUMBER, "Zinc for owls", drugs=["Zinc"]), trial(NUMBER + 1, "Tea for owls", drugs=["Tea"])]
    store = make_store(tmp_path, items)
    damage(segment_path(tmp_path, 1), b"Zinc for owls", b"Zinc for cats")
    catalogue = StoreCatalogue(store, goes_on=True)
    page = catalogue.page(EntityPlace(Ref("trial", items[0].nct_id)))
    assert page is not None
    said = str(page.blocks)
    assert f"000001.json: record trials/{NUMBER} is damaged" in said and "verify --repair" in said
    assert catalogue.related(EntityPlace(Ref("trial", items[0].nct_id))) == ()
    other = catalogue.page(EntityPlace(Ref("trial", items[1].nct_id)))
    assert other is not None and other.title == "Tea for owls"


def test_a_record_that_is_whole_but_not_what_it_should_be_is_named(tmp_path: Path) -> None:
    ref = Ref("hpo", "HP:0000001")
    with Writer(tmp_path) as writer:
        writer.put_json("terms", document_id(str(ref)), b'{"ref": "HP:0000001", "name": "All", "related": ["gene:-"]}')
    page = StoreCatalogue(Store(tmp_path), goes_on=True).page(EntityPlace(ref))
    assert page is not None
    said = str(page.blocks)
    assert "not a gene: '-'" in said and "build --relink" in said


def damage(path: Path, old: bytes, new: bytes) -> None:
    """Change bytes of a file where they are, as a disk might."""
    data = path.read_bytes()
    assert old in data and len(old) == len(new)
    with path.open("r+b") as file:
        file.seek(data.index(old))
        file.write(new)


def test_a_list_that_is_still_on_the_screen_can_be_read_after_a_newer_index_was_taken_up(tmp_path: Path) -> None:
    catalogue = StoreCatalogue(make_store(tmp_path, [trial(NUMBER + number, f"Owl {number}") for number in range(9)]))
    listing = catalogue.trials(SearchPlace("owl", listed=True))
    assert listing is not None and len(listing) == 9
    for title in ("Hawk", "Eagle"):
        with Writer(tmp_path) as writer:
            made = trial(NUMBER + 20, title)
            put(writer, made, links_of(made))
        assert catalogue.refresh()
    assert [listing.cells(number)[1] for number in range(9)] == [f"Owl {number}" for number in range(9)]
    newer = catalogue.trials(SearchPlace("eagle", listed=True))
    assert newer is not None and len(newer) == 1
