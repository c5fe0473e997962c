"""A progress bar on standard error, with rate and time left."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

if TYPE_CHECKING:
    from trialtui.ingest.records import Progress

_EVERY = 0.1
"""Seconds between two changes of what is shown."""


class ProgressBar:
    """Shows how far an import is; use it as a context that gives the function to call."""

    def __init__(self) -> None:
        """Prepare the bar."""
        self._bar = RichProgress(
            TextColumn("{task.fields[counts]}"), BarColumn(), TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
            console=Console(stderr=True), auto_refresh=False, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, counts="", rate="")
        self._start = self._shown = time.monotonic()

    def __enter__(self) -> ProgressBar:
        """Begin to show."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how far it is, a few times a second at most."""
        now = time.monotonic()
        if now - self._shown < _EVERY:
            return
        self._shown = now
        seen = progress.report.seen + progress.report.rejected
        rate = seen / max(now - self._start, 0.001)
        self._bar.update(
            self._task, completed=progress.read, total=progress.total, counts=f"{seen:,} records",
            rate=f"{rate:,.0f}/s", refresh=True,
        )  # fmt: skip
