"""What a feature of the browser works with, and what it has to offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, TypeAlias, runtime_checkable

from textual import events
from textual.screen import Screen

from trialtui.model.places import Place, Target
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.history import Path
from trialtui.tui.journey import Journey
from trialtui.tui.marks import Marks
from trialtui.tui.setup import Setup
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
        do: Does a command by its name.
        applies: Says whether a command is allowed, and has a meaning in the pane that the reader is in.
        go: Goes to a place, or says that it is not in the store.
        follow: Goes where a link leads; the address of one that leads outside is shown.
        show_link: Says in the status line where the selected link leads, None where none is selected.
        say: Answers in the status line, for what is known only after the command is done.
        note: Says beside that, in few words, what goes on in the background; nothing where nothing does.
        catch_keys: Lets a function have every key from now on, and nobody again with None, or once another page comes.
        on_escape: Lets a function be asked first when the reader goes one level up; it says whether it ended something.
        marks: The trials that the reader has marked.
        later: Texts that are printed once the browser has ended.
        setup: What the browser is set up with: settings, commands with their keys, what the user keeps.
    """

    screen: Screen[None]
    catalogue: Catalogue
    journey: Journey
    desk: Desk
    do: Callable[[str], None]
    applies: Callable[[str], bool]
    go: Go
    follow: Callable[[Target], None]
    show_link: Callable[[Target | None], None]
    say: Callable[[str], None]
    note: Callable[[str], None]
    catch_keys: Callable[[KeyCatcher | None], None]
    on_escape: Callable[[Callable[[], bool]], None]
    marks: Marks
    later: list[str]
    setup: Setup

    @property
    def ascii_only(self) -> bool:
        """Whether to draw with ASCII characters only."""
        return self.setup.ascii_only

    @property
    def policy(self) -> Policy:
        """What is allowed; a feature asks it before it writes, opens what was typed, or reaches outside."""
        return self.setup.policy

    def key(self, command_id: str) -> str:
        """Return the key of a command, to be named in a sentence."""
        return self.setup.commands.key(command_id, ascii_only=self.ascii_only)


@runtime_checkable
class Unfinished(Protocol):
    """A screen with something that must not be lost where the browser is left, or the line breaks."""

    def finish(self) -> None:
        """Keep it."""
        ...


class Feature(Protocol):
    """Does some of the commands."""

    def do(self, command_id: str) -> str:
        """Do a command and return what there is to say."""
        ...


def load_feature(name: str, session: Session) -> Feature:
    """Import a feature by the name of its module in `tui.features`."""
    make: Callable[[Session], Feature] = import_module(f"trialtui.tui.features.{name}").feature
    return make(session)
