"""The application: one screen over a catalogue, the palette, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from trialtui.assets import asset
from trialtui.model.places import Place
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.commands import COMMANDS as DECLARED
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.user.policy import FREE, Policy

if TYPE_CHECKING:
    from textual.command import Provider

INTERRUPTED = 130
"""The exit code after Ctrl+c, as shells have it."""

_ACTIONS = {"command_palette": "open_palette", "interrupt": "interrupt"}
"""The commands that are the application's own, with its actions."""


def _provider() -> type[Provider]:
    """Import the palette's source when it is first opened."""
    from trialtui.tui.palette import CommandProvider

    return CommandProvider


class TrialtuiApp(App[None], inherit_bindings=False):
    """The browser. It moves nothing by itself: no animation, no blinking, no clock."""

    TITLE = "trialtui"
    ESCAPE_TO_MINIMIZE = False
    ENABLE_COMMAND_PALETTE = False  # the palette is opened by a command of our own, and by no key beside it
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_provider}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(item.keys), _ACTIONS[item.id], item.name, show=False, priority=item.id == "interrupt", id=item.id
        )
        for item in DECLARED
        if item.id in _ACTIONS
    ]

    def __init__(
        self,
        catalogue: Catalogue,
        start: Place | None = None,
        *,
        ascii_only: bool = False,
        policy: Policy = FREE,
    ) -> None:
        """Browse a catalogue.

        Args:
            catalogue: What is shown.
            start: Where to begin; None for home.
            ascii_only: Draw with ASCII characters only.
            policy: What is allowed.
        """
        super().__init__(css_path=[*sorted(asset("styles").glob("*.tcss"))])
        self.animation_level = "none"
        self._catalogue = catalogue
        self._start = start
        self._ascii_only = ascii_only
        self._policy = policy
        self.set_class(ascii_only, "-ascii")

    def get_default_screen(self) -> BrowseScreen:
        """Begin with the browser itself: there is no other screen below it."""
        return BrowseScreen(self._catalogue, self._start, ascii_only=self._ascii_only, policy=self._policy)

    async def action_open_palette(self) -> None:
        """Open the command palette, its cursor steady: nothing on the screen moves by itself."""
        from textual.command import CommandPalette
        from textual.widgets import Input

        if not isinstance(self.screen, CommandPalette):
            await self.push_screen(CommandPalette(id="--command-palette"))
            self.screen.query_one(Input).cursor_blink = False

    def action_interrupt(self) -> None:
        """Leave at once."""
        self.exit(return_code=INTERRUPTED)
