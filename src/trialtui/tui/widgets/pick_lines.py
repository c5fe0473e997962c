"""A list of any length to pick from: rows under the headings of their groups, one of them under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message

from trialtui.model.clean import clean_line
from trialtui.render.wrap import cells, to_ascii
from trialtui.tui.cells import clip, ellipsis
from trialtui.tui.widgets.line_pane import LinePane

_LEAST_TEXT = 20
"""The cells that a row's text keeps before what is at its right is left out."""


_WIDEST_COLUMN = 24
"""The cells up to which the texts stand in a column of their own; longer ones are followed by their notes."""


class Pick(NamedTuple):
    """Something to pick.

    Attributes:
        text: What it is.
        act: Is called when it was picked, with the list closed.
        note: What more there is to say of it, after the text.
        tail: What stands at the right: a key, a date.
        group: The heading that it stands under; those of one group come together.
        show: Is called when the cursor comes to it.
        remove: Takes it away, or brings it back, and says what was done; None where it cannot be taken away.
    """

    text: str
    act: Callable[[], object]
    note: str = ""
    tail: str = ""
    group: str = ""
    show: Callable[[], object] | None = None
    remove: Callable[[], str] | None = None


class PickLines(LinePane, inherit_bindings=False):
    """Shows picks. A move of the cursor repaints two rows."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pick-lines--group", "pick-lines--note", "pick-lines--tail", "pick-lines--cursor",
    }  # fmt: skip

    class Picked(Message):
        """The row under the cursor was picked with the mouse."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        """Start without picks."""
        super().__init__(ascii_only=ascii_only)
        self._ascii_only = ascii_only
        self._ellipsis = ellipsis(ascii_only=ascii_only)
        self._picks: tuple[Pick, ...] = ()
        self._text_width = 0
        self._rows: list[int | str] = []
        self._row_of: list[int] = []
        self._cursor = 0

    @property
    def cursor(self) -> Pick | None:
        """The pick under the cursor; None where there are none."""
        return self._picks[self._cursor] if self._picks else None

    @property
    def line_total(self) -> int:
        """The number of rows, headings too."""
        return len(self._rows)

    def show(self, picks: Sequence[Pick], *, cursor: int = 0) -> None:
        """Show other picks, with the cursor on one of them."""
        self._picks = tuple(picks)
        widest = max((cells(self._written(pick.text)) for pick in picks), default=0)
        self._text_width = widest if widest <= _WIDEST_COLUMN else 0
        self._rows, self._row_of = [], []
        for group, members in groupby(range(len(picks)), key=lambda number: picks[number].group):
            if group:
                self._rows.append(group)
            for number in members:
                self._row_of.append(len(self._rows))
                self._rows.append(number)
        self._cursor = max(min(cursor, len(picks) - 1), 0)
        self._set_top(0)
        self.fit()
        self.forget()

    def show_again(self, picks: Sequence[Pick]) -> None:
        """Show the same picks, of which one has changed, with the cursor and the view where they are."""
        top = self._top
        self.show(picks, cursor=self._cursor)
        self._set_top(top)

    def move(self, by: int) -> None:
        """Move the cursor by some picks, as far as there are any."""
        self._put(self._cursor + by)

    def move_screen(self, by: int) -> None:
        """Move the cursor by some screens, less a row that stays in view."""
        self._put(self._cursor + by * max(self.size.height - 2, 1))

    def fit(self) -> None:
        """Keep the cursor in view, and the heading above the first."""
        if self._picks and self.size.height:
            row = self._row_of[self._cursor]
            first = 0 if self._cursor == 0 else row
            self._set_top(min(max(self._top, row - self.size.height + 1), first))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked; a double click picks it."""
        offset = event.get_content_offset(self)
        if offset is None or self.on_bar(event) or offset.y + self._top >= len(self._rows):
            return
        row = self._rows[offset.y + self._top]
        if isinstance(row, int):
            self._put(row)
            if event.chain == 2:
                self.post_message(self.Picked())

    def draw(self, number: int) -> list[Segment]:
        """Draw one row."""
        width = max(self.size.width - 1, 0)
        if number >= len(self._rows):
            return [Segment(" " * width, self.look())]
        row = self._rows[number]
        if isinstance(row, str):
            heading = f"{clip(self._written(row), width - 1, self._ellipsis)}"
            return self._line([(f" {heading}", "pick-lines--group")], width, "")
        return self._pick(self._picks[row], row == self._cursor, width)

    def _pick(self, pick: Pick, here: bool, width: int) -> list[Segment]:
        """Lay out a row; the cursor is also marked by a sign, for terminals without colour."""
        text, note, tail = map(self._written, (pick.text, pick.note, pick.tail))
        tail = f"  {tail} " if tail and cells(tail) + 3 + _LEAST_TEXT <= width else ""
        room = width - 3 - cells(tail)
        text = clip(text, room, self._ellipsis)
        text += " " * (min(self._text_width, room) - cells(text))
        left = room - cells(text)
        note = clip(f"  {note}", left, self._ellipsis) if note and left > 6 else ""
        gap = " " * (left - cells(note))
        parts = [(f" {'>' if here else ' '} {text}", ""), (note, "pick-lines--note"), (gap + tail, "pick-lines--tail")]
        return self._line(parts, width, "pick-lines--cursor" if here else "")

    def _line(self, parts: list[tuple[str, str]], width: int, cursor: str) -> list[Segment]:
        """Return the segments of a row; under the cursor all is in the cursor's style."""
        taken = sum(cells(text) for text, _ in parts)
        segments = [Segment(text, self.look(cursor or name)) for text, name in parts if text]
        return [*segments, Segment(" " * max(width - taken, 0), self.look(cursor))]

    def _written(self, text: str) -> str:
        line = clean_line(text)
        return to_ascii(line) if self._ascii_only else line

    def _put(self, number: int) -> None:
        before, self._cursor = self._cursor, max(0, min(number, len(self._picks) - 1))
        if before == self._cursor or not self._picks:
            return
        self.repaint_lines(self._row_of[before], self._row_of[self._cursor])
        top = self._top
        self.fit()
        if self._top != top:
            self.refresh()
        show = self._picks[self._cursor].show
        if show is not None:
            show()
