"""The columns of a list of trials, by each of which it can be sorted."""

from __future__ import annotations

from typing import NamedTuple


class Order(NamedTuple):
    """A column: its name in a place, its title, how a list that is sorted by it goes, whether that is falling."""

    name: str
    title: str
    says: str
    falling: bool = False


ORDERS = (
    Order("nct", "Trial", "by NCT number"),
    Order("title", "Title", "by title"),
    Order("status", "Status", "by status, in the registry's order"),
    Order("phase", "Phase", "by phase, early ones first"),
    Order("start", "Start", "by start, newest first", falling=True),
    Order("enrollment", "Enrolled", "by enrollment, largest first", falling=True),
)
"""From left to right. What is not stated comes last, and trials that have the same by NCT number."""
