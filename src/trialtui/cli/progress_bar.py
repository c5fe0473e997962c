"""A progress bar on standard error, with rate and time left."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

if TYPE_CHECKING:
    from trialtui.ingest.records import Progress

_EVERY = 0.1
"""Seconds between two changes of what is shown."""


class _Bar:
    """A bar with a count, a rate and the time left; use it as a context that gives the function to call."""

    def __init__(self) -> None:
        """Prepare the bar."""
        self._bar = RichProgress(
            TextColumn("{task.fields[counts]}"), BarColumn(), TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
            console=Console(stderr=True), auto_refresh=False, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, counts="", rate="")
        self._start = self._shown = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to show."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    def _show(self, seen: int, noun: str, done: int, total: int | None) -> None:
        """Show how far it is, a few times a second at most."""
        now = time.monotonic()
        if now - self._shown < _EVERY:
            return
        self._shown = now
        rate = seen / max(now - self._start, 0.001)
        self._bar.update(
            self._task, completed=done, total=total, counts=f"{seen:,} {noun}", rate=f"{rate:,.0f}/s", refresh=True
        )


class ProgressBar(_Bar):
    """Shows how far an import is."""

    def __call__(self, progress: Progress) -> None:
        """Show it."""
        self._show(progress.report.seen + progress.report.rejected, "records", progress.read, progress.total)


class CountBar(_Bar):
    """Shows how many of a known number are done."""

    def __init__(self, total: int, noun: str) -> None:
        """Prepare for so many of these."""
        super().__init__()
        self._total, self._noun = total, noun

    def __call__(self, number: int) -> None:
        """Show how many are done."""
        self._show(number, self._noun, number, self._total)
