"""What a trial does: its conditions, interventions, arms and outcomes, long texts standing below the rows of tables."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.labels import intervention_type_label, label
from trialtui.model.refs import drug_ref
from trialtui.model.trial import Outcome, Trial
from trialtui.pages.field_texts import FieldTexts
from trialtui.pages.page import Block, Column, KeyValues, Span, Table, Text
from trialtui.pages.spans import filled, heading, join, rows, text, to_entity


def protocol_blocks(trial: Trial, texts: FieldTexts) -> list[Block]:
    """Lay out conditions, interventions, arms and outcomes."""
    return [*_conditions(trial, texts), *_interventions(trial, texts), *_arms(trial, texts), *_outcomes(trial, texts)]


def _conditions(trial: Trial, texts: FieldTexts) -> list[Block]:
    if not trial.conditions and not trial.keywords:
        return []
    conditions, keywords = (
        join((texts.line(f"{field}[{number}]", word, markup=False) for number, word in enumerate(words)), "; ")
        for field, words in (("conditions", trial.conditions), ("keywords", trial.keywords))
    )
    return [heading("Conditions", "conditions"), KeyValues(rows(("Conditions", conditions), ("Keywords", keywords)))]


def _interventions(trial: Trial, texts: FieldTexts) -> list[Block]:
    if not trial.interventions:
        return []
    body, details = [], []
    for number, item in enumerate(trial.interventions):
        name = to_entity(drug_ref(item.name), item.name)
        if item.other_names:
            name += text(f" (also: {'; '.join(item.other_names)})", "dim")
        body.append((name, text(intervention_type_label(item.type))))
        details.append(texts.parts(f"interventions[{number}].description", item.description))
    columns = (Column("Intervention", wide=True), Column("Type"))
    title = heading(f"Interventions ({len(body)})", "interventions")
    return [title, filled(Table(columns, tuple(body), details=_any(details)))]


def _arms(trial: Trial, texts: FieldTexts) -> list[Block]:
    if not trial.arm_groups:
        return []
    known = {item.name for item in trial.interventions}
    body, details = [], []
    for number, arm in enumerate(trial.arm_groups):
        given = join((_given(name, known) for name in arm.interventions), "; ")
        body.append((text(arm.label, "strong"), text(label(arm.type)), given))
        details.append(texts.parts(f"arm_groups[{number}].description", arm.description))
    columns = (Column("Arm", wide=True), Column("Type"), Column("Interventions", wide=True))
    title = heading(f"Arms and groups ({len(body)})", "arms")
    return [title, filled(Table(columns, tuple(body), details=_any(details)))]


def _given(words: str, known: set[str]) -> Text:
    """Link an arm's intervention, registered as `Type: name`, where the trial has it."""
    name = words.partition(": ")[2]
    return to_entity(drug_ref(name), name) if name in known else text(words)


def _outcomes(trial: Trial, texts: FieldTexts) -> list[Block]:
    outcomes = trial.outcomes
    if not outcomes:
        return []
    blocks: list[Block] = [heading(f"Outcomes ({len(outcomes)})", "outcomes")]
    for role in ("primary", "secondary", "other", ""):
        chosen = [(number, item) for number, item in enumerate(outcomes) if item.role == role]
        if chosen:
            title = f"{role.capitalize()} outcomes" if role else "Outcomes, role not stated in this source"
            anchor = f"{role}-outcomes" if role else ""
            blocks += [heading(f"{title} ({len(chosen)})", anchor, level=3), _outcome_table(chosen, texts)]
    return blocks


def _outcome_table(outcomes: Sequence[tuple[int, Outcome]], texts: FieldTexts) -> Table:
    """Lay out outcomes: each measure with its time frame, its description below."""
    body, details = [], []
    for number, item in outcomes:
        measure = texts.line(f"outcomes[{number}].measure", item.measure, markup=False)
        body.append((_bold(measure), text(item.time_frame)))
        details.append(texts.parts(f"outcomes[{number}].description", item.description))
    columns = (Column("Measure", wide=True), Column("Time frame", wide=True))
    return filled(Table(columns, tuple(body), details=_any(details)))


def _any(details: Sequence[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    """Return the paragraphs below a table's rows, none at all where no row has any."""
    return tuple(details) if any(details) else ()


def _bold(words: Text) -> Text:
    """Set a text in strong letters but what has a style of its own."""
    return tuple(span if span.style else Span(span.text, span.target, "strong") for span in words)
