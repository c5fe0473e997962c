"""The terms of a trial, by kind: how each is linked, and how many trials of the store have it."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.refs import KIND_NAMES
from trialtui.pages.page import Block, Column, Paragraph, Table, Text
from trialtui.pages.spans import heading, text, to_entity
from trialtui.query.entity import LinkedTerm, TrialFacts

_WORDS = {"registered": "record", "mapped": "mapped", "mentioned": "text"}
"""How a term is linked, in a word: the record registers it, a registered MeSH term maps to it, the text mentions it."""


def term_blocks(facts: TrialFacts) -> list[Block]:
    """Lay out the terms of a trial."""
    blocks: list[Block] = [heading("Terms", "terms")]
    for kind, terms in facts.terms.items():
        if terms:
            name = KIND_NAMES[kind][1]
            blocks.append(heading(f"{name[0].upper()}{name[1:]} ({len(terms)})", level=3))
            blocks.append(_table(terms))
    if len(blocks) == 1:
        return [*blocks, Paragraph(text("No term is linked to this trial.", "dim"))]
    note = "Linked by: the record; mapped from its MeSH terms; its text. Trials: of the store, by record and mapping."
    return [*blocks, Paragraph(text(note, "dim"))]


def _table(terms: Sequence[LinkedTerm]) -> Table:
    columns = (Column("Name", wide=True), Column("By"), Column("Trials", right=True))
    return Table(columns, tuple(_row(term) for term in terms))


def _row(term: LinkedTerm) -> tuple[Text, ...]:
    only_excluded = all(link.excluded for link in term.links)
    how = "excluded" if only_excluded else _WORDS[term.via]
    return (to_entity(term.ref, term.name), text(how, "" if how == "record" else "dim"), text(f"{term.trials:,}"))
