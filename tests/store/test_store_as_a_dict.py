"""Whatever is done to a store, in whatever order: it holds what a dict would, and its index a straight count of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.store.making import ACE2, COUGH, FEVER, HPO_FEVER, link, links_document, rubbish_in, trial
from tests.store.straight_checks import alias_of, check_store
from tests.store.straight_count import Content, drug_of

from trialtui.model.codec import to_document
from trialtui.model.published import PublishedPage, PublishedRow, PublishedTable, PublishedTrial
from trialtui.model.refs import Ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import Location, RegistryDate, Trial
from trialtui.store import compaction, index_terms, index_write
from trialtui.store.layout import INDEX_NAME, is_store
from trialtui.store.store import Store
from trialtui.store.verify import verify
from trialtui.store.writer import Writer

SPELLINGS = ("Aspirin", "aspirin", "ASPIRIN ", "Remdesivir", "remde  sivir")
BREATHING = Ref("mesh", "D012120")
TERMS = (FEVER, COUGH, BREATHING, HPO_FEVER, ACE2, Ref("snp", "rs1800795"), Ref("mutation", "BRAF:V600E"))

LINKS = st.builds(
    link,
    st.sampled_from(TERMS),
    st.sampled_from(("registered", "mapped", "mentioned")),
    st.sampled_from(("Fever", "fever", "")),
)
EXCLUSIONS = st.builds(link, st.sampled_from(TERMS), st.just("mentioned"), excluded=st.just(True))
LINK_LISTS = st.lists(LINKS | EXCLUSIONS, max_size=6).map(tuple)


def a_trial(
    nct: int, drugs: list[str], status: str, date: str, countries: list[str], phases: list[str], as_of: str
) -> Trial:
    return trial(
        nct,
        *drugs,
        overall_status=status,
        start_date=RegistryDate(date),
        locations=tuple(Location(country=country) for country in countries),
        phases=tuple(phases),
        record_as_of=as_of,
        nct_id_aliases=(alias_of(nct),) if status else (),
    )


def a_page(ref: Ref, text: str, refs: list[Ref], ncts: list[int]) -> PublishedPage:
    rows = tuple(PublishedRow(id="", name="", correlation=1.0, ref=other) for other in refs)
    trials = tuple(PublishedTrial(nct_id=f"NCT{nct:08d}") for nct in ncts)
    tables = (PublishedTable(kind="mesh", rows=rows),)
    return PublishedPage(ref=ref, kind=ref.kind, text=text, tables=tables, trials=trials)


TRIALS = st.builds(
    a_trial,
    st.integers(1, 6),
    st.lists(st.sampled_from(SPELLINGS), max_size=3),
    st.sampled_from(("RECRUITING", "COMPLETED", "")),
    st.sampled_from(("2020-06", "2021", "")),
    st.lists(st.sampled_from(("Italy", "France", "")), max_size=3),
    st.lists(st.sampled_from(("PHASE2", "PHASE3")), max_size=2, unique=True),
    st.sampled_from(("2020-10-07", "2021-01-01", "")),
)
PAGES = st.builds(
    a_page,
    st.sampled_from((FEVER, HPO_FEVER)),
    st.sampled_from(("one", "two")),
    st.lists(st.sampled_from(TERMS), max_size=3),
    st.lists(st.integers(1, 6), max_size=3),
)


class StoreMachine(RuleBasedStateMachine):
    """A store beside a dict; `content` is what was put, `committed` what an abort leaves, `published` what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = pytest.MonkeyPatch()
        self.patches.setattr(os, "fsync", lambda _handle: None)
        self.patches.setattr(index_terms, "BITMAP_FROM", 2)
        self.patches.setattr(index_terms, "_CACHED", 3)
        self.patches.setattr(index_write, "_PENDING", 4)
        self.patches.setattr(compaction, "MANY", 3)
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name) / "store"
        self.content = Content()
        self.committed = Content()
        self.reader: Store | None = None
        self.writing = False

    @initialize()
    def begin(self) -> None:
        self.writer = Writer(self.folder).__enter__()
        self.writing = True

    def leave(self, error: KeyboardInterrupt | None = None) -> None:
        """Leave the writer, by this error if any, and look at what is published."""
        self.writing = False
        self.writer.__exit__(type(error) if error else None, error, None)
        if error:
            self.content = self.committed.copy()
        self.committed = self.content.copy()
        self.check()

    @rule(record=TRIALS, links=LINK_LISTS, version=st.sampled_from(("2025", "2026")))
    def put_trial(self, record: Trial, links: tuple[Link, ...], version: str) -> None:
        nct = int(record.nct_id[3:])
        links = (*links, *(link(drug_of(item.name), "registered", item.name) for item in record.interventions))
        self.writer.put_trial(nct, to_document(record), links_document(links, {"MeSH": version}))
        self.content.trials[nct] = record, links
        self.content.vocabularies[nct] = version

    @precondition(lambda self: self.content.trials)
    @rule(data=st.data(), links=LINK_LISTS)
    def relink(self, data: st.DataObject, links: tuple[Link, ...]) -> None:
        nct = data.draw(st.sampled_from(sorted(self.content.trials)))
        self.writer.put_json("links", nct, orjson.dumps(links_document(links, {"MeSH": "2027"})))
        self.content.trials[nct] = self.content.trials[nct][0], links
        self.content.vocabularies[nct] = "2027"

    @rule(
        ref=st.sampled_from(TERMS),
        name=st.sampled_from(("Fever", "Pyrexia", "rs1")),
        synonyms=st.lists(st.sampled_from(("Hot", "Heat")), unique=True).map(tuple),
        source=st.sampled_from(("MeSH", "CovidResearchTrials page")),
        broader=st.lists(st.sampled_from(TERMS), max_size=2, unique=True),
    )
    def put_term(self, ref: Ref, name: str, synonyms: tuple[str, ...], source: str, broader: list[Ref]) -> None:
        parents = tuple(parent for parent in broader if TERMS.index(parent) < TERMS.index(ref))
        term = Term(ref=ref, name=name, synonyms=synonyms, parents=parents, source=source)
        self.writer.put_term(term)
        self.content.terms[ref] = term
        assert self.writer.term(ref) == term

    @rule(page=PAGES)
    def put_page(self, page: PublishedPage) -> None:
        key = (str(page.ref), page.snapshot, page.text)
        assert self.writer.put_published(page) == (self.content.pages.get(key) != page)
        self.content.pages[key] = page

    @rule()
    def put_change(self) -> None:
        number = len(self.content.changes)
        self.writer.put_change({"kind": "test", "number": number})
        self.content.changes.append(number)

    @rule()
    def commit(self) -> None:
        self.writer.commit()
        self.committed = self.content.copy()

    @rule(everything=st.booleans())
    def compact(self, everything: bool) -> None:
        self.writer.compact(everything=everything)
        self.committed = self.content.copy()

    @rule()
    def publish(self) -> None:
        self.commit()
        self.writer.publish()
        self.check()

    @rule()
    def reopen(self) -> None:
        self.leave()
        self.begin()

    @rule()
    def abort(self) -> None:
        self.leave(KeyboardInterrupt())
        self.begin()

    @rule()
    def delete_the_index(self) -> None:
        self.leave()
        (self.folder / INDEX_NAME).unlink(missing_ok=True)
        if is_store(self.folder):
            Store(self.folder).close()
        self.check()
        self.begin()

    def teardown(self) -> None:
        try:
            if self.writing:
                self.leave()
            if is_store(self.folder):
                assert list(verify(self.folder)) == []
                assert rubbish_in(self.folder) == []
        finally:
            if self.reader is not None:
                self.reader.close()
            self.patches.undo()
            self.scratch.cleanup()

    def check(self) -> None:
        """Compare the published state, as a reader that stays open and as stock readers see it."""
        if not is_store(self.folder):
            return
        if self.reader is None:
            self.reader = Store(self.folder)
        self.reader.refresh()
        check_store(self.reader, self.committed)


TestStoreAsADict = StoreMachine.TestCase
TestStoreAsADict.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
