"""From what a user typed to an entity that the store holds."""

from __future__ import annotations

from trialtui.model.places import EntityPlace, parse_place
from trialtui.model.refs import Ref, trial_ref
from trialtui.store.store import Store


def resolve(store: Store, text: str) -> EntityPlace | None:
    """Read a reference and find its entity: by its key, an alias, a synonym, or another registered name.

    Returns:
        The place of an entity that the store holds; else the place as typed, for the caller to say that it is not
        there; None where the text has no form of a reference.

    Raises:
        RefError: the text begins with a kind, but what follows is no key of that kind.
    """
    # Lone surrogates, as a terminal in the wrong encoding gives them, cannot be handed to SQLite.
    place = parse_place(text.encode("utf-8", "replace").decode("utf-8"))
    if place is None:
        return None
    found = find(store, place.ref)
    return EntityPlace(found or place.ref, place.section)


def find(store: Store, ref: Ref) -> Ref | None:
    """Return the entity that a reference names in this store, itself or under another name; None where it is not."""
    index = store.index
    if ref.kind == "trial":
        if index.trial(ref.nct_number):
            return ref
        nct = index.alias(ref.key)
        return None if nct is None else trial_ref(nct)
    if index.term(ref):
        return ref
    rows = index.ask(
        "SELECT DISTINCT kind, key FROM name JOIN term USING (tid) WHERE name.folded = ? AND kind = ?",
        ref.key.casefold(),
        ref.kind,
    )
    return Ref(*rows[0]) if len(rows) == 1 else None


def exists(store: Store, ref: Ref) -> bool:
    """Tell whether the store holds this very entity."""
    return bool(store.index.trial(ref.nct_number) if ref.kind == "trial" else store.index.term(ref))
