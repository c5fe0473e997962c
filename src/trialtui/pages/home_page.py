"""Home: what is in the store, as of when, from where, and how to get more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialtui.model.labels import STATUSES, phases_label, status_label
from trialtui.model.places import HomePlace, SearchPlace
from trialtui.model.refs import KIND_NAMES, KINDS
from trialtui.pages.page import Bar, Bars, Block, Column, Item, KeyValues, ListBlock, Page, Table, Text
from trialtui.pages.spans import heading, link, text, to_entity
from trialtui.query.coverage import as_of_in_words, header, is_demo, trials_in_words
from trialtui.query.overview import commonest, facet_counts, published_entities
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.bookmark import Bookmark

_COMMONEST = 8


def home_page(store: Store, kept: Sequence[Bookmark] = ()) -> Page:
    """Lay out the overview of a store, and the places that the user keeps."""
    blocks: list[Block] = [KeyValues(_counts(store)), *_kept(kept)]
    if is_demo(store):
        blocks += _how_to_get_more()
    blocks += _published(store)
    for kind in KINDS[1:]:
        blocks += _common(store, kind)
    if not is_demo(store):
        blocks += _bars(store) + _how_to_get_more()
    return Page(
        title="trialtui",
        subtitle=f"Clinical trials in the terminal · {header(store)}",
        place=HomePlace(),
        blocks=tuple(blocks),
    )


def _counts(store: Store) -> tuple[tuple[str, Text], ...]:
    summary = store.index.summary
    rows: list[tuple[str, Text]] = [("Store", text(str(store.folder)))]
    dates = as_of_in_words(store)
    seeds = f", {summary.seed_trials:,} from seed pages alone" if summary.seed_trials else ""
    rows.append(("Trials", text(f"{trials_in_words(summary.trials)}{seeds}" + (f", records {dates}" if dates else ""))))
    for kind in KINDS[1:]:
        name = KIND_NAMES[kind][1]
        rows.append((f"{name[0].upper()}{name[1:]}", text(f"{summary.terms.get(kind, 0):,}")))
    rows.append(("Published pages", text(f"{summary.published:,}")))
    return tuple(rows)


def _kept(kept: Sequence[Bookmark]) -> list[Block]:
    """List bookmarks and saved searches, newest first; `b` on a page keeps it, or lets it go."""
    if not kept:
        return []
    items = []
    for item in kept:
        what = "search" if isinstance(item.place, SearchPlace) else KIND_NAMES[item.place.ref.kind][0]
        items.append(Item(link(item.name, item.place) + text(f"  {what}", "dim")))
    return [heading(f"Kept ({len(kept):,})", "kept"), ListBlock(tuple(items))]


def _how_to_get_more() -> list[Block]:
    commands = (
        ("trialtui build PATH …", text("adds stored pages of the CovidResearchTrials site")),
        ("trialtui import PATH …", text("adds records downloaded from ClinicalTrials.gov (JSON, CSV, zip)")),
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


def _common(store: Store, kind: str) -> list[Block]:
    rows = commonest(store, kind, _COMMONEST)
    if not rows:
        return []
    name = KIND_NAMES[kind][1]
    total = store.index.summary.terms.get(kind, 0)
    bars = tuple(Bar(to_entity(row.ref, row.name), count, f"{count:,}") for row, count in rows)
    note = text(f"{len(rows)} of {total:,}" if total > len(rows) else "", "dim")
    return [heading(f"Commonest {name}" if total > len(rows) else f"{name[0].upper()}{name[1:]}"), Bars(bars, note)]


def _bars(store: Store) -> list[Block]:
    status = facet_counts(store, "status", list(STATUSES))
    phase = facet_counts(store, "phase", [])
    return [
        heading("Trials by status"),
        Bars(tuple(Bar(text(status_label(value)), count, f"{count:,}") for value, count in status)),
        heading("Trials by phase"),
        Bars(
            tuple(
                Bar(text(phases_label([value]) if value else "No phase stated"), count, f"{count:,}")
                for value, count in phase
            )
        ),
    ]
