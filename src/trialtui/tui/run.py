"""Runs the browser in the terminal and hands the terminal back as it was."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import termios
from contextlib import suppress
from functools import partial
from io import StringIO, TextIOWrapper
from shutil import get_terminal_size

from rich.console import Console

from trialtui.model.clean import clean
from trialtui.model.places import Place
from trialtui.tui.app import INTERRUPTED, TrialtuiApp
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.setup import Setup

COLLECTING = 0.5
"""The seconds after which garbage is collected: by then the first page is painted."""

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


def run(catalogue: Catalogue, start: Place | None, setup: Setup | None = None) -> int:
    """Browse a catalogue until the reader leaves.

    Returns:
        The exit code: 0; 130 after Ctrl+c; 128 and the signal's number where one asked the program to end; 1 where it
        failed, and then Textual's own long account of that.

    Raises:
        Exception: what the browser failed by, once the terminal is restored.
    """
    _take_the_terminal()
    app = TrialtuiApp(catalogue, start, setup)
    app.suit_the_terminal()
    account = StringIO()
    app.error_console = Console(file=account, force_terminal=False)
    code = 0
    try:
        asyncio.run(_run(app))
        code = app.return_code or 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        _print(app.later)
    if problem := app.remember():
        _tell(f"trialtui: {clean(problem)}\n")
    if app.failed_by is not None:
        raise app.failed_by
    _tell(account.getvalue())
    return code


def _take_the_terminal() -> None:
    """Let standard error, on which Textual draws, be the terminal, and all that is written there be UTF-8.

    A locale of another encoding would have every line drawn as a row of escapes.
    """
    if not os.isatty(2):
        os.dup2(1, 2)
    _size_the_terminal()
    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _size_the_terminal() -> None:
    """Give a terminal that says it has no size the usual one; `ssh -tt` without a terminal at its own end makes such.

    Textual would take it for one size here and for another there, and draw for ever.
    """
    with suppress(termios.error):
        if 0 in termios.tcgetwinsize(2):
            size = get_terminal_size()
            termios.tcsetwinsize(2, (size.lines, size.columns))


def _print(texts: list[str]) -> None:
    """Print what the reader wanted to have after the end, where the terminal is its own again, and still there."""
    with suppress(OSError):
        for text in texts:
            print(text.rstrip(), flush=True)


def _tell(words: str) -> None:
    """Say on standard error what is left to say; where the terminal is gone, nobody hears of it."""
    try:
        print(words, end="", file=sys.stderr, flush=True)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2):  # or Python would fail by what is still to be written, at its very end
            os.dup2(nowhere, descriptor)


async def _run(app: TrialtuiApp) -> None:
    """Run the application; a signal to end ends it by the way that restores the terminal."""
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
    _end_with_the_terminal(loop, app)
    gc.disable()
    loop.call_later(COLLECTING, _collect_from_now_on)
    await app.run_async()


def _end_with_the_terminal(loop: asyncio.AbstractEventLoop, app: TrialtuiApp) -> None:
    """End when the terminal is gone: no signal tells a process of which it is not the controlling terminal.

    Textual would read the end of its input for ever. Linux tells of a hang-up by `epoll`; elsewhere the
    signal has to do.
    """
    if sys.platform != "linux":
        return
    watch = select.epoll()
    with suppress(OSError):  # input that is no terminal cannot be watched
        watch.register(sys.__stdin__ or 0, 0)  # no event is asked for: a hang-up is always told

    def hung_up() -> None:
        loop.remove_reader(watch)
        app.exit(return_code=128 + signal.SIGHUP)

    loop.add_reader(watch, hung_up)


def _collect_from_now_on() -> None:
    """Collect garbage again, but leave alone what was made by now, the libraries above all.

    To look through that takes longer than any key may take to be answered, and none of it is garbage.
    """
    gc.freeze()
    gc.enable()
