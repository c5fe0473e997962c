"""The results section of a ClinicalTrials.gov record to a digest: who took part, primary outcomes, adverse events."""

from __future__ import annotations

from collections.abc import Mapping

from trialtui.model.trial import AdverseTotal, FlowTotal, OutcomeResult, ResultsDigest
from trialtui.sources.fields import Node, integer, struct, structs, text, texts

_COMPARATORS = ("<", ">", "=", "≤", "≥")


def read_results(section: Node) -> ResultsDigest:
    """Read `resultsSection`.

    Args:
        section: The decoded JSON object.

    Returns:
        The participant flow by period and arm, the primary outcomes with their values and analyses, and the adverse
        event totals by arm. Figures stay as reported.

    Raises:
        FieldError: a field that is read here has the wrong type.
    """
    outcomes = struct(section, "outcomeMeasuresModule", lambda node: structs(node, "outcomeMeasures", _read_outcome))
    primary = tuple(outcome for kind, outcome in outcomes if kind == "PRIMARY" and outcome)
    adverse, time_frame, threshold = struct(section, "adverseEventsModule", _read_adverse)
    return ResultsDigest(
        flow=struct(section, "participantFlowModule", _read_flow),
        primary=primary,
        primary_total=len(primary),
        secondary_total=sum(kind == "SECONDARY" for kind, _ in outcomes),
        other_total=sum(kind not in ("PRIMARY", "SECONDARY") for kind, _ in outcomes),
        adverse=adverse,
        adverse_time_frame=time_frame,
        adverse_threshold=threshold,
    )


def _read_groups(node: Node, key: str = "groups") -> dict[str, str]:
    """Return the titles of groups by their id; a group without a title goes by its id."""
    pairs = structs(node, key, lambda group: (text(group, "id"), text(group, "title")))
    return {name: title or name for name, title in pairs}


def _read_flow(node: Node) -> tuple[FlowTotal, ...]:
    groups = _read_groups(node)
    periods = structs(
        node, "periods", lambda period: (text(period, "title"), dict(structs(period, "milestones", _read_milestone)))
    )
    return tuple(
        FlowTotal(
            group=title, started=milestones.get("STARTED", {}).get(group),
            completed=milestones.get("COMPLETED", {}).get(group), period=period,
        )
        for period, milestones in periods
        for group, title in groups.items()
        if any(group in reached for reached in milestones.values())
    )  # fmt: skip


def _read_milestone(node: Node) -> tuple[str, dict[str, int | None]]:
    achievements = structs(node, "achievements", lambda stats: (text(stats, "groupId"), text(stats, "numSubjects")))
    return text(node, "type"), {group: _count(number) for group, number in achievements}


def _count(number: str) -> int | None:
    """Read a number of participants, which the registry gives as text; None for `NA` and the like."""
    number = number.strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


def _read_outcome(node: Node) -> tuple[str, OutcomeResult | None]:
    """Read an outcome measure: its type, and its figures where it is a primary one."""
    kind = text(node, "type")
    if kind != "PRIMARY":
        return kind, None
    groups = _read_groups(node)
    values = [
        (groups.get(group, group), ": ".join(filter(None, (title, category))), value)
        for title, categories in structs(node, "classes", _read_class)
        for category, measurements in categories
        for group, value in measurements
    ]
    return kind, OutcomeResult(
        title=text(node, "title"),
        time_frame=text(node, "timeFrame"),
        param_type=text(node, "paramType"),
        unit=text(node, "unitOfMeasure"),
        dispersion_type=text(node, "dispersionType"),
        values=tuple(values),
        analyses=tuple(filter(None, structs(node, "analyses", lambda analysis: _read_analysis(analysis, groups)))),
        analyzed=_read_analyzed(node, groups),
    )


def _read_analyzed(node: Node, groups: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return how many were analyzed of each group; units other than participants are named."""
    denominators = structs(
        node, "denoms", lambda denom: (text(denom, "units"), structs(denom, "counts", _read_measurement))
    )
    return tuple(
        (groups.get(group, group), number if units.lower() in ("", "participants") else f"{number} {units}")
        for units, counts in denominators
        for group, number in counts
    )


_Measurements = tuple[tuple[str, str], ...]


def _read_class(node: Node) -> tuple[str, tuple[tuple[str, _Measurements], ...]]:
    return text(node, "title"), structs(node, "categories", _read_category)


def _read_category(node: Node) -> tuple[str, _Measurements]:
    return text(node, "title"), structs(node, "measurements", _read_measurement)


def _read_measurement(node: Node) -> tuple[str, str]:
    """Return a group's id and its value with its spread or limits in brackets, as reported."""
    spread = text(node, "spread") or _limits(text(node, "lowerLimit"), text(node, "upperLimit"))
    value = text(node, "value")
    return text(node, "groupId"), f"{value} ({spread})" if spread else value


def _limits(low: str, high: str) -> str:
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else (f"to {high}" if high else "")


def _read_analysis(node: Node, groups: Mapping[str, str]) -> str:
    """Return an analysis as a short text: what was compared, the estimate with its interval, p-value and method."""
    compared = " vs ".join(groups.get(group, group) for group in texts(node, "groupIds"))
    estimate = " ".join(filter(None, (text(node, "paramType"), text(node, "paramValue"))))
    interval = _interval(node)
    p_value = text(node, "pValue").strip()
    if p_value:
        p_value = f"p {p_value}" if p_value.startswith(_COMPARATORS) else f"p = {p_value}"
    figures = ", ".join(filter(None, (f"{estimate} {interval}".strip(), p_value, text(node, "statisticalMethod"))))
    return ": ".join(filter(None, (compared if len(groups) > 1 else "", figures))) if figures else ""


def _interval(node: Node) -> str:
    limits = _limits(text(node, "ciLowerLimit"), text(node, "ciUpperLimit"))
    percent = text(node, "ciPctValue")
    return f"({percent}% CI {limits})" if limits and percent else (f"(CI {limits})" if limits else "")


def _read_adverse(node: Node) -> tuple[tuple[AdverseTotal, ...], str, str]:
    groups = structs(node, "eventGroups", _read_event_group)
    return groups, text(node, "timeFrame"), text(node, "frequencyThreshold")


def _read_event_group(node: Node) -> AdverseTotal:
    return AdverseTotal(
        group=text(node, "title") or text(node, "id"),
        deaths_affected=integer(node, "deathsNumAffected"),
        deaths_at_risk=integer(node, "deathsNumAtRisk"),
        serious_affected=integer(node, "seriousNumAffected"),
        serious_at_risk=integer(node, "seriousNumAtRisk"),
        other_affected=integer(node, "otherNumAffected"),
        other_at_risk=integer(node, "otherNumAtRisk"),
    )
