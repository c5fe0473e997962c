"""The command palette's source: the one declaration of commands."""

from __future__ import annotations

from functools import partial

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from trialtui.tui.command import Command, keys_text
from trialtui.tui.commands import COMMANDS
from trialtui.tui.screens.browse import BrowseScreen

_LEFT_OUT = ("Moving",)
"""The groups of commands that are of no use by name."""

_OF_THE_APP = ("command_palette", "redraw", "interrupt")


class Palette(CommandPalette):
    """Textual's palette, closed once however often it is asked to; see `tui.screens.modal`."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close it, unless it is closed already."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class CommandProvider(Provider):
    """Offers the commands that apply in the pane that the reader came from."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for screen, command in self._commands():
            yield DiscoveryHit(self._title(command), partial(screen.action_do, command.id), help=command.does)

    async def search(self, query: str) -> Hits:
        """Offer those whose name or description has what was typed."""
        matcher = self.matcher(query)
        for screen, command in self._commands():
            score = max(matcher.match(command.name), matcher.match(command.does))
            if score > 0:
                title = matcher.highlight(self._title(command))
                yield Hit(score, title, partial(screen.action_do, command.id), help=command.does)

    def _commands(self) -> list[tuple[BrowseScreen, Command]]:
        screen = self.screen
        if not isinstance(screen, BrowseScreen):
            return []
        offered = (item for item in COMMANDS if item.id not in _OF_THE_APP and item.group not in _LEFT_OUT)
        return [(screen, item) for item in offered if screen.applies(item.id)]

    def _title(self, command: Command) -> str:
        return f"{command.name[0].upper()}{command.name[1:]}  ({keys_text(command)})"
