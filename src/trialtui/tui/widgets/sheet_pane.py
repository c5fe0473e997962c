"""A pane that shows a page, laid out once at the pane's width: where one is in it, and which sections are folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.geometry import Region
from textual.strip import Strip

from trialtui.model.places import EntityPlace
from trialtui.pages.outline import Section, around, sections
from trialtui.pages.page import Block, Page
from trialtui.render.layout import Layout, lay_out
from trialtui.tui.page_view import NO_LINK, PageState, begin_line
from trialtui.tui.widgets.line_pane import LinePane

_EMPTY = Layout((), (), {}, (), 0)


class SheetPane(LinePane, inherit_bindings=False):
    """Shows a page.

    It is laid out when its lines are first asked for, so once, at the width at which it is painted. Where the pane has
    no room yet (it is not mounted, or not displayed), the page waits until it gets some.
    """

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
        self._beginning_first = False
        self._kept = (PageState(), -1)
        self._begun = (0, NO_LINK, self._folded)

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
    def view(self) -> range:
        """The lines in view."""
        return range(self.top, self.top + self.size.height)

    @property
    def state(self) -> PageState:
        """How the page stands; give it to `show` to see the page so again."""
        self._settle()
        if self._arrival is not None:
            return self._arrival[0] or PageState()
        return self._state_at_top()

    @property
    def untouched(self) -> bool:
        """Whether the page stands as it was shown: the reader has neither scrolled, nor folded, nor selected a link."""
        return self._arrival is not None or self._begun == (self._top, self._selected, self._folded)

    @property
    def folded(self) -> frozenset[str]:
        """The names of the folded sections."""
        return self._folded

    @property
    def outline(self) -> tuple[Section, ...]:
        """The sections of what is shown, those within folded ones too."""
        return sections(self._blocks)

    @property
    def _blocks(self) -> Sequence[Block]:
        if self._page is None:
            return ()
        return (*self._page.blocks, *self._page.related) if self._related else self._page.blocks

    def show(
        self,
        page: Page | None,
        *,
        state: PageState | None = None,
        section: str = "",
        related: bool = False,
        beginning_first: bool = False,
    ) -> None:
        """Show a page.

        Args:
            page: The page; None for an empty pane.
            state: How it stood when it was left. It goes before `section`.
            section: The anchor of the section to begin at. Without one, a page that was come to from a term begins
                where its evidence is in view.
            related: End the page with its related blocks.
            beginning_first: Paint a page that begins at its top or where it was left before what is below that is laid
                out, and its scroll bar after that. It pays for long pages, where something else is painted soon after.
        """
        another = page is None or self._page is None or page.place != self._page.place
        if another:
            self.forget_marks()
        focus = page is not None and isinstance(page.place, EntityPlace) and page.place.focus is not None
        self._beginning_first = beginning_first and another and (state is not None or not (section or focus))
        self._page = page
        self._related = related
        self._folded = state.folded if state else frozenset()
        self._arrival = (state, section)
        self.forget()

    def go_to_section(self, anchor: str) -> bool:
        """Bring a section's heading to the top, unfolding it; False where the page has no such section."""
        line = self._section_line(anchor)
        if line is not None:
            self._set_top(line)
            self.forget()
        return line is not None

    def go_to_block(self, block: int) -> None:
        """Bring a block to the top, unfolding what hides it."""
        self.fold(self._folded - self.sections_around([block]))
        self._set_top(self._line_of(block))
        self.forget()

    def sections_around(self, blocks: Iterable[int]) -> set[str]:
        """Return the names of the sections that hold some blocks."""
        outline = self.outline
        return {section.name for block in blocks for section in around(outline, block)}

    def unfolded_layout(self) -> Layout:
        """Return the page as it is laid out where nothing is folded."""
        return self._laid_out(frozenset()) if self._folded else self.layout_

    def section_at(self, line: int) -> Section | None:
        """Return the innermost section that a line stands in; None before all of them."""
        lines = self.layout_.lines
        found = around(self.outline, lines[line].block) if 0 <= line < len(lines) else ()
        return found[-1] if found else None

    def fold(self, folded: frozenset[str], stays: int | None = None) -> None:
        """Fold just some sections, by their names.

        Args:
            folded: The names.
            stays: The block whose first line stays where it is in the view, without one that at the top.
        """
        self._settle()
        if folded == self._folded or self._page is None:
            return
        position, offset = self._layout.position(self._top), 0
        if stays is not None:
            position, offset = (stays, 0), self._line_of(stays) - self._top
        hiding = [section.start for section in around(self.outline, position[0]) if section.name in folded]
        if hiding:
            position = (hiding[0], 0)
        self._folded, self._selected = folded, NO_LINK
        self._lay()
        self._set_top(self._layout.line_at(position) - offset)
        self.forget()

    def restore(self, state: PageState) -> None:
        """Let the page stand as it did before."""
        self._folded = state.folded
        self._arrival = (state, "")
        self.forget()

    def forget_marks(self) -> None:
        """Take off what was painted over another page."""

    def tell_selected(self) -> None:
        """Tell which link is selected, now that the page is laid out."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the view."""
        self._settle(whole=False)
        return super().render_lines(crop)

    def fit(self) -> None:
        """Adapt to another size, just before the lines are painted at it; the beginning of a page fits any."""
        if self._layout.whole:
            super().fit()

    def _thumb_lines(self) -> range:
        """Return the lines of the scroll bar's thumb; none before it is known how long the page is."""
        return super()._thumb_lines() if self._layout.whole else range(0)

    @property
    def _room(self) -> int:
        """The room for text in cells; one is kept free before the scroll bar."""
        return max(0, self.size.width - 2)

    def _settle(self, *, whole: bool = True) -> None:
        """Lay the page out where it is new, or the width has changed; later, if there is no room.

        Without `whole`, the beginning of the page is enough, if that is all that is in view.

        After a change of width, what stood at the top is there again. Back at the former width, the page stands exactly
        as before, unless it was scrolled in between.
        """
        room = self._room
        if not room:
            return
        if self._arrival is not None:
            self._arrive(*self._arrival, whole=whole or not self._beginning_first)
        elif whole and not self._layout.whole:
            painted = self._painted.copy()
            self._lay()
            self._painted = painted
        elif room != self._laid_width:
            state, line = self._kept
            if line != self._top:
                state = self._state_at_top()
            self._lay()
            self._return_to(state)

    def _arrive(self, state: PageState | None, section: str, *, whole: bool) -> None:
        """Lay out a page that was shown, and bring the reader where it is to be read."""
        self._arrival = None
        self._selected = NO_LINK
        self._kept = (PageState(), -1)
        self._lay() if whole else self._lay_what_is_in_view(state)
        if not self._layout.whole:
            self.once_painted(self._lay_the_rest)
        elif state is not None:
            if state.selected < len(self._layout.links):
                self._selected = state.selected
            self._return_to(state)
        else:
            line = self._section_line(section) if section else None
            self._set_top(begin_line(self._page, self._layout, self.size.height) if line is None else line)
        self._begun = (self._top, self._selected, self._folded)
        self.call_later(self.tell_selected)  # in its own name: while painting it would speak in the screen's

    def _lay_what_is_in_view(self, state: PageState | None) -> None:
        """Lay a page out down to where it is in view, as it was left or at its top; whole where that does not do."""
        left = state or PageState(width=self._room)
        self._lay(left.scroll_y + self.size.height if left.width == self._room else None)
        if left.selected >= len(self._layout.links):
            self._lay()
        elif not self._layout.whole:
            self._top, self._selected = left.scroll_y, left.selected
            self._kept = (left, self._top) if state is not None else self._kept

    def _lay_the_rest(self) -> None:
        """Lay out what is below the view, and show by the scroll bar how much that is."""
        self._settle()
        self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))

    def _return_to(self, state: PageState) -> None:
        """Bring to the top what stood there, and remember it for as long as the reader does not scroll."""
        same = state.width == self._laid_width
        self._set_top(state.scroll_y if same else self._layout.line_at(state.position))
        self._kept = (state, self._top)

    def _state_at_top(self) -> PageState:
        """Return how the page stands as it is laid out."""
        top = self._top
        return PageState(top, self._selected, self._folded, self._laid_width, self._layout.position(top))

    def _lay(self, most: int | None = None) -> None:
        """Lay the page out at the pane's width, or as many lines of it as are wanted."""
        self._laid_width = self._room
        self._layout = self._laid_out(self._folded, most)
        self._painted.clear()

    def _laid_out(self, folded: frozenset[str], most: int | None = None) -> Layout:
        """Return the page laid out with some sections folded."""
        if self._page is None:
            return _EMPTY
        return lay_out(
            self._page, self._laid_width, ascii_only=self._ascii_only, folded=folded, related=self._related, most=most
        )

    def _section_line(self, anchor: str) -> int | None:
        """Return the line of a section's heading, unfolding it; None where there is no such section."""
        if anchor not in self.layout_.anchors:
            return 0 if anchor == "overview" else None
        start = next((section.start for section in self.outline if section.anchor == anchor), None)
        if start is None:  # what is laid out is still another page: for this one there is no room
            return None
        hiding = {section.name for section in around(self.outline, start)} & self._folded
        if hiding:
            self._folded, self._selected = self._folded - hiding, NO_LINK
            self._lay()
        return self._layout.anchors[anchor]

    def _line_of(self, block: int) -> int:
        """Return the line at which a block begins; of one that is folded away, the line where it would."""
        return self._layout.line_at((block, 0))
