"""Working ahead: a thread fetches the next items while the present one is being worked on."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import Full, Queue
from typing import TypeVar

T = TypeVar("T")

_LOOK = 0.2
"""The seconds after which a thread that waits for room looks whether it is still wanted."""


def ahead(items: Iterable[T], most: int = 1) -> Iterator[T]:
    """Yield items that another thread fetches, at most so many ahead of the one that is being worked on.

    An error of fetching is raised where its item would come. Leaving the iterator ends the thread, at its next item.
    """
    queue: Queue[tuple[T] | BaseException | None] = Queue(most)
    unwanted = threading.Event()

    def put(found: tuple[T] | BaseException | None) -> bool:
        while not unwanted.is_set():
            try:
                queue.put(found, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def fetch() -> None:
        try:
            for item in items:
                if not put((item,)):
                    return
            put(None)
        except BaseException as error:  # whatever it is, the one who waits for the item must hear of it
            put(error)

    threading.Thread(target=fetch, daemon=True).start()
    try:
        while (found := queue.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]
    finally:
        unwanted.set()
