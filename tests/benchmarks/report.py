"""Tables of what was measured, each figure beside its budget."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under heads: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    print(f"\n{title}")
    for row in (heads, ["-" * width for width in widths], *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  ".join(cells).rstrip(), flush=True)


def spread(values: Sequence[float], digits: int = 0) -> list[str]:
    """Return median and extremes as two cells."""
    return [f"{median(values):,.{digits}f}", f"{min(values):,.{digits}f}-{max(values):,.{digits}f}"]


def ratio(value: float, base: float) -> str:
    """Return how many times as much something is as something else; nothing where either is nothing."""
    return f"{value / base:.2f}" if value and base else ""


def against(value: float, budget: float, text: str, *, at_least: bool = False) -> str:
    """Return a budget as a cell, marked where it is missed."""
    missed = value < budget if at_least else value > budget
    return f"{text}  {'MISSED' if missed else 'met   '}"
