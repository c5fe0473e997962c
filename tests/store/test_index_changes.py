"""The index follows what changes: a newer version of a trial takes the older one's links, names and facets with it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.store.making import (
    ACE2,
    COUGH,
    FEVER,
    HPO_FEVER,
    link,
    links_document,
    make_store,
    page,
    put,
    seen_in,
    trial,
)

from trialtui.model.published import PublishedPage, PublishedTrial
from trialtui.model.refs import Ref, drug_ref
from trialtui.model.term import Term
from trialtui.model.trial import Intervention, Location, RegistryDate, Trial
from trialtui.store.index_read import TermRow
from trialtui.store.layout import segment_numbers
from trialtui.store.postings import from_bits
from trialtui.store.store import Store
from trialtui.store.writer import Writer


def term_row(store: Store, ref: Ref) -> TermRow:
    row = store.index.term(ref)
    assert row is not None
    return row


def write(folder: Path, *records: Trial) -> Store:
    with Writer(folder) as writer:
        for record in records:
            put(writer, record)
    return Store(folder)


def test_a_newer_version_takes_the_old_links_with_it(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, trial(1, "Aspirin"), link(FEVER), link(HPO_FEVER, "mapped"), link(ACE2, "mentioned"))
        put(writer, trial(2), link(FEVER))
    with Writer(tmp_path) as writer:
        put(writer, trial(1), link(COUGH), link(FEVER, "mentioned", excluded=True))
    store = Store(tmp_path)
    counts = {
        ref: (row.n, row.registered, row.mapped, row.mentioned, row.excluded)
        for ref in (FEVER, HPO_FEVER, ACE2, COUGH, drug_ref("aspirin"))
        for row in [term_row(store, ref)]
    }
    assert counts == {
        FEVER: (1, 1, 0, 0, 1),
        HPO_FEVER: (0, 0, 0, 0, 0),
        ACE2: (0, 0, 0, 0, 0),
        COUGH: (1, 1, 0, 0, 0),
        drug_ref("aspirin"): (0, 0, 0, 0, 0),
    }
    assert store.index.summary.terms == {"mesh": 2}
    assert store.index.summary.trials == 2


def test_links_alone_can_be_written_anew(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    with Writer(tmp_path) as writer:
        writer.put_json("links", 1, orjson.dumps(links_document([link(ACE2, "mentioned")], {"MeSH": "2027"})))
    store = Store(tmp_path)
    assert [item.ref for item in store.links(1)] == [ACE2]
    assert store.trial(1) is not None
    assert (term_row(store, ACE2).mentioned, term_row(store, FEVER).n) == (2, 1)
    assert store.index.summary.vocabularies == {"MeSH": "2026, 2027"}


def test_a_term_that_is_mentioned_and_excluded_in_one_trial_counts_as_mentioned(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, trial(1), link(FEVER, "mentioned"), link(FEVER, "mentioned", excluded=True))
        put(writer, trial(2), link(FEVER, "mentioned", excluded=True))
    row = term_row(Store(tmp_path), FEVER)
    assert (row.n, row.mentioned, row.excluded) == (0, 1, 1)


def test_registered_and_mapped_to_the_same_term_is_one_trial(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, trial(1), link(HPO_FEVER), link(HPO_FEVER, "mapped"))
    row = term_row(Store(tmp_path), HPO_FEVER)
    assert (row.n, row.registered, row.mapped) == (1, 1, 1)


def test_a_drug_is_shown_in_its_commonest_registered_spelling(tmp_path: Path) -> None:
    records = [trial(1, "ASPIRIN"), trial(2, "Aspirin"), trial(3, "Aspirin"), trial(4, "aspirin")]
    store = write(tmp_path, *records)
    assert term_row(store, drug_ref("aspirin")).name == "Aspirin"
    store = write(tmp_path, trial(2, "ASPIRIN"))
    assert term_row(store, drug_ref("aspirin")).name == "ASPIRIN"
    spellings = store.index.names(term_row(store, drug_ref("aspirin")).tid)
    assert [row for row in spellings if row[0] == "registered"] == [
        ("registered", "ASPIRIN", 2),
        ("registered", "Aspirin", 1),
        ("registered", "aspirin", 1),
    ]


def test_a_spelling_counts_trials_not_arms(tmp_path: Path) -> None:
    store = write(tmp_path, trial(1, "ASPIRIN", "ASPIRIN", "ASPIRIN"), trial(2, "Aspirin"), trial(3, "Aspirin"))
    assert term_row(store, drug_ref("aspirin")).name == "Aspirin"


def test_a_name_of_the_vocabulary_goes_before_registered_and_published_ones(tmp_path: Path) -> None:
    published = Term(ref=FEVER, name="fever, as published", source="CovidResearchTrials page")
    names = []
    for step in range(3):
        with Writer(tmp_path) as writer:
            if step == 0:
                writer.put_term(published)
            elif step == 1:
                put(writer, trial(1), link(FEVER, name="fever, as registered"))
            else:
                writer.put_term(Term(ref=FEVER, name="Fever", source="MeSH"))
        names.append(term_row(Store(tmp_path), FEVER).name)
    assert names == ["fever, as published", "fever, as registered", "Fever"]


def test_a_name_that_nothing_gives_any_more_is_gone(tmp_path: Path) -> None:
    write(tmp_path, trial(1, "Aspirin"))
    store = write(tmp_path, trial(1, "Remdesivir"))
    row = term_row(store, drug_ref("aspirin"))
    assert (row.name, store.index.names(row.tid), store.index.types(row.tid)) == ("aspirin", [], [])


def test_types_of_a_drug_follow_its_registrations(tmp_path: Path) -> None:
    vaccine = Intervention(name="BCG", type="BIOLOGICAL")
    write(tmp_path, trial(1, interventions=(vaccine,)), trial(2, "BCG"), trial(3, "BCG"))
    store = write(tmp_path, trial(3, interventions=(vaccine,)))
    assert store.index.types(term_row(store, drug_ref("bcg")).tid) == [("BIOLOGICAL", 2), ("DRUG", 1)]


def test_facets_follow_the_newer_version(tmp_path: Path) -> None:
    write(tmp_path, trial(1), trial(2))
    newer = trial(
        1,
        overall_status="Active, not recruiting",
        locations=(Location(country="France"), Location(country="France"), Location(country="Italy")),
        phases=("PHASE2", "PHASE3"),
        start_date=RegistryDate(),
    )
    index = write(tmp_path, newer).index
    assert dict(index.facet_values("status")) == {"RECRUITING": 1, "ACTIVE_NOT_RECRUITING": 1}
    assert dict(index.facet_values("country")) == {"Italy": 2, "France": 1}
    assert dict(index.facet_values("phase")) == {"PHASE2": 2, "PHASE3": 1}
    assert dict(index.facet_values("year")) == {"2020": 1, "": 1}
    assert index.ncts(list(from_bits(index.facet_bits("status", "ACTIVE_NOT_RECRUITING")))) == [1]
    assert index.facet_bits("status", "NO_SUCH") == 0


def test_an_alias_leads_to_its_record_while_the_record_has_it(tmp_path: Path) -> None:
    store = write(tmp_path, trial(1, nct_id_aliases=("NCT00000900", "NCT00000901")))
    assert (store.index.alias("NCT00000900"), store.index.alias("NCT00000901")) == (1, 1)
    store = write(tmp_path, trial(1, nct_id_aliases=("NCT00000901",)))
    assert (store.index.alias("NCT00000900"), store.index.alias("NCT00000901")) == (None, 1)


def test_a_page_that_is_read_anew_replaces_what_it_said(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    better = PublishedPage(
        ref=FEVER,
        kind="mesh",
        title="Fever",
        trials=(PublishedTrial(nct_id="NCT00000002"),),
        snapshot="2020-08-01",
        text=page().text,
    )
    with Writer(tmp_path) as writer:
        assert writer.put_published(better)
        assert not writer.put_published(better)
    index = Store(tmp_path).index
    assert (index.published_with(1), len(index.published_with(2))) == ([], 1)
    assert index.summary.published == 1


def test_snapshots_of_one_page_stand_side_by_side_newest_first(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        for snapshot in ("2020-05-01", "2020-11-01", "2020-08-01"):
            assert writer.put_published(page(snapshot=snapshot))
    store = Store(tmp_path)
    pages = store.published(store.index.published_of(term_row(store, FEVER).tid))
    assert [item.snapshot for item in pages] == ["2020-11-01", "2020-08-01", "2020-05-01"]


def test_parents_follow_the_newer_term(tmp_path: Path) -> None:
    for parents in ((COUGH, HPO_FEVER), (COUGH,)):
        with Writer(tmp_path) as writer:
            writer.put_term(Term(ref=FEVER, name="Fever", parents=parents))
    index = Store(tmp_path).index
    fever, cough = index.term(FEVER), index.term(COUGH)
    assert fever is not None
    assert cough is not None
    assert index.parents(fever.tid) == [cough.tid]
    assert index.children(cough.tid) == [fever.tid]


def test_what_is_put_again_unchanged_changes_nothing(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    state = seen_in(tmp_path)
    make_store(tmp_path, "first")
    assert seen_in(tmp_path) == state


@pytest.mark.parametrize("rounds", [3, 9])
def test_many_small_segments_are_merged_and_say_the_same(rounds: int, tmp_path: Path) -> None:
    for number in range(1, rounds + 1):
        with Writer(tmp_path) as writer:
            put(writer, trial(number, "Aspirin", record_as_of=f"2021-01-{number:02d}"), link(FEVER))
            writer.put_change({"kind": "import", "number": number})
    state = seen_in(tmp_path)
    with Writer(tmp_path) as writer:
        assert writer.compact() == (rounds >= 8)
    assert len(segment_numbers(tmp_path)) == (1 if rounds >= 8 else rounds)
    assert seen_in(tmp_path) == state
    assert len(state["documents"]["changes"]) == rounds


def test_a_store_that_is_mostly_superseded_is_merged(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path, *(trial(nct, brief_summary=f"{number} " * 2000) for nct in range(1, 6)))
    before = sum(path.stat().st_size for path in tmp_path.glob("*.json"))
    with Writer(tmp_path) as writer:
        assert writer.compact()
        assert not writer.compact()
    assert segment_numbers(tmp_path) == [4]
    assert sum(path.stat().st_size for path in tmp_path.glob("*.json")) < before / 2
    assert {row[0] for row in seen_in(tmp_path)["rows"]} == {1, 2, 3, 4, 5}
