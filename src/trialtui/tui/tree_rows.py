"""An opened tree as a list of rows that is never written out: only what is open is kept, so any size opens at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from trialtui.query.tree_node import Node
from trialtui.tui.catalogue import Positioned
from trialtui.tui.history import Path

SEARCHED = 2000
"""So many children are looked through for one of them, where they do not know their positions themselves."""


class Row(NamedTuple):
    """A row of the tree: its node, how deep it stands (roots at 0), whether it is open."""

    node: Node
    depth: int
    expanded: bool


class _Branch:
    """The children of an open node, with the branches of those that are open themselves.

    `positions` are the indexes of the open children, rising; `starts` are their rows, counted from the branch's first.
    `size` is the number of rows in the branch.
    """

    __slots__ = ("children", "opened", "positions", "size", "starts")

    def __init__(self, children: Sequence[Node]) -> None:
        """Begin with all children closed."""
        self.children = children
        self.positions: list[int] = []
        self.opened: list[_Branch] = []
        self.starts: list[int] = []
        self.size = len(children)

    def count(self) -> None:
        """Sum up anew after a change below."""
        before = 0
        self.starts = []
        for position, branch in zip(self.positions, self.opened, strict=True):
            self.starts.append(position + before)
            before += branch.size
        self.size = len(self.children) + before

    def row_of(self, position: int) -> int:
        """Return the row of the child at an index."""
        slot = bisect_left(self.positions, position) - 1
        if slot < 0:
            return position
        return self.starts[slot] + self.opened[slot].size + position - self.positions[slot]

    def branch_at(self, position: int) -> _Branch | None:
        """Return the branch of the child at an index, None where it is closed."""
        slot = bisect_left(self.positions, position)
        return self.opened[slot] if slot < len(self.positions) and self.positions[slot] == position else None

    def child_at(self, row: int) -> tuple[int, int]:
        """Return the index of the child that a row shows or stands below, and that child's own row."""
        slot = bisect_right(self.starts, row) - 1
        if slot < 0:
            return row, row
        start, size = self.starts[slot], self.opened[slot].size
        if row <= start + size:
            return self.positions[slot], start
        return row - start - size + self.positions[slot], row


class _Step(NamedTuple):
    """One level of the way down to a row: a branch, the index of a child in it, and that child's row in the tree."""

    branch: _Branch
    position: int
    row: int

    @property
    def node(self) -> Node:
        return self.branch.children[self.position]

    @property
    def opened(self) -> _Branch | None:
        return self.branch.branch_at(self.position)


class TreeRows:
    """The rows of a tree in which some nodes are open. Opening a node asks `children` for its children."""

    def __init__(self, roots: Sequence[Node], children: Callable[[Node], Sequence[Node]]) -> None:
        """Start with all roots closed."""
        self._root = _Branch(roots)
        self._root.count()
        self._children = children

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._root.size

    def __getitem__(self, index: int) -> Row:
        """Return a row.

        Raises:
            IndexError: there is no such row.
        """
        way = self._way(index)
        return Row(way[-1].node, len(way) - 1, way[-1].opened is not None)

    def path(self, index: int) -> Path:
        """Return the ids of the nodes from the root down to a row."""
        return tuple(step.node.id for step in self._way(index))

    def parent(self, index: int) -> int | None:
        """Return the row of a row's parent, None for a root."""
        way = self._way(index)
        return way[-2].row if len(way) > 1 else None

    def siblings(self, index: int) -> tuple[Sequence[Node], int]:
        """Return the nodes among which a row stands, and its place among them, from 0."""
        step = self._way(index)[-1]
        return step.branch.children, step.position

    def open(self, index: int) -> int:
        """Open a row's node and return how many rows appeared; none where it is open already or has no children."""
        way = self._way(index)
        node = way[-1].node
        if not node.expandable or way[-1].opened is not None:
            return 0
        branch = _Branch(self._children(node))
        parent = way[-1].branch
        slot = bisect_left(parent.positions, way[-1].position)
        parent.positions.insert(slot, way[-1].position)
        parent.opened.insert(slot, branch)
        branch.count()
        self._recount(way)
        return branch.size

    def close(self, index: int) -> int:
        """Close a row's node with all below it and return how many rows went; none where it is closed already."""
        way = self._way(index)
        branch = way[-1].opened
        if branch is None:
            return 0
        parent = way[-1].branch
        slot = bisect_left(parent.positions, way[-1].position)
        del parent.positions[slot], parent.opened[slot]
        self._recount(way)
        return branch.size

    def find(self, path: Path) -> int | None:
        """Return the row of the node at the end of a path of ids, None where it is not in view or does not exist."""
        row, branch = -1, self._root
        for depth, node_id in enumerate(path):
            position = _position(branch.children, node_id)
            if position is None:
                return None
            row += 1 + branch.row_of(position)
            below = branch.branch_at(position)
            if below is None:
                return row if depth == len(path) - 1 else None
            branch = below
        return row if path else None

    def reveal(self, path: Path) -> int | None:
        """Open what is closed on the way down a path of ids and return the row at its end.

        Where the path leads out of the tree, the row of the last node that exists is returned; None if there is none.
        """
        found = None
        for end in range(1, len(path) + 1):
            if found is not None:
                self.open(found)
            row = self.find(path[:end])
            if row is None:
                break
            found = row
        return found

    def opened(self) -> Iterator[Path]:
        """Return the paths of all open nodes, each after those above it."""
        pending: list[tuple[_Branch, Path]] = [(self._root, ())]
        while pending:
            branch, path = pending.pop()
            for position, below in zip(branch.positions, branch.opened, strict=True):
                here = (*path, branch.children[position].id)
                yield here
                pending.append((below, here))

    def _way(self, index: int) -> list[_Step]:
        """Return the steps from a root down to a row."""
        if not 0 <= index < len(self):
            raise IndexError(f"no row {index} in a tree of {len(self)} rows")
        way: list[_Step] = []
        branch, row, first = self._root, index, 0
        while True:
            position, own = branch.child_at(row)
            step = _Step(branch, position, first + own)
            way.append(step)
            below = step.opened
            if own == row or below is None:
                return way
            branch, row, first = below, row - own - 1, step.row + 1

    def _recount(self, way: Sequence[_Step]) -> None:
        for step in reversed(way):
            step.branch.count()


def _position(children: Sequence[Node], node_id: tuple[str, ...]) -> int | None:
    """Find a child by its id: asked of the children where they know, else looked for among the first."""
    if isinstance(children, Positioned):
        return children.position(node_id)
    return next((index for index, node in enumerate(islice(children, SEARCHED)) if node.id == node_id), None)
