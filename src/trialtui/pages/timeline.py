"""When a term's trials started: a bar for each month or year, each of which says its figure."""

from __future__ import annotations

from collections import Counter

from trialtui.pages.page import Bar, Bars, Block
from trialtui.pages.spans import heading, text
from trialtui.query.entity import TermFacts

_FROM = 3
"""From this many dated trials on, a picture is worth its room."""

_MONTHS = 24
"""Up to this many months, bars are months; beyond, they are years."""


def timeline_blocks(facts: TermFacts) -> list[Block]:
    """Lay out the starts of a term's registered and mapped trials."""
    months = facts.start_months()
    if sum(months.values()) < _FROM:
        return []
    total = facts.row.n
    return [
        heading("Trials by start", "timeline"),
        Bars(start_bars(months), text(f"{sum(months.values()):,} of {total:,} trials state a start", "dim")),
    ]


def start_bars(months: Counter[str]) -> tuple[Bar, ...]:
    """Return bars of starts (`YYYY-MM` counted), by month where they span few, by year else; gaps are shown."""
    ordered = sorted(month for month in months if month)
    span = _month_number(ordered[-1]) - _month_number(ordered[0]) + 1
    if span <= _MONTHS:
        labels = [_month_label(_month_number(ordered[0]) + step) for step in range(span)]
        counts = months
    else:
        counts = Counter()
        for month, count in months.items():
            counts[month[:4]] += count
        labels = [str(year) for year in range(int(ordered[0][:4]), int(ordered[-1][:4]) + 1)]
        labels = [year for year in labels if counts[year] or len(labels) <= _MONTHS]
    return tuple(Bar(text(name), counts[name], f"{counts[name]:,}") for name in labels)


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month_label(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
