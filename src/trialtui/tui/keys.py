"""The key that was pressed, as the declaration of commands spells it."""

from __future__ import annotations

from textual import events


def pressed(event: events.Key) -> str:
    """Return a key: the character that it types, else its name."""
    character = event.character
    if character is None or "+" in event.key or character == " " or not character.isprintable():
        return event.key
    return character
