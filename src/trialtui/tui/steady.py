"""What comes from the terminal, taken in as the person at it means it, however fast or slow the line."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from trialtui.model.clean import clean
from trialtui.tui.reading import reading_on

LARGEST = Size(1000, 500)
"""The largest terminal that is drawn to in full; a client may claim any size."""

PATIENCE = 1.0
"""The seconds after which a key is let in although what became of the one before is not known."""

_AT_ONCE = ("ctrl+c",)
"""Keys that wait for none."""


class KeyDone(Message):
    """Has followed a key through the widgets that it passes: the key has done what it does."""

    def __init__(self, number: int, screen: Screen[object]) -> None:
        """Follow the key of a number, which was pressed while some screen was on top."""
        super().__init__()
        self.number = number
        self.screen = screen


class SteadyApp(App[None], inherit_bindings=False):
    """Lets keys in one by one.

    Textual hands each key to the widget in focus as it comes. Where two come together, as they do on a slow line and
    from a fast typist, the second one is handed on before the first one has opened what it opens, and is lost or does
    something else: of `sfever` only the search would be left.
    """

    def __init__(self, css_path: list[Path], *, ansi_color: bool | None = None) -> None:
        """Start with no key on its way, drawn by these style sheets; see Textual of `ansi_color`."""
        super().__init__(css_path=[*css_path], ansi_color=ansi_color)
        self.driver_class = reading_on(self.driver_class)
        self._let_in_so_far = 0
        self._on_its_way = False
        self._waiting: deque[events.Event] = deque()

    async def on_event(self, event: events.Event) -> None:
        """Take in an event; a key waits until the one before has been dealt with."""
        if isinstance(event, events.Resize):
            event = _within(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            event = events.Paste(clean(event.text))
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if not typed or (isinstance(event, events.Key) and event.key in _AT_ONCE):
            await super().on_event(event)
        elif self._on_its_way:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                self._wait_no_longer_than()
        else:
            await self._let_in(event)

    async def on_key_done(self, message: KeyDone) -> None:
        """Let the next key in, once the screen that the last one opened can take it."""
        message.stop()
        if message.number != self._let_in_so_far or not self.screen_stack:  # without screens, it is ending
            return
        if message.screen is not self.screen:
            self._follow([self.screen], KeyDone(message.number, self.screen))
        elif self._waiting:
            await self._let_in(self._waiting.popleft())
        else:
            self._on_its_way = False

    def _wait_no_longer_than(self) -> None:
        """Let the next key in after some time, whatever has become of the last one."""
        self.set_timer(PATIENCE, partial(self._give_up, self._let_in_so_far))

    def _give_up(self, number: int) -> None:
        """Wait no longer for a key, where it is still the last one that was let in."""
        if self.screen_stack:
            self.post_message(KeyDone(number, self.screen))

    async def _let_in(self, event: events.Event) -> None:
        """Hand a key on, and send after it what tells that it has been dealt with."""
        self._let_in_so_far += 1
        self._on_its_way = True
        if self._waiting:
            self._wait_no_longer_than()
        way = [node for node in (self.focused or self.screen).ancestors_with_self if isinstance(node, Widget)]
        done = KeyDone(self._let_in_so_far, self.screen)
        await super().on_event(event)
        self._follow([*way, *way], done)

    def _follow(self, way: Sequence[Widget], done: KeyDone) -> None:
        """Wait in the queue of each widget that the key passes, and then in that of the application.

        The way is gone twice, for what the key made one of them say to another. A message would bubble up the same way,
        but be lost where the key has closed the screen that it passes.
        """
        for number, widget in enumerate(way, 1):
            if widget.call_later(self._follow, way[number:], done):
                return
        self.post_message(done)


def _within(event: events.Resize) -> events.Resize:
    """Take no terminal for larger than any is: each line of what it claims to be would be laid out and kept."""
    size = Size(min(event.size.width, LARGEST.width), min(event.size.height, LARGEST.height))
    return event if size == event.size else events.Resize(size, size)
