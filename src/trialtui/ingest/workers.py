"""Preparing records on several cores: child processes read and link, the one writer takes what they make, in order.

A child is a plain process that reads pickled batches from standard input and answers each on standard output. It
never writes to the store, and ends when its input does, so that none outlives a writer that was killed. What a child
that died has not answered is prepared here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType

from trialtui.ingest.ahead import ahead
from trialtui.ingest.prepared import Item, Prepared, Preparer
from trialtui.sources.files import Problem, RawRecord

FEW = 400
"""So many records are prepared here: starting other processes takes as long."""

MOST_WORKERS = 3
"""More are no use: the writer then has no time left."""

_BATCH = 24
_BATCH_BYTES = 1 << 18
_AHEAD = 2
"""How many batches each child has waiting; bounds memory."""


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _useful() -> int:
    """Return how many children are of use: as many as there are cores, up to `MOST_WORKERS`; none on a single core."""
    return min(_cores(), MOST_WORKERS) if _cores() > 1 else 0


class _Worker:
    """A child that prepares batches."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "trialtui.ingest.workers", str(folder)]
        # Ctrl+c in the terminal is for the writer alone; a traceback would only be in the way of the writer's own.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, process_group=0
        )

    def send(self, batch: list[Item]) -> None:
        """Send a batch; a child that is gone is found out by what it does not answer."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            pickle.dump(batch, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()

    def answer(self) -> list[Prepared | Problem] | None:
        """Return what was made of the next batch; None where the child is gone."""
        assert self._process.stdout is not None
        try:
            found: list[Prepared | Problem] = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        return found

    def stop(self) -> None:
        """End the child; it holds nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Workers:
    """Prepares records, on several cores where there are enough records for that."""

    def __init__(self, folder: Path, count: int | None = None) -> None:
        """Prepare for the store in `folder`.

        Args:
            folder: The store.
            count: How many children work, no more than there are cores; as many as are of use where None.
        """
        self._folder = folder
        self._count = _useful() if count is None else min(count, _cores())
        self._children: list[_Worker] = []
        self._here: Preparer | None = None

    def __enter__(self) -> Workers:
        """Begin; children are started when they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End all children."""
        for child in self._children:
            child.stop()
        self._children.clear()

    def prepare(self, items: Iterable[Item]) -> Iterator[Prepared | Problem]:
        """Yield what is made of each item, in order. The items are fetched in another thread where children work."""
        items = iter(items)
        first: list[Item] = []
        try:
            for item in islice(items, FEW if self._count and not self._children else 0):
                first.append(item)
        except KeyboardInterrupt:
            yield from self._prepare_here(first)  # a slow stream brings few: what it brought is kept
            raise
        if not self._count or (len(first) < FEW and not self._children):
            yield from self._prepare_here(chain(first, items))
            return
        if not self._children:
            self._children = [_Worker(self._folder) for _ in range(self._count)]
        for batch, child in ahead(self._sent(_batches(chain(first, items))), _AHEAD * self._count):
            answer = child.answer()
            yield from self._prepare_here(batch) if answer is None else answer

    def _sent(self, batches: Iterable[list[Item]]) -> Iterator[tuple[list[Item], _Worker]]:
        """Send batches to the children by turns, and yield each with its child."""
        for number, batch in enumerate(batches):
            child = self._children[number % len(self._children)]
            child.send(batch)
            yield batch, child

    def _prepare_here(self, items: Iterable[Item]) -> Iterator[Prepared | Problem]:
        """Prepare in this process."""
        self._here = self._here or Preparer(self._folder)
        return self._here.prepare(items)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Gather items until they are many or large."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data) if isinstance(item, RawRecord) else 0
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def main() -> None:
    """Answer batches until there are no more: what a child does."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    preparer = Preparer(Path(sys.argv[1]))
    with suppress(EOFError, BrokenPipeError):
        while True:
            batch = pickle.load(source)
            pickle.dump(list(preparer.prepare(batch)), target, pickle.HIGHEST_PROTOCOL)
            target.flush()


if __name__ == "__main__":
    main()
