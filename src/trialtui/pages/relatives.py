"""Where a term stands: broader and narrower terms, substances and the names of them, genes and HPO terms."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref
from trialtui.pages.page import Block, Column, Paragraph, Table, Text
from trialtui.pages.spans import heading, join, text, to_entity
from trialtui.query.term_facts import TermFacts
from trialtui.query.tree import HIERARCHIES, TreeQuery, shown_count
from trialtui.store.index_read import TermRow

_SHOWN = 200
_BELOW = "Trials of the term and of all narrower ones: by registered and mapped links; with those that only mention it."
_OWN = "Trials that register the name."
_OTHER = (
    "A trial registers the one as another name of the other; most trials of that name may have nothing to do with it."
)
_ANY = "Trials whose text names the mutation, with whatever gene or with none."
_SPLIT = "Trials whose text names the mutation with this gene."


def path_of(facts: TermFacts) -> Text:
    """Return the way down the hierarchy to a term, by its first broader terms, each of which leads on."""
    if facts.ref.kind not in HIERARCHIES:
        return ()
    paths = TreeQuery(facts.store.index).reveal(EntityPlace(facts.ref))
    refs = [Ref(facts.ref.kind, path[-1]) for path in paths[1:-1]]
    named = [row for ref in refs if (row := facts.store.index.term(ref)) is not None]
    return join((to_entity(row.ref, row.name) for row in named), " › ")


def relatives(facts: TermFacts) -> list[Block]:
    """Lay out broader and narrower terms, and the substances and registered names that a name ties together."""
    kind = facts.ref.kind
    parents = [row for row in facts.parents if row.ref.kind == kind]
    children = [row for row in facts.children if row.ref.kind == kind]
    (held, loose), (drugs, others) = facts.substances, facts.drugs
    mutation = kind == "mutation"
    return [
        *_relatives("With any gene" if mutation else "Broader terms", "parents", parents, _ANY if mutation else _BELOW),
        *_relatives("MeSH substances that it names", "parents", held, _BELOW),
        *_relatives("MeSH substances, by other names only", "", loose, _OTHER),
        *_relatives("Split by gene" if mutation else "Narrower terms", "children", children,
                    _SPLIT if mutation else _BELOW),
        *_relatives("Registered names of this substance", "" if children else "children", drugs, _OWN),
        *_relatives("Registered names, by other names only", "", others, _OTHER),
    ]  # fmt: skip


def _relatives(title: str, anchor: str, terms: Sequence[TermRow], note: str) -> list[Block]:
    """List terms, those of most trials first; terms of a hierarchy also with the trials that only mention them."""
    if not terms:
        return []
    ordered = sorted(terms, key=lambda row: (-_trials_below(row), -row.anywhere, row.name.casefold()))[:_SHOWN]
    nested = any(row.ref.kind in HIERARCHIES for row in ordered)
    columns = [Column("Name", wide=True), *([Column("Id")] if nested else []), Column("Trials", right=True)]
    columns += [Column("Mentions too", right=True)] if nested else []
    body = []
    for row in ordered:
        key = (text(row.ref.key),) if nested else ()
        anywhere = (text(f"{row.anywhere:,}"),) if nested else ()
        body.append((to_entity(row.ref, row.name), *key, text(f"{_trials_below(row):,}"), *anywhere))
    cut = f" {len(ordered):,} of {len(terms):,}." if len(ordered) < len(terms) else ""
    return [
        heading(f"{title} ({len(terms):,})", anchor),
        Table(tuple(columns), tuple(body), text(f"{note}{cut}", "dim")),
    ]


def _trials_below(row: TermRow) -> int:
    """Return the trials of a term and all below it, by the links that count for its kind."""
    return row.total if row.ref.kind in HIERARCHIES else shown_count(row)


def associated(facts: TermFacts) -> list[Block]:
    """Lay out the genes that HPO annotates a term with, or the HPO terms of a gene; those of the store lead on."""
    refs = facts.term.related if facts.term is not None else ()
    if not refs:
        return []
    rows = [(ref, facts.store.index.term(ref)) for ref in refs]
    known = sorted((row for _, row in rows if row is not None), key=lambda row: (-row.anywhere, row.name.casefold()))
    shown = [to_entity(row.ref, row.name) for row in known[:_SHOWN]]
    note = text(f" ({len(shown):,} of {len(refs):,}: those that this store knows)", "dim")
    title = "Genes" if facts.ref.kind == "hpo" else "HPO terms"
    if not shown:
        none = Paragraph(text("None of them is in this store.", "dim"))
        return [heading(f"{title} ({len(refs):,})", "associated"), none]
    body = join(shown, ", ") + (note if len(shown) < len(refs) else ())
    return [heading(f"{title} ({len(refs):,}), by HPO's annotation", "associated"), Paragraph(body)]
