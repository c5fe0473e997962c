"""Progress on standard error: lines for another program or a log; `progress_bar` has the bar of a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialtui.ingest.records import Progress

Show = Callable[["Progress"], None]
"""Is told how far an import or sync has come."""

Count = Callable[[int], None]
"""Is told how many are done."""

_EVERY = 1.0
"""Seconds between two lines."""


def nothing() -> AbstractContextManager[Show]:
    """Return what shows nothing."""
    return nullcontext(lambda _progress: None)


def counted(total: int, *, shown: bool = True) -> AbstractContextManager[Count]:
    """Return what shows how many of so many trials are done: a bar on a terminal, nothing elsewhere."""
    if not (shown and sys.stderr.isatty()):
        return nullcontext(lambda _number: None)
    from trialtui.cli.progress_bar import CountBar

    return CountBar(total, "trials")


@contextmanager
def lines(say: Callable[[str], None]) -> Iterator[Show]:
    """Give what says a line a second: `1,000 of 3,400 records, 350 a second, 7 s left`."""
    started: tuple[float, int] | None = None
    shown = 0.0

    def show(progress: Progress) -> None:
        nonlocal started, shown
        now = time.monotonic()
        if started is None:  # what comes before the first record is no measure of the rate
            started, shown = (now, progress.read), now
        elif now - shown >= _EVERY:
            shown = now
            say(_line(progress, (progress.read - started[1]) / (now - started[0])))

    yield show


def _line(progress: Progress, rate: float) -> str:
    """Say how far it is, where what is counted are records."""
    of = f" of {progress.total:,}" if progress.total is not None else ""
    left = ""
    if progress.total is not None and rate:
        wait = max(0, progress.total - progress.read) / rate
        left = f", {wait / 60:.0f} min left" if wait >= 90 else f", {wait:.0f} s left"
    return f"{progress.read:,}{of} records, {rate:,.0f} a second{left}"
