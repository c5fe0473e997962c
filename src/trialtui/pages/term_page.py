"""The page of a term: what it is, its names, where it stands, its trials, its published pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialtui.model.labels import intervention_type_label, status_short
from trialtui.model.places import EntityPlace
from trialtui.model.refs import KIND_NAMES, Ref, trial_ref
from trialtui.model.term import PUBLISHED_SOURCE
from trialtui.pages.figures import figures_blocks, timeline_blocks
from trialtui.pages.page import Block, Column, Item, KeyValues, ListBlock, OutsideLink, Page, Paragraph, Table, Text
from trialtui.pages.published import pages_as_links, published_blocks
from trialtui.pages.relatives import associated, path_of, relatives
from trialtui.pages.spans import heading, join, rows, text, to_entity
from trialtui.pages.trial_words import field_words
from trialtui.query.figures import figures_of_term
from trialtui.query.listing import marked_title
from trialtui.query.outside import outside_label, outside_url
from trialtui.query.term_facts import LinkedTrial, TermFacts
from trialtui.store.index_facts import OTHER_NAME, REGISTERED

SHOWN = 200
"""How many of a term's trials its page lists; the list that the browser opens, and JSON, have them all."""

_NAMES_SHOWN = 40
_SENTENCES_SHOWN = 8


def term_page(facts: TermFacts, *, section: str = "") -> Page:
    """Lay out a term, without its correlated terms, which cost more and stand beside it."""
    row = facts.row
    kind = KIND_NAMES[row.ref.kind][0]
    figures = figures_of_term(facts.store, row)
    blocks: list[Block] = [KeyValues(_overview(facts))]
    if facts.term is not None and facts.term.note:
        blocks.append(Paragraph(text(facts.term.note, "warning")))
    blocks += _names(facts) + timeline_blocks(figures) + relatives(facts) + _trials(facts) + _mentions(facts)
    blocks += associated(facts) + figures_blocks(figures) + published_blocks(facts.published)
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
    full_name = facts.term.synonyms[0] if row.ref.kind == "gene" and facts.term and facts.term.synonyms else ""
    return rows(
        ("Full name", text(full_name)),
        ("Registered as", text(types)),
        ("Trials", text(counts_in_words(facts.trials_by_via))),
        ("With narrower", text(f"{row.total:,} registered or mapped" if row.total > row.n else "")),
        ("By its names", text(f"{facts.by_name:,} register a drug whose name holds it" if facts.by_name else "")),
        ("Stands under", path_of(facts)),
        ("Published pages", text(f"{len(facts.published)}" if facts.published else "")),
        ("Named on", pages_as_links(facts.named_on)),
        ("Name from", text(_source(facts))),
    )


def _source(facts: TermFacts) -> str:
    """Say where the name that is shown comes from."""
    source = facts.term.source if facts.term is not None else ""
    if facts.ref.kind == "drug" and not source.startswith(PUBLISHED_SOURCE):
        return "the registered names of interventions"
    return source or "the texts of trials"


def counts_in_words(trials: Mapping[str, Sequence[int]]) -> str:
    """Return a term's trials, each under its strongest link: `354: 289 registered · 65 only mentioned`."""
    parts = [f"{len(ncts):,} {via_words(via, trials)}" for via, ncts in trials.items() if ncts]
    total = sum(map(len, trials.values()))
    if len(parts) > 1:
        return f"{total:,}: {' · '.join(parts)}"
    return parts[0] if parts else "none in this store"


def via_words(via: str, counts: Mapping[str, Sequence[int]]) -> str:
    """Return in words how trials are linked at the strongest, as against the other trials of the term."""
    if via == "mentioned" and (counts["registered"] or counts["mapped"]):
        return "only mentioned"
    return "only excluded" if via == "excluded" else via


def _names(facts: TermFacts) -> list[Block]:
    """Lay out the other names: those of the vocabulary, and those that trials register, with how many do."""
    kinds: dict[str, dict[str, int]] = {"": {}, REGISTERED: {}, OTHER_NAME: {}}
    for what, name, count in facts.names:
        if name != facts.name:
            kinds[what if what in kinds else ""].setdefault(name, count)
    known = kinds[""].keys() | {facts.name}
    spelled, others = (
        {name: count for name, count in kinds[what].items() if name not in known} for what in (REGISTERED, OTHER_NAME)
    )
    facts_of_names = rows(
        ("Synonyms", _listed([text(name) for name in kinds[""]])),
        ("Spelled", _listed([text(f"{name} ({count:,})") for name, count in spelled.items()])),
        ("Other names", _listed([text(f"{name} ({count:,})") for name, count in others.items()])),
    )
    if not facts_of_names:
        return []
    counted = "In brackets: the trials that register the name so." if spelled or others else ""
    note = [Paragraph(text(counted, "dim"))] if counted else []
    return [heading("Other names", "synonyms"), KeyValues(facts_of_names), *note]


def _listed(names: Sequence[Text]) -> Text:
    cut = text(f" ({_NAMES_SHOWN} of {len(names):,})", "dim") if len(names) > _NAMES_SHOWN else ()
    return join(names[:_NAMES_SHOWN], "; ") + cut


def _mentions(facts: TermFacts) -> list[Block]:
    """Lay out the sentences in which trials mention the term, those that exclude it last."""
    total = facts.row.mentioned + facts.row.excluded
    if not total:
        return []
    found = facts.mentions(_SENTENCES_SHOWN)
    items = []
    for item in found:
        where = f" {field_words(item.field)}" + (", excluded" if item.excluded else "")
        before, mention, after = item.sentence
        quoted = text(before) + text(mention, "strong") + text(after)
        items.append(Item(to_entity(trial_ref(item.row.nct), focus=facts.ref) + text(f"{where}: ", "dim") + quoted))
    rest = [Paragraph(text(f"{len(found):,} of {total:,}", "dim"))] if len(found) < total else []
    return [heading(f"Mentioned in ({total:,})", "mentions"), ListBlock(tuple(items)), *rest]


def _trials(facts: TermFacts) -> list[Block]:
    total = sum(map(len, facts.trials_by_via.values()))
    title = heading(f"Clinical trials ({total:,})", "trials")
    if not total:
        return [title, Paragraph(text("No trial in this store has this term.", "dim"))]
    trials = facts.trials(SHOWN)
    note = text(f"{len(trials):,} of {total:,}; > lists all, as does trialtui show {facts.ref} --json", "dim")
    groups = facts.trials_by_via
    captions = {via: f"{via_words(via, groups)} ({len(ncts):,})" for via, ncts in groups.items()}
    if len(groups["registered"]) == total:
        captions = {}
    return [title, trial_table(trials, facts.ref, note if len(trials) < total else (), captions)]


def trial_table(
    trials: Sequence[LinkedTrial], focus: Ref | None = None, note: Text = (), captions: Mapping[str, str] | None = None
) -> Table:
    """Lay out a list of trials; a trial opened from it shows the evidence for `focus`.

    Those of each way of being linked stand under a rule where `captions` has a caption for it.
    """
    body: list[tuple[Text, ...]] = []
    rules: dict[str, int] = {}
    for item in trials:
        ref = trial_ref(item.row.nct)
        rules.setdefault(item.via, len(body))
        start, status = text(item.row.start[:7]), text(status_short(item.row.status))
        body.append((to_entity(ref, focus=focus), text(marked_title(item.row)), status, start))
    columns = (Column("Trial"), Column("Title", wide=True), Column("Status"), Column("Start"))
    named = tuple((place, captions[via]) for via, place in rules.items()) if captions else ()
    return Table(columns, tuple(body), note, named)
