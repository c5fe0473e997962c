"""The help: every command with its keys, from the one declaration."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from trialtui.model.places import HomePlace
from trialtui.pages.page import Block, Heading, KeyValues, Page, Paragraph, Span
from trialtui.tui.commands import COMMANDS, Row, table
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.page_pane import PagePane
from trialtui.user.policy import FREE, Policy

_MOVES = ("line_up", "line_down", "page_up", "page_down", "top", "bottom")
_CLOSES = ("level_up", "help", "close")
_MOUSE = (
    "The mouse works too: a click selects in the tree and follows a link, a double click opens, the wheel scrolls. "
    "To select text as in any other terminal program, hold Shift (on a Mac, Option) while dragging."
)


class HelpScreen(Modal[None], inherit_bindings=False):
    """The keys, over what was on the screen."""

    AUTO_FOCUS = "PagePane"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(item.keys), f"do('{item.id}')", item.name, show=False)
        for item in COMMANDS
        if item.id in (*_MOVES, *_CLOSES)
    ]

    def __init__(self, *, ascii_only: bool = False, policy: Policy = FREE) -> None:
        """Write the help."""
        super().__init__()
        self._pane = PagePane(ascii_only=ascii_only)
        self._pane.show(help_page(policy, ascii_only=ascii_only))

    def compose(self) -> ComposeResult:
        """Place the text."""
        with Vertical() as frame:
            frame.border_subtitle = "Esc closes"
            yield self._pane

    def action_do(self, command_id: str) -> None:
        """Scroll, or close the help."""
        pane = self._pane
        moves = {
            "line_up": pane.action_line_up,
            "line_down": pane.action_line_down,
            "page_up": pane.action_page_up,
            "page_down": pane.action_page_down,
            "top": pane.action_top,
            "bottom": pane.action_bottom,
        }
        if command_id in _CLOSES:
            self.dismiss()
        else:
            moves[command_id]()


def help_page(policy: Policy = FREE, *, ascii_only: bool = False) -> Page:
    """Write the table of commands as a page."""
    blocks: list[Block] = []
    for group, rows in groupby(table(policy, ascii_only=ascii_only), key=lambda row: row.group):
        blocks += [Heading((Span(group),)), KeyValues(tuple((row.keys, _says(row)) for row in rows))]
    blocks += [Heading((Span("Mouse"),)), Paragraph((Span(_MOUSE),))]
    return Page(title="Keys", place=HomePlace(), blocks=tuple(blocks))


def _says(row: Row) -> tuple[Span, ...]:
    place = () if row.where in ("everywhere", row.group.casefold()) else (Span(f" ({row.where})", style="dim"),)
    return (Span(row.does), *place)
