"""The contents of a page: going to one of its sections, and folding them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trialtui.model.clean import clean_line
from trialtui.pages.outline import Section, fold_target
from trialtui.tui.page_view import in_view
from trialtui.tui.panes import PAGE, RELATED
from trialtui.tui.screens.chooser import Choice
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane

_NONE = "This page has no sections."


class _Entry(NamedTuple):
    """A section, with the name of the pane that shows it."""

    pane: str
    section: Section


def feature(session: Session) -> PageContents:
    """Return what does the commands of contents."""
    return PageContents(session)


class PageContents:
    """Does the commands of contents for a screen."""

    def __init__(self, session: Session) -> None:
        """List and fold the sections of the session's panes."""
        self._session, self._desk = session, session.desk

    def do(self, command_id: str) -> str:
        """Do a command and return what there is to say."""
        if self._desk.listing is not None and self._desk.active != RELATED:
            return "A list of trials has no sections."
        does: dict[str, Callable[[], str]] = {
            "contents": self._ask,
            "fold": self._fold_here,
            "fold_all": self._fold_all,
        }
        return does[command_id]()

    def _panes(self) -> dict[str, PagePane]:
        """Return the panes that have sections to go to."""
        panes = {PAGE: self._desk.page_pane, RELATED: self._desk.related_pane}
        return {name: pane for name, pane in panes.items() if name in self._desk.panes}

    def _pane(self) -> PagePane:
        """Return the pane that the reader is in, the page where that is the tree."""
        return self._panes().get(self._desk.active, self._desk.page_pane)

    def _ask(self) -> str:
        """List the sections, and go to the one that is chosen."""
        from trialtui.tui.screens.contents import Contents

        panes = self._panes()
        entries = [_Entry(name, section) for name, pane in panes.items() for section in pane.outline]
        if not entries:
            return _NONE
        here = self._pane()
        at = here.section_at(here.top)
        start = next((n for n, entry in enumerate(entries) if panes[entry.pane] is here and entry.section == at), 0)

        def chosen(number: int | None) -> None:
            if number is not None and (entry := self._where_now(entries[number])) is not None:
                self._desk.activate(entry.pane)
                self._panes()[entry.pane].go_to_block(entry.section.start)

        def fold(number: int) -> None:
            if (entry := self._where_now(entries[number])) is not None:
                _toggle(self._panes()[entry.pane], entry.section)

        screen = Contents(
            lambda: [self._choice(number, entry) for number, entry in enumerate(entries)],
            start,
            fold,
            ascii_only=self._session.ascii_only,
        )
        self._session.screen.app.push_screen(screen, chosen)
        return ""

    def _where_now(self, entry: _Entry) -> _Entry | None:
        """Find a section in the panes that there are now: a terminal of another size may have fewer, or more."""
        panes = self._panes()
        for name in sorted(panes, key=lambda name: name != entry.pane):
            for section in panes[name].outline:
                if section.name == entry.section.name:
                    return _Entry(name, section)
        return None

    def _choice(self, number: int, entry: _Entry) -> Choice:
        """Write a section as a line of the list."""
        from trialtui.tui.screens.contents import LETTERS

        section, now = entry.section, self._where_now(entry)
        folded = now is not None and section.name in self._panes()[now.pane].folded
        indent = "  " * max(section.level - 2, 0)
        return Choice(LETTERS[number : number + 1], f"{indent}{clean_line(section.text)}", "(folded)" if folded else "")

    def _fold_here(self) -> str:
        """Fold the section that the reader is in, or unfold it."""
        pane = self._pane()
        section = self._section_here(pane)
        if section is None:
            return _NONE
        _toggle(pane, section)
        name = clean_line(section.text)
        if section.name not in pane.folded:
            return f"Unfolded: {name}."
        return f"Folded: {name}. - or Enter unfolds it again, _ folds all."

    def _section_here(self, pane: PagePane) -> Section | None:
        """Return the section of the selected link, else of the first line in view, else the first that there is."""
        link, view = pane.selected_link, pane.view
        if link is not None and in_view(link, view):
            return pane.section_at(link.parts[0][0])
        return pane.section_at(view.start) or next(iter(pane.outline), None)

    def _fold_all(self) -> str:
        """Fold all sections of the page; unfold them where all are folded."""
        pane = self._pane()
        outer = frozenset(section.name for section in pane.outline if section.level <= 2)
        if not outer:
            return _NONE
        if outer <= pane.folded:
            pane.fold(frozenset())
            return "All sections are unfolded."
        pane.fold(outer)
        return f"All {len(outer)} sections are folded. Enter unfolds the selected one, _ all of them."


def _toggle(pane: PagePane, section: Section) -> None:
    """Fold a section, whose heading is then selected, or unfold it."""
    if section.name in pane.folded:
        pane.unfold(section.name)
        return
    pane.fold(pane.folded | {section.name}, section.start)
    links = enumerate(pane.layout_.links)
    heading = next((number for number, link in links if link.target == fold_target(section.name)), None)
    if heading is not None:
        pane.select_link(heading)
