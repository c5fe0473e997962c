"""The application: one screen over a catalogue, the palette, and the ways out."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, messages
from textual._styles_cache import StylesCache
from textual.binding import Binding, BindingType

from trialtui.assets import asset
from trialtui.model.places import Place
from trialtui.model.visit import LeftOff
from trialtui.tui import themes
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.clipboard import osc52
from trialtui.tui.commands import COMMANDS as DECLARED
from trialtui.tui.output.shown import Shown
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.session import Unfinished
from trialtui.tui.setup import Setup
from trialtui.tui.steady import SteadyApp

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.await_complete import AwaitComplete
    from textual.screen import Screen

INTERRUPTED = 130
"""The exit code after Ctrl+c, as shells have it."""

_ALWAYS = ("redraw", "interrupt")
"""The commands that are the application's own: they mean the same whatever is on top."""

_CHOSEN = "TEXTUAL_THEME"
"""The variable with which all programs of this kind are given a theme."""


class TrialtuiApp(SteadyApp, inherit_bindings=False):
    """The browser. It moves nothing by itself: no animation, no blinking, no clock."""

    TITLE = "trialtui"
    ESCAPE_TO_MINIMIZE = False
    ENABLE_COMMAND_PALETTE = False  # the browser has one of its own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(item.keys), item.id, item.name, show=False, priority=True)
        for item in DECLARED
        if item.id in _ALWAYS
    ]

    def __init__(self, catalogue: Catalogue, start: Place | None = None, setup: Setup | None = None) -> None:
        """Browse a catalogue.

        Args:
            catalogue: What is shown.
            start: Where to begin; None for home.
            setup: What the browser is to be like.
        """
        colourless = True if os.environ.get("NO_COLOR") is not None else None
        super().__init__(sorted(asset("styles").glob("*.tcss")), ansi_color=colourless)
        self.animation_level = "none"
        self._catalogue = catalogue
        self._start = start
        self._browser: BrowseScreen | None = None
        self._left_off: LeftOff | None = None
        self.later: list[str] = []
        """Texts that are printed once the browser has ended."""
        self.failed_by: Exception | None = None
        """What the browser failed by, if it did."""
        self._shown = Shown()
        self._setup = self._in_its_theme(setup or Setup())
        self.set_class(self._setup.ascii_only, "-ascii")

    def _in_its_theme(self, setup: Setup) -> Setup:
        """Take up the theme of a setup; one that there is not becomes one of its problems."""
        theme = setup.settings.theme
        wrong = themes.problem(theme) if theme else ""
        if wrong:
            return replace(setup, problems=(*setup.problems, f"{setup.read.path}: {wrong}"))
        if theme or self.no_color:
            self.theme = themes.OF_SIXTEEN if self.no_color else theme
        return setup

    def suit_the_terminal(self) -> None:
        """Take the terminal's own colours where it has no more than sixteen: other shades would all become one."""
        chosen = self._setup.settings.theme or os.environ.get(_CHOSEN)
        if self.console.color_system == "standard" and not chosen:
            self.theme = themes.OF_SIXTEEN

    def get_default_screen(self) -> BrowseScreen:
        """Begin with the browser itself: there is no other screen below it."""
        self._browser = BrowseScreen(self._catalogue, self._start, self._setup, later=self.later)
        return self._browser

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write to the terminal what differs from what it shows; where Textual has no such method, it writes all."""
        super()._display(screen, self._shown.lean(renderable))

    def on_terminal_supports_synchronized_output(self, message: messages.TerminalSupportsSynchronizedOutput) -> None:
        """Write each picture in one with what begins and ends it: Textual wakes its writing thread thrice."""
        message.prevent_default()
        self._shown.at_once = True

    def pop_screen(self) -> AwaitComplete:
        """Close a screen, and let go of its lines: Textual remembers two colours for each widget, and with them it all.

        That would be the lines of the last thousand widgets, some 25 MB. Where it has no such memory, nothing is done.
        """
        forget = getattr(getattr(StylesCache, "get_inner_outer", None), "cache_clear", None)
        if forget is not None:
            forget()
        return super().pop_screen()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, once what was being written is kept, and it is known where the reader is."""
        for screen in self.screen_stack:
            if isinstance(screen, Unfinished):
                screen.finish()
        if self._browser is not None:
            self._left_off = self._browser.journey.left_off()
        super().exit(result, return_code, message)

    def remember(self) -> str:
        """Write where the reader has been, once it is over; return what went wrong, if anything did."""
        limit = self._setup.settings.history
        visits = self._browser.journey.visits if self._browser is not None else ()
        if not visits or not limit or not self._setup.user.kept:
            return ""
        from trialtui.user.errors import UserFileError

        try:
            self._setup.user.visits.add(visits, self._left_off, limit=limit)
        except UserFileError as error:
            return f"The history is not kept: {error}"
        return ""

    def _handle_exception(self, error: Exception) -> None:
        """Remember what the browser fails by; where Textual has no such method, it tells of it itself."""
        self.failed_by = self.failed_by or error
        super()._handle_exception(error)

    def on_mount(self) -> None:
        """Draw everything anew after another program had the terminal."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def on_ready(self) -> None:
        """Show the first screen as soon as anything may be shown, which is right after this."""
        self.set_timer(0.001, self._show_now)

    def _show_now(self) -> None:
        """Paint without waiting for the timer by which Textual paints, and which does it where this is not possible."""
        if not self.screen_stack:  # it is ending
            return
        self.screen.refresh(layout=True)
        update = getattr(self.screen, "_on_timer_update", None)
        if update is not None:
            update()

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
