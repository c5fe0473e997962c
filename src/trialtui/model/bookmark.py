"""Places that the user keeps: entities, comparisons, and searches (saved searches are bookmarks of a search)."""

from __future__ import annotations

from typing import Any, NamedTuple

from trialtui.model.kept_places import KeptPlace, from_document


class Bookmark(NamedTuple):
    """A place that was kept, the name that it had then, and when that was (`2026-11-22T10:30:00`)."""

    place: KeptPlace
    name: str
    added: str = ""


def read_bookmark(document: dict[str, Any]) -> Bookmark | None:
    """Read a bookmark from its document; None where it is none of ours."""
    place, name = from_document(document), document.get("name")
    if place is None or not isinstance(name, str):
        return None
    return Bookmark(place, name, str(document.get("added", "")))
