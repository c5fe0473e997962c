"""Places as documents of the user's files, and back."""

from __future__ import annotations

from typing import Any, TypeAlias

from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, HomePlace, Place, SearchPlace, parse_place
from trialtui.model.refs import Ref, RefError, parse_ref

KeptPlace: TypeAlias = EntityPlace | SearchPlace | ComparePlace | ChangesPlace
"""A place that can be kept: any but home, which is always at hand."""


def can_be_kept(place: Place) -> bool:
    """Tell whether a place can be kept."""
    return not isinstance(place, HomePlace)


def to_document(place: KeptPlace) -> dict[str, str]:
    """Return a place as a document: its kind and its text form, which name it whatever its section."""
    match place:
        case EntityPlace():
            return {"kind": "entity", "text": str(place.ref)}
        case SearchPlace():
            return {"kind": "search", "text": place.query}
        case ComparePlace():
            return {"kind": "compare", "text": str(place)}
        case ChangesPlace():
            return {"kind": "changes", "text": ""}


def full_document(place: KeptPlace) -> dict[str, Any]:
    """Return a place as a document that also says how it was shown: as a list, in some order."""
    shown = {"listed": True, "order": place.order} if isinstance(place, SearchPlace) and place.listed else {}
    return {**to_document(place), **shown}


def from_document(document: dict[str, Any]) -> KeptPlace | None:
    """Read a place from its document; None where it is none of ours."""
    kind, text = document.get("kind"), document.get("text")
    if not isinstance(text, str):
        return None
    try:
        match kind:
            case "entity":
                return parse_place(text)
            case "search":
                return SearchPlace(text, document.get("listed") is True, str(document.get("order", "nct")))
            case "compare":
                return _comparison(text)
            case "changes":
                return ChangesPlace()
    except RefError:
        pass
    return None


def _comparison(text: str) -> ComparePlace | None:
    refs = tuple(ref for word in text.split() if (ref := parse_ref(word)) is not None)
    return ComparePlace(refs) if refs else None


def read_ref(text: object) -> Ref | None:
    """Read a reference from a document; None where it is none."""
    try:
        return parse_ref(text) if isinstance(text, str) else None
    except RefError:
        return None
