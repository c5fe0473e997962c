"""When trials started: a picture by month, or by year where months would be too many, and the table of its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from operator import sub

from trialtui.model.places import SearchPlace
from trialtui.pages.page import Block, Column, Table, Text, Tick, Timeline
from trialtui.pages.spans import link, text

_FROM = 5
"""From this many dated trials on, a picture is worth its room."""

_SPANS = (24, 36, 48, 60)
"""A picture by month spans so many months, as few as hold nearly all trials; where none does, it is by year."""

_NEARLY_ALL = 0.95

TWO_PHASES = "A trial of two phases counts under both."
"""What must be said where trials are counted by phase."""

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def start_picture(months: Mapping[str, int], trials: int) -> list[Block]:
    """Draw the starts of a set of trials; nothing where there are too few.

    Args:
        months: The number of trials by month (`2020-06`), or year where no month is stated, ascending.
        trials: The number of trials in all, those that state no start too.
    """
    stated = sum(months.values())
    if stated < _FROM:
        return []
    by_month = {_number(month): count for month, count in months.items() if len(month) > 4}
    window = _window(by_month, _NEARLY_ALL * stated)
    ticks = _by_month(by_month, window) if window else _by_year(months)
    beside = _beside(by_month, window, stated - sum(by_month.values())) if window else []
    most = max(ticks, key=lambda tick: tick.value)
    lead = f"By {'month' if window else 'year'} of start; the most, {most.value:,}, in {most.label}."
    words = [lead, *beside, f"{stated:,} of {trials:,} trials state a start." if stated < trials else ""]
    return [Timeline(ticks, text(" ".join(filter(None, words)), "dim"))]


def start_table(months: Mapping[str, int], query: str | None) -> Table:
    """Lay out the number of trials by year and month, newest first; a year leads to its trials where `query` is one."""
    years = sorted({month[:4] for month in months}, reverse=True)
    body = []
    for year in years:
        counts = [months.get(f"{year}-{number:02d}", 0) for number in range(1, 13)]
        total = sum(counts) + months.get(year, 0)
        cells = (text(f"{count:,}", "" if count else "dim") for count in counts)
        body.append((_year(year, query), *cells, text(f"{total:,}")))
    columns = (Column("Year"), *(Column(name, right=True) for name in _NAMES), Column("Trials", right=True))
    rest = sum(count for month, count in months.items() if len(month) == 4)
    note = f"{rest:,} state a year without a month." if rest else ""
    return Table(columns, tuple(body), text(note, "dim"))


def _year(year: str, query: str | None) -> Text:
    return text(year) if query is None else link(year, SearchPlace(f"{query} year:{year}".strip()))


def _window(by_month: Mapping[int, int], wanted: float) -> range | None:
    """Return the months to draw: the fewest that hold as many trials as are wanted; None where that is too many."""
    if not by_month:
        return None
    first, last = min(by_month), max(by_month)
    before = [0, *accumulate(by_month.get(number, 0) for number in range(first, last + 1))]
    for span in _SPANS:
        held = list(map(sub, before[span:], before)) or [before[-1]]
        best = max(held)
        if best >= wanted:
            start = first + len(held) - 1 - held[::-1].index(best)
            drawn = [number for number in by_month if start <= number < start + span]
            return range(min(drawn), max(drawn) + 1)
    return None


def _by_month(by_month: Mapping[int, int], window: range) -> tuple[Tick, ...]:
    return tuple(Tick(_label(number), by_month.get(number, 0), f"{number // 12:04d}") for number in window)


def _by_year(months: Mapping[str, int]) -> tuple[Tick, ...]:
    years: Counter[int] = Counter()
    for month, count in months.items():
        years[int(month[:4])] += count
    return tuple(
        Tick(f"{year:04d}", years[year], f"{year:04d}" if year % 5 == 0 else "")
        for year in range(min(years), max(years) + 1)
    )


def _beside(by_month: Mapping[int, int], window: range, without_month: int) -> list[str]:
    """Say what is left out of the picture."""
    earlier = sum(count for number, count in by_month.items() if number < window.start)
    later = sum(count for number, count in by_month.items() if number >= window.stop)
    return [
        f"{earlier:,} earlier, the first in {_label(min(by_month))}." if earlier else "",
        f"{later:,} later, the last in {_label(max(by_month))}." if later else "",
        f"{without_month:,} without a month." if without_month else "",
    ]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _label(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
