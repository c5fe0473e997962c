"""Pictures of a set of trials: bars of a facet, each of which leads to its trials, and how enrollments spread."""

from __future__ import annotations

from trialtui.model.places import SearchPlace
from trialtui.pages.page import Bar, Bars, Block, Text
from trialtui.pages.spans import heading, link, text
from trialtui.pages.timeline import TWO_PHASES, start_picture, start_table
from trialtui.query.facets import Facet
from trialtui.query.figures import Figures, Spread

FROM = 5
"""From this many trials on, pictures say more than the list."""


def timeline_blocks(figures: Figures) -> list[Block]:
    """Draw when a term's trials started; the table of it is part of `figures_blocks`."""
    picture = start_picture(figures.months, figures.trials)
    return [heading(f"Trials by start ({_whose(figures)})", "timeline"), *picture] if picture else []


def figures_blocks(figures: Figures) -> list[Block]:
    """Lay out statuses, phases, enrollments and starts of a term's trials, each as bars or a table with its figures."""
    if figures.trials < FROM:
        return []
    query = figures.query or None
    blocks: list[Block] = [heading(f"In figures ({_whose(figures)})", "figures")]
    blocks += [heading("Status", level=3), facet_bars(figures.status, query)]
    blocks += [heading("Phase", level=3), facet_bars(figures.phase, query, text(TWO_PHASES, "dim"))]
    if figures.enrollment is not None:
        blocks += [heading("Enrollment", level=3), spread_bars(figures.enrollment, figures.trials)]
    if figures.months:
        blocks += [heading("Start", level=3), start_table(figures.months, query)]
    return blocks


def _whose(figures: Figures) -> str:
    """Say of which trials figures are."""
    return f"{figures.trials:,} {figures.how}"


def facet_bars(facet: Facet, query: str | None, note: Text = ()) -> Bars:
    """Draw a facet's values; each leads to the trials that have it, as a narrower search, where `query` is one."""
    bars = []
    for value in facet.values:
        narrowed = SearchPlace(f"{query} {value.clause}".strip()) if query is not None and value.clause else None
        label = link(value.label, narrowed) if narrowed else text(value.label)
        bars.append(Bar(label, value.count, f"{value.count:,}"))
    return Bars(tuple(bars), note)


def spread_bars(spread: Spread, trials: int) -> Bars:
    """Draw how enrollments spread, with their quartiles in words."""
    bars = tuple(Bar(text(_range(least, most)), count, f"{count:,}") for least, most, count in spread.bins)
    first, median, third = spread.quartiles
    stated = f"{spread.stated:,} of {trials:,} trials" if spread.stated < trials else f"all {trials:,} trials"
    words = (
        f"Participants of {stated}, planned or actual as registered: median {median:,}, middle half {first:,} to "
        f"{third:,}, least {spread.least:,}, most {spread.greatest:,}."
    )
    return Bars(bars, text(words, "dim"))


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"{least:,} and more"
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
