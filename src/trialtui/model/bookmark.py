"""Places that the user keeps: entities, and searches (saved searches are bookmarks of a search)."""

from __future__ import annotations

from dataclasses import dataclass

from trialtui.model.places import EntityPlace, SearchPlace, parse_place
from trialtui.model.refs import RefError


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that was kept, the name that it had then, and when that was (`2026-11-22T10:30:00`)."""

    place: EntityPlace | SearchPlace
    name: str
    added: str = ""


def place_document(place: EntityPlace | SearchPlace) -> dict[str, str]:
    """Return a place as a document: its kind and its text form."""
    if isinstance(place, SearchPlace):
        return {"kind": "search", "text": place.query}
    return {"kind": "entity", "text": str(place.ref)}


def read_bookmark(document: dict[str, object]) -> Bookmark | None:
    """Read a bookmark from its document; None where it is none of ours."""
    kind, text, name = document.get("kind"), document.get("text"), document.get("name")
    if not isinstance(text, str) or not isinstance(name, str):
        return None
    added = str(document.get("added", ""))
    if kind == "search":
        return Bookmark(SearchPlace(text), name, added)
    try:
        place = parse_place(text)
    except RefError:
        return None
    return Bookmark(place, name, added) if place is not None else None
