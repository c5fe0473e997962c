"""Work that the user may end by Ctrl+c: what it has done until then is kept."""

from __future__ import annotations

from types import TracebackType

from trialtui.ingest.report import Narrator


class Interruption:
    """A stretch of such work; use it as a context.

    Attributes:
        came: Whether the user ended it.
    """

    def __init__(self, say: Narrator, done: str) -> None:
        """Prepare to say at once that what was `done` (`linked`) is being stored, which can take a while."""
        self.came = False
        self._say, self._done = say, done

    def __enter__(self) -> Interruption:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        """Go on behind it where the user ended it."""
        self.came = isinstance(error, KeyboardInterrupt)
        if self.came:
            self._say(f"interrupted: what was {self._done} until then is being stored")
        return self.came
