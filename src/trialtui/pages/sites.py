"""Where a trial is carried out: countries with their numbers of sites, and the sites of each."""

from __future__ import annotations

from collections import Counter

from trialtui.model.labels import status_label
from trialtui.model.trial import Trial
from trialtui.pages.page import Bar, Bars, Block, Column, Table, Text
from trialtui.pages.spans import filled, heading, text

_BARS_FROM = 3
"""From this many countries on, a picture says more than a line."""

_UNSTATED = "country not stated"


def countries_words(trial: Trial) -> str:
    """Name the countries, those of most sites first, with their numbers of sites where there are several in all."""
    counts = _counts(trial)
    if len(trial.locations) == len(counts):
        return "; ".join(counts)
    return "; ".join(f"{country} ({count:,})" for country, count in counts.items())


def _counts(trial: Trial) -> dict[str, int]:
    """Return the number of sites of each country, falling; of equals the first that is registered comes first."""
    return dict(Counter(site.country or _UNSTATED for site in trial.locations).most_common())


def site_blocks(trial: Trial) -> list[Block]:
    """Lay out the sites, by country."""
    if not trial.locations:
        return []
    counts = _counts(trial)
    blocks: list[Block] = [heading(f"Sites ({len(trial.locations):,})", "sites")]
    if len(counts) >= _BARS_FROM:
        bars = tuple(Bar(text(country), count, f"{count:,}") for country, count in counts.items())
        blocks.append(Bars(bars, text(f"{len(counts)} countries")))
    return [*blocks, _table(trial, counts)]


def _table(trial: Trial, counts: dict[str, int]) -> Table:
    """Lay out the sites under the name of each country."""
    body: list[tuple[Text, ...]] = []
    rules: list[tuple[int, str]] = []
    for country, count in counts.items():
        rules.append((len(body), f"{country} ({count:,})"))
        for site in trial.locations:
            if (site.country or _UNSTATED) == country:
                place, status = ", ".join(filter(None, (site.city, site.state))), status_label(site.status)
                body.append((text(place), text(site.facility), text(status if site.status else "")))
    columns = (Column("Place", wide=True), Column("Facility", wide=True), Column("Status"))
    return filled(Table(columns, tuple(body), rules_before=tuple(rules)))
