"""A node of the navigable tree."""

from __future__ import annotations

from dataclasses import dataclass

from trialtui.model.places import Place


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its id is the path of ids from a root.

    Attributes:
        id: The path from the root down, unique in the tree.
        label: What is shown.
        count: The number of trials below it, None where that says nothing.
        place: The page it opens, None for a mere group.
        expandable: Whether it has children.
    """

    id: tuple[str, ...]
    label: str
    count: int | None = None
    place: Place | None = None
    expandable: bool = False
