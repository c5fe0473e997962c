"""Small stores for tests, and what a reader sees of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from trialtui.model.codec import to_document
from trialtui.model.published import PublishedPage, PublishedTrial
from trialtui.model.refs import Ref, drug_ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import Intervention, Location, RegistryDate, Sponsor, Trial
from trialtui.store.index_schema import LISTED
from trialtui.store.layout import TABLES
from trialtui.store.store import Store
from trialtui.store.writer import Writer

FEVER = Ref("mesh", "D005334")
COUGH = Ref("mesh", "D003371")
HPO_FEVER = Ref("hpo", "HP:0001945")
ACE2 = Ref("gene", "ACE2")

Document = dict[str, Any]


def link(ref: Ref, via: str = "registered", name: str = "", *, excluded: bool = False) -> Link:
    return Link(ref=ref, via=via, field="conditions[0]", name=name, excluded=excluded)


def trial(nct: int, *drugs: str, **fields: Any) -> Trial:
    interventions = tuple(Intervention(name=name, type="DRUG", other_names=(f"{name} INN",)) for name in drugs)
    plain = Trial(
        nct_id=f"NCT{nct:08d}",
        brief_title=f"Trial number {nct}",
        overall_status="RECRUITING",
        start_date=RegistryDate("2020-06"),
        study_type="INTERVENTIONAL",
        phases=("PHASE2",),
        lead_sponsor=Sponsor("A hospital", "OTHER"),
        locations=(Location(country="Italy"),),
        interventions=interventions,
        record_as_of="2020-10-07",
        source="ClinicalTrials.gov record",
    )
    return replace(plain, **fields)


def links_document(links: Sequence[Link], vocabularies: Mapping[str, str] | None = None) -> Document:
    documents = [to_document(item) for item in links]
    return {"linker": "1", "vocabularies": dict(vocabularies or {"MeSH": "2026"}), "links": documents}


def put(writer: Writer, record: Trial, *links: Link) -> None:
    """Put a trial with a registered link to each of its drugs, and these further links."""
    drugs = [link(drug_ref(item.name), "registered", item.name) for item in record.interventions]
    writer.put_trial(int(record.nct_id[3:]), to_document(record), links_document([*drugs, *links]))


def page(text: str = "The page, as published.", snapshot: str = "2020-08-01") -> PublishedPage:
    rows = (PublishedTrial(ordinal=1, title="Trial number 1", nct_id="NCT00000001"),)
    return PublishedPage(ref=FEVER, kind="mesh", title="Fever", trials=rows, snapshot=snapshot, text=text)


def write_first(writer: Writer) -> None:
    """The first content of a store: three trials, two terms, a page."""
    put(writer, trial(1, "Aspirin", "Remdesivir"), link(FEVER, name="Fever"), link(HPO_FEVER, "mapped"))
    put(writer, trial(2, "aspirin"), link(FEVER, name="Fever"), link(ACE2, "mentioned", "ACE2"))
    put(writer, trial(3), link(COUGH, "mentioned", "cough", excluded=True))
    writer.put_term(Term(ref=FEVER, name="Fever", synonyms=("Pyrexia",), source="MeSH"))
    writer.put_term(Term(ref=HPO_FEVER, name="Fever (HPO)", source="HPO"))
    writer.put_published(page())


def write_second(writer: Writer) -> None:
    """What comes later: trial 1 in a newer version, a fourth trial, a better term."""
    newer = trial(1, "Aspirin", overall_status="COMPLETED", record_as_of="2021-01-01", brief_title="Trial one, newer")
    put(writer, newer, link(COUGH, name="Cough"))
    put(writer, trial(4, "Aspirin"), link(FEVER, name="Fever"))
    writer.put_term(Term(ref=FEVER, name="Fever", synonyms=("Pyrexia", "Hyperthermia"), source="MeSH"))


def compact(writer: Writer) -> None:
    writer.compact(everything=True)


WORK: dict[str, Callable[[Writer], None]] = {"first": write_first, "second": write_second, "compaction": compact}
"""The things that the tests of interruptions do to a store, by name."""


def make_store(folder: Path, *works: str) -> Path:
    """Make a store, one segment for each piece of work."""
    for work in works or ("first",):
        with Writer(folder) as writer:
            WORK[work](writer)
    return folder


def seen(store: Store) -> dict[str, Any]:
    """Everything that a reader can see of a store but how it lies on disk: documents, lists, counts, links."""
    index = store.index
    terms = index.terms_where(f"{LISTED} ORDER BY kind, key")
    return {
        "documents": {name: {doc.doc_id: dict(doc) for doc in store.db.table(name)} for name in TABLES},
        "terms": [(row.ref, row.name, row.n, row.registered, row.mapped, row.mentioned, row.excluded) for row in terms],
        "names": {row.ref: index.names(row.tid) for row in terms},
        "trials": {row.ref: {via: index.ncts(tnos) for via, tnos in index.posting(row.tid).items()} for row in terms},
        "rows": [row[1:] for row in index.ask("SELECT * FROM trial ORDER BY nct")],
        "facets": sorted((value, n) for value, n in index.facet_values("status")),
        "summary": index.summary,
    }


def seen_in(folder: Path) -> dict[str, Any]:
    """Everything that a fresh reader sees of a store."""
    store = Store(folder)
    try:
        return seen(store)
    finally:
        store.close()


def rubbish_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".tmp")
