"""Letters over every link in view: who types them follows the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from textual import events

from trialtui.model.places import Target
from trialtui.tui.panes import PAGE, RELATED, TREE
from trialtui.tui.session import Session

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""What hints are made of, those under the fingers first."""


class Hinted(Protocol):
    """A pane whose links can be hinted."""

    @property
    def hints(self) -> Mapping[int, str]:
        """The letters painted over links; none where those are not what is shown any more."""
        ...

    def links_in_view(self) -> list[int]:
        """Return the links in view, in reading order."""
        ...

    def target_of(self, link: int) -> Target:
        """Return where a link leads."""
        ...

    def select_link(self, link: int) -> None:
        """Select a link."""
        ...

    def action_follow_link(self) -> None:
        """Follow the selected link."""
        ...

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """Paint letters over links, in place of those painted before."""
        ...


class _Spot(NamedTuple):
    """A link with a hint: the name of its pane, the pane, the link."""

    name: str
    pane: Hinted
    link: int


def hints_for(count: int) -> list[str]:
    """Return hints for so many links, as far as two letters go; none is the beginning of another.

    As many as can be are of one letter, and those come first.
    """
    total = len(LETTERS)
    first = min(max(0, -(-(count - total) // (total - 1))), total)
    single, leading = LETTERS[: total - first], LETTERS[total - first :]
    double = (one + two for one in leading for two in LETTERS)
    return [*single, *double][:count]


def feature(session: Session) -> Hints:
    """Return what does the command of hints."""
    return Hints(session)


class Hints:
    """Shows hints and follows the one that is typed."""

    def __init__(self, session: Session) -> None:
        """Hint the links of the session's panes."""
        self._session, self._desk = session, session.desk
        self._spots: dict[str, _Spot] = {}
        self._typed = ""

    def do(self, command_id: str) -> str:
        """Show the hints."""
        desk = self._desk
        if desk.active == TREE and PAGE not in desk.on_screen:
            desk.activate(PAGE)
            self._session.screen.call_after_refresh(lambda: self._session.say(self._show()))
            return ""
        return self._show()

    def _show(self) -> str:
        """Show the hints and say what to do with them."""
        found = self._links()
        if not found:
            return "No link is in view."
        self._spots = dict(zip(hints_for(len(found)), found, strict=False))
        self._typed = ""
        self._paint()
        self._session.catch_keys(self._key)
        cut = f"{len(self._spots):,} of {len(found):,} links. " if len(self._spots) < len(found) else ""
        return f"{cut}Type a link's letters to follow it; Esc ends."

    def _links(self) -> list[_Spot]:
        """Return all links in view, those of the pane that the reader is in first."""
        desk = self._desk
        panes: dict[str, Hinted] = {PAGE: desk.middle, RELATED: desk.related_pane}
        names = [name for name in panes if name in desk.on_screen]
        names.sort(key=lambda name: name != desk.active)
        return [_Spot(name, panes[name], link) for name in names for link in panes[name].links_in_view()]

    def _paint(self) -> None:
        """Paint the hints that begin with what was typed, without it."""
        by_pane: dict[int, tuple[Hinted, dict[int, str]]] = {}
        for hint, spot in self._spots.items():
            _, hints = by_pane.setdefault(id(spot.pane), (spot.pane, {}))
            if hint.startswith(self._typed):
                hints[spot.link] = hint[len(self._typed) :]
        for pane, hints in by_pane.values():
            pane.set_hints(hints)

    def _key(self, event: events.Key) -> None:
        """Take up a letter; the last one follows its link, and any other key ends the hints."""
        self._session.say("")
        if not all(spot.pane.hints for hint, spot in self._spots.items() if hint.startswith(self._typed)):
            self._end()
            self._session.say("The page has changed; the letters were those of the one before.")
            return
        typed = self._typed + (event.character or "").lower()
        if event.character and typed in self._spots:
            self._end()
            self._follow(self._spots[typed])
        elif event.character and any(hint.startswith(typed) for hint in self._spots):
            self._typed = typed
            self._paint()
            self._session.say(f"{typed} and one more letter.")
        else:
            self._end()
            if event.character and event.character.isprintable():
                self._session.say(f"No link has the letters {typed}.")

    def _end(self) -> None:
        """Take the hints away."""
        self._session.catch_keys(None)
        for spot in self._spots.values():
            spot.pane.set_hints({})

    def _follow(self, spot: _Spot) -> None:
        """Follow a link from its pane."""
        if self._desk.active != spot.name:
            self._desk.activate(spot.name)
        spot.pane.select_link(spot.link)
        spot.pane.action_follow_link()
