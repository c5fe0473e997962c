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
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType

from trialtui.ingest.ahead import ahead
from trialtui.ingest.prepared import Answer, Item, Preparer
from trialtui.sources.files import RawRecord

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

    def answer(self) -> list[Answer] | None:
        """Return what was made of the next batch; None where the child is gone."""
        assert self._process.stdout is not None
        try:
            found: list[Answer] = pickle.load(self._process.stdout)
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


@dataclass(frozen=True, slots=True)
class _Failed:
    """What went wrong with fetching items; the last of them."""

    error: Exception


_Fetched = Item | _Failed


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

    def prepare(self, items: Iterable[Item]) -> Iterator[Answer]:
        """Yield what is made of each item, in order.

        Where children work, the items are fetched in another thread. An error of fetching is raised after what came
        before it.
        """
        source = _with_error(items)
        begun = bool(self._children)
        first: list[_Fetched] = []
        try:
            for item in islice(source, FEW if self._count and not begun else 0):
                first.append(item)
        except KeyboardInterrupt:
            yield from _raising(self._prepare_here(first))  # a slow stream brings few: what it brought is kept
            raise
        if not begun and len(first) < FEW:
            answers = self._prepare_here(chain(first, source))
        else:
            self._children = self._children or [_Worker(self._folder) for _ in range(self._count)]
            answers = self._gathered(ahead(self._sent(_batches(chain(first, source))), _AHEAD * self._count))
        yield from _raising(answers)

    def _sent(self, batches: Iterable[list[_Fetched]]) -> Iterator[tuple[list[_Fetched], _Worker]]:
        """Send batches to the children by turns, and yield each with its child."""
        for number, batch in enumerate(batches):
            child = self._children[number % len(self._children)]
            child.send([item for item in batch if not isinstance(item, _Failed)])
            yield batch, child

    def _gathered(self, sent: Iterable[tuple[list[_Fetched], _Worker]]) -> Iterator[Answer | _Failed]:
        """Yield the children's answers; what one that died did not answer is prepared here."""
        for batch, child in sent:
            answer = child.answer()
            if answer is None:
                yield from self._prepare_here(batch)
            else:
                yield from answer
                yield from (item for item in batch[-1:] if isinstance(item, _Failed))

    def _prepare_here(self, items: Iterable[_Fetched]) -> Iterator[Answer | _Failed]:
        """Prepare in this process."""
        self._here = self._here or Preparer(self._folder)
        for item in items:
            if isinstance(item, _Failed):
                yield item
            else:
                yield from self._here.prepare([item])


def _raising(answers: Iterable[Answer | _Failed]) -> Iterator[Answer]:
    """Yield answers, and raise what went wrong where it comes."""
    for answer in answers:
        if isinstance(answer, _Failed):
            raise answer.error
        yield answer


def _with_error(items: Iterable[Item]) -> Iterator[_Fetched]:
    """Yield items, and what went wrong with fetching them as the last one, so that none before it is lost."""
    try:
        yield from items
    except Exception as error:  # whatever it is, it is raised again where it belongs
        yield _Failed(error)


def _batches(items: Iterable[_Fetched]) -> Iterator[list[_Fetched]]:
    """Gather items until they are many or large."""
    batch: list[_Fetched] = []
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
