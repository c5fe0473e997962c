"""Copying by way of the reader's terminal, or by hand: an id, a link, a citation, a section, a whole page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from trialtui.model.clean import clean, clean_line
from trialtui.model.places import ComparePlace, EntityPlace, Place
from trialtui.pages.page import Page
from trialtui.render.sections import SectionError
from trialtui.tui.clipboard import LONGEST, encoded_size
from trialtui.tui.page_view import section_at
from trialtui.tui.screens.chooser import Choice, Chooser
from trialtui.tui.session import Session
from trialtui.tui.subject import place_at
from trialtui.tui.widgets.page_pane import PagePane

_WIDTH = 80
"""The width at which a page is laid out as text."""

_PLAIN, _LATER = "v", "p"


Maker: TypeAlias = Callable[[int], str]
"""Makes a text, laid out for a width where it is laid out at all."""


class Copy(NamedTuple):
    """Something to copy: the key that chooses it, what it is, a word more, and what makes its text."""

    key: str
    name: str
    note: str
    make: Maker


def feature(session: Session) -> Copying:
    """Return what does the commands of copying."""
    return Copying(session)


class Copying:
    """Does the command of copying for a screen."""

    def __init__(self, session: Session) -> None:
        """Copy from the session's page."""
        self._session = session
        self._taken: tuple[str, Maker] | None = None

    def do(self, command_id: str) -> str:
        """Ask what to copy."""
        copies = {copy.key: copy for copy in self._copies()}
        last = self._taken[0] if self._taken is not None else "the page"
        choices = [Choice(copy.key, copy.name, copy.note) for copy in copies.values()]
        choices += [
            Choice(_PLAIN, "show it plain", f"{last}, to select by hand"),
            Choice(_LATER, "print it after quitting", last),
        ]

        def chosen(key: str | None) -> None:
            if key in (_PLAIN, _LATER):
                name, make = self._taken or ("the page", copies["t"].make)
                self._show(name, make) if key == _PLAIN else self._session.say(self.print_later(name, make))
            elif key is not None:
                self._session.say(self._send(copies[key].name, copies[key].make))

        screen = Chooser("Copy", choices, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(screen, chosen)
        return ""

    def print_later(self, name: str, make: Maker) -> str:
        """Print a text once the browser has ended, and say so."""
        if (text := clean(make(_WIDTH))) not in self._session.later:
            self._session.later.append(text)
        return f"Will be printed after quitting: {name}."

    def _send(self, name: str, make: Maker) -> str:
        """Send a text to the terminal, and say no more than that; one that is too long is shown plain instead."""
        self._taken = name, make
        text = clean(make(_WIDTH))
        size = encoded_size(text)
        if size > LONGEST:
            self._show(name, make)
            return f"Not sent: {name} takes {size:,} bytes, and terminals take {LONGEST:,}. Here it is plain instead."
        self._session.screen.app.copy_to_clipboard(text)
        return (
            f"Sent to the terminal: {name}, {len(text):,} characters. Not every terminal takes it: "
            f"y {_PLAIN} shows it plain, y {_LATER} prints it after quitting."
        )

    def _show(self, name: str, make: Maker) -> None:
        """Show a text plain, laid out for the screen."""
        from trialtui.tui.screens.plain import PlainScreen

        app = self._session.screen.app

        def closed(later: bool | None) -> None:
            if later:
                self._session.say(self.print_later(name, make))

        text = clean(make(min(_WIDTH, app.size.width - 1)))
        app.push_screen(PlainScreen(text, ascii_only=self._session.ascii_only), closed)

    def _copies(self) -> list[Copy]:
        """Return what there is to copy, of the row that the cursor of a list is on, else of the page."""
        place, page = place_at(self._session), self._page()
        copies = [Copy("i", "the id", _id(place), lambda _: _id(place))]
        if page.outside:
            links = "\n".join(link.url for link in page.outside)
            copies.append(Copy("l", "the link", clean_line(links), lambda _: links))
        if citation := self._citation(place):
            copies.append(Copy("c", "the citation", clean_line(citation), lambda _: citation))
        if section := self._section(page):
            copies.append(Copy("s", "this section", section, lambda width: self._page_text(page, width, section)))
        return [
            *copies,
            Copy("t", "the page as text", "", lambda width: self._page_text(page, width)),
            Copy("m", "the page as Markdown", "", lambda _: self._markdown(page)),
        ]

    def _page(self) -> Page:
        """Return the page of what the reader is at, with its related terms."""
        place = place_at(self._session)
        shown = self._session.journey.page
        page = shown if place == shown.place else self._session.catalogue.page(place) or shown
        return replace(page, related=self._session.catalogue.related(page.place))

    def _citation(self, place: Place) -> str:
        refs = place.refs if isinstance(place, ComparePlace) else (place.ref,) if isinstance(place, EntityPlace) else ()
        return "\n".join(filter(None, map(self._session.catalogue.citation, refs)))

    def _section(self, page: Page) -> str:
        """Return the section at the top of the pane that the reader is in; empty where there is none."""
        pane = self._session.desk.pane
        if not isinstance(pane, PagePane):
            pane = self._session.desk.page_pane
        section = section_at(pane.layout_, pane.top) if self._session.desk.listing is None else ""
        return section if section and self._has(page, section) else ""

    def _has(self, page: Page, section: str) -> bool:
        try:
            return bool(self._page_text(page, _WIDTH, section))
        except SectionError:
            return False

    def _page_text(self, page: Page, width: int, section: str = "") -> str:
        from trialtui.render.text import to_text

        return to_text(page, width=width, ascii_only=self._session.ascii_only, section=section)

    def _markdown(self, page: Page) -> str:
        from trialtui.render.markdown import to_markdown

        return to_markdown(page)


def _id(place: Place) -> str:
    """Return what names a place, as typed on the command line."""
    return clean_line(str(replace(place, section="") if isinstance(place, EntityPlace) else place))
