"""A list of trials in columns under a heading: any length, drawn as it comes into view, with a cursor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from trialtui.model.clean import clean_line
from trialtui.model.places import EntityPlace, Target
from trialtui.pages.listing_orders import ORDERS, Order
from trialtui.tui.catalogue import Listing
from trialtui.tui.cells import ellipsis, fit
from trialtui.tui.marks import Marks
from trialtui.tui.page_view import PageState
from trialtui.tui.widgets.line_pane import LinePane
from trialtui.tui.widgets.marks import Mark, painted_over

HEADING = 1
"""The lines of the heading, which stay in view."""

GAP = 2
_WIDTHS = {"nct": 11, "status": 7, "phase": 7, "start": 7, "enrollment": 10}
_LEAST_TITLE = 24
_GIVEN_UP = ("enrollment", "phase", "start", "status")
"""The columns that are left out where there is no room, in this order; never the one that the list is sorted by."""


class _Column(NamedTuple):
    """A column that is shown: its place among the orders, the order, and its width in cells."""

    number: int
    order: Order
    width: int


class TrialList(LinePane, inherit_bindings=False):
    """Shows trials. A move of the cursor repaints two rows; rows are asked for as they come into view."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "trial-list--heading", "trial-list--sorted", "trial-list--cursor", "trial-list--hint",
    }  # fmt: skip

    class Opened(Message):
        """The reader asks for a trial."""

        def __init__(self, place: EntityPlace) -> None:
            """Tell which."""
            super().__init__()
            self.place = place

    def __init__(self, marks: Marks, *, ascii_only: bool = False, id: str | None = None) -> None:
        """Start without trials; a star stands before the marked ones."""
        super().__init__(ascii_only=ascii_only, id=id)
        self._marks = marks
        self._listing: Listing | None = None
        self._order = ORDERS[0].name
        self._cursor = 0
        self._hints: dict[int, str] = {}
        self._arrows = ("^", "v") if ascii_only else ("▲", "▼")
        self._ellipsis = ellipsis(ascii_only=ascii_only)

    @property
    def listing(self) -> Listing | None:
        """The trials that are shown."""
        return self._listing

    @property
    def cursor(self) -> int:
        """The number of the trial that the cursor is on, from 0."""
        return self._cursor

    @property
    def line_total(self) -> int:
        """The number of trials."""
        return len(self._listing) if self._listing is not None else 0

    @property
    def last_top(self) -> int:
        """The trial at the top when the view is at its end."""
        return max(self.line_total - self._rows, 0)

    @property
    def state(self) -> PageState:
        """How the list stands: the trial at the top, and the one that the cursor is on."""
        return PageState(self._top, self._cursor)

    @property
    def _rows(self) -> int:
        return max(self.size.height - HEADING, 1)

    def show(self, listing: Listing, order: str, state: PageState | None = None) -> None:
        """Show trials that are sorted by a column, as the list was left or from its beginning."""
        self._listing, self._order, self._hints = listing, order, {}
        self._cursor = max(min(state.selected, len(listing) - 1), 0) if state is not None else 0
        self._top = state.scroll_y if state is not None else 0
        self.forget()
        self.fit()

    def move_to(self, number: int) -> None:
        """Move the cursor to a trial, or to the nearest that exists."""
        before, self._cursor = self._cursor, max(0, min(number, self.line_total - 1))
        if before != self._cursor:
            self.repaint_lines(before, self._cursor)
        self.scroll_to_line(self._top_for_cursor())

    def action_line_up(self) -> None:
        """Move the cursor up a row."""
        self.move_to(self._cursor - 1)

    def action_line_down(self) -> None:
        """Move the cursor down a row."""
        self.move_to(self._cursor + 1)

    def action_page_up(self) -> None:
        """Move the cursor up a screen, less a row that stays in view."""
        self.move_to(self._cursor - max(self._rows - 1, 1))

    def action_page_down(self) -> None:
        """Move the cursor down a screen, less a row that stays in view."""
        self.move_to(self._cursor + max(self._rows - 1, 1))

    def action_top(self) -> None:
        """Move the cursor to the first trial."""
        self.move_to(0)

    def action_bottom(self) -> None:
        """Move the cursor to the last trial."""
        self.move_to(self.line_total - 1)

    def open_trial(self) -> None:
        """Ask for the trial that the cursor is on."""
        if self._listing is not None and len(self._listing):
            self.post_message(self.Opened(self._listing.place(self._cursor)))

    def links_in_view(self) -> list[int]:
        """Return the numbers of the trials in view, each of which is a link."""
        return list(range(self._top, min(self._top + self._rows, self.line_total)))

    def target_of(self, link: int) -> Target:
        """Return where a row leads."""
        assert self._listing is not None
        return self._listing.place(link)

    def select_link(self, link: int) -> None:
        """Put the cursor on a row."""
        self.move_to(link)

    def action_follow_link(self) -> None:
        """Ask for the trial that the cursor is on."""
        self.open_trial()

    @property
    def hints(self) -> Mapping[int, str]:
        """The letters over rows; none where other rows have been shown since they were painted."""
        return self._hints

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """Paint letters over the beginnings of rows, in place of those painted before."""
        changed = {number for number, _ in self._hints.items() ^ hints.items()}
        self._hints = dict(hints)
        self.repaint_lines(*changed)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked; a double click asks for its trial."""
        offset = event.get_content_offset(self)
        if offset is None or self.on_bar(event) or offset.y < HEADING:
            return
        number = offset.y - HEADING + self.top
        if number < self.line_total:
            self.move_to(number)
            if event.chain == 2:
                self.open_trial()

    def fit(self) -> None:
        """Keep the cursor in view."""
        self._set_top(self._top_for_cursor())

    def repaint_lines(self, *numbers: int) -> None:
        """Draw and paint some rows anew."""
        self.forget_lines(numbers)
        for number in numbers:
            if 0 <= number - self._top < self._rows:
                self.refresh(Region(0, number - self._top + HEADING, self.size.width, 1))

    def paint_line(self, y: int) -> Strip:
        """Return a line of the view: the heading, or a row with its piece of the scroll bar."""
        if y >= HEADING:
            return super().paint_line(y - HEADING)
        width = self.outer_size.width
        return self.finish([*self._heading(), Segment(" ", self.look("trial-list--heading"))], width)

    def draw(self, number: int) -> list[Segment]:
        """Draw one row."""
        width = max(self.size.width - 1, 0)
        if self._listing is None or number >= len(self._listing):
            return [Segment(" " * width, self.look())]
        cells = self._listing.cells(number)
        texts = [self._in_column(clean_line(cells[column.number]), column) for column in self._columns()]
        star = "*" if self._listing.place(number).ref in self._marks else " "
        line = f"{star}{(' ' * GAP).join(texts)}"
        row = [Segment(fit(line, width), self.look("trial-list--cursor" if number == self._cursor else ""))]
        hint = self._hints.get(number)
        return painted_over(row, [Mark(1, 1, self.look("trial-list--hint"), hint)]) if hint else row

    def _heading(self) -> list[Segment]:
        """Draw the titles of the columns; the one that the list is sorted by says which way it goes."""
        plain = self.look("trial-list--heading")
        segments: list[Segment] = []
        for column in self._columns():
            by = column.order.name == self._order
            title = f"{column.order.title}{self._arrows[column.order.falling] if by else ''}"
            look = self.look("trial-list--sorted") if by else plain
            segments += [Segment(" " * (GAP if segments else 1), plain), Segment(self._in_column(title, column), look)]
        return list(Strip(segments).adjust_cell_length(max(self.size.width - 1, 0), plain))

    def _in_column(self, text: str, column: _Column) -> str:
        """Set a text in the width of its column, numbers at the right."""
        text = fit(text, column.width, self._ellipsis)
        return text.rstrip().rjust(column.width) if column.order.name == "enrollment" else text

    def _columns(self) -> list[_Column]:
        """Return the columns that have room, the title taking what the others leave."""
        shown = {order.name for order in ORDERS}
        for name in _GIVEN_UP:
            if self._room(shown) >= _LEAST_TITLE:
                break
            shown -= {name} - {self._order}
        widths = {**_WIDTHS, "title": max(self._room(shown), 1)}
        return [
            _Column(number, order, widths[order.name]) for number, order in enumerate(ORDERS) if order.name in shown
        ]

    def _room(self, shown: set[str]) -> int:
        """Return the cells that some columns leave to the title."""
        return self.size.width - 2 - sum(_WIDTHS.get(name, 0) + GAP for name in shown) + GAP

    def _top_for_cursor(self) -> int:
        """Return the row to have at the top so that the cursor is in view, the nearest to the present one."""
        return min(max(self._top, self._cursor - self._rows + 1), self._cursor) if self.size.height else self._top

    def _thumb_lines(self) -> range:
        """Return the lines of the view, without the heading, on which the scroll bar's thumb stands."""
        rows, last_top = self._rows, self.last_top
        if not last_top:
            return range(0)
        length = max(rows * rows // self.line_total, 1)
        start = round(self._top * (rows - length) / last_top)
        return range(start, start + length)
