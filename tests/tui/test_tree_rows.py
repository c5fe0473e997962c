"""The opened tree as a list of rows, against a naive flattening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.query.tree_node import Node
from trialtui.tui.tree_rows import Row, TreeRows

Shape = tuple["Shape", ...]

shapes = st.recursive(st.just(()), lambda below: st.lists(below, max_size=5).map(tuple), max_leaves=40)
moves = st.lists(st.tuples(st.booleans(), st.integers(min_value=0, max_value=60)), max_size=40)


class Forest:
    """A tree of a given shape; each node's id is the path of indexes to it."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def below(self, path: tuple[str, ...]) -> list[Node]:
        shape = self.shape
        for step in path:
            shape = shape[int(step)]
        return [
            Node((*path, str(index)), f"node {index}", len(child), None, bool(child))
            for index, child in enumerate(shape)
        ]

    def children(self, node: Node) -> Sequence[Node]:
        return self.below(node.id)

    def flatten(self, expanded: set[tuple[str, ...]], path: tuple[str, ...] = ()) -> list[Row]:
        rows = []
        for node in self.below(path):
            rows.append(Row(node, len(path), node.id in expanded))
            if node.id in expanded:
                rows += self.flatten(expanded, node.id)
        return rows


def prefixes(node_id: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(node_id[:end] for end in range(1, len(node_id) + 1))


def play(forest: Forest, steps: list[tuple[bool, int]]) -> tuple[TreeRows, set[tuple[str, ...]]]:
    """Open and close rows in both forms of the tree, checking the number of rows that came and went."""
    rows, expanded = TreeRows(forest.below(()), forest.children), set[tuple[str, ...]]()
    for opening, number in steps:
        if not len(rows):
            break
        index = number % len(rows)
        node, before = rows[index].node, len(rows)
        if opening:
            assert rows.open(index) == len(rows) - before
            expanded |= {node.id} if node.expandable else set()
        else:
            assert rows.close(index) == before - len(rows)
            expanded -= {item for item in expanded if item[: len(node.id)] == node.id}
    return rows, expanded


@given(shapes, moves)
def test_rows_are_those_of_the_flattened_tree(shape: Shape, steps: list[tuple[bool, int]]) -> None:
    forest = Forest(shape)
    rows, expanded = play(forest, steps)
    assert [rows[index] for index in range(len(rows))] == forest.flatten(expanded)


@given(shapes, moves)
def test_every_row_is_found_again_and_knows_its_parent(shape: Shape, steps: list[tuple[bool, int]]) -> None:
    forest = Forest(shape)
    rows, expanded = play(forest, steps)
    ids = [row.node.id for row in forest.flatten(expanded)]
    for index, node_id in enumerate(ids):
        assert rows.path(index) == prefixes(node_id)
        assert rows.find(prefixes(node_id)) == index
        assert rows.parent(index) == (ids.index(node_id[:-1]) if len(node_id) > 1 else None)
    assert {path[-1] for path in rows.opened()} == expanded


@given(shapes, moves)
def test_an_opened_tree_can_be_opened_anew(shape: Shape, steps: list[tuple[bool, int]]) -> None:
    forest = Forest(shape)
    rows, _ = play(forest, steps)
    again = TreeRows(forest.below(()), forest.children)
    for path in rows.opened():
        row = again.reveal(path)
        assert row is not None
        again.open(row)
    assert [again[index] for index in range(len(again))] == [rows[index] for index in range(len(rows))]


def test_revealing_opens_the_way_down() -> None:
    forest = Forest(((), ((), ((), ())), ()))
    rows = TreeRows(forest.below(()), forest.children)
    assert rows.find((("1",), ("1", "1"))) is None
    assert rows.reveal((("1",), ("1", "1"), ("1", "1", "0"))) == 4
    assert [row.node.id for row in (rows[3], rows[4])] == [("1", "1"), ("1", "1", "0")]


def test_revealing_what_is_gone_stops_at_the_last_that_exists() -> None:
    forest = Forest(((), ((), ())))
    rows = TreeRows(forest.below(()), forest.children)
    assert rows.reveal((("1",), ("1", "7"))) == 1
    assert rows.reveal((("9",),)) is None
    assert rows.reveal(()) is None


def test_a_row_that_is_not_there_is_an_error() -> None:
    rows = TreeRows(Forest(((),)).below(()), Forest(((),)).children)
    with pytest.raises(IndexError):
        rows[1]
    with pytest.raises(IndexError):
        rows[-1]


class Many(Sequence[Node]):
    """A hundred thousand children, which counts those that are made."""

    def __init__(self) -> None:
        self.made = 0

    def __len__(self) -> int:
        return 100_000

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        self.made += 1
        return Node(("all", str(index)), f"number {index}", 1, None, False)

    def position(self, node_id: tuple[str, ...]) -> int | None:
        return int(node_id[-1])


def test_a_node_of_100_000_children_opens_without_making_them() -> None:
    many = Many()
    rows = TreeRows([Node(("all",), "all", 100_000, None, True), Node(("rest",), "rest")], lambda _: many)
    assert rows.open(0) == 100_000
    assert many.made == 0
    assert rows[50_001].node.label == "number 50000"
    assert rows[100_001].node.label == "rest"
    assert rows.find((("all",), ("all", "99999"))) == 100_000
    assert many.made == 1
