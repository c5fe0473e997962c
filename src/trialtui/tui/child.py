"""Another run of the program, beside the browser: its lines come in while it works, and it can be asked to end."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Sequence

_PIECE = 1 << 16


class Child:
    """A process whose standard error is read line by line by the loop that the browser runs in.

    When the browser ends it is asked to end too, and has all the time that it takes to put its things in order.
    """

    def __init__(
        self, command: Sequence[str], on_line: Callable[[str], None], on_end: Callable[[int, str], None]
    ) -> None:
        """Start it.

        Args:
            command: What to run.
            on_line: Is given each line that it writes to standard error.
            on_end: Is given its exit code, and what it wrote to standard output.

        Raises:
            OSError: it cannot be started.
        """
        self._on_line, self._on_end = on_line, on_end
        self._loop = asyncio.get_running_loop()
        self._rest = b""
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stderr is not None
        self._pipe = self._process.stderr.fileno()
        os.set_blocking(self._pipe, False)
        self._loop.add_reader(self._pipe, self._read)
        atexit.register(self.interrupt)

    def interrupt(self) -> None:
        """Ask it to end, as Ctrl+c does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

    def _read(self) -> None:
        """Take what has come; at the end of it, wait for the process, which ends with its last line."""
        try:
            piece = os.read(self._pipe, _PIECE)
        except BlockingIOError:
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._on_line(line.decode("utf-8", "replace"))
        if not piece:
            if self._rest:
                self._on_line(self._rest.decode("utf-8", "replace"))
            self._loop.remove_reader(self._pipe)
            self._loop.run_in_executor(None, self._process.communicate).add_done_callback(self._ended)

    def _ended(self, done: asyncio.Future[tuple[bytes, bytes]]) -> None:
        atexit.unregister(self.interrupt)
        self._on_end(self._process.returncode, done.result()[0].decode("utf-8", "replace"))
