"""What a store has to show, while another process writes to it."""

from __future__ import annotations

from pathlib import Path

from tests.query.corpus import links_of, make_store, put, trial

from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref
from trialtui.pages.catalogue import StoreCatalogue
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
