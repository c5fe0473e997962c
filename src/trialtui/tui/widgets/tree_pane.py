"""The tree: a list of rows drawn as they come into view, with a cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from trialtui.model.clean import clean_line
from trialtui.query.tree_node import Node
from trialtui.render.wrap import cells
from trialtui.tui.cells import ellipsis, fit
from trialtui.tui.history import Path
from trialtui.tui.tree_rows import Row, TreeRows
from trialtui.tui.widgets.line_pane import LinePane

INDENT = 2
"""The cells by which a level is indented; the marker takes as many."""


class TreePane(LinePane, inherit_bindings=False):
    """The tree. A move of the cursor repaints two rows; opening a node draws only what is in view."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tree-pane--cursor",
        "tree-pane--cursor-away",
        "tree-pane--count",
        "tree-pane--marker",
    }

    class Highlighted(Message):
        """The reader moved the cursor to a node."""

        def __init__(self, node: Node) -> None:
            """Tell which node."""
            super().__init__()
            self.node = node

    class Opened(Message):
        """The reader asks for a node's page."""

        def __init__(self, node: Node) -> None:
            """Tell which node."""
            super().__init__()
            self.node = node

    def __init__(self, rows: TreeRows, *, ascii_only: bool = False, id: str | None = None) -> None:
        """Show the rows of a tree, with the cursor on the first."""
        super().__init__(ascii_only=ascii_only, id=id)
        self._rows = rows
        self._cursor = 0
        self._active = False
        self._whole: tuple[TreeRows, int] | None = None
        self._markers = ("+ ", "- ") if ascii_only else ("▸ ", "▾ ")
        self._ellipsis = ellipsis(ascii_only=ascii_only)

    @property
    def rows(self) -> TreeRows:
        """The rows."""
        return self._rows

    @property
    def cursor(self) -> int:
        """The row that the cursor is on."""
        return self._cursor

    @property
    def node(self) -> Node | None:
        """The node that the cursor is on; None in an empty tree."""
        return self._rows[self._cursor].node if len(self._rows) else None

    @property
    def line_total(self) -> int:
        """The number of rows."""
        return len(self._rows)

    @property
    def _screenful(self) -> int:
        return max(self.size.height - 1, 1)

    @property
    def path(self) -> Path:
        """The ids of the nodes from the root down to the cursor."""
        return self._rows.path(self._cursor) if len(self._rows) else ()

    def set_active(self, active: bool) -> None:
        """Show whether the reader is in the tree."""
        if active != self._active:
            self._active = active
            self.repaint_lines(self._cursor)

    def replace(self, rows: TreeRows) -> None:
        """Show another tree, opened as this one was and with the cursor where it stood, as far as that still exists."""
        self.widen()
        path = self.path
        for opened in self._rows.opened():
            row = rows.reveal(opened)
            if row is not None and rows.path(row) == opened:
                rows.open(row)
        self._rows = rows
        self._cursor = rows.reveal(path) or 0
        self._measure()

    @property
    def narrowed(self) -> bool:
        """Whether something stands in for the whole tree."""
        return self._whole is not None

    def narrow(self, rows: TreeRows, cursor: int) -> None:
        """Let a part of the tree stand in for the whole of it, with the cursor on one of its rows."""
        if self._whole is None:
            self._whole = (self._rows, self._cursor)
        self._rows, self._cursor = rows, cursor
        self._set_top(0)
        self._measure()

    def widen(self) -> None:
        """Show the whole tree again as it was."""
        if self._whole is not None:
            (self._rows, self._cursor), self._whole = self._whole, None
            self._measure()

    def reveal(self, path: Path) -> bool:
        """Put the cursor on the node at the end of a path of ids, opening what is above it; False if there is none."""
        total = len(self._rows)
        row = self._rows.reveal(path)
        if row is None:
            return False
        before, self._cursor = self._cursor, row
        height = self.size.height
        if self.top <= row < self.top + height and len(self._rows) == total:
            self.repaint_lines(before, row)
        else:
            self._set_top(row - height // 2)
            self.forget()
        return True

    def move_to(self, row: int) -> None:
        """Move the cursor to a row, or to the nearest that exists, on behalf of the reader."""
        if not len(self._rows):
            return
        before = self._cursor
        self._put_cursor(row)
        if self._cursor != before:
            self.post_message(self.Highlighted(self._rows[self._cursor].node))

    def action_line_up(self) -> None:
        """Move the cursor up a row."""
        self.move_to(self._cursor - 1)

    def action_line_down(self) -> None:
        """Move the cursor down a row."""
        self.move_to(self._cursor + 1)

    def action_page_up(self) -> None:
        """Move the cursor up a screen, less a row that stays in view."""
        self.move_to(self._cursor - self._screenful)

    def action_page_down(self) -> None:
        """Move the cursor down a screen, less a row that stays in view."""
        self.move_to(self._cursor + self._screenful)

    def action_top(self) -> None:
        """Move the cursor to the first row."""
        self.move_to(0)

    def action_bottom(self) -> None:
        """Move the cursor to the last row."""
        self.move_to(len(self._rows) - 1)

    def open_branch(self) -> bool:
        """Open the cursor's node, or go to its first child; False where it has none."""
        if not len(self._rows):
            return False
        row = self._rows[self._cursor]
        if row.expanded and self._cursor + 1 < len(self._rows) and self._rows[self._cursor + 1].depth > row.depth:
            self.action_line_down()
        elif not row.expanded and row.node.expandable:
            self.toggle(self._cursor)
        else:
            return False
        return True

    def close_branch(self) -> bool:
        """Close the cursor's node, or go to its parent; False at a closed root."""
        if not len(self._rows):
            return False
        if self._rows[self._cursor].expanded:
            self.toggle(self._cursor)
            return True
        parent = self._rows.parent(self._cursor)
        if parent is not None:
            self.move_to(parent)
        return parent is not None

    def open_root(self, node_id: tuple[str, ...]) -> bool:
        """Put the cursor on a root and open it; False where there is no such root, or nothing below it."""
        roots = (self._rows[row].node.id for row in range(len(self._rows)) if not self._rows[row].depth)
        found = next((root for root in roots if root[-len(node_id) :] == node_id), node_id)
        row = self._rows.find((found,))
        if row is None or not self._rows[row].node.expandable:
            return False
        self.move_to(row)
        if not self._rows[row].expanded:
            self.toggle(row)
        return True

    def open_node(self) -> None:
        """Ask for the page of the cursor's node; a node without one opens or closes."""
        if not len(self._rows):
            return
        node = self._rows[self._cursor].node
        if node.place is None:
            self.toggle(self._cursor)
        else:
            self.post_message(self.Opened(node))

    def toggle(self, row: int) -> None:
        """Open or close a row. The cursor stays on its node; where that went, it moves to the row that closed."""
        if self._rows[row].expanded:
            gone = self._rows.close(row)
            moved = max(row, self._cursor - gone) if self._cursor > row else self._cursor
        else:
            come = self._rows.open(row)
            moved = self._cursor + come if self._cursor > row else self._cursor
        within = row < self._cursor and moved == row
        self._cursor = moved
        self._measure()
        if within:
            self.post_message(self.Highlighted(self._rows[row].node))

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; on its marker open or close it; a double click asks for its page."""
        offset = event.get_content_offset(self)
        if offset is None or self.on_bar(event):
            return
        row = offset.y + self.top
        if row >= len(self._rows):
            return
        start = self._rows[row].depth * INDENT
        on_marker = start <= offset.x < start + INDENT and self._rows[row].node.expandable
        if on_marker:
            self.toggle(row)
            return
        self.move_to(row)
        if event.chain == 2:
            self.open_node()

    def draw(self, number: int) -> list[Segment]:
        """Draw one row."""
        width = self.size.width - 1
        if number >= len(self._rows):
            return [Segment(" " * width, self.look())]
        return self._segments(self._rows[number], number == self._cursor, width)

    def _segments(self, row: Row, at_cursor: bool, width: int) -> list[Segment]:
        """Lay out a row: indent, marker, label, and the count at the right where it has room."""
        cursor = "tree-pane--cursor" if self._active else "tree-pane--cursor-away"
        base = self.look(cursor) if at_cursor else self.look()
        count = "" if row.node.count is None else f"{row.node.count:,}"
        lead = " " * min(row.depth * INDENT, width // 2)
        marker = self._markers[row.expanded] if row.node.expandable else "  "
        room = width - cells(lead) - cells(marker)
        tail = f" {count} " if count and room - len(count) >= 8 else ""
        label = fit(clean_line(row.node.label), max(room - len(tail), 0), self._ellipsis)
        return [
            Segment(lead, base),
            Segment(marker, self._on("tree-pane--marker", base, at_cursor or not row.node.expandable)),
            Segment(label, base),
            *([Segment(tail, self._on("tree-pane--count", base, at_cursor))] if tail else []),
        ]

    def _on(self, name: str, base: Style, plain: bool) -> Style:
        """Return a component's style, else the row's: under the cursor all is in the cursor's style."""
        return base if plain else self.look(name)

    def _put_cursor(self, row: int) -> None:
        """Move the cursor and bring it into view, repainting no more than has changed."""
        before, self._cursor = self._cursor, max(0, min(row, len(self._rows) - 1))
        if before != self._cursor:
            self.repaint_lines(before, self._cursor)
        self.scroll_to_line(self._top_for_cursor())

    def fit(self) -> None:
        """Keep the cursor in view."""
        self._set_top(self._top_for_cursor())

    def _top_for_cursor(self) -> int:
        """Return the line to have at the top so that the cursor is in view, the nearest to the present one."""
        height = self.size.height
        return min(max(self.top, self._cursor - height + 1), self._cursor) if height else self.top

    def _measure(self) -> None:
        """Draw the tree anew, as long as it is now."""
        self.forget()
        self._set_top(self._top_for_cursor())
