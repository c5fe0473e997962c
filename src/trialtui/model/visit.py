"""Where the user was, and how the last page was left."""

from __future__ import annotations

from typing import Any, NamedTuple

from trialtui.model.kept_places import KeptPlace, from_document


class Visit(NamedTuple):
    """A place that was read, the name that it had then, and when that was (`2026-11-22T10:30:00`)."""

    place: KeptPlace
    name: str
    at: str = ""


class Standing(NamedTuple):
    """How a page was left, at any width: the block at its top, the characters of it above that, the selected link."""

    block: int = -1
    characters: int = 0
    link: int = -1


TOP = Standing()
"""A page at its top, with no link selected."""


class LeftOff(NamedTuple):
    """Where the user was last, and how the page stood."""

    visit: Visit
    standing: Standing = TOP


def read_visit(document: dict[str, Any]) -> Visit | None:
    """Read a visit from its document; None where it is none of ours."""
    place, name = from_document(document), document.get("name")
    if place is None or not isinstance(name, str):
        return None
    return Visit(place, name, str(document.get("at", "")))


def read_left_off(document: dict[str, Any]) -> LeftOff | None:
    """Read where the user was last; None where that is none of ours."""
    visit, numbers = read_visit(document), document.get("standing")
    if visit is None:
        return None
    if isinstance(numbers, list) and len(numbers) == 3 and all(type(number) is int for number in numbers):
        return LeftOff(visit, Standing(*numbers))
    return LeftOff(visit)
