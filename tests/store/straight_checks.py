"""Comparing what a store shows with a straight count of its content."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.store.making import links_document
from tests.store.straight_count import (
    Content,
    as_of,
    facets,
    names_of_terms,
    narrower,
    published_refs,
    shown_name,
    trials_of_terms,
    vocabularies,
)

from trialtui.model.codec import to_document
from trialtui.model.published import PublishedPage
from trialtui.model.refs import Ref
from trialtui.store.layout import document_id, segment_numbers, segment_path
from trialtui.store.postings import from_bits
from trialtui.store.store import Store


def check_store(store: Store, content: Content) -> None:
    """Compare documents, as our reader and a stock one see them, and everything that the index counts."""
    check_documents(store, content)
    check_segments(store.folder, content)
    check_terms(store, content)
    check_trials(store, content)
    check_facets(store, content)
    check_summary(store, content)


def alias_of(nct: int) -> str:
    """The alias that a trial with a status has."""
    return f"NCT{nct + 90_000_000:08d}"


def wanted_documents(content: Content) -> dict[str, dict[int, Any]]:
    trials = {nct: to_document(record) for nct, (record, _) in content.trials.items()}
    links = {
        nct: links_document(links, {"MeSH": content.vocabularies[nct]}) for nct, (_, links) in content.trials.items()
    }
    terms = {document_id(str(ref)): to_document(term) for ref, term in content.terms.items()}
    pages = {document_id(*key): to_document(page) for key, page in content.pages.items()}
    return {"trials": trials, "links": links, "terms": terms, "published": pages}


def check_documents(store: Store, content: Content) -> None:
    for table, wanted in wanted_documents(content).items():
        assert {doc.doc_id: dict(doc) for doc in store.db.table(table)} == wanted
    for nct, (record, links) in content.trials.items():
        assert store.trial(nct) == record
        assert tuple(store.links(nct)) == links
    assert [change["number"] for change in store.documents("changes")] == content.changes


def check_segments(folder: Path, content: Content) -> None:
    """The segments alone, read as plain JSON, newest last, say the same."""
    segments = [json.loads(segment_path(folder, number).read_bytes()) for number in segment_numbers(folder)]
    replaced = {number for segment in segments for number in segment["segment"]["1"]["replaces"]}
    merged: dict[str, dict[int, Any]] = {"trials": {}, "links": {}, "terms": {}, "published": {}}
    for segment in segments:
        if segment["segment"]["1"]["number"] not in replaced:
            for table, documents in merged.items():
                documents |= {int(key): document for key, document in segment.get(table, {}).items()}
    assert merged == wanted_documents(content)


def check_terms(store: Store, content: Content) -> None:
    index, sets, names = store.index, trials_of_terms(content), names_of_terms(content)
    base = {ref: found["registered"] | found["mapped"] for ref, found in sets.items()}
    everywhere = {ref: base[ref] | found["mentioned"] for ref, found in sets.items()}
    for ref in sets.keys() | names.keys():
        row = index.term(ref)
        assert row is not None
        posting = {via: set(index.ncts(tnos)) for via, tnos in index.posting(row.tid).items()}
        assert posting == sets.get(ref, {via: set() for via in posting})
        assert (row.registered, row.mapped, row.mentioned, row.excluded) == tuple(map(len, posting.values()))
        assert row.n == len(base.get(ref, ()))
        assert set(index.ncts(list(from_bits(index.base_bits(row.tid))))) == base.get(ref, set())
        assert {(what, name): n for what, name, n in index.names(row.tid)} == names.get(ref, {})
        assert row.name == shown_name(ref, names.get(ref, Counter()))
        below = narrower(content, ref)
        assert row.total == len(set().union(*(base.get(term, set()) for term in below)))
        assert row.anywhere == len(set().union(*(everywhere.get(term, set()) for term in below)))
    with_bitmap = {tid for (tid,) in index.ask("SELECT tid FROM bitmap")}
    common = [index.term(ref) for ref, found in base.items() if len(found) >= 2]
    assert with_bitmap == {row.tid for row in common if row is not None}


def check_trials(store: Store, content: Content) -> None:
    index = store.index
    assert sorted(index.nct_of) == sorted(content.trials)
    by_trial: dict[int, dict[str, set[Ref]]] = {}
    for ref, found in trials_of_terms(content).items():
        for via, ncts in found.items():
            for nct in ncts:
                by_trial.setdefault(nct, {}).setdefault(via, set()).add(ref)
    for nct, (record, _) in content.trials.items():
        row = index.trial(nct)
        assert row is not None
        assert (row.title, row.status, row.as_of) == (record.brief_title, record.overall_status, record.record_as_of)
        terms = {
            via: {term.ref for term in index.terms(list(tids))} for via, tids in index.trial_terms(row.tno).items()
        }
        assert terms == {via: by_trial.get(nct, {}).get(via, set()) for via in terms}
        assert index.alias(alias_of(nct)) == (nct if record.nct_id_aliases else None)
        pages = {document_id(*key) for key, page in content.pages.items() if record.nct_id in _ncts(page)}
        assert set(index.published_with(nct)) == pages


def check_facets(store: Store, content: Content) -> None:
    index, wanted = store.index, facets(content)
    for name in {name for name, _ in wanted}:
        counts = {value: ncts for (facet, value), ncts in wanted.items() if facet == name}
        assert dict(index.facet_values(name)) == {value: len(ncts) for value, ncts in counts.items()}
        for value, ncts in counts.items():
            assert set(index.ncts(list(from_bits(index.facet_bits(name, value))))) == ncts


def _ncts(page: PublishedPage) -> set[str]:
    return {item.nct_id for item in page.trials}


def check_summary(store: Store, content: Content) -> None:
    summary, listed = (
        store.index.summary,
        {ref for ref, found in trials_of_terms(content).items() if any(found.values())},
    )
    listed |= published_refs(content)
    kinds = {ref.kind for ref in listed}
    assert summary.trials == len(content.trials)
    assert summary.terms == {kind: sum(ref.kind == kind for ref in listed) for kind in kinds}
    assert summary.as_of == as_of(content)
    assert summary.published == len(content.pages)
    assert summary.vocabularies == vocabularies(content)
