"""The results of a query: what narrows it, the entities that it names, its trials, and how these can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.places import SearchPlace
from trialtui.model.refs import KIND_NAMES
from trialtui.pages.page import Block, Column, KeyValues, Page, Paragraph, Span, Table, Text
from trialtui.pages.spans import filled, heading, join, link, rows, text, to_entity
from trialtui.pages.term_page import trial_table
from trialtui.query.clauses import Clause, Item, Narrowing, Query, Term
from trialtui.query.coverage import not_found, trials_in_words
from trialtui.query.facets import Facet, facets
from trialtui.query.search import Results, kinds_of, search
from trialtui.query.search_language import QueryError, parse_query
from trialtui.query.search_names import Named
from trialtui.query.search_trials import terms_of
from trialtui.query.snippets import Snippet, snippets
from trialtui.query.suggest import suggestions
from trialtui.query.term_facts import LinkedTrial
from trialtui.store.store import Store

SHOWN = 200
"""How many trials the page lists; a list to sort has them all."""

_NAMED = 8
_NAMED_OF_ONE_KIND = 200
"""How many entities of a kind the page lists: of each, or of the only one that was asked for."""

_QUOTED = 10
"""From how many trials the page quotes what was found."""


def search_page(store: Store, place: SearchPlace) -> Page:
    """Lay out the results of a query, without its facets, which stand beside them; or say why it cannot be read."""
    try:
        query = parse_query(place.query)
        results = search(store, query, limit=_named_limit(query))
    except QueryError as error:
        return _unreadable(place, error)
    counts = [f"{wider.label} {wider.count:,}" for wider in results.wider]
    found = [trials_in_words(len(results.trials))] if results.lists_trials else []
    blocks: list[Block] = [*_breadcrumbs(store, results)]
    nothing = "" if results.found else not_found(store, str(results.query) or "anything")
    blocks += [Paragraph(text(note, "warning")) for note in results.notes if note != nothing]
    if not results.found:
        blocks.append(Paragraph(text(nothing, "warning")))
    if meant := [link(str(query), SearchPlace(str(query))) for query in suggestions(store, results)]:
        blocks.append(Paragraph(text("Did you mean ") + join(meant, ", ") + text("?")))
    for kind, named in results.entities.items():
        if kind != "trial" or not results.lists_trials:
            blocks += _entities(results.query, kind, named)
    if results.lists_trials and len(results.trials):
        blocks += _trials(store, results)
    return Page(
        title=str(results.query) or "All trials",
        subtitle=" · ".join(["Search", *found, *counts]),
        place=place,
        blocks=tuple(blocks),
    )


def list_page(place: SearchPlace) -> Page:
    """Name the list of a query's trials, whose rows are shown apart."""
    return Page(title=str(parse_query(place.query)) or "All trials", subtitle="Trials", place=place)


def facet_blocks(store: Store, place: SearchPlace) -> list[Block]:
    """Lay out how the trials of a query spread over each facet; every value leads to the query narrowed to it."""
    try:
        results = search(store, place.query, limit=0)
    except QueryError:
        return []
    if len(results.trials) < 2:
        return []
    blocks: list[Block] = [heading(f"Narrow {trials_in_words(len(results.trials))}", "narrow")]
    for facet in facets(store, results.trials.bits):
        blocks += _facet(results.query, facet)
    return blocks


def _unreadable(place: SearchPlace, error: QueryError) -> Page:
    mark = place.query[error.position : error.position + 1]
    words = (Span(place.query[: error.position]), Span(mark, None, "warning"), Span(place.query[error.position + 1 :]))
    blocks = (Paragraph(text(f"This query cannot be read: {error}.", "warning")), Paragraph(words, indent=2))
    return Page(title=place.query, subtitle="Search", place=place, blocks=blocks)


def _breadcrumbs(store: Store, results: Results) -> list[Block]:
    """Show each condition, which leads to the query without it, and the wider queries."""
    query = results.query
    steps = [
        link(f"{clause} ×", SearchPlace(str(query.without(number)))) + _named(store, clause.item)
        for number, clause in enumerate(query.clauses)
    ]
    wider = [text(f"{item.label} ") + link(f"{item.count:,}", SearchPlace(str(item.query))) for item in results.wider]
    facts = rows(("Narrowed by", join(steps, "  ")), ("Left out", join(wider, " · ")))
    return [KeyValues(facts)] if facts else []


