"""A trial's results: whether they were posted, whether this store has them, and a digest of them."""

from __future__ import annotations

from trialtui.model.labels import label
from trialtui.model.trial import AdverseTotal, OutcomeResult, ResultsDigest, Trial
from trialtui.pages.page import Block, Column, Item, ListBlock, Paragraph, Table, Text
from trialtui.pages.spans import heading, text


def results_words(trial: Trial) -> str:
    """Say in words whether results were posted, and whether this store has them. What is not stated is not `none`."""
    posted = trial.results_first_post_date.date
    if trial.results is not None:
        return f"posted {posted or 'on a date not stated'}, in this store"
    if trial.has_results or posted:
        return f"posted {posted or 'on a date not stated'}, not in this store"
    if trial.has_results is None:
        return "" if "has_results" in trial.missing else "not stated"
    return "none posted"


def results_blocks(trial: Trial) -> list[Block]:
    """Lay out the digest of posted results."""
    digest = trial.results
    if digest is None:
        if trial.has_results or trial.results_first_post_date.date:
            words = f"Results: {results_words(trial)}. See ClinicalTrials.gov for them."
            return [heading("Results", "results"), Paragraph(text(words, "warning"))]
        return []
    blocks: list[Block] = [heading("Results (digest)", "results"), Paragraph(text(f"Results {results_words(trial)}."))]
    return blocks + _flow(digest) + _outcomes(digest) + _adverse(digest)


def _number(value: int | None) -> Text:
    return text("" if value is None else f"{value:,}")


def _flow(digest: ResultsDigest) -> list[Block]:
    if not digest.flow:
        return []
    body = tuple((text(item.group), _number(item.started), _number(item.completed)) for item in digest.flow)
    columns = (Column("Group", wide=True), Column("Started", right=True), Column("Completed", right=True))
    return [heading("Participant flow, first period", level=3), Table(columns, body)]


def _outcomes(digest: ResultsDigest) -> list[Block]:
    if not digest.primary_total and not digest.secondary_total:
        return []
    title = f"Primary outcomes reported ({len(digest.primary)} of {digest.primary_total})"
    blocks: list[Block] = [heading(title, level=3)]
    for outcome in digest.primary:
        blocks += _outcome(outcome)
    if digest.secondary_total:
        words = f"{digest.secondary_total} secondary and other outcomes are reported too; ClinicalTrials.gov has them."
        blocks.append(Paragraph(text(words, "dim")))
    return blocks


def _outcome(outcome: OutcomeResult) -> list[Block]:
    measured = ", ".join(filter(None, (label(outcome.param_type) if outcome.param_type else "", outcome.unit)))
    spread = f" ({label(outcome.dispersion_type)})" if outcome.dispersion_type else ""
    blocks: list[Block] = [
        Paragraph(
            text(outcome.title, "strong") + text(f" [{outcome.time_frame}]" if outcome.time_frame else "", "dim")
        ),
    ]
    if outcome.values:
        body = tuple((text(group), text(category), text(value)) for group, category, value in outcome.values)
        columns = (Column("Group", wide=True), Column("Category", wide=True), Column("Value", right=True))
        blocks.append(Table(columns, body, text(f"{measured}{spread}", "dim")))
    if outcome.analyses:
        blocks.append(ListBlock(tuple(Item(text(words)) for words in outcome.analyses)))
    return blocks


def _share(affected: int | None, at_risk: int | None) -> str:
    if affected is None:
        return "not reported"
    return f"{affected:,}" if at_risk is None else f"{affected:,} of {at_risk:,}"


def _adverse(digest: ResultsDigest) -> list[Block]:
    if not digest.adverse:
        return []

    def row(item: AdverseTotal) -> tuple[Text, ...]:
        return (
            text(item.group),
            text(_share(item.deaths_affected, item.deaths_at_risk)),
            text(_share(item.serious_affected, item.serious_at_risk)),
            text(_share(item.other_affected, item.other_at_risk)),
        )

    columns = (Column("Group", wide=True), *(Column(name, right=True) for name in ("Deaths", "Serious", "Other")))
    note = text(f"Time frame: {digest.adverse_time_frame}" if digest.adverse_time_frame else "", "dim")
    return [
        heading("Adverse events, participants affected", level=3),
        Table(columns, tuple(map(row, digest.adverse)), note),
    ]
