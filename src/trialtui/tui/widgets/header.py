"""The first line: which store this is, and where in it the reader is."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from trialtui.model.clean import clean_line
from trialtui.render.wrap import cells, to_ascii
from trialtui.tui.cells import clip, ellipsis
from trialtui.tui.widgets.line_widget import LineWidget


class Header(LineWidget):
    """One line: the program and its store on the left, the place on the right; the place's name gives way first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header--name", "header--store", "header--kind", "header--place"}

    def __init__(self, store: str, *, ascii_only: bool = False) -> None:
        """Name the store."""
        super().__init__()
        self._ascii_only = ascii_only
        self._store = self._line(store)
        self._marked = 0
        self._place = ("", "", "")
        self._separators = (" > ", " - ") if ascii_only else (" › ", " · ")
        self._ellipsis = ellipsis(ascii_only=ascii_only)

    def set_store(self, store: str) -> None:
        """Name the store anew."""
        self._store = self._line(store)
        self.refresh()

    def set_marked(self, count: int) -> None:
        """Say how many trials are marked."""
        self._marked = count
        self.refresh()

    def set_place(self, kind: str, name: str, key: str) -> None:
        """Say where the reader is: the kind of place, its name and its id, of which the last two may be empty."""
        if self._place != (kind, name, key):
            self._place = (kind, name, key)
            self.refresh()

    def set_section(self, anchor: str) -> None:
        """Say in which of the place's sections the reader is; without one, in none."""
        kind, name, key = self._place
        self.set_place(kind, name, key.partition("#")[0] + (f"#{anchor}" if anchor else ""))

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        style = self.look
        marked = f"  {self._marked} marked" if self._marked else ""
        store = clip(self._store, max(width // 2 - 12 - len(marked), 0), self._ellipsis)
        left = [Segment(" trialtui ", style("header--name")), Segment(f" {store}", style("header--store"))]
        left += [Segment(marked, style("header--place"))] if marked else []
        used = sum(cells(segment.text) for segment in left)
        crumbs = self._crumbs(width - used - 3)
        gap = width - used - sum(cells(text) for text, _ in crumbs) - 1
        right = [Segment(text, style(name)) for text, name in crumbs]
        segments = [*left, Segment(" " * max(gap, 1), self.look()), *right, Segment(" ", self.look())]
        return Strip(segments).adjust_cell_length(width, self.look())

    def _line(self, store: str) -> str:
        """Return the store's line in characters that the terminal has."""
        return to_ascii(clean_line(store)) if self._ascii_only else clean_line(store)

    def _crumbs(self, room: int) -> list[tuple[str, str]]:
        """Lay out the place in some cells, as texts with their component classes."""
        kind, name, key = self._place
        crumb, dot = self._separators
        head = kind + (crumb if name else "")
        tail = (dot if name else " ") + key if key else ""
        if cells(head) + cells(tail) + 8 > room and name and key:
            head = ""
        name = clip(name, room - cells(head) - cells(tail), self._ellipsis)
        texts = ((head, "header--kind"), (name, "header--place"), (tail, "header--kind"))
        return [(text, style) for text, style in texts if text]