def _named(store: Store, item: Item) -> Text:
    """Name the term that a condition gives by its id; a drug's reference is its name."""
    row = store.index.term(item.ref) if isinstance(item, Term) and item.ref.kind != "drug" else None
    return text(f" {row.name}", "dim") if row is not None and row.name != row.ref.key else ()


def _entities(query: Query, kind: str, named: Sequence[Named]) -> list[Block]:
    """List the entities of a kind, each with the name that was found where that is another."""
    name = KIND_NAMES[kind][1]
    body = tuple(
        (
            to_entity(item.ref, item.name),
            text(_alias(item), "dim"),
            text(f"{item.trials:,}"),
            text(f"{item.mentioned:,}" if item.mentioned else ""),
        )
        for item in named
    )
    columns = (Column("Name", wide=True), Column("Found as", wide=True), Column("Trials", right=True))
    mentioned = Column("Mentioned", right=True)
    limit = _named_limit(query)
    whole = SearchPlace(str(query.with_clause(Clause(Narrowing("kind", kind)))))
    more = link("more", whole) if limit == _NAMED else text("all: trialtui search", "dim")
    note = text(f"The first {limit}; ", "dim") + more if len(named) == limit else ()
    return [heading(f"{name[0].upper()}{name[1:]}", f"found-{kind}"), filled(Table((*columns, mentioned), body, note))]


def _named_limit(query: Query) -> int:
    """Return how many entities of a kind are listed."""
    return _NAMED if len(kinds_of(query)) > 1 else _NAMED_OF_ONE_KIND


def _alias(item: Named) -> str:
    return "" if item.matched.casefold() in (item.name.casefold(), item.ref.key.casefold()) else item.matched


def _trials(store: Store, results: Results) -> list[Block]:
    """List the trials by NCT number, the first ones with what was found in their texts.

    One that is opened shows the evidence for the first term of the query.
    """
    total, focus = len(results.trials), terms_of(results.query)[:1]
    listed = [LinkedTrial(row, "registered") for row in results.trials.rows(SHOWN)]
    shown = f"{len(listed):,} of {total:,}, by NCT number" if len(listed) < total else ""
    whole = link(f"all {total:,} as a list to sort", SearchPlace(str(results.query), listed=True))
    note = join((text(shown, "dim"), whole), "; ") if total > 1 else ()
    table = trial_table(listed, focus[0] if focus else None, note)
    if results.query.words:
        found = [_quotations(store, item.row.nct, results.query) for item in listed[:_QUOTED]]
        table = table._replace(details=(*found, *[()] * (len(listed) - len(found))), details_title="Where it says so")
    return [heading(f"Trials ({total:,})", "trials"), table]


def _quotations(store: Store, nct: int, query: Query) -> tuple[Text, ...]:
    """Quote what was found in the texts of a trial."""
    trial = store.trial(nct)
    if trial is None:
        return ()
    return tuple(text(f"{piece.column}: ", "label") + _marked(piece) for piece in snippets(trial, query))


def _marked(piece: Snippet) -> Text:
    """Return a piece of text with what was found in it marked."""
    spans: list[Span] = []
    at = 0
    for start, end in piece.marks:
        if start >= at:
            spans += [Span(piece.text[at:start]), Span(piece.text[start:end], None, "evidence")]
            at = end
    return tuple(span for span in (*spans, Span(piece.text[at:])) if span.text)


def _facet(query: Query, facet: Facet) -> list[Block]:
    if not facet.values:
        return []
    body = []
    for value in facet.values:
        target = SearchPlace(str(query.with_clause(value.clause))) if value.clause is not None else None
        name = link(value.label, target) if target is not None else text(value.label)
        body.append((name, text(f"{value.count:,}")))
    more = facet.total is None or facet.total > len(body)
    note = text(f"{len(body)} of {facet.total:,}" if facet.total else f"the commonest {len(body)}", "dim")
    columns = (Column("", wide=True), Column("", right=True))
    return [heading(facet.title, f"by-{facet.name}", level=3), Table(columns, tuple(body), note if more else ())]
