"""What an index must say, counted straight from the trials, links, terms and pages, with none of the store's code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from trialtui.model.published import PublishedPage
from trialtui.model.refs import Ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import Trial

Names = Counter[tuple[str, str]]


@dataclass
class Content:
    """The content of a store, as a test put it there."""

    trials: dict[int, tuple[Trial, tuple[Link, ...]]] = field(default_factory=dict)
    vocabularies: dict[int, str] = field(default_factory=dict)
    terms: dict[Ref, Term] = field(default_factory=dict)
    pages: dict[tuple[str, str, str], PublishedPage] = field(default_factory=dict)
    changes: list[int] = field(default_factory=list)

    def copy(self) -> Content:
        return Content(
            dict(self.trials), dict(self.vocabularies), dict(self.terms), dict(self.pages), list(self.changes)
        )


def drug_of(name: str) -> Ref:
    return Ref("drug", " ".join(name.lower().split()))


def trials_of_terms(content: Content) -> dict[Ref, dict[str, set[int]]]:
    """The trials of each term by how they are linked; `excluded` where no mention of it is more than that."""
    found: defaultdict[Ref, dict[str, set[int]]] = defaultdict(
        lambda: {"registered": set(), "mapped": set(), "mentioned": set(), "excluded": set()}
    )
    for nct, (_, links) in content.trials.items():
        named = {link.ref for link in links if link.via == "mentioned" and not link.excluded}
        for link in links:
            if not link.excluded:
                found[link.ref][link.via].add(nct)
            elif link.ref not in named:
                found[link.ref]["excluded"].add(nct)
    return dict(found)


def names_of_terms(content: Content) -> dict[Ref, Names]:
    """The names of each term as (what, name), with the number of trials or terms that give them."""
    found: defaultdict[Ref, Names] = defaultdict(Counter)
    for trial, links in content.trials.values():
        registered = {(link.ref, "registered", link.name) for link in links if _names_a_term(link)}
        for item in trial.interventions:
            registered.add((drug_of(item.name), "registered", " ".join(item.name.split())))
            registered |= {(drug_of(item.name), "other name", " ".join(other.split())) for other in item.other_names}
        for ref, what, name in registered:
            found[ref][what, name] += 1
    for term in content.terms.values():
        found[term.ref]["published" if term.source.startswith("CovidResearchTrials") else "preferred", term.name] += 1
        found[term.ref].update(("synonym", name) for name in term.synonyms)
    return dict(found)


def _names_a_term(link: Link) -> bool:
    return link.via == "registered" and link.ref.kind != "drug" and bool(link.name)


def shown_name(ref: Ref, names: Names) -> str:
    """The preferred name, else the commonest registered spelling, else the published one, else the key."""
    for what in ("preferred", "registered", "published"):
        spellings = sorted((-n, name) for (kind, name), n in names.items() if kind == what)
        if spellings:
            return spellings[0][1]
    return ref.key


def facets(content: Content) -> dict[tuple[str, str], set[int]]:
    """The trials of each value of each facet."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for nct, (trial, _) in content.trials.items():
        values = [("status", trial.overall_status), ("study_type", trial.study_type), ("source", trial.source)]
        values += [("year", trial.start_date.date[:4]), ("sponsor_class", trial.lead_sponsor.agency_class)]
        values += [("phase", phase) for phase in trial.phases or ("",)]
        values += [("country", country) for country in trial.countries or ("",)]
        for value in values:
            found[value].add(nct)
    return dict(found)


def narrower(content: Content, ref: Ref) -> set[Ref]:
    """A term and every narrower one of its kind."""
    found, waiting = set(), [ref]
    while waiting:
        ref = waiting.pop()
        found.add(ref)
        children = (term.ref for term in content.terms.values() if ref in term.parents and term.ref.kind == ref.kind)
        waiting += [child for child in children if child not in found]
    return found


def published_refs(content: Content) -> set[Ref]:
    """The entities that published pages name."""
    return {ref for page in content.pages.values() for ref in _refs(page)}


def _refs(page: PublishedPage) -> Iterator[Ref]:
    yield page.ref
    yield from (row.ref for table in page.tables for row in table.rows)


def vocabularies(content: Content) -> dict[str, str]:
    versions = sorted({content.vocabularies[nct] for nct in content.trials})
    return {"MeSH": ", ".join(versions)} if versions else {}


def as_of(content: Content) -> tuple[str, str]:
    dates = sorted(trial.record_as_of for trial, _ in content.trials.values() if trial.record_as_of)
    return (dates[0], dates[-1]) if dates else ("", "")
