"""The way along a list: which trial, or other entity, comes next after the one that is shown."""

from __future__ import annotations

from typing import NamedTuple

from trialtui.model.places import EntityPlace, Place
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.history import Path
from trialtui.tui.widgets.tree_pane import TreePane


class Step(NamedTuple):
    """Where a step leads.

    Attributes:
        place: The neighbour; None at the end of the list.
        cursor: Where the tree's cursor belongs, where the list is a group of the tree; else None.
        number: Which of the list it is, or the last one that there is, from 1.
        total: How many are in the list.
    """

    place: EntityPlace | None
    cursor: Path | None
    number: int
    total: int


def along_trials(catalogue: Catalogue, origin: Place, place: EntityPlace, by: int) -> Step | None:
    """Step along the trials of the place that the reader came from; None where this is none of them."""
    listing = catalogue.trials(origin) if place.ref.kind == "trial" else None
    at = listing.position(place.ref) if listing is not None else None
    if listing is None or at is None:
        return None
    if not 0 <= at + by < len(listing):
        return Step(None, None, at + 1, len(listing))
    return Step(listing.place(at + by), None, at + by + 1, len(listing))


def along_tree(catalogue: Catalogue, tree: TreePane, place: EntityPlace, by: int) -> Step | None:
    """Step along the group of the tree in which a place stands; None where it stands nowhere."""
    if not _stands_at(tree, place) and not (tree.reveal(catalogue.reveal(place)) and _stands_at(tree, place)):
        return None
    nodes, at = tree.rows.siblings(tree.cursor)
    if not 0 <= at + by < len(nodes):
        return Step(None, None, at + 1, len(nodes))
    node = nodes[at + by]
    if not isinstance(node.place, EntityPlace):
        return None
    return Step(node.place, (*tree.path[:-1], node.id), at + by + 1, len(nodes))


def _stands_at(tree: TreePane, place: EntityPlace) -> bool:
    """Tell whether the tree's cursor is on a place, whatever its section."""
    node = tree.node
    return node is not None and isinstance(node.place, EntityPlace) and node.place.ref == place.ref
