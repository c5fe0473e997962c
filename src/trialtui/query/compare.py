"""Two to four trials side by side: what is the same, what differs, and what a source cannot tell.

A fact that a trial's source cannot hold (`Trial.missing`; most of a record, for a seed page) is unknown, and so is
whether it differs. One that a source could hold and leaves empty is "not stated", which differs from what is stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from trialtui.model.labels import canonical
from trialtui.model.refs import Ref, drug_ref, fold_name
from trialtui.model.trial import ArmGroup, Outcome, RegistryDate, Trial
from trialtui.query.alignment import AlignedRow, align
from trialtui.query.criteria import EXCLUSION, INCLUSION, Criterion, criteria_of
from trialtui.query.trial_facts import TrialFacts

LEAST, MOST = 2, 4
"""How many trials can be compared."""


class Field(NamedTuple):
    """A fact of one value.

    Attributes:
        name: Its name, as in the JSON of `trialtui show`.
        element: The field of `Trial` that `Trial.missing` would name.
        value: Reads it; None or empty where it is not stated. Dates and numbers come with their type.
        folded: What two trials share that have the same value.
    """

    name: str
    element: str
    value: Callable[[Trial], Any]
    folded: Callable[[Any], Any] = lambda value: value


def _code(value: str) -> str:
    return canonical(value)


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(canonical, values))


FIELDS = (
    Field("name", "brief_title", lambda t: t.brief_title or t.official_title, fold_name),
    Field("status", "overall_status", lambda t: t.overall_status, _code),
    Field("why_stopped", "why_stopped", lambda t: t.why_stopped, fold_name),
    Field("study_type", "study_type", lambda t: t.study_type, _code),
    Field("phases", "phases", lambda t: t.phases, _codes),
    Field("enrollment", "enrollment", lambda t: t.enrollment),
    Field("start_date", "start_date", lambda t: t.start_date),
    Field("primary_completion_date", "primary_completion_date", lambda t: t.primary_completion_date),
    Field("completion_date", "completion_date", lambda t: t.completion_date),
    Field("first_posted", "first_post_date", lambda t: t.first_post_date),
    Field("last_update", "last_update_post_date", lambda t: t.last_update_post_date),
    Field("has_results", "has_results", lambda t: t.has_results),
    Field("results_first_posted", "results_first_post_date", lambda t: t.results_first_post_date),
    Field("sponsor", "lead_sponsor", lambda t: t.lead_sponsor.name, fold_name),
    Field("allocation", "design", lambda t: t.design.allocation, _code),
    Field("intervention_model", "design", lambda t: t.design.intervention_model, _code),
    Field("primary_purpose", "design", lambda t: t.design.primary_purpose, _code),
    Field("masking", "design", lambda t: t.design.masking, _code),
    Field("observational_model", "design", lambda t: t.design.observational_model, _code),
    Field("time_perspective", "design", lambda t: t.design.time_perspective, _code),
    Field("sex", "eligibility.sex", lambda t: t.eligibility.sex, _code),
    Field("minimum_age", "eligibility.minimum_age", lambda t: t.eligibility.minimum_age, fold_name),
    Field("maximum_age", "eligibility.maximum_age", lambda t: t.eligibility.maximum_age, fold_name),
    Field("healthy_volunteers", "eligibility.healthy_volunteers", lambda t: t.eligibility.healthy_volunteers),
)
"""What is compared value by value, in the order of a trial's page."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A fact of each trial; None where it is not stated.

    Attributes:
        name: The field's name.
        values: The value of each trial, as its source spells it.
        held: Whether each trial's source can hold it.
        differs: Whether the trials differ; None where that is not known.
    """

    name: str
    values: tuple[Any, ...]
    held: tuple[bool, ...]
    differs: bool | None


@dataclass(frozen=True, slots=True)
class Group:
    """Things that some of the trials have in common: the numbers of these trials, and the things by name."""

    trials: tuple[int, ...]
    items: tuple[tuple[str, Ref | None], ...]


@dataclass(frozen=True, slots=True)
class SetRow:
    """A fact of several values, such as conditions: what all trials have comes first, what one alone has last."""

    name: str
    groups: tuple[Group, ...]
    held: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lists of one kind, one of each trial, set side by side.

    Attributes:
        name: What they are: a role of outcomes, a section of the criteria.
        lists: The list of each trial; empty where its source cannot hold it.
        rows: Which items stand in a row.
        held: Whether each trial's source can hold it.
    """

    name: str
    lists: tuple[Sequence[Any], ...]
    rows: tuple[AlignedRow, ...]
    held: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of trials, given in the order in which they were named."""

    facts: tuple[TrialFacts, ...]
    fields: tuple[FieldRow, ...]
    sets: tuple[SetRow, ...]
    arms: Aligned
    outcomes: tuple[Aligned, ...]
    criteria: tuple[Aligned, ...]

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The trials."""
        return tuple(facts.ref for facts in self.facts)


def compare(facts: Sequence[TrialFacts]) -> Comparison:
    """Compare trials."""
    trials = [item.trial for item in facts]
    fields = (_field_row(field, trials) for field in FIELDS)
    sets = (_set_row(name, element, [values(item) for item in facts], trials) for name, element, values in _SETS)
    return Comparison(
        facts=tuple(facts),
        fields=tuple(row for row in fields if any(value is not None for value in row.values)),
        sets=tuple(row for row in sets if row.groups),
        arms=_aligned("arms", "arm_groups", [trial.arm_groups for trial in trials], arm_text, trials),
        outcomes=tuple(_outcomes(trials)),
        criteria=tuple(_criteria(trials)),
    )


