"""The page pane: a page laid out once at the pane's width, painted line by line, with links that keys step through."""

from __future__ import annotations

from collections import defaultdict
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip

from trialtui.pages.page import STYLES, Page
from trialtui.render.layout import Layout, LinkSpan, lay_out
from trialtui.render.lines import LAYOUT_STYLES
from trialtui.tui.page_view import NO_LINK, PageState, begin_line, hiding, in_view, step, top_for
from trialtui.tui.widgets import page_messages
from trialtui.tui.widgets.line_pane import LinePane
from trialtui.tui.widgets.page_painter import PagePainter

__all__ = ["PagePane", "PageState"]

_EMPTY = Layout((), (), {}, (), 0)


class PagePane(LinePane, can_focus=True, inherit_bindings=False):
    """Shows a page. It has no keys of its own: the screen binds keys to its actions.

    A page is laid out when its lines are first asked for, so once, at the width at which it is painted. Where the pane
    has no room yet (it is not mounted, or not displayed), the page waits until it gets some.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"page-pane--{style}" for style in (*STYLES, *LAYOUT_STYLES) if style),
        "page-pane--link",
        "page-pane--link-selected",
    }

    DEFAULT_CSS = """
    PagePane {
        padding-left: 1;

        & > .page-pane--strong, & > .page-pane--warning, & > .page-pane--evidence, & > .page-pane--heading-1,
        & > .page-pane--heading-2, & > .page-pane--heading-3 { text-style: bold; }
        & > .page-pane--emphasis { text-style: italic; }
        & > .page-pane--link { text-style: underline; }
        & > .page-pane--link-selected { text-style: reverse underline; }
    }
    """

    Followed: TypeAlias = page_messages.Followed
    Selected: TypeAlias = page_messages.Selected

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            ascii_only: Draw with ASCII characters only.
            id: The widget's id.
        """
        super().__init__(ascii_only=ascii_only, id=id)
        self._ascii_only = ascii_only
        self._page: Page | None = None
        self._related = False
        self._folded: frozenset[str] = frozenset()
        self._layout: Layout = _EMPTY
        self._laid_width = 0
        self._selected = NO_LINK
        self._arrival: tuple[PageState | None, str] | None = None
        self._kept = (PageState(), -1)
        self._begun = (0, NO_LINK)
        self._selection: Selection | None = None
        self._painter = PagePainter(self)
        self._parts_on: dict[int, list[tuple[int, int, int]]] = {}

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    @property
    def layout_(self) -> Layout:
        """The page as laid out; without lines where there is no page or no room."""
        self._settle()
        return self._layout

    @property
    def line_total(self) -> int:
        """The number of lines of the page."""
        self._settle()
        return len(self._layout.lines)

    @property
    def top(self) -> int:
        """The line at the top of the view."""
        self._settle()
        return self._top

    @property
    def selected_link(self) -> LinkSpan | None:
        """The selected link."""
        self._settle()
        return self._layout.links[self._selected] if 0 <= self._selected < len(self._layout.links) else None

    @property
    def state(self) -> PageState:
        """How the page stands; give it to `show` to see the page so again."""
        self._settle()
        if self._arrival is not None:
            return self._arrival[0] or PageState()
        return self._state_at_top()

    @property
    def untouched(self) -> bool:
        """Whether the page stands as it was shown: the reader has neither scrolled nor selected a link."""
        return self._arrival is not None or self._begun == (self._top, self._selected)

    def show(
        self, page: Page | None, *, state: PageState | None = None, section: str = "", related: bool = False
    ) -> None:
        """Show a page.

        Args:
            page: The page; None for an empty pane.
            state: How it stood when it was left. It goes before `section`.
            section: The anchor of the section to begin at. Without one, a page that was come to from a term begins
                where its evidence is in view.
            related: End the page with its related blocks.
        """
        self._page = page
        self._related = related
        self._folded = state.folded if state else frozenset()
        self._arrival = (state, section)
        self.forget()

    def go_to_section(self, anchor: str) -> bool:
        """Bring a section's heading to the top, unfolding what hides it; False where the page has no such section."""
        line = self._section_line(anchor)
        if line is not None:
            self._set_top(line)
            self.forget()
        return line is not None

    def action_next_link(self) -> None:
        """Select the next link in reading order; the first in view where the selected one is not in view."""
        self._step(forward=True)

    def action_previous_link(self) -> None:
        """Select the previous link in reading order; the last in view where the selected one is not in view."""
        self._step(forward=False)

    def action_follow_link(self) -> None:
        """Follow the selected link."""
        if (link := self.selected_link) is not None:
            self.post_message(self.Followed(self, link.target))

    def on_click(self, event: events.Click) -> None:
        """Follow the link that was clicked. A second click in quick succession is none of the page that came."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None or event.chain > 1 or self.text_selection is not None:
            return
        for start, end, link in self._parts_on.get(offset.y + self.top, ()):
            if start <= offset.x < end:
                event.stop()
                self._select(link)
                self.action_follow_link()
                return

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return the text that is selected with the mouse, line by line as shown."""
        return selection.extract("\n".join(line.text for line in self._layout.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint anew when the text selected with the mouse has changed."""
        self._selection = selection
        self.forget()

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._painter.forget_colours()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the view."""
        self._settle()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return a line of the view with its offsets in the text, as Textual asks for it where the mouse selects."""
        number = self.top + y
        return Strip(self._line(number), self.size.width - 1).apply_offsets(0, number)

    def draw(self, number: int) -> list[Segment]:
        """Draw a line, with the pane's padding before it."""
        return [Segment(" " * (self.outer_size.width - self.size.width), self.look()), *self._line(number)]

    def _line(self, number: int) -> list[Segment]:
        """Draw the text of a line."""
        width = self.size.width - 1
        return self._painter.paint(self._layout, number, width, selected=self._selected, selection=self._selection)

    @property
    def _room(self) -> int:
        """The room for text in cells; one is kept free before the scroll bar."""
        return max(0, self.size.width - 2)

    def _settle(self) -> None:
        """Lay the page out where it is new, or the width has changed; later, if there is no room.

        After a change of width, what stood at the top is there again. Back at the former width, the page stands exactly
        as before, unless it was scrolled in between.
        """
        if not self._room:
            return
        if self._arrival is not None:
            self._arrive(*self._arrival)
        elif self._room != self._laid_width:
            state, line = self._kept
            if line != self._top:
                state = self._state_at_top()
            self._lay()
            self._return_to(state)

    def _arrive(self, state: PageState | None, section: str) -> None:
        """Lay out a page that was shown, and bring the reader where it is to be read."""
        self._arrival = None
        self._selected = NO_LINK
        self._lay()
        self._kept = (PageState(), -1)
        if state is not None:
            if state.selected < len(self._layout.links):
                self._selected = state.selected
            self._return_to(state)
        else:
            line = self._section_line(section) if section else None
            self._set_top(begin_line(self._page, self._layout, self.size.height) if line is None else line)
        self._begun = (self._top, self._selected)
        self.call_later(self._tell)  # in its own name: while it is painted, it would speak in that of the screen

    def _return_to(self, state: PageState) -> None:
        """Bring to the top what stood there, and remember it for as long as the reader does not scroll."""
        same = state.width == self._laid_width
        self._set_top(state.scroll_y if same else self._layout.line_at(state.position))
        self._kept = (state, self._top)

    def _state_at_top(self) -> PageState:
        """Return how the page stands as it is laid out."""
        top = self._top
        return PageState(top, self._selected, self._folded, self._laid_width, self._layout.position(top))

    def _lay(self) -> None:
        """Lay the page out at the pane's width."""
        self._laid_width = self._room
        self._layout = _EMPTY
        if self._page is not None:
            self._layout = lay_out(
                self._page, self._laid_width, ascii_only=self._ascii_only, folded=self._folded, related=self._related
            )
        self._parts_on = defaultdict(list)
        for link, span in enumerate(self._layout.links):
            for line, start, end in span.parts:
                self._parts_on[line].append((start, end, link))
        self._painted.clear()

    def _section_line(self, anchor: str) -> int | None:
        """Return the line of a section's heading, unfolding what hides it; None where there is no such section."""
        if anchor not in self.layout_.anchors:
            return 0 if anchor == "overview" else None
        while hidden_by := hiding(self._layout, anchor):
            self._folded -= {hidden_by}
            self._selected = NO_LINK
            self._lay()
        return self._layout.anchors[anchor]

    def _step(self, *, forward: bool) -> None:
        """Select the link that a step leads to, and bring it into view; say so where there is none."""
        view = range(self.top, self.top + self.size.height)
        if (index := step(self._layout, self._selected, view, forward=forward)) == NO_LINK:
            self._tell(at_end=True)
            return
        self._select(index)
        link = self._layout.links[index]
        if not in_view(link, view):
            self.scroll_to_line(top_for(link.parts[0][0], self.size.height))

    def _select(self, index: int) -> None:
        """Select a link, painting anew only its cells and those of the one selected before."""
        changed = [part for link in (self._selected, index) if link >= 0 for part in self._layout.links[link].parts]
        self._selected = index
        self.forget_lines(line for line, _, _ in changed)
        for line, start, end in changed:
            self.refresh(Region(start, line - self.top, end - start, 1))
        self._tell()

    def _tell(self, *, at_end: bool = False) -> None:
        """Tell the screen which link is selected."""
        target = link.target if (link := self.selected_link) is not None else None
        self.post_message(self.Selected(self, target, self._selected, len(self._layout.links), at_end=at_end))
