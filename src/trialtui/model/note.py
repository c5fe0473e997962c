"""What the user wrote on an entity: their own words, never part of a record."""

from __future__ import annotations

from typing import Any, NamedTuple

from trialtui.model.kept_places import read_ref
from trialtui.model.refs import Ref


class Note(NamedTuple):
    """A note on an entity, the name that the entity had then, and when it was last written."""

    ref: Ref
    name: str
    text: str
    changed: str = ""


def read_note(document: dict[str, Any]) -> Note | None:
    """Read a note from its document; None where it is none of ours."""
    ref, name, text = read_ref(document.get("ref")), document.get("name"), document.get("text")
    if ref is None or not isinstance(name, str) or not isinstance(text, str) or not text.strip():
        return None
    return Note(ref, name, text, str(document.get("changed", "")))
