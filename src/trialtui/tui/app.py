"""The application: one screen over a catalogue, the palette, and the ways out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from trialtui.assets import asset
from trialtui.model.places import Place
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.clipboard import osc52
from trialtui.tui.commands import COMMANDS as DECLARED
from trialtui.tui.output.shown import Shown
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.steady import SteadyApp
from trialtui.user.policy import FREE, Policy

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

INTERRUPTED = 130
"""The exit code after Ctrl+c, as shells have it."""

_ACTIONS = {"command_palette": "open_palette", "redraw": "redraw", "interrupt": "interrupt"}
"""The commands that are the application's own, with its actions."""

_ALWAYS = ("redraw", "interrupt")
"""Those that apply whatever is on top."""


class TrialtuiApp(SteadyApp, inherit_bindings=False):
    """The browser. It moves nothing by itself: no animation, no blinking, no clock."""

    TITLE = "trialtui"
    ESCAPE_TO_MINIMIZE = False
    ENABLE_COMMAND_PALETTE = False  # there is one of our own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(item.keys), _ACTIONS[item.id], item.name, show=False, priority=item.id in _ALWAYS, id=item.id)
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
        super().__init__(sorted(asset("styles").glob("*.tcss")))
        self.animation_level = "none"
        self._catalogue = catalogue
        self._start = start
        self._ascii_only = ascii_only
        self._policy = policy
        self.later: list[str] = []
        """Texts that are printed once the browser has ended."""
        self._shown = Shown()
        self.set_class(ascii_only, "-ascii")

    def get_default_screen(self) -> BrowseScreen:
        """Begin with the browser itself: there is no other screen below it."""
        return BrowseScreen(
            self._catalogue, self._start, ascii_only=self._ascii_only, policy=self._policy, later=self.later
        )

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write to the terminal what differs from what it shows; where Textual has no such method, it writes all."""
        super()._display(screen, self._shown.lean(renderable))

    def action_open_palette(self) -> None:
        """Ask for a command by its name, and do it."""
        from trialtui.tui.screens.palette import Palette

        browser = self.screen
        if isinstance(browser, BrowseScreen):
            self.push_screen(Palette(browser.offered(), ascii_only=self._ascii_only), browser.do_chosen)

    def on_mount(self) -> None:
        """Draw everything anew after another program had the terminal."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything anew where the terminal has its former size again: what it did in between is not known."""
        if event.size == self._shown.size:
            self.action_redraw()

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the terminal, wrapped for a multiplexer; one that is too long for it is not sent."""
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(osc52(text, os.environ))

    def action_redraw(self) -> None:
        """Write the whole screen, whatever the terminal may show."""
        self._shown.forget()
        self.screen.refresh(layout=True)

    def action_interrupt(self) -> None:
        """Leave at once."""
        self.exit(return_code=INTERRUPTED)
