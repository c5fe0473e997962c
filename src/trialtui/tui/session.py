"""What a feature of the browser works with, and what it has to offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, TypeAlias

from textual import events
from textual.screen import Screen

from trialtui.model.places import Place, Target
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.history import Path
from trialtui.tui.journey import Journey
from trialtui.tui.marks import Marks
from trialtui.tui.widgets.desk import Desk
from trialtui.user.policy import Policy

KeyCatcher: TypeAlias = Callable[[events.Key], None]
"""Gets every key in place of the commands."""


class Go(Protocol):
    """Goes to a place; see `Journey.visit`."""

    def __call__(
        self, place: Place, cursor: Path | None = None, *, origin: Place | None = None, section: str = ""
    ) -> bool:
        """Go there; False where it is not in the store."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """The browser, as a feature sees it.

    Attributes:
        screen: The browser's screen, over which a feature may open one of its own.
        catalogue: The store.
        journey: Where the reader is and has been.
        desk: The panes.
        go: Goes to a place, or says that it is not in the store.
        follow: Goes where a link leads; the address of one that leads outside is shown.
        show_link: Says in the status line where the selected link leads, None where none is selected.
        say: Answers in the status line, for what is known only after the command is done.
        catch_keys: Lets a function have every key from now on, and nobody again with None, or once another page comes.
        on_escape: Lets a function be asked first when the reader goes one level up; it says whether it ended something.
        marks: The trials that the reader has marked.
        later: Texts that are printed once the browser has ended.
        ascii_only: Draw with ASCII characters only.
        policy: What is allowed; a feature asks it before it writes, opens what was typed, or reaches outside.
    """

    screen: Screen[None]
    catalogue: Catalogue
    journey: Journey
    desk: Desk
    go: Go
    follow: Callable[[Target], None]
    show_link: Callable[[Target | None], None]
    say: Callable[[str], None]
    catch_keys: Callable[[KeyCatcher | None], None]
    on_escape: Callable[[Callable[[], bool]], None]
    marks: Marks
    later: list[str]
    ascii_only: bool
    policy: Policy


class Feature(Protocol):
    """Does some of the commands."""

    def do(self, command_id: str) -> str:
        """Do a command and return what there is to say."""
        ...


def load_feature(name: str, session: Session) -> Feature:
    """Import a feature by the name of its module in `tui.features`."""
    make: Callable[[Session], Feature] = import_module(f"trialtui.tui.features.{name}").feature
    return make(session)
