"""No text that anyone types makes the search, its pages, its facets, its lists or its suggestions fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.corpus import make_store, trial

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import RefError, mesh_ref
from trialtui.model.term import Term
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.query.resolve import resolve
from trialtui.query.search_language import QueryError, parse_query

PIECES = st.sampled_from([
    *'"-+~!*():;%_^{}\\/\'', " ", "covid", "drug:", "drug:plasma", "gene:ACE2", "D018352", "status:", "recruiting",
    "phase:", "3!", "2/3", "year:", "2020..", "NCT", "NCT00000001", "HP:0002090", "rs1800795", "mutation:", "V600E",
    "kind:", "trial", "AND", "OR", "NOT", "NEAR", "country:", '"United States"', "sponsor:", "none", "\x00", "\ud800",
    "\udcff", "é", "…", "“", "”", "ﬁ", "½", "𝒜", "\n", "\t",
])  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> StoreCatalogue:
    items = [
        trial(1, "Convalescent plasma for covid", drugs=["Plasma"], status="COMPLETED", countries=["United States"]),
        trial(2, "Plasma", drugs=["Plasma", "Placebo"], phases=["PHASE2", "PHASE3"]),
    ]
    terms = [Term(ref=mesh_ref("D018352"), name="Coronavirus Infections")]
    mentioned = {"NCT00000002": ["gene:ACE2", "mutation:V600E", "HP:0002090", "rs1800795"]}
    folder = tmp_path_factory.mktemp("any") / "store"
    return StoreCatalogue(
        make_store(folder, items, mesh={"NCT00000001": ["D018352"]}, mentioned=mentioned, terms=terms)
    )


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.lists(PIECES, max_size=7).map("".join), st.text(max_size=20)))
def test_whatever_is_typed_is_answered(catalogue: StoreCatalogue, text: str) -> None:
    catalogue.search(text)
    place = SearchPlace(text)
    found = catalogue.page(place)
    assert found is not None and found.title is not None
    catalogue.related(place)
    listing = catalogue.trials(SearchPlace(text, listed=True, order="title"))
    try:
        parse_query(text)
    except QueryError as error:
        assert listing is None and 0 <= error.position <= len(text)
    else:
        assert listing is not None
    assert isinstance(catalogue.destination(text), EntityPlace | SearchPlace)


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.lists(PIECES, max_size=4).map("".join), st.text(max_size=20)))
def test_whatever_is_taken_for_a_reference_is_looked_up(catalogue: StoreCatalogue, text: str) -> None:
    try:
        place = resolve(catalogue.store, text)
    except RefError:
        return
    if place is not None:
        catalogue.page(place)
        catalogue.missing(place)
