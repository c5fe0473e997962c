"""Published pages as they were published: tables with their declared counts, trial blocks, and what was cut."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.published import PublishedPage, PublishedTable, PublishedTrial
from trialtui.model.refs import KIND_NAMES, trial_ref
from trialtui.pages.page import Block, Column, KeyValues, Paragraph, Table, Text
from trialtui.pages.spans import heading, join, rows, text, to_entity

KIND_WORDS = {
    "drug": "Drug",
    "mesh": "MeSH",
    "hpo": "HPO",
    "gene": "Gene",
    "snp": "SNP",
    "mutation": "Protein Mutation",
}
"""Each kind as the original site's headings spell it."""


def snapshot_words(page: PublishedPage) -> str:
    """Return when a page was published, in words."""
    return page.snapshot or "date not known"


def published_blocks(pages: Sequence[PublishedPage]) -> list[Block]:
    """Lay out an entity's published pages, newest first."""
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        blocks.append(heading(f"Published page, {snapshot_words(page)}", "" if number else "published"))
        blocks.append(KeyValues(_about(page)))
        for table in page.tables:
            blocks += _table(table)
        for trial in page.trials:
            blocks += _trial(trial)
    return blocks


def _about(page: PublishedPage) -> tuple[tuple[str, Text], ...]:
    """Return what is known of a page as such."""
    cut = f"the stored copy ends in {page.truncated_after}" if page.truncated_after else "no: the page is whole"
    count = "cut off" if page.trial_count is None else f"{page.trial_count:,} declared, {len(page.trials)} on the page"
    return rows(
        ("Site", text(page.site)),
        ("Author", text(page.author)),
        ("Title", text(page.title or "lost in the stored copy", "" if page.title else "warning")),
        ("Id in that run", text(page.id)),
        ("Synonyms", text(", ".join(page.synonyms))),
        ("Address then", text(page.address)),
        ("Read from", text(page.source_file)),
        ("Trials", text(count)),
        ("Cut off", text(cut, "warning" if page.truncated_after else "")),
        ("Related HPO", text(page.related_hpo)),
    )


def _table(table: PublishedTable) -> list[Block]:
    """Lay out a correlated table as it was published."""
    declared = "?" if table.declared is None else str(table.declared)
    blocks: list[Block] = [heading(f"Correlated {KIND_WORDS[table.kind]} Terms ({declared}), as published", level=3)]
    if not table.rows:
        return [*blocks, Paragraph(text("No rows.", "dim"))]
    body = tuple(
        (text(row.id, "dim"), to_entity(row.ref, row.name), text(f"{row.correlation:.2f}")) for row in table.rows
    )
    note = () if table.complete else text(f"{len(table.rows)} of {declared} rows are in the stored copy", "warning")
    return [
        *blocks,
        Table((Column("Id then"), Column("Name", wide=True), Column("Correlation", right=True)), body, note),
    ]


def _trial(trial: PublishedTrial) -> list[Block]:
    """Lay out a trial block of a page."""
    place = to_entity(trial_ref(trial.nct_id)) if trial.nct_id else text("no NCT number in the stored copy", "warning")
    title = f"{trial.ordinal} {trial.title}" if trial.ordinal else trial.title or "A trial whose title is lost"
    facts = rows(
        ("Trial", place),
        ("Registration line", text(trial.registration_line)),
        ("MeSH line", text(trial.mesh_line)),
        ("HPO line", text(trial.hpo_line)),
        ("Outcomes", text(f"{len(trial.outcomes)} on the page" if trial.outcomes else "")),
        ("Cut off", text(f"after {trial.truncated_after}" if trial.truncated_after else "", "warning")),
    )
    blocks: list[Block] = [heading(title, level=3), KeyValues(facts)]
    if trial.summary and not trial.nct_id:
        blocks.append(Paragraph(text(trial.summary)))
    return blocks


def pages_as_links(pages: Sequence[PublishedPage]) -> Text:
    """Name published pages, each leading to its entity."""
    return join(
        (
            to_entity(page.ref, f"{page.title or page.ref.key} ({KIND_NAMES[page.kind][0]}, {snapshot_words(page)})",
                      section="published")
            for page in pages
        ),
        "; ",
    )  # fmt: skip
