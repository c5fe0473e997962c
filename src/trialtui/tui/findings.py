"""What was looked for in a page, and where it stands in the page as it is laid out now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trialtui.render.lines import Layout
from trialtui.tui.find import Match, PageText

NO_MATCH = -1
"""Stands for the number of a match where there is none."""


class Findings:
    """The matches of what was looked for last, and the current one of them."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        """Look for nothing yet."""
        self.typed = ""
        self.matches: Sequence[Match] = ()
        self.current = NO_MATCH
        self._ascii_only = ascii_only
        self._layout: Layout | None = None
        self._text: PageText | None = None
        self._parts_on: dict[int, list[tuple[int, int, int]]] = {}

    def look_for(self, typed: str, layout: Layout) -> None:
        """Look for a text; there is no current match yet."""
        self.typed, self.current = typed, NO_MATCH
        self._look(layout)

    def follow(self, layout: Layout) -> None:
        """Look anew where the page is laid out anew; the current match is the one of the same number."""
        if layout is not self._layout and self.typed:
            self._look(layout)
            self.current = min(self.current, len(self.matches) - 1)

    def forget(self) -> None:
        """Look for nothing any more."""
        self.typed, self.matches, self.current = "", (), NO_MATCH
        self._layout = self._text = None
        self._parts_on = {}

    def on_line(self, line: int) -> list[tuple[int, int, int]]:
        """Return what was found on a line, as (first cell, cell after the last, number of the match)."""
        return self._parts_on.get(line, [])

    def after(self, line: int) -> int:
        """Return the first match that begins at a line or below it; the very first where there is none."""
        return next((number for number, match in enumerate(self.matches) if match.parts[0][0] >= line), 0)

    def before(self, line: int) -> int:
        """Return the last match that begins above a line; the very last where there is none."""
        above = [number for number, match in enumerate(self.matches) if match.parts[0][0] < line]
        return above[-1] if above else len(self.matches) - 1

    def _look(self, layout: Layout) -> None:
        if self._text is None or layout is not self._layout:
            self._layout, self._text = layout, PageText(layout, ascii_only=self._ascii_only)
        self.matches = self._text.find(self.typed)
        parts_on: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for number, match in enumerate(self.matches):
            for line, start, end in match.parts:
                parts_on[line].append((start, end, number))
        self._parts_on = dict(parts_on)
