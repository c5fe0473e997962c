"""Why a trial is tied to a term: what its record registers, what that maps to, and the sentences that mention it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from trialtui.model.places import EntityPlace
from trialtui.model.refs import KIND_NAMES, Ref, trial_ref
from trialtui.model.term import Link
from trialtui.model.trial import Trial
from trialtui.pages.page import Block, Item, ListBlock, Page, Paragraph, Span, Text
from trialtui.pages.spans import heading, text
from trialtui.pages.trial_words import field_words
from trialtui.query.evidence import quotation
from trialtui.query.term_facts import term_facts
from trialtui.query.trial_facts import trial_facts
from trialtui.store.store import Store

SHOWN = 100
"""How many trials are quoted of those that mention a term."""

_SECTIONS = {
    "brief_summary": "summary", "detailed_description": "description", "conditions": "conditions",
    "keywords": "conditions", "condition_meshes": "terms", "interventions": "interventions",
    "intervention_meshes": "terms", "arm_groups": "arms", "outcomes": "outcomes", "eligibility": "eligibility",
    "design": "design",
}  # fmt: skip
"""The section of a trial's page in which a field stands; the others stand at its beginning."""

_HOW = (
    ("registered", "Registered by the record"),
    ("mapped", "Mapped from the record's MeSH terms"),
    ("mentioned", "Mentioned in the text"),
)


class Passage(NamedTuple):
    """Where a piece of evidence is to be read: the place, and the sentence to be found there; it may be empty."""

    place: EntityPlace
    sentence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page of evidence, whose links lead to these passages, one each, in this order."""

    page: Page
    passages: tuple[Passage, ...]


def evidence_page(store: Store, trial: Ref, term: Ref) -> Evidence | None:
    """Lay out how a trial is tied to a term; None where it is not, or this store lacks one of them."""
    facts = trial_facts(store, trial.nct_number)
    linked = [item for items in facts.terms.values() for item in items if item.ref == term] if facts else []
    if facts is None or not linked:
        return None
    passages: list[Passage] = []
    blocks: list[Block] = []
    for via, title in _HOW:
        links = [link for link in linked[0].links if link.via == via]
        if links:
            named = (f"{title} ({len(links):,})", f"evidence-{via}")
            items = [_item(facts.trial, link, term, passages) for link in sorted(links, key=lambda link: link.excluded)]
            blocks += [heading(*named), ListBlock(tuple(items))]
    kind = KIND_NAMES[term.kind][0]
    return Evidence(
        Page(
            title=f"{linked[0].name} in {trial.key}",
            subtitle=f"Why this {kind} is linked to “{facts.name}”",
            place=EntityPlace(trial, "", term),
            blocks=tuple(blocks),
        ),
        tuple(passages),
    )


def mentions_page(store: Store, term: Ref) -> Evidence | None:
    """Quote the trials that mention a term; None where none does, or this store lacks the term."""
    facts = term_facts(store, term)
    total = facts.row.mentioned + facts.row.excluded if facts else 0
    if facts is None or not total:
        return None
    passages: list[Passage] = []
    items = []
    for found in facts.mentions(SHOWN):
        ref = trial_ref(found.row.nct)
        passages.append(Passage(EntityPlace(ref, "", term), "".join(found.sentence)))
        where = _where(found.field, found.excluded)
        items.append(Item((Span(ref.key, passages[-1].place), *text(f" {where}: ", "dim"), *_quoted(found.sentence))))
    note = f"{len(items):,} of {total:,} trials, one sentence of each; those that only exclude it come last."
    return Evidence(
        Page(
            title=f"Trials that mention {facts.name}",
            place=EntityPlace(term, "mentions"),
            blocks=(Paragraph(text(note, "dim")), ListBlock(tuple(items))),
        ),
        tuple(passages),
    )


def _item(trial: Trial, link: Link, term: Ref, passages: list[Passage]) -> Item:
    """Lay out one link: its field, which leads there, and what stands there."""
    section = _SECTIONS.get(link.field.partition("[")[0].partition(".")[0], "")
    sentence = quotation(trial, link)
    place = EntityPlace(Ref("trial", trial.nct_id), section, term)
    passages.append(Passage(place, "".join(sentence)))
    said = _quoted(sentence) if link.start >= 0 else text(link.name or term.key, "evidence")
    return Item((Span(_where(link.field, link.excluded), place), Span(": "), *said))


def _where(field: str, excluded: bool) -> str:
    """Say in which field something stands, and where that excludes it."""
    words = field_words(field) or "record"
    return f"{words}{', excluded' if excluded else ''}"


def _quoted(sentence: tuple[str, str, str]) -> Text:
    before, mention, after = sentence
    return text(before) + text(mention, "evidence") + text(after)
