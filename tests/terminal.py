"""A program in a pseudo-terminal, as a reader would see it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

PATIENCE = 30.0
"""The seconds that a loaded machine is given."""

MODES_ON = {1049: "the alternate screen", 1000: "mouse reporting", 2004: "bracketed paste"}


class Terminal:
    """A program in a pseudo-terminal, and what a reader would see of it."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int, folder: Path | None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.master, self.slave = pty.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=environment, cwd=folder,
            start_new_session=True,
        )  # fmt: skip

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self, seconds: float) -> None:
        """Take in what the program wrote within some seconds."""
        if select.select([self.master], [], [], seconds)[0]:
            data = os.read(self.master, 65536)
            self.output += data
            self._stream.feed(data)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}; shown:\n{self.text}"
            self.read(0.05)

    def sees(self, text: str) -> None:
        self.until(lambda: text in self.text, repr(text))

    def settled(self, quiet: float = 0.5) -> str:
        """Return what is shown once nothing has been written for some seconds."""
        self.until(lambda: not select.select([self.master], [], [], quiet)[0], "silence")
        return self.text

    def idle(self, quiet: float = 0.15) -> str:
        """Return what is shown once the program has neither written nor run for some seconds, on any machine.

        That is longer than the tree's cursor rests before the page follows it, by the settings' default.
        """
        before: tuple[int, list[bytes]] | None = None
        deadline = time.monotonic() + PATIENCE
        while (now := (len(self.output), self._run_so_far())) != before or self._wants_to_run():
            assert time.monotonic() < deadline, f"it never rests; shown:\n{self.text}"
            before = now
            self.settled(quiet)
        return self.text

    def _run_so_far(self) -> list[bytes]:
        """Return how long the main thread has run and has waited to run; Textual's own thread looks for keys always."""
        return Path(f"/proc/{self.process.pid}/schedstat").read_bytes().split()[:2]

    def _wants_to_run(self) -> bool:
        """Tell whether the main thread runs, or would if the machine were less busy."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_bytes()
        return stat.rpartition(b") ")[2][:1] == b"R"

    def ends(self) -> int:
        """Wait for the program's end and return its exit code, having read all that it wrote."""
        self.until(lambda: self.process.poll() is not None, "the end")
        while select.select([self.master], [], [], 0)[0]:
            self.read(0)
        return self.process.wait()

    def is_as_before(self) -> list[str]:
        """Name what the program left behind in the terminal; nothing where all is as it was."""
        left = [name for mode, name in MODES_ON.items() if self._still_on(mode)]
        if not self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l"):
            left.append("a hidden cursor")
        if termios.tcgetattr(self.slave) != self.modes_before:
            left.append("other line modes")
        return left

    def _still_on(self, mode: int) -> bool:
        return self.output.rfind(b"\x1b[?%dh" % mode) > self.output.rfind(b"\x1b[?%dl" % mode)


@contextmanager
def in_terminal(
    command: Sequence[str],
    environment: Mapping[str, str],
    size: tuple[int, int] = (100, 30),
    folder: Path | None = None,
) -> Iterator[Terminal]:
    """Run a program in a terminal, in some folder; it is stopped at the end."""
    terminal = Terminal(command, environment, *size, folder)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
            terminal.process.wait()
        os.close(terminal.master)
        os.close(terminal.slave)
