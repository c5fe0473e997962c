"""The help: every command with its keys, from the one declaration, those of where the reader is first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from trialtui.model.places import HomePlace
from trialtui.pages.page import Block, Heading, KeyValues, Page, Paragraph, Span
from trialtui.tui.command_set import EVERYWHERE, CommandSet, Row
from trialtui.tui.keys import pressed
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.page_pane import PagePane

_MOVES = ("line_up", "line_down", "page_up", "page_down", "top", "bottom")
_CLOSES = ("level_up", "help", "close")
_HERE = {"tree": "Here, in the tree", "page": "Here, in the page"}
_MOUSE = (
    "The mouse works too: a click selects in the tree and follows a link, a double click opens, the wheel scrolls. "
    "To select text as in any other terminal program, hold Shift (on a Mac, Option) while dragging."
)
_TYPING = "Where something is typed, letters are text; the last line says what the other keys do, and Esc goes back."


class HelpScreen(Modal[None], inherit_bindings=False):
    """The keys, over what was on the screen."""

    AUTO_FOCUS = ""

    def __init__(self, commands: CommandSet, pane: str, *, settings: str = "", ascii_only: bool = False) -> None:
        """Write the help.

        Args:
            commands: The commands with their keys.
            pane: The pane that the reader comes from.
            settings: The file in which keys can be changed; empty where there is none.
            ascii_only: Draw with ASCII characters only.
        """
        super().__init__()
        self._commands = commands
        self._pane = PagePane(ascii_only=ascii_only)
        self._pane.show(help_page(commands, pane, settings=settings, ascii_only=ascii_only))

    def compose(self) -> ComposeResult:
        """Place the text."""
        with Vertical() as frame:
            frame.border_subtitle = "Esc closes"
            yield self._pane

    def on_key(self, event: events.Key) -> None:
        """Scroll, or close the help."""
        event.stop()
        pane = self._pane
        moves = {
            "line_up": pane.action_line_up,
            "line_down": pane.action_line_down,
            "page_up": pane.action_page_up,
            "page_down": pane.action_page_down,
            "top": pane.action_top,
            "bottom": pane.action_bottom,
        }
        for command in self._commands.with_key(pressed(event)):
            if command.id in _CLOSES:
                self.dismiss()
            elif command.id in moves:
                moves[command.id]()


def help_page(commands: CommandSet, pane: str, *, settings: str = "", ascii_only: bool = False) -> Page:
    """Write the table of commands as a page, the commands that belong to a pane alone before the others."""
    rows = commands.table(ascii_only=ascii_only)
    here = f"in the {pane}"
    only_here = (row._replace(where=EVERYWHERE) for row in rows if row.where == here)
    blocks: list[Block] = [Heading((Span(_HERE[pane]),)), _table(only_here)]
    for group, others in groupby((row for row in rows if row.where != here), key=lambda row: row.group):
        blocks += [Heading((Span(group),)), _table(others)]
    blocks += [Heading((Span("Typing"),)), Paragraph((Span(_TYPING),))]
    blocks += [Heading((Span("Mouse"),)), Paragraph((Span(_MOUSE),))]
    if settings:
        said = (
            f"Commands get other keys in {settings}, with lines such as search = ['s', 'ctrl+f'] under [keys]. "
            "`trialtui keys --toml` prints all of them so."
        )
        blocks += [Heading((Span("Settings"),)), Paragraph((Span(said),))]
    return Page(title="Keys", place=HomePlace(), blocks=tuple(blocks))


def _table(rows: Iterable[Row]) -> KeyValues:
    return KeyValues(tuple((row.keys, _says(row)) for row in rows))


def _says(row: Row) -> tuple[Span, ...]:
    place = () if row.where in (EVERYWHERE, row.group.casefold()) else (Span(f" ({row.where})", style="dim"),)
    return (Span(row.does), *place)
