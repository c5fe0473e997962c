"""Small stores for the tests of finding, and a straight search over their trials that shares no code with ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path

from trialtui.model.codec import to_document
from trialtui.model.labels import canonical
from trialtui.model.refs import Ref, drug_ref, parse_ref, trial_ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import Eligibility, Intervention, Location, Outcome, RegistryDate, Sponsor, Trial
from trialtui.query.clauses import Clause, Narrowing, Query, Words
from trialtui.query.clauses import Term as TermItem
from trialtui.store.store import Store
from trialtui.store.writer import Writer


def trial(
    number: int,
    title: str = "A study",
    *,
    summary: str = "",
    criteria: str = "",
    drugs: Sequence[str] = (),
    other_names: Sequence[str] = (),
    conditions: Sequence[str] = (),
    measures: Sequence[str] = (),
    status: str = "RECRUITING",
    phases: Sequence[str] = (),
    start: str = "2020-05",
    countries: Sequence[str] = (),
    sponsor: str = "University",
    agency_class: str = "OTHER",
    acronym: str = "",
    study_type: str = "INTERVENTIONAL",
) -> Trial:
    return Trial(
        nct_id=f"NCT{number:08d}",
        brief_title=title,
        acronym=acronym,
        brief_summary=summary,
        overall_status=status,
        study_type=study_type,
        phases=tuple(phases),
        start_date=RegistryDate(start),
        interventions=tuple(Intervention(name=name, type="DRUG", other_names=tuple(other_names)) for name in drugs),
        conditions=tuple(conditions),
        outcomes=tuple(Outcome(role="primary", measure=measure) for measure in measures),
        eligibility=Eligibility(criteria=criteria),
        lead_sponsor=Sponsor(sponsor, agency_class),
        locations=tuple(Location(country=country) for country in countries),
        record_as_of="2020-10-07",
        source="ClinicalTrials.gov record",
    )


def refs(*texts: str) -> list[Ref]:
    return [ref for text in texts if (ref := parse_ref(text)) is not None]


def links_of(item: Trial, mesh: Iterable[str] = (), mentioned: Iterable[str] = ()) -> list[Link]:
    links = [Link(ref=drug_ref(drug.name), via="registered", name=drug.name) for drug in item.interventions]
    links += [Link(ref=ref, via="registered", field="condition_meshes[0]") for ref in refs(*mesh)]
    return links + [Link(ref=ref, via="mentioned", field="brief_summary", start=0, end=1) for ref in refs(*mentioned)]


def put(writer: Writer, item: Trial, links: Iterable[Link]) -> None:
    number = trial_ref(item.nct_id).nct_number
    document = {"linker": "1", "vocabularies": {}, "links": [to_document(link) for link in links]}
    writer.put_trial(number, to_document(item), document)


def make_store(
    folder: Path,
    trials: Iterable[Trial],
    *,
    mesh: Mapping[str, Sequence[str]] | None = None,
    mentioned: Mapping[str, Sequence[str]] | None = None,
    terms: Iterable[Term] = (),
) -> Store:
    """Write trials, each with its drugs and the MeSH terms given by NCT number, and open the store."""
    with Writer(folder) as writer:
        for term in terms:
            writer.put_term(term)
        for item in trials:
            put(writer, item, links_of(item, (mesh or {}).get(item.nct_id, ()), (mentioned or {}).get(item.nct_id, ())))
    return Store(folder)


def ncts(store: Store, bits: int) -> set[str]:
    """The NCT numbers of a bitmap."""
    return {trial_ref(nct).key for tno, nct in enumerate(store.index.nct_of) if bits >> tno & 1}


def plain_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", unescape(text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return re.findall(r"[^\W_]+", bare)


def texts(item: Trial) -> list[str]:
    """Every text of a trial that is searched for words."""
    drugs = [text for drug in item.interventions for text in (drug.name, *drug.other_names, drug.description)]
    measures = [text for each in item.outcomes for text in (each.measure, each.description, each.time_frame)]
    ids = [item.org_study_id, *item.secondary_ids]
    long = [item.brief_summary, item.detailed_description, item.eligibility.criteria]
    titles = [item.brief_title, item.official_title, item.acronym]
    return [*ids, *titles, *long, *item.conditions, *item.keywords, *drugs, *measures]


def has_words(item: Trial, wanted: Words) -> bool:
    """Whether some text of a trial has the words in a row."""
    length, parts = len(wanted.parts), list(wanted.parts)
    for text in texts(item):
        spelled = plain_words(text)
        for at in range(len(spelled) - length + 1):
            run = spelled[at : at + length]
            if run == parts or (wanted.begins and run[:-1] == parts[:-1] and run[-1].startswith(parts[-1])):
                return True
    return False


_FIELDS: dict[str, Callable[[Trial], set[str]]] = {
    "status": lambda item: {item.overall_status},
    "type": lambda item: {item.study_type},
    "class": lambda item: {item.lead_sponsor.agency_class},
}


def fits(item: Trial, clause: Clause, linked: Mapping[str, set[Ref]]) -> bool:
    """Whether a trial fits a clause, by looking at the trial itself."""
    return _fits(item, clause, linked) != clause.excluded


def _fits(item: Trial, clause: Clause, linked: Mapping[str, set[Ref]]) -> bool:
    match clause.item:
        case Words():
            return has_words(item, clause.item)
        case TermItem(ref):
            return ref == Ref("trial", item.nct_id) or ref in linked[item.nct_id]
        case Narrowing("kind", value):
            return value == "trial"
        case Narrowing("phase", value, exact):
            known = {"early1": "EARLY_PHASE1", "na": "NA"}
            wanted = {known.get(part, f"PHASE{part}") for part in value.split("/")} if value != "none" else set()
            return set(item.phases) == wanted if exact or value == "none" else wanted <= set(item.phases)
        case Narrowing("year", value):
            year = item.start_date.date[:4]
            first, dots, last = value.partition("..")
            if value == "none":
                return not year
            return bool(year) and (first or "0") <= year <= ((last or "9999") if dots else first)
        case Narrowing("country", value):
            return value in item.countries if value != "none" else not item.countries
        case Narrowing("sponsor", value):
            return set(plain_words(value)) <= set(plain_words(item.lead_sponsor.name))
        case Narrowing(name, value):
            return ("" if value == "none" else canonical(value)) in _FIELDS[name](item)
    raise AssertionError(clause)


def naive(trials: Iterable[Trial], query: Query, linked: Mapping[str, set[Ref]]) -> set[str]:
    """The trials that fit a query, by looking at each."""
    return {item.nct_id for item in trials if all(fits(item, clause, linked) for clause in query.clauses)}
