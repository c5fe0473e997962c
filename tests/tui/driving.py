"""Drives the browser in tests: keys in, the screen's text out; waits for what is to come, never for a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from tests.tui.small_catalogue import SmallCatalogue
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from trialtui.model.places import Place
from trialtui.tui.app import TrialtuiApp
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.setup import Setup, set_up
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.footer import StatusLine
from trialtui.user.data import in_memory
from trialtui.user.policy import FREE, Policy
from trialtui.user.settings import ReadSettings, Settings

PATIENCE = 15.0
"""The seconds that a loaded machine is given."""


class Driver:
    """A browser that runs without a terminal."""

    def __init__(self, app: TrialtuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until something holds; else fail with what is on the screen."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, f"waited in vain for {what}; shown:\n{self.text}"
            await self.pilot.pause(0.01)

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await self.until(partial(self._shows, text), repr(text))

    def _shows(self, text: str) -> bool:
        return text in self.text

    def _names(self, text: str) -> bool:
        return text in self.header

    async def sees_no(self, text: str) -> None:
        await self.until(lambda: text not in self.text, f"{text!r} to go")

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, as it would be drawn anew."""
        screen: Screen[object] = self.app.screen
        rows = [[" "] * self.app.size.width for _ in range(self.app.size.height)]
        for widget in [screen, *screen.walk_children(Widget)]:
            region = widget.region
            if not widget.is_on_screen or not region:
                continue
            for y, strip in enumerate(widget.render_lines(Region(0, 0, region.width, region.height))):
                if 0 <= region.y + y < len(rows):
                    rows[region.y + y][region.x : region.right] = list(strip.text)[: region.width]
        return ["".join(row) for row in rows]

    @property
    def header(self) -> str:
        return self.lines[0]

    @property
    def status(self) -> str:
        return self.lines[-2].strip()

    async def at(self, *texts: str) -> None:
        """Wait until the header says that the reader is somewhere."""
        for text in texts:
            await self.until(partial(self._names, text), f"{text!r} in the header")

    async def answers(self, *texts: str) -> None:
        """Wait until the browser's answer, which may take several lines, holds some texts."""
        for text in texts:
            await self.until(partial(self._answers, text), f"the answer {text!r}")

    def _answers(self, text: str) -> bool:
        """Tell whether the screen on top says something; one that is closing says it no more."""
        return any(text in line.text for line in self.app.screen.query(StatusLine))

    async def says(self, text: str) -> None:
        await self.until(lambda: text in self.status, f"{text!r} in the status line")


@asynccontextmanager
async def browsing(
    catalogue: Catalogue | None = None,
    start: Place | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    ascii_only: bool = False,
    policy: Policy = FREE,
    setup: Setup | None = None,
) -> AsyncIterator[Driver]:
    """Run a browser and wait for its first page."""
    setup = setup or set_up(ReadSettings(Settings(ascii=ascii_only)), in_memory(), policy)
    app = TrialtuiApp(catalogue or SmallCatalogue(), start, setup)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.until(lambda: app.screen.query_one(Desk).page_pane.page is not None, "the first page")
        yield driver
