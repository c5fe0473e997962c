"""Home: what is in the store, as of when, from where, what is common in it, and how to get more."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.labels import PHASES, STATUSES, phases_label, status_label
from trialtui.model.places import ChangesPlace, HomePlace, SearchPlace
from trialtui.model.refs import KIND_NAMES, KINDS, trial_ref
from trialtui.pages.page import Bar, Bars, Block, Column, Item, KeyValues, ListBlock, Page, Paragraph, Table, Text
from trialtui.pages.spans import heading, join, link, rows, text, to_entity
from trialtui.pages.timeline import TWO_PHASES, start_picture, start_table
from trialtui.query.coverage import as_of_in_words, header, is_demo, trials_in_words
from trialtui.query.overview import (
    commonest,
    facet_counts,
    facet_search,
    named_terms,
    published_entities,
    recent_runs,
    trials_by_month,
)
from trialtui.store.store import Store

_COMMONEST = 8
_NAMED = 12
_FEW_TRIALS = 3
"""In a store of fewer trials, nothing is common and there is nothing to draw."""


def home_page(store: Store, yours: Sequence[Block] = (), *, can_grow: bool = True) -> Page:
    """Lay out the overview of a store, what is the reader's own, and, if it can grow, how it gets more trials."""
    more = _how_to_get_more() if can_grow else []
    blocks: list[Block] = [KeyValues(_counts(store)), *yours]
    few = store.index.summary.trials < _FEW_TRIALS
    if is_demo(store):
        blocks += more + _published(store)
    if few:
        blocks += _all_trials(store)
    months = trials_by_month(store)
    picture = start_picture(months, store.index.summary.trials)
    if picture:
        blocks += [heading("Trials by start", "timeline"), *picture]
    if not few:
        blocks += _facet(store, "status", list(STATUSES)) + _facet(store, "phase", list(PHASES))
    for kind in KINDS[1:]:
        blocks += _named(store, kind) if few else _common(store, kind)
    if picture:
        blocks += [heading("Starts by year and month", "starts"), start_table(months, "")]
    if not is_demo(store):
        blocks += more
    return Page(
        title="trialtui",
        subtitle=f"Clinical trials in the terminal · {header(store)}",
        place=HomePlace(),
        blocks=tuple(blocks),
    )


def _counts(store: Store) -> tuple[tuple[str, Text], ...]:
    """Say how much there is, as of when, from where."""
    summary = store.index.summary
    dates = as_of_in_words(store)
    seeds = f"{summary.seed_trials:,} from seed pages alone" if summary.seed_trials else ""
    facts = ", ".join(filter(None, (trials_in_words(summary.trials), seeds, f"records {dates}" if dates else "")))
    kinds = (f"{summary.terms.get(kind, 0):,} {KIND_NAMES[kind][1]}" for kind in KINDS[1:])
    return rows(
        ("Trials", text(facts)),
        ("They name", text(" · ".join(kinds))),
        ("Published pages", text(f"{summary.published:,}" if summary.published else "")),
        ("Store", text(str(store.folder))),
        *(
            (f"{'Before that' if number else 'Last change'}", text(words) if number else link(words, ChangesPlace()))
            for number, words in enumerate(recent_runs(store))
        ),
    )


def _how_to_get_more() -> list[Block]:
    commands = (
        ("trialtui sync WORDS", text("brings trials from ClinicalTrials.gov, later only what changed")),
        ("trialtui import PATH …", text("adds records downloaded from ClinicalTrials.gov (JSON, CSV, zip)")),
        ("trialtui build PATH …", text("adds stored pages of the CovidResearchTrials site")),
    )
    return [heading("More trials"), KeyValues(commands)]


def _published(store: Store) -> list[Block]:
    entities = published_entities(store)
    if not entities or not is_demo(store):
        return []
    body = tuple(
        (to_entity(row.ref, row.name), text(KIND_NAMES[row.ref.kind][0]), text(date)) for row, date in entities
    )
    return [heading("Published pages"), Table((Column("Entity", wide=True), Column("Kind"), Column("Snapshot")), body)]


def _all_trials(store: Store) -> list[Block]:
    """Name the trials of a store that has but a few."""
    rows = store.index.trial_rows(sorted(store.index.nct_of))
    items = (Item(to_entity(trial_ref(row.nct)) + text(f"  {row.title}")) for row in rows)
    return [heading("Trials", "trials"), ListBlock(tuple(items))] if rows else []


def _named(store: Store, kind: str) -> list[Block]:
    """Name terms of a kind, those that are only mentioned or published last, in a store of a few trials."""
    found = named_terms(store, kind, _NAMED)
    if not found:
        return []
    name, total = KIND_NAMES[kind][1], store.index.summary.terms.get(kind, 0)
    cut = text(f" ({len(found)} of {total:,})", "dim") if total > len(found) else ()
    named = join((to_entity(row.ref, row.name) for row in found), "; ")
    return [heading(f"{name[0].upper()}{name[1:]}", f"common-{kind}"), Paragraph(named + cut)]


def _common(store: Store, kind: str) -> list[Block]:
    """Draw the commonest terms of a kind; where none is in two trials, name some."""
    found = commonest(store, kind, _COMMONEST)
    if not found:
        return []
    name = KIND_NAMES[kind][1]
    total = store.index.summary.terms.get(kind, 0)
    cut = f"{len(found)} of {total:,}" if total > len(found) else ""
    title = heading(f"Commonest {name}" if cut else f"{name[0].upper()}{name[1:]}", f"common-{kind}")
    if found[0][1] == 1:
        note = text(f" ({cut}; none is in two trials)" if cut else " (none is in two trials)", "dim")
        return [title, Paragraph(join((to_entity(row.ref, row.name) for row, _ in found), ", ") + note)]
    bars = tuple(Bar(to_entity(row.ref, row.name), count, f"{count:,}") for row, count in found)
    return [title, Bars(bars, text(f"{cut}, by trials" if cut else "", "dim"))]


def _facet(store: Store, name: str, order: Sequence[str]) -> list[Block]:
    """Draw how the trials spread over a facet; each value leads to its trials."""
    bars = []
    for value, count in facet_counts(store, name, order):
        words = status_label(value) if name == "status" else phases_label([value]) if value else "no phase stated"
        query = facet_search(name, value)
        bars.append(Bar(link(words, SearchPlace(query)) if query else text(words), count, f"{count:,}"))
    note = text(TWO_PHASES if name == "phase" else "", "dim")
    return [heading(f"Trials by {name}", name), Bars(tuple(bars), note)]
