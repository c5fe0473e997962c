"""The page of a term: what it is, its names, where it stands, its trials, its published pages."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.labels import intervention_type_label, status_short
from trialtui.model.places import EntityPlace
from trialtui.model.refs import KIND_NAMES, Ref, trial_ref
from trialtui.pages.figures import figures_blocks, timeline_blocks
from trialtui.pages.page import Block, Column, Item, KeyValues, ListBlock, OutsideLink, Page, Paragraph, Table, Text
from trialtui.pages.published import published_blocks
from trialtui.pages.spans import heading, join, rows, text, to_entity
from trialtui.query.entity import LinkedTrial, TermFacts
from trialtui.query.figures import figures_of_term
from trialtui.query.outside import outside_label, outside_url
from trialtui.query.tree import HIERARCHIES, shown_count
from trialtui.store.index_read import TermRow

SHOWN = 200
"""How many of a term's trials its page lists; the search for the term lists them all."""

_SYNONYMS_SHOWN = 40
_SENTENCES_SHOWN = 8


def term_page(facts: TermFacts, *, section: str = "") -> Page:
    """Lay out a term, without its correlated terms, which cost more and stand beside it."""
    row = facts.row
    kind = KIND_NAMES[row.ref.kind][0]
    blocks: list[Block] = [KeyValues(_overview(facts))]
    if facts.term is not None and facts.term.note:
        blocks.append(Paragraph(text(facts.term.note, "warning")))
    figures = figures_of_term(facts.store, row)
    blocks += _synonyms(facts) + timeline_blocks(figures) + _all_relatives(facts) + _associated(facts)
    blocks += _trials(facts) + _mentions(facts) + figures_blocks(figures) + published_blocks(facts.published)
    key = "" if row.ref.kind in ("drug", "gene") else f" {row.ref.key}"
    url = outside_url(row.ref, facts.name)
    return Page(
        title=facts.name,
        subtitle=f"{kind[0].upper()}{kind[1:]}{key}",
        place=EntityPlace(row.ref, section),
        blocks=tuple(blocks),
        outside=(OutsideLink(outside_label(row.ref.kind), url),),
    )


def _overview(facts: TermFacts) -> tuple[tuple[str, Text], ...]:
    row = facts.row
    types = ", ".join(
        f"{intervention_type_label(kind) or 'type not stated'} ({count:,})" for kind, count in facts.types
    )
    name = facts.term.source if facts.term is not None else "registered names"
    return rows(
        ("Trials", text(counts_in_words(row))),
        ("With narrower", text(f"{row.total:,} registered or mapped" if row.total > row.n else "")),
        ("By its names", text(f"{facts.by_name:,} register a drug that names it" if facts.by_name else "")),
        ("Type", text(types)),
        ("Published pages", text(f"{len(facts.published)}" if facts.published else "")),
        ("Name from", text(name)),
    )


def counts_in_words(row: TermRow) -> str:
    """Return a term's trials, split by how they are linked: `41 registered · 3 mapped · 12 mentioned`."""
    parts = [
        (row.registered, "registered"),
        (row.mapped, "mapped"),
        (row.mentioned, "mentioned"),
        (row.excluded, "excluded"),
    ]
    words = " · ".join(f"{count:,} {via}" for count, via in parts if count)
    return words or "none in this store"


def _synonyms(facts: TermFacts) -> list[Block]:
    names = facts.synonyms
    if not names:
        return []
    shown = join((text(name) for name in names[:_SYNONYMS_SHOWN]), "; ")
    if len(names) > _SYNONYMS_SHOWN:
        shown += text(f" ({_SYNONYMS_SHOWN} of {len(names):,})", "dim")
    return [heading("Other names", "synonyms"), Paragraph(shown)]


def _all_relatives(facts: TermFacts) -> list[Block]:
    """Lay out broader and narrower terms, and the substances and registered names that a name ties together."""
    kind = facts.ref.kind
    same = "Trials of the term and of all narrower ones, by registered and mapped links."
    own = "Trials that register the name."
    parents = [row for row in facts.parents if row.ref.kind == kind]
    substances = [row for row in facts.parents if row.ref.kind != kind]
    children = [row for row in facts.children if row.ref.kind == kind]
    names = [row for row in facts.children if row.ref.kind != kind]
    split = ("Split by gene", "Trials whose text names the mutation with this gene.")
    return [
        *_relatives("Broader terms", "parents", parents, same),
        *_relatives("MeSH substances that it names", "" if parents else "parents", substances, same),
        *_relatives(split[0] if kind == "mutation" else "Narrower terms", "children", children,
                    split[1] if kind == "mutation" else same),
        *_relatives("Registered names of this substance", "" if children else "children", names, own),
    ]  # fmt: skip


