"""What is found while someone types, as a page: entities by kind, each a link, then the trials that have the words."""

from __future__ import annotations

from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import KIND_NAMES, Ref, RefError
from trialtui.pages.page import Block, Column, KeyValues, Page, Paragraph, Span, Table, Text
from trialtui.pages.spans import filled, heading, link, short, text, to_entity
from trialtui.pages.term_page import trial_table
from trialtui.query.clauses import Words
from trialtui.query.coverage import header, not_found, trials_in_words
from trialtui.query.quick import Quick, quick
from trialtui.query.resolve import find, resolve
from trialtui.query.search_language import QueryError, parse_query
from trialtui.query.search_names import EXACT, Named, named_term
from trialtui.query.search_trials import TrialSets
from trialtui.query.term_facts import LinkedTrial
from trialtui.store.store import Store

SHOWN = 6
"""How many entities of a kind, and how many trials, are shown."""

_SYNTAX = (
    ("covid plasma", "trials that have both words, and whatever is named so"),
    ('"heart attack"', "the words in a row"),
    ("vaccin*", "all words that begin so"),
    ("-placebo", "without the word; a minus excludes anything else too"),
    ("NCT04437823", "the trial; so do D045169, HP:0002090, rs1800795, gene:ACE2, drug:remdesivir"),
    ("D018352+", "trials of the term and of its narrower ones; drug:tocilizumab+ by every name of the substance"),
    ("D045169~", "trials that only mention the term, too"),
    ("status:recruiting", "also completed, terminated, withdrawn ..."),
    ("phase:3", "2/3 included; phase:3! is phase 3 alone"),
    ("year:2020..2021", "by year of start"),
    ("country:Pakistan", "by country of a site"),
    ("sponsor:gilead", "by words of the sponsor's name"),
    ("type:observational", "by type of study; class:industry by class of sponsor"),
    ("kind:drug", "entities of one kind only"),
)


def quick_page(store: Store, typed: str) -> Page:
    """Lay out what is found for what was typed so far; how to ask, where that is nothing."""
    words = typed.strip()
    if not words:
        return _help(store)
    found, meant = quick(store, typed, limit=SHOWN), _meant(store, words)
    named = {**found.entities, **(_by_reference(store, meant.ref, words) if meant is not None else {})}
    blocks: list[Block] = _unreadable(typed, found.error, bool(named)) if found.error is not None else []
    if named:
        blocks.append(_entities(named))
    if found.trials:
        blocks += _trials(found, typed)
    elif not named and found.error is None:
        blocks.append(Paragraph(text(not_found(store, words), "warning")))
    return Page(title="", place=SearchPlace(words), blocks=tuple(blocks))


def destination(store: Store, typed: str) -> Place:
    """Return where what was typed leads as a whole.

    Returns:
        The entity that it refers to; else the search for it. A quote that is open is closed; where no trial has the
        last word, but some have words that begin so, that is what is searched for.
    """
    words = _closed(typed.strip())
    meant = _meant(store, words)
    if meant is not None:
        return meant
    begun = _begun(typed)
    if begun != words and not _has_trials(store, words) and _has_trials(store, begun):
        return SearchPlace(begun)
    return SearchPlace(words)


def _closed(words: str) -> str:
    """Return a query with its last quote closed, as it is read while someone types."""
    return words if words.count('"') % 2 == 0 else f'{words}"'


def _has_trials(store: Store, query: str) -> bool:
    return TrialSets(store).of(parse_query(query)) != 0


def _begun(typed: str) -> str:
    """Return the query whose last word is the beginning of one; as typed, where it ends in no unfinished word."""
    words = _closed(typed.strip())
    try:
        clauses = parse_query(words).clauses
    except QueryError:
        return words
    last = clauses[-1].item if clauses else None
    unfinished = isinstance(last, Words) and not last.quoted and not last.begins and typed[-1:].isalnum()
    return f"{words}*" if unfinished else words


def _help(store: Store) -> Page:
    rows = tuple((asked, text(says)) for asked, says in _SYNTAX)
    said = text(f"Search {header(store)}. All that is asked for must hold.", "dim")
    blocks = (Paragraph(said), heading("How to ask", "syntax"), KeyValues(rows))
    return Page(title="", place=SearchPlace(""), blocks=blocks)


def _unreadable(typed: str, error: QueryError, found: bool) -> list[Block]:
    """Say where and why a query cannot be read."""
    at = error.position
    words = (Span(typed[:at]), Span(typed[at : at + 1] or "_", None, "warning"), Span(typed[at + 1 :]))
    said = f"This query cannot be read: {error}.{' What is found goes by its words.' if found else ''}"
    return [Paragraph(text(said, "warning")), Paragraph(tuple(span for span in words if span.text), indent=2)]


def _meant(store: Store, typed: str) -> EntityPlace | None:
    """Return the entity that was typed by its reference; None where it is none, or not in the store."""
    try:
        place = resolve(store, typed)
    except RefError:
        return None
    ref = find(store, place.ref) if place is not None else None
    return EntityPlace(ref, place.section) if place is not None and ref is not None else None


def _by_reference(store: Store, ref: Ref, typed: str) -> dict[str, list[Named]]:
    """Return an entity that was typed by its reference, as the only one of its kind."""
    if ref.kind == "trial":
        trial = store.index.trial(ref.nct_number)
        return {"trial": [Named(ref, trial.title, typed, EXACT, 1)]} if trial is not None else {}
    row = store.index.term(ref)
    return {ref.kind: [named_term(row, typed, EXACT)]} if row is not None else {}


def _entities(named: dict[str, list[Named]]) -> Table:
    """List the entities of all kinds in one table, each kind under a rule of its own."""
    body: list[tuple[Text, ...]] = []
    rules: list[tuple[int, str]] = []
    for kind in KIND_NAMES:
        if kind in named:
            rules.append((len(body), KIND_NAMES[kind][1]))
            body += [_entity(item) for item in named[kind]]
    columns = (Column("Name", wide=True), Column("Found as", wide=True), Column("Trials", right=True))
    mentioned = Column("Mentioned", right=True)
    return filled(Table((*columns, mentioned), tuple(body), rules_before=tuple(rules)))


def _entity(item: Named) -> tuple[Text, ...]:
    is_trial = item.ref.kind == "trial"
    known = (item.name.casefold(), item.ref.key.casefold())
    other = "" if item.matched.casefold() in known else short(item.matched)
    return (
        to_entity(item.ref, short(item.name)),
        text(item.ref.key if is_trial and not other else other, "dim"),
        text("" if is_trial else f"{item.trials:,}"),
        text(f"{item.mentioned:,}" if item.mentioned else ""),
    )


def _trials(found: Quick, typed: str) -> list[Block]:
    """Say how many trials fit, which leads to all of them, and list the first."""
    query = _begun(typed)
    begins = query != _closed(typed.strip())
    about = "" if found.exact else "about "
    rows = [LinkedTrial(row._replace(title=short(row.title)), "registered") for row in found.rows]
    fits = "has what was typed" if found.trials == 1 else "have what was typed"
    begun = ", the last word as the beginning of one" if begins else ""
    lead = link(f"{about}{trials_in_words(found.trials)}".capitalize(), SearchPlace(query)) + text(f" {fits}{begun}.")
    return [Paragraph(lead), trial_table(rows)]
