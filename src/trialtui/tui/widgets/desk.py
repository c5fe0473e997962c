"""The panes side by side: which are shown at this width, which the reader is in, and what they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.pages.page import Block, Heading, Page, Paragraph, Span
from trialtui.tui.catalogue import Listing
from trialtui.tui.marks import Marks
from trialtui.tui.panes import PAGE, RELATED, TREE, USUAL, Arrangement, Widths, arrange
from trialtui.tui.tree_rows import TreeRows
from trialtui.tui.widgets.page_pane import PagePane, PageState
from trialtui.tui.widgets.pane_line import PaneLine
from trialtui.tui.widgets.tree_pane import TreePane

if TYPE_CHECKING:
    from trialtui.tui.widgets.trial_list import TrialList


class Desk(Widget):
    """The tree, the page and the related terms, whose pane is made when it is first needed."""

    BLANK: ClassVar[bool] = True
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """As Textual has it, but that a change of size asks for no second layout or paint: there is nothing to scroll."""

    class Entered(Message):
        """The reader went to a pane."""

        def __init__(self, pane: str) -> None:
            """Tell which pane."""
            super().__init__()
            self.pane = pane

    def __init__(
        self, rows: TreeRows, marks: Marks | None = None, *, widths: Widths = USUAL, ascii_only: bool = False
    ) -> None:
        """Lay out the tree, and no page yet; a list shows which trials are marked."""
        super().__init__()
        self._marks = marks if marks is not None else Marks()
        self.tree_pane = TreePane(rows, ascii_only=ascii_only, id=TREE)
        self.page_pane = PagePane(ascii_only=ascii_only, id=PAGE)
        self.related_pane = PagePane(ascii_only=ascii_only, id=RELATED)
        self.page_pane.can_focus = self.related_pane.can_focus = False
        self.pane_line = PaneLine(ascii_only=ascii_only)
        self._ascii_only = ascii_only
        self._widths = widths
        self._active = TREE
        self._zoomed = False
        self._arrangement = Arrangement((TREE, PAGE), (TREE,), 0, True)
        self._shown: Page | None = None
        self._complete = False
        self._section = ""
        self._wanted: PageState | None = None
        self._list: TrialList | None = None
        self._listing: Listing | None = None

    @property
    def active(self) -> str:
        """The pane that the reader is in."""
        return self._active

    @property
    def pane(self) -> TreePane | PagePane | TrialList:
        """The widget of the pane that the reader is in."""
        panes: dict[str, TreePane | PagePane | TrialList] = {
            TREE: self.tree_pane, PAGE: self.middle, RELATED: self.related_pane,
        }  # fmt: skip
        return panes[self._active]

    @property
    def middle(self) -> PagePane | TrialList:
        """The widget of the page, or of the list of trials that stands in for it."""
        return self.page_pane if self._list is None or self._listing is None else self._list

    @property
    def listing(self) -> Listing | None:
        """The list of trials that stands in for the page."""
        return self._listing

    @property
    def state(self) -> PageState:
        """How the page stands, or the list."""
        return self.middle.state

    @property
    def zoomed(self) -> bool:
        """Whether that pane has the whole screen."""
        return self._zoomed

    @property
    def panes(self) -> tuple[str, ...]:
        """The panes that the reader can go to, from left to right."""
        return self._arrangement.panes

    @property
    def on_screen(self) -> tuple[str, ...]:
        """The panes on the screen, from left to right."""
        return self._arrangement.visible

    def compose(self) -> ComposeResult:
        """Place the panes."""
        yield self.tree_pane
        yield self.page_pane

    def on_mount(self) -> None:
        """Share out the terminal as it is."""
        self._arrange(self.app.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Share out the terminal anew."""
        self._arrange(event.size.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Follow the mouse into a pane."""
        name = PAGE if event.widget is self.middle else event.widget.id if event.widget is not None else None
        if name is not None and name in self._arrangement.panes and name != self._active:
            self.activate(name)

    def activate(self, pane: str) -> None:
        """Go to a pane, showing it where it was hidden."""
        self._active = pane if pane in self._arrangement.panes else PAGE
        self._arrange(self.app.size.width)
        self._mark()
        self.post_message(self.Entered(self._active))

    def step(self, by: int, *, around: bool = False) -> bool:
        """Go to the pane beside this one, from the last to the first if `around`; False where there is none."""
        panes = self._arrangement.panes
        index = panes.index(self._active) + by
        if around:
            index %= len(panes)
        if not 0 <= index < len(panes):
            return False
        self.activate(panes[index])
        return True

    def zoom(self, zoomed: bool) -> None:
        """Give the present pane the whole screen, or give it back."""
        self._zoomed = zoomed
        self.activate(self._active)

    def show(
        self, page: Page, *, listing: Listing | None = None, state: PageState | None = None, section: str = ""
    ) -> None:
        """Show a page, as it was left or at one of its sections; its related terms come later, by `add_related`.

        Args:
            page: The page.
            listing: The trials to list in place of the page.
            state: How the page, or the list, was left.
            section: The section to begin at.
        """
        self._shown = page
        self._complete = False
        self._section = section
        if self._active == RELATED:
            self.activate(PAGE)
        self._swap(listing)
        self._arrange(self.app.size.width)
        if listing is not None and self._list is not None:
            order = page.place.order if isinstance(page.place, SearchPlace) else ""
            self._list.show(listing, order, state)
            state = None
        of_entity = isinstance(page.place, EntityPlace)
        self.page_pane.show(page, state=state, section=section, beginning_first=of_entity)
        self._wanted = state

    def open_listed(self) -> bool:
        """Ask for the trial that the list's cursor is on; False where the reader is in no list."""
        if self._list is None or self.pane is not self._list:
            return False
        self._list.open_trial()
        return True

    def show_marks(self) -> None:
        """Show anew which trials of the list are marked."""
        if self._list is not None:
            self._list.forget()

    def go_to_section(self, section: str) -> bool:
        """Go to a section of the page or of its related terms; False where there is none.

        Where the related terms are still to come, the reader goes there once they have.
        """
        if self._shown is not None and RELATED in self._arrangement.panes and _has_anchor(self._shown.related, section):
            self.related_pane.go_to_section(section)
            self.activate(RELATED)
            return True
        if self.page_pane.go_to_section(section):
            self.activate(PAGE)
            return True
        self._section = "" if self._complete else section
        return not self._complete

    def add_related(self, page: Page, blocks: tuple[Block, ...]) -> None:
        """Show the related terms of a page, unless another one is shown by now."""
        if self._shown is not page:
            return
        self._shown = replace(page, related=blocks)
        self._complete = True
        leads_there = bool(self._section) and _has_anchor(blocks, self._section)
        self._place_related(self._section if leads_there else "")
        if leads_there and RELATED in self._arrangement.panes:
            self.activate(RELATED)

    def replace_related(self, blocks: tuple[Block, ...], section: str) -> None:
        """Show other related terms of the same page, from a section on."""
        if self._shown is not None and self._complete:
            self._shown = replace(self._shown, related=blocks)
            self._place_related(section)

    def _place_related(self, section: str = "") -> None:
        """Put the related terms into their pane, or at the end of the page."""
        page = self._shown
        if page is None:
            return
        if not self._arrangement.related_in_page:
            searched = isinstance(page.place, SearchPlace)
            nothing = "Nothing to narrow." if searched else "Nothing goes together with this."
            blocks = page.related or (Paragraph((Span(nothing, style="dim"),)),)
            title = "" if searched else "Related terms"
            self.related_pane.show(Page(title=title, place=page.place, blocks=blocks), section=section)
        elif page.related:
            self._show_whole(page, section)

    def _show_whole(self, page: Page, section: str) -> None:
        """Show a page with its end, to stand as it was left before or at its section, unless the reader moved."""
        moved = not self.page_pane.untouched
        state = self.page_pane.state if moved else self._wanted
        section = section or ("" if moved else self._section)
        self.page_pane.show(page, state=None if section else state, section=section, related=True)

    def _swap(self, listing: Listing | None) -> None:
        """Let the list of trials stand in for the page, or give the page its place back."""
        if listing is not None and self._list is None:
            from trialtui.tui.widgets.trial_list import TrialList

            self._list = TrialList(self._marks, ascii_only=self._ascii_only)
            self._list.display = False
            self.mount(self._list, after=self.page_pane)
        before, self._listing = self.middle, listing
        if self.middle is not before:
            self.middle.display, self.middle.styles.width = before.display, before.styles.width
            before.display = False

    def _mark(self) -> None:
        """Show which pane the reader is in."""
        self.tree_pane.set_active(self._active == TREE)
        showing, side = self._arrangement.visible, self._arrangement.side
        width = self.app.size.width
        widths = tuple(side if name != PAGE else width - side * (len(showing) - 1) for name in showing)
        self.pane_line.set_panes(widths if len(showing) > 1 else (width,), showing.index(self._active))

    def _arrange(self, width: int) -> None:
        """Show the panes that have room, and move the related terms to where they belong at this width."""
        place = self._shown.place if self._shown is not None else None
        with_related = isinstance(place, EntityPlace) or (isinstance(place, SearchPlace) and not place.listed)
        before = self._arrangement
        now = arrange(width, self._active, zoomed=self._zoomed, with_related=with_related, widths=self._widths)
        if now == before:
            return
        self._arrangement = now
        alone = len(now.visible) == 1
        if RELATED in now.visible and not self.related_pane.is_attached:
            self.mount(self.related_pane)
        for name, pane in ((TREE, self.tree_pane), (PAGE, self.middle), (RELATED, self.related_pane)):
            pane.display = name in now.visible
            pane.styles.width = "1fr" if alone or name == PAGE else now.side
        if self._active not in now.panes:
            self.activate(PAGE)
        self._mark()
        if now.related_in_page != before.related_in_page and self._shown is not None and self._complete:
            if before.related_in_page:
                self.page_pane.show(self._shown, state=self.page_pane.state)
            self._place_related()


def _has_anchor(blocks: tuple[Block, ...], section: str) -> bool:
    return any(isinstance(block, Heading) and block.anchor == section for block in blocks)