def _associated(facts: TermFacts) -> list[Block]:
    """Lay out the genes that HPO annotates a term with, or the HPO terms of a gene; those of the store lead on."""
    refs = facts.term.related if facts.term is not None else ()
    if not refs:
        return []
    rows = [(ref, facts.store.index.term(ref)) for ref in refs]
    known = sorted((row for _, row in rows if row is not None), key=lambda row: (-row.anywhere, row.name.casefold()))
    shown = [to_entity(row.ref, row.name) for row in known[:SHOWN]]
    note = text(f" ({len(shown):,} of {len(refs):,}: those that this store knows)", "dim")
    title = "Genes" if facts.ref.kind == "hpo" else "HPO terms"
    if not shown:
        return [
            heading(f"{title} ({len(refs):,})", "associated"),
            Paragraph(text("None of them is in this store.", "dim")),
        ]
    body = join(shown, ", ") + (note if len(shown) < len(refs) else ())
    return [heading(f"{title} ({len(refs):,}), by HPO's annotation", "associated"), Paragraph(body)]


def _relatives(title: str, anchor: str, terms: Sequence[TermRow], note: str) -> list[Block]:
    if not terms:
        return []
    ordered = sorted(terms, key=lambda row: (-_trials_below(row), row.name.casefold()))[:SHOWN]
    with_id = any(row.ref.kind != "drug" for row in ordered)
    names = [Column("Name", wide=True), *([Column("Id")] if with_id else [])]
    body = tuple(
        (to_entity(row.ref, row.name), *((text(row.ref.key),) if with_id else ()), text(f"{_trials_below(row):,}"))
        for row in ordered
    )
    cut = f" {len(ordered):,} of {len(terms):,}." if len(ordered) < len(terms) else ""
    table = Table((*names, Column("Trials", right=True)), body, text(f"{note}{cut}", "dim"))
    return [heading(f"{title} ({len(terms):,})", anchor), table]


def _trials_below(row: TermRow) -> int:
    """Return the trials of a term and all below it, by the links that count for its kind."""
    return row.total if row.ref.kind in HIERARCHIES else shown_count(row)


def _mentions(facts: TermFacts) -> list[Block]:
    """Lay out the sentences in which trials mention the term, those that exclude it last."""
    total = facts.row.mentioned + facts.row.excluded
    if not total:
        return []
    found = facts.mentions(_SENTENCES_SHOWN)
    items = []
    for item in found:
        where = f" {item.field}" + (", excluded" if item.excluded else "")
        ref = trial_ref(item.row.nct)
        items.append(Item(to_entity(ref, focus=facts.ref) + text(f"{where}: ", "dim") + text(item.sentence)))
    rest = [Paragraph(text(f"{len(found):,} of {total:,}", "dim"))] if len(found) < total else []
    return [heading(f"Mentioned in ({total:,})", "mentions"), ListBlock(tuple(items)), *rest]


def _trials(facts: TermFacts) -> list[Block]:
    total = len(facts.trial_vias)
    title = heading(f"Clinical trials ({total:,})", "trials")
    if not total:
        return [title, Paragraph(text("No trial in this store has this term.", "dim"))]
    trials = facts.trials(SHOWN)
    note = text(f"{len(trials):,} of {total:,}, registered first; all: trialtui show {facts.ref} --json", "dim")
    return [title, trial_table(trials, facts.ref, note if len(trials) < total else ())]


def trial_table(trials: Sequence[LinkedTrial], focus: Ref | None = None, note: Text = ()) -> Table:
    """Lay out a list of trials; a trial opened from it shows the evidence for `focus`."""
    marked = any(item.via != "registered" for item in trials)
    columns = [Column("Trial"), Column("Title", wide=True), Column("Status"), Column("Start")]
    if marked:
        columns.append(Column("Link"))
    body = []
    for item in trials:
        ref = trial_ref(item.row.nct)
        start = text(item.row.start[:7])
        cells = (to_entity(ref, focus=focus), text(item.row.title), text(status_short(item.row.status)), start)
        body.append((*cells, text(item.via)) if marked else cells)
    return Table(tuple(columns), tuple(body), note)
