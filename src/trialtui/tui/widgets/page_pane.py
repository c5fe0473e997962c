"""The page pane: a page painted line by line, with links that keys and the mouse reach, and marks over its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip

from trialtui.model.places import EntityPlace, Target
from trialtui.pages.outline import folded_name
from trialtui.pages.page import STYLES
from trialtui.render.layout import LinkSpan
from trialtui.render.lines import LAYOUT_STYLES
from trialtui.tui.find import PageText
from trialtui.tui.findings import Findings
from trialtui.tui.page_view import NO_LINK, PageState, in_view, section_at, step, top_for
from trialtui.tui.widgets import page_messages
from trialtui.tui.widgets.marks import Mark, painted_over
from trialtui.tui.widgets.page_painter import PagePainter
from trialtui.tui.widgets.sheet_pane import SheetPane

__all__ = ["PagePane", "PageState"]


class PagePane(SheetPane, can_focus=True, inherit_bindings=False):
    """Shows a page. It has no keys of its own: the screen binds keys to its actions."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"page-pane--{style}" for style in (*STYLES, *LAYOUT_STYLES) if style),
        "page-pane--link",
        "page-pane--link-selected",
        "page-pane--hint",
        "page-pane--match",
        "page-pane--match-current",
    }

    DEFAULT_CSS = """
    PagePane {
        padding-left: 1;

        & > .page-pane--strong, & > .page-pane--warning, & > .page-pane--evidence, & > .page-pane--heading-1,
        & > .page-pane--heading-2, & > .page-pane--heading-3 { text-style: bold; }
        & > .page-pane--emphasis { text-style: italic; }
        & > .page-pane--link { text-style: underline; }
        & > .page-pane--link-selected { text-style: reverse underline; }
        & > .page-pane--hint { text-style: bold reverse; }
        & > .page-pane--match { text-style: reverse; }
        & > .page-pane--match-current { text-style: bold reverse; }
    }
    """

    Followed: TypeAlias = page_messages.Followed
    Selected: TypeAlias = page_messages.Selected
    AtSection: TypeAlias = page_messages.AtSection

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            ascii_only: Draw with ASCII characters only.
            id: The widget's id.
        """
        super().__init__(ascii_only=ascii_only, id=id)
        self._selection: Selection | None = None
        self._painter = PagePainter(self)
        self._parts_on: dict[int, list[tuple[int, int, int]]] = {}
        self._hints: dict[int, str] = {}
        self._told_section: str | None = None
        self._here = ">" if ascii_only else "»"
        self.findings = Findings(ascii_only=ascii_only)

    @property
    def selected_link(self) -> LinkSpan | None:
        """The selected link; none while the page has had no room to be laid out."""
        self._settle(whole=False)
        if self._arrival is not None:
            return None
        return self._layout.links[self._selected] if 0 <= self._selected < len(self._layout.links) else None

    def action_next_link(self) -> None:
        """Select the next link in reading order; the first in view where the selected one is not in view."""
        self._step(forward=True)

    def action_previous_link(self) -> None:
        """Select the previous link in reading order; the last in view where the selected one is not in view."""
        self._step(forward=False)

    def action_follow_link(self) -> None:
        """Follow the selected link; that of a folded section unfolds it."""
        if (link := self.selected_link) is None:
            return
        if (name := folded_name(link.target)) is not None:
            self.unfold(name)
        else:
            self.post_message(self.Followed(self, link.target))

    def unfold(self, name: str) -> None:
        """Unfold a section, in which the first link in view is then selected."""
        section = next(section for section in self.outline if section.name == name)
        self.fold(self._folded - {name}, section.start)
        view, heading = self.view, self._line_of(section.start)
        links = enumerate(self._layout.links)
        within = (number for number, link in links if in_view(link, view) and link.parts[0][0] > heading)
        self.select_link(next(within, NO_LINK))

    def links_in_view(self) -> list[int]:
        """Return the links of which some cells are in view, in reading order."""
        view = self.view
        found = {link for line, parts in self._parts_on.items() if line in view for _, _, link in parts}
        return sorted(found)

    def target_of(self, link: int) -> Target:
        """Return where a link leads."""
        return self.layout_.links[link].target

    def select_link(self, index: int) -> None:
        """Select a link, painting anew only its cells and those of the one selected before."""
        changed = [part for link in {self._selected, index} if link >= 0 for part in self._layout.links[link].parts]
        self._selected = index
        self._repaint(changed)
        self.tell_selected()

    @property
    def hints(self) -> Mapping[int, str]:
        """The letters over links; none where the page has changed since they were painted."""
        self._settle(whole=False)
        return self._hints

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """Paint letters over the beginnings of links in view, in place of those painted before."""
        changed = self._hints.items() ^ hints.items()
        self._hints = dict(hints)
        self._repaint([self._hint_part(link, label) for link, label in changed])

    def look_for(self, typed: str) -> None:
        """Mark where a text stands in the page."""
        self.findings.look_for(typed, self.layout_)
        self.forget()

    def go_to_match(self, number: int) -> None:
        """Bring a match into view and mark it as the current one."""
        self.findings.current = number
        line = self.findings.matches[number].parts[0][0]
        if line not in self.view:
            self._set_top(top_for(line, self.size.height))
        self.forget()

    def go_to_text(self, text: str, section: str) -> None:
        """Bring into view where a text stands in a section, or anywhere without one; else nothing moves."""
        stretch = next((part for part in self.outline if part.anchor == section), None)
        within = range(stretch.start, stretch.stop) if section and stretch is not None else range(-1, len(self._blocks))
        matches = PageText(self.unfolded_layout(), ascii_only=self._ascii_only).find(text)
        block = next((match.block for match in matches if match.block in within), None)
        if block is None:
            return
        self.fold(self._folded - self.sections_around([block]))
        found = PageText(self._layout, ascii_only=self._ascii_only).find(text)
        line = next(match.parts[0][0] for match in found if match.block == block)
        if line not in self.view or line - self._top > self.size.height * 2 // 3:
            self._set_top(top_for(line, self.size.height))
        self.forget()

    def select_match(self) -> None:
        """Select the link that the current match stands on, if it does."""
        for line, start, end in self.findings.matches[self.findings.current].parts:
            for left, right, link in self._parts_on.get(line, ()):
                if left < end and start < right:
                    self.select_link(link)
                    return

    def forget_marks(self) -> None:
        """Paint no hints, and nothing as found; the section is to be told anew."""
        self._hints = {}
        self._told_section = None
        self.findings.forget()

    def on_click(self, event: events.Click) -> None:
        """Follow the link that was clicked. A second click in quick succession is none of the page that came."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None or event.chain > 1 or self.text_selection is not None:
            return
        for start, end, link in self._parts_on.get(offset.y + self.top, ()):
            if start <= offset.x < end:
                event.stop()
                self.select_link(link)
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
        """Return the lines of a part of the view; tell the section at its top, or the one that was asked for."""
        strips = super().render_lines(crop)
        place = self._page.place if self._page is not None and self.untouched else None
        asked = place.section if isinstance(place, EntityPlace) else ""
        anchor = asked or section_at(self._layout, self._top)
        if anchor != self._told_section:
            self._told_section = anchor
            self.call_later(self.post_message, self.AtSection(self, anchor))
        return strips

    def render_line(self, y: int) -> Strip:
        """Return a line of the view with its offsets in the text, as Textual asks for it where the mouse selects."""
        number = self.top + y
        return Strip(self._line(number), self.size.width - 1).apply_offsets(0, number)

    def draw(self, number: int) -> list[Segment]:
        """Draw a line, with the pane's padding before it, in which a sign stands beside the current match."""
        padding = self.outer_size.width - self.size.width
        here = any(match == self.findings.current for _, _, match in self.findings.on_line(number))
        return [Segment((self._here if here else "").ljust(padding), self.look()), *self._line(number)]

    def _line(self, number: int) -> list[Segment]:
        """Draw the text of a line."""
        width = self.size.width - 1
        line = self._painter.paint(self._layout, number, width, selected=self._selected, selection=self._selection)
        marks = [
            Mark(start, end, self.look(f"page-pane--match{'-current' if match == self.findings.current else ''}"))
            for start, end, match in self.findings.on_line(number)
        ]
        for link, label in self._hints.items():
            at, start, _ = self._hint_part(link, label)
            if at == number:
                marks.append(Mark(start, start + len(label), self.look("page-pane--hint"), label))
        return painted_over(line, marks) if marks else line

    def _lay(self, most: int | None = None) -> None:
        """Lay the page out, and find its links and what is looked for in it.

        Letters go where they would stand over other links than before: a page can be shown anew while it is read.
        """
        before = self._layout.links
        super()._lay(most)
        links = self._layout.links
        if any(link >= len(links) or links[link].target != before[link].target for link in self._hints):
            self._hints = {}
        parts_on: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for link, span in enumerate(links):
            for line, start, end in span.parts:
                parts_on[line].append((start, end, link))
        self._parts_on = dict(parts_on)
        self.findings.follow(self._layout)

    def _hint_part(self, link: int, label: str) -> tuple[int, int, int]:
        """Return the cells of a link's hint: at the beginning of what is in view of it.

        Letters that have no room beside others are moved by a cell or two, which are of the hint too.
        """
        parts = self._layout.links[link].parts
        line, start, _ = next((part for part in parts if part[0] >= self._top), parts[0])
        return (line, min(start, self.size.width - 1 - len(label)), start + len(label) + 2)

    def _step(self, *, forward: bool) -> None:
        """Select the link that a step leads to, and bring it into view; say so where there is none."""
        view = self.view
        if (index := step(self._layout, self._selected, view, forward=forward)) == NO_LINK:
            self.tell_selected(at_end=True)
            return
        self.select_link(index)
        link = self._layout.links[index]
        if not in_view(link, view):
            self.scroll_to_line(top_for(link.parts[0][0], self.size.height))

    def _repaint(self, parts: list[tuple[int, int, int]]) -> None:
        """Paint some cells anew."""
        self.forget_lines(line for line, _, _ in parts)
        for line, start, end in parts:
            self.refresh(Region(start, line - self.top, end - start, 1))

    def tell_selected(self, *, at_end: bool = False) -> None:
        """Tell the screen which link is selected."""
        target = link.target if (link := self.selected_link) is not None else None
        self.post_message(self.Selected(self, target, self._selected, len(self._layout.links), at_end=at_end))
