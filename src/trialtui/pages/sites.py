"""Where a trial is carried out: countries with their numbers of sites, and the sites."""

from __future__ import annotations

from collections import Counter

from trialtui.model.labels import status_label
from trialtui.model.trial import Trial
from trialtui.pages.page import Bar, Bars, Block, Column, Table
from trialtui.pages.spans import heading, text

_BARS_FROM = 3
"""From this many countries on, a picture says more than a line."""


def site_blocks(trial: Trial) -> list[Block]:
    """Lay out the sites, by country."""
    sites = trial.locations
    if not sites:
        return []
    counts = Counter(site.country or "country not stated" for site in sites)
    blocks: list[Block] = [heading(f"Sites ({len(sites):,})", "sites")]
    if len(counts) >= _BARS_FROM:
        bars = tuple(Bar(text(country), count, f"{count:,}") for country, count in counts.most_common())
        blocks.append(Bars(bars, text(f"{len(counts)} countries")))
    ordered = sorted(sites, key=lambda site: (-counts[site.country or "country not stated"], site.country))
    body = tuple(
        (
            text(site.country or "not stated"),
            text(", ".join(filter(None, (site.city, site.state)))),
            text(site.facility),
            text(status_label(site.status) if site.status else ""),
        )
        for site in ordered
    )
    columns = (Column("Country"), Column("Place", wide=True), Column("Facility", wide=True), Column("Status"))
    return [*blocks, Table(columns, body)]
