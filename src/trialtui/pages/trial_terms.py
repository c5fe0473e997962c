"""The terms of a trial, by kind: how each is linked, and how many trials of the store have it."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.refs import KIND_NAMES
from trialtui.pages.page import Block, Column, Paragraph, Table, Text
from trialtui.pages.spans import heading, text, to_entity
from trialtui.query.trial_facts import LinkedTerm, TrialFacts

_GROUPS = {
    "registered": "in its record",
    "mapped": "mapped from its MeSH",
    "mentioned": "in its text",
    "excluded": "only excluded",
}
"""How a term is linked, in words, in the order in which terms are listed."""


_NOTE = 'Trials of this store: that have the term in their record or by mapping; below "in its text", that mention it.'


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
    return [*blocks, Paragraph(text(_NOTE, "dim"))]


def _table(terms: Sequence[LinkedTerm]) -> Table:
    """List terms under a rule for each way in which they are linked."""
    body: list[tuple[Text, ...]] = []
    rules: list[tuple[int, str]] = []
    for how, words in _GROUPS.items():
        chosen = [term for term in terms if _how(term) == how]
        if chosen:
            rules.append((len(body), f"{words} ({len(chosen)})"))
            body += [(to_entity(term.ref, term.name), text(f"{_trials(term, how):,}")) for term in chosen]
    columns = (Column("Name", wide=True), Column("Trials", right=True))
    return Table(columns, tuple(body), rules_before=tuple(rules))


def _trials(term: LinkedTerm, how: str) -> int:
    """Return the number of trials that have the term likewise."""
    return term.trials if how in ("registered", "mapped") else max(term.trials, term.mentioned)


def _how(term: LinkedTerm) -> str:
    return "excluded" if all(link.excluded for link in term.links) else term.via
