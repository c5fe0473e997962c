"""Correlated terms by kind: computed and published figures side by side, each row with its trials."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.places import SearchPlace
from trialtui.pages.page import Block, Column, Paragraph, Table, Text
from trialtui.pages.published import KIND_WORDS, snapshot_words
from trialtui.pages.spans import heading, link, text, to_entity
from trialtui.query.correlation import BY_FIGURE, BY_SHARED, both
from trialtui.query.term_facts import SMALL_STORE, CorrelatedRow, CorrelatedTable, TermFacts

SHOWN = 50
"""How many rows of a correlated table a screen shows; `trialtui correlate` has them all."""

SORT_WORDS = {BY_FIGURE: "correlation", BY_SHARED: "trials shared"}
"""What correlated terms are sorted by, in words."""

SITE_KINDS = ("drug", "mesh", "hpo")
"""The kinds that the original site has a table of, on every page, empty or not."""


def correlated_blocks(facts: TermFacts, *, limit: int = SHOWN, sort: str = BY_FIGURE) -> list[Block]:
    """Lay out the correlated terms of a term, sorted by one of `query.correlation.SORTS`."""
    tables = facts.correlated_top(limit, sort=sort)
    blocks: list[Block] = [heading("Correlated terms", "correlated"), Paragraph(_about(facts, sort))]
    for kind, table in tables.items():
        if table.rows or kind in SITE_KINDS:
            blocks += _table(facts, kind, table, limit)
    return [*blocks, *_related_hpo(tables["hpo"])]


def _about(facts: TermFacts, sort: str) -> Text:
    """Say what the figures are."""
    base = "all links, mentions too" if facts.only_mentioned else "registered and mapped links"
    words = f"Cosine over {base}; shared / this term / other term in trials. Sorted by {SORT_WORDS[sort]}."
    if facts.store.index.summary.trials < SMALL_STORE:
        words += " With so few trials, the computed figures describe this store only."
    if facts.published:
        words += f" Published: the original site's figure, {snapshot_words(facts.published[0])}."
    return text(words, "dim")


def _table(facts: TermFacts, kind: str, table: CorrelatedTable, limit: int) -> list[Block]:
    title = heading(f"Correlated {KIND_WORDS[kind]} Terms ({table.total:,})", f"correlated-{kind}", level=3)
    if not table.rows:
        return [title, Paragraph(text("None.", "dim"))]
    published = any(row.published is not None for row in table.rows)
    shown = on_screen(table.rows)[:limit]
    columns = [Column("Name", wide=True), Column("Corr", right=True)]
    if published:
        columns.append(Column("Publ", right=True))
    columns.append(Column("Trials", right=True))
    body = tuple(_row(facts, row, published) for row in shown)
    note = text(f"{len(shown)} of {table.total:,}; all: trialtui correlate {facts.ref} --kind {kind}", "dim")
    return [title, Table(tuple(columns), body, note if len(shown) < table.total else (), rules_before(shown))]


def _row(facts: TermFacts, row: CorrelatedRow, published: bool) -> tuple[Text, ...]:
    """Lay out a row; its counts lead to the trials that the two share."""
    name = to_entity(row.ref, row.name)
    figure = text("-" if row.correlation is None else f"{row.correlation:.2f}")
    numbers = f"{row.trials:,}/{row.n_a:,}/{row.n_b:,}"
    query = both(facts.ref, row.ref, mentions=facts.only_mentioned)
    counts = link(numbers, SearchPlace(query)) if row.trials else text(numbers)
    printed = (text("" if row.published is None else f"{row.published:.2f}"),) if published else ()
    return (name, figure, *printed, counts)


def on_screen(rows: Sequence[CorrelatedRow]) -> list[CorrelatedRow]:
    """Put rows that share several trials first, then those that share one, then those that were only published."""
    return sorted(rows, key=lambda row: 0 if row.trials > 1 else 2 - row.trials)


def rules_before(rows: Sequence[CorrelatedRow]) -> tuple[tuple[int, str], ...]:
    """Return where the rules go, with their captions."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows):
        if row.trials < 2:
            found.setdefault(
                ("published only: no trial here has both", "together in one trial only")[row.trials], number
            )
    return tuple((number, caption) for caption, number in found.items())


def _related_hpo(table: CorrelatedTable) -> list[Block]:
    """Say which HPO nodes are related, as the original site does at the end of every page."""
    title = heading("Related HPO nodes", "related-hpo", level=3)
    if not any(row.trials for row in table.rows):
        return [title, Paragraph(text("No related HPO nodes (using clinical trials)."))]
    named: list[Text] = [to_entity(row.ref, f"{row.ref.key} {row.name}") for row in table.rows if row.trials]
    total = table.total - sum(not row.trials for row in table.rows)
    rest = [Paragraph(text(f"{SHOWN} of {total:,}", "dim"))] if total > SHOWN else []
    return [title, *(Paragraph(item, indent=2) for item in named[:SHOWN]), *rest]