def _holds(trial: Trial, element: str) -> bool:
    """Tell whether a source can hold a field: not where that or its whole is missing, nor past the end of a cut."""
    missing = element in trial.missing or element.partition(".")[0] in trial.missing
    return not missing and not trial.truncated_after


def _field_row(field: Field, trials: Sequence[Trial]) -> FieldRow:
    values = tuple(_stated(field.value(trial)) for trial in trials)
    held = tuple(value is not None or _holds(trial, field.element) for value, trial in zip(values, trials, strict=True))
    known = {
        None if value is None else field.folded(value) for value, is_held in zip(values, held, strict=True) if is_held
    }
    differs = True if len(known) > 1 else (False if all(held) else None)
    return FieldRow(field.name, values, held, differs)


def _stated(value: Any) -> Any:
    """Return a value, None for one that says nothing."""
    return None if value in ("", (), RegistryDate()) else value


_Named = Iterable[tuple[str, str, Ref | None]]
"""The values of a set: what is the same in two trials, the name shown, and where it leads."""


def _conditions(facts: TrialFacts) -> _Named:
    return ((fold_name(name), name, None) for name in facts.trial.conditions)


def _keywords(facts: TrialFacts) -> _Named:
    return ((fold_name(name), name, None) for name in facts.trial.keywords)


def _interventions(facts: TrialFacts) -> _Named:
    return ((drug_ref(item.name).key, item.name, drug_ref(item.name)) for item in facts.trial.interventions)


def _mesh(facts: TrialFacts) -> _Named:
    return ((str(term.ref), term.name, term.ref) for term in facts.terms["mesh"] if term.via == "registered")


def _countries(facts: TrialFacts) -> _Named:
    return ((fold_name(name), name, None) for name in facts.trial.countries)


def _collaborators(facts: TrialFacts) -> _Named:
    return ((fold_name(item.name), item.name, None) for item in facts.trial.collaborators)


_SETS: tuple[tuple[str, str, Callable[[TrialFacts], _Named]], ...] = (
    ("conditions", "conditions", _conditions),
    ("interventions", "interventions", _interventions),
    ("mesh", "condition_meshes", _mesh),
    ("keywords", "keywords", _keywords),
    ("countries", "locations", _countries),
    ("collaborators", "collaborators", _collaborators),
)


def _set_row(name: str, element: str, values: Sequence[_Named], trials: Sequence[Trial]) -> SetRow:
    """Gather the values by the trials that have them."""
    names: dict[str, tuple[str, Ref | None]] = {}
    having: dict[str, list[int]] = {}
    for number, items in enumerate(values):
        for key, shown, ref in items:
            names.setdefault(key, (shown, ref))
            if number not in having.setdefault(key, []):
                having[key].append(number)
    stated = {number for numbers in having.values() for number in numbers}
    held = tuple(number in stated or _holds(trial, element) for number, trial in enumerate(trials))
    groups: dict[tuple[int, ...], list[tuple[str, Ref | None]]] = {}
    for key, numbers in having.items():
        groups.setdefault(tuple(numbers), []).append(names[key])
    ordered = sorted(groups, key=lambda numbers: (-len(numbers), numbers))
    return SetRow(name, tuple(Group(numbers, tuple(groups[numbers])) for numbers in ordered), held)


def outcome_text(outcome: Outcome) -> str:
    """Return all that an outcome says, without the full stops behind its parts."""
    parts = (outcome.measure, outcome.description, outcome.time_frame)
    return "\n".join(part.rstrip(" .;,:") for part in parts if part)


def arm_text(arm: ArmGroup) -> str:
    """Return all that an arm says."""
    return "\n".join(filter(None, (arm.label, canonical(arm.type), arm.description, *arm.interventions)))


def criterion_text(criterion: Criterion) -> str:
    """Return a criterion's words."""
    return criterion.text


def _outcomes(trials: Sequence[Trial]) -> Iterable[Aligned]:
    """Yield the outcomes role by role, the roles that any trial has."""
    for role in ("primary", "secondary", "other", ""):
        lists = [[item for item in trial.outcomes if item.role == role] for trial in trials]
        if any(lists):
            yield _aligned(role, "outcomes", lists, outcome_text, trials)


def _criteria(trials: Sequence[Trial]) -> Iterable[Aligned]:
    """Yield the criteria section by section."""
    read = [criteria_of(trial) for trial in trials]
    for section in (INCLUSION, EXCLUSION, ""):
        lists = [[item for item in criteria if item.section == section] for criteria in read]
        if any(lists):
            yield _aligned(section, "eligibility.criteria", lists, criterion_text, trials)


def _aligned(
    name: str, element: str, lists: Sequence[Sequence[Any]], words: Callable[[Any], str], trials: Sequence[Trial]
) -> Aligned:
    """Set the lists of those trials side by side whose sources can hold them."""
    held = tuple(bool(items) or _holds(trial, element) for items, trial in zip(lists, trials, strict=True))
    known = [number for number, is_held in enumerate(held) if is_held]
    rows = align([[words(item) for item in lists[number]] for number in known])
    if len(known) < len(lists):
        place = {number: at for at, number in enumerate(known)}
        rows = [
            AlignedRow(
                tuple(row.items[place[number]] if number in place else None for number in range(len(lists))),
                row.same and len(known) > 1, row.alike,
            )
            for row in rows
        ]  # fmt: skip
    return Aligned(name, tuple(lists), tuple(rows), held)
