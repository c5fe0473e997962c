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
    periods = dict.fromkeys(item.period for item in digest.flow)
    body: list[tuple[Text, ...]] = []
    rules: list[tuple[int, str]] = []
    for period in periods:
        if len(periods) > 1:
            rules.append((len(body), period or "period not named"))
        chosen = (item for item in digest.flow if item.period == period)
        body += [(text(item.group), _number(item.started), _number(item.completed)) for item in chosen]
    columns = (Column("Group", wide=True), Column("Started", right=True), Column("Completed", right=True))
    named = f", {len(periods)} periods" if len(periods) > 1 else ""
    return [heading(f"Participant flow{named}", "flow", level=3), Table(columns, tuple(body), (), tuple(rules))]


def _outcomes(digest: ResultsDigest) -> list[Block]:
    others = digest.secondary_total + digest.other_total
    if not digest.primary_total and not others:
        return []
    title = f"Primary outcomes reported ({len(digest.primary)} of {digest.primary_total})"
    blocks: list[Block] = [heading(title, "reported", level=3)]
    for outcome in digest.primary:
        blocks += _outcome(outcome)
    if others:
        counts = ((digest.secondary_total, "secondary"), (digest.other_total, "other"))
        named = " and ".join(f"{count:,} {role}" for count, role in counts if count)
        verb = (
            "outcome is reported too; ClinicalTrials.gov has it."
            if others == 1
            else ("outcomes are reported too; ClinicalTrials.gov has them.")
        )
        blocks.append(Paragraph(text(f"{named} {verb}", "dim")))
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
        blocks.append(_values(outcome, text(f"{measured}{spread}", "dim")))
    else:
        blocks.append(Paragraph(text("No figures are given.", "dim"), indent=2))
    if outcome.analyses:
        blocks.append(ListBlock(tuple(Item(text(words)) for words in outcome.analyses)))
    return blocks


def _values(outcome: OutcomeResult, note: Text) -> Table:
    """Lay out an outcome's values by group, with the number analyzed; columns that say nothing are left out."""
    analyzed: dict[str, str] = {}
    for group, number in outcome.analyzed:
        analyzed[group] = f"{analyzed[group]}, {number}" if group in analyzed else number
    with_category = any(category for _, category, _ in outcome.values)
    columns = [Column("Group", wide=True)]
    columns += [Column("Category", wide=True)] if with_category else []
    columns += [Column("Analyzed", right=True)] if analyzed else []
    body = []
    for group, category, value in outcome.values:
        between = (text(category),) if with_category else ()
        body.append((text(group), *between, *((text(analyzed.get(group, "")),) if analyzed else ()), text(value)))
    return Table((*columns, Column("Value", right=True)), tuple(body), note)


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
    frame = f"Time frame: {digest.adverse_time_frame}" if digest.adverse_time_frame else ""
    threshold = "Other: not serious" + (
        f", of kinds that more than {digest.adverse_threshold}% of a group had." if digest.adverse_threshold else "."
    )
    return [
        heading("Adverse events, participants affected", "adverse", level=3),
        Table(columns, tuple(map(row, digest.adverse)), text(" ".join(filter(None, (threshold, frame))), "dim")),
    ]
