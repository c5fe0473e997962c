"""What the index takes from a document: functions from documents to rows, the same for adding and for removing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from trialtui.model.labels import canonical
from trialtui.model.refs import Ref, RefError, drug_ref, parse_ref, trial_ref
from trialtui.model.term import PUBLISHED_SOURCE, VIAS

Document = dict[str, Any]

PREFERRED, PUBLISHED, REGISTERED, SYNONYM, OTHER_NAME = "preferred", "published", "registered", "synonym", "other name"
"""What a name is to its term. The first that a term has, commonest spelling first, is shown as its name."""

NAME_ORDER = {PREFERRED: 0, REGISTERED: 1, PUBLISHED: 2}


def trial_row(doc: Document) -> tuple[Any, ...]:
    """Return a trial's row, from `nct` on."""
    return (
        int(doc["nct_id"][3:]),
        doc.get("brief_title") or doc.get("official_title") or doc["nct_id"],
        doc.get("acronym", ""),
        canonical(doc.get("overall_status", "")),
        "/".join(doc.get("phases", ())),
        doc.get("study_type", ""),
        doc.get("start_date", {}).get("date", ""),
        (doc.get("enrollment") or {}).get("count"),
        doc.get("lead_sponsor", {}).get("name", ""),
        doc.get("record_as_of", ""),
        doc.get("source", ""),
    )


def trial_facets(doc: Document) -> Iterator[tuple[str, str]]:
    """Yield the facets of a trial as (name, value); what is not stated has the empty value."""
    yield "status", canonical(doc.get("overall_status", ""))
    yield "study_type", doc.get("study_type", "")
    for phase in doc.get("phases") or ("",):
        yield "phase", phase
    yield "year", doc.get("start_date", {}).get("date", "")[:4]
    yield "sponsor_class", doc.get("lead_sponsor", {}).get("agency_class", "")
    countries = {site.get("country", "") for site in doc.get("locations", ())} - {""}
    for country in sorted(countries) or ("",):
        yield "country", country
    yield "source", doc.get("source", "")


def trial_names(doc: Document) -> Iterator[tuple[Ref, str, str]]:
    """Yield the names that a trial registers, each once, as (term, what, name): its drugs and their other names."""
    names: dict[tuple[Ref, str, str], None] = {}
    for item in doc.get("interventions", ()):
        ref = drug_ref(item["name"])
        if ref.key:
            names[ref, REGISTERED, " ".join(item["name"].split())] = None
            others = (" ".join(other.split()) for other in item.get("other_names", ()))
            names |= {(ref, OTHER_NAME, other): None for other in others if other}
    yield from names


def trial_types(doc: Document) -> Iterator[tuple[Ref, str]]:
    """Yield each drug of a trial with its intervention type."""
    for item in doc.get("interventions", ()):
        ref = drug_ref(item["name"])
        if ref.key:
            yield ref, canonical(item.get("type", ""))


def link_sets(doc: Document) -> dict[str, set[Ref]]:
    """Return the terms of a trial by how they are linked; a term is `excluded` where every mention of it is."""
    sets: dict[str, set[Ref]] = {"registered": set(), "mapped": set(), "mentioned": set(), "excluded": set()}
    for link in doc.get("links", ()):
        sets["excluded" if link.get("excluded") else link["via"]].add(read_ref(link["ref"]))
    sets["excluded"] -= sets["mentioned"]
    return sets


def check_links(doc: Mapping[str, Any]) -> None:
    """Check a document of links before it is stored, since a segment never changes.

    Raises:
        RefError: a link is to what is no reference, or came about in no known way.
    """
    for link in doc.get("links", ()):
        read_ref(link["ref"])
        if link["via"] not in VIAS:
            raise RefError(f"a link that came about in no known way: {link['via']!r}")


@lru_cache(maxsize=1 << 16)
def read_ref(text: str) -> Ref:
    """Read a reference; the same few are read again and again.

    Raises:
        RefError: it is none.
    """
    ref = parse_ref(text)
    if ref is None:
        raise RefError(f"not a reference: {text!r}")
    return ref


def link_names(doc: Document) -> Iterator[tuple[Ref, str, str]]:
    """Yield the registered names, each once, of terms that are not drugs (a drug's come from the trial itself)."""
    links = (link for link in doc.get("links", ()) if link["via"] == "registered" and link.get("name"))
    names = {(read_ref(link["ref"]), REGISTERED, link["name"]): None for link in links}
    return (name for name in names if name[0].kind != "drug")


def term_names(doc: Document) -> Iterator[tuple[str, str]]:
    """Yield a term's names as (what, name)."""
    if doc.get("name"):
        yield PUBLISHED if doc.get("source", "").startswith(PUBLISHED_SOURCE) else PREFERRED, doc["name"]
    for name in doc.get("synonyms", ()):
        yield SYNONYM, name


def published_refs(doc: Document) -> Iterator[Ref]:
    """Yield the entities that a published page names: its own, and those of its tables."""
    texts = [doc["ref"], *(row["ref"] for table in doc.get("tables", ()) for row in table.get("rows", ()))]
    yield from (ref for text in texts if (ref := parse_ref(text)) is not None)


def published_trials(doc: Document) -> list[int]:
    """Return the NCT numbers, as digits, of the trials that a published page lists."""
    refs = [trial_ref(trial["nct_id"]) for trial in doc.get("trials", ()) if trial.get("nct_id")]
    return sorted({ref.nct_number for ref in refs})
