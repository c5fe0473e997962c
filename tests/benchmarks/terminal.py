"""A terminal for a program to be measured in: a pty of some size, keys typed into it, and the time of every byte."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~", "enter": b"\r", "tab": b"\t", "escape": b"\x1b", "backspace": b"\x7f", "ctrl+c": b"\x03",
    "home": b"\x1b[H",
}  # fmt: skip

BURST, PAGE = 10.0, 1000
"""Milliseconds of silence that end a burst, and the bytes from which it holds more than a changed line or two."""

LIMIT = 30.0
"""The seconds after which no more is waited for."""

_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")
_UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<>=?][0-9;]*[\x20-/]*[a-zA-Z@~]|\x1b[P_^X].*?\x1b\\", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program wrote: milliseconds to the first byte, to a page (else the last byte), to the last; bytes."""

    first: float
    painted: float
    settled: float
    size: int


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which a user would start the program, with everything of the user's under `home`."""
    odd = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "NO_COLOR", "TRIALTUI_STORE", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if name not in odd}
    own = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {**kept, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}


class Terminal:
    """A program running in a terminal; use it as a context, at whose end the program is stopped."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], columns: int = 120, rows: int = 40) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._written: list[bytes] = []
        self._began = time.perf_counter()
        self._pid, self._handle = pty.fork()
        if not self._pid:
            os.execvpe(command[0], list(command), dict(env))
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._handle)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    @property
    def ended(self) -> bool:
        """Whether the program has ended by itself."""
        return os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def started(self, quiet: float = 0.3) -> Answer:
        """Wait until the program has been silent for `quiet` seconds after its first paint."""
        return self._listen(self._began, quiet, LIMIT)

    def press(self, *keys: str, quiet: float = 0.06) -> Answer:
        """Type keys, named or letters, and wait until the program has been silent for `quiet` seconds."""
        began = time.perf_counter()
        os.write(self._handle, b"".join(KEYS.get(key, key.encode()) for key in keys))
        return self._listen(began, quiet, 1.0)

    def hear(self, seconds: float) -> int:
        """Type nothing for some seconds, and return how many bytes came."""
        size, end = 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            size += self._listen(time.perf_counter(), left, left).size
        return size

    def text(self) -> str:
        """Return what is on the screen."""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub("", b"".join(self._written).decode("utf-8", "replace")))
        self._written.clear()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def cpu(self) -> float:
        """Return the processor time that the program has taken so far, in milliseconds."""
        tasks = Path(f"/proc/{self._pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def memory(self) -> float:
        """Return the program's resident memory in MiB."""
        return resident(self._pid)

    def _listen(self, began: float, quiet: float, patience: float) -> Answer:
        """Read until it is silent for `quiet` seconds; for `patience` at first, while nothing has come yet."""
        pieces: list[tuple[float, int]] = []
        wait, end = patience, time.perf_counter() + LIMIT
        while select.select([self._handle], [], [], wait)[0] and (data := self._read()):
            now = time.perf_counter()
            pieces.append(((now - began) * 1000, len(data)))
            self._reply(data)
            self._written.append(data)
            wait = min(quiet, max(end - now, 0.0))
        return _summed_up(pieces)

    def _read(self) -> bytes:
        try:
            return os.read(self._handle, 1 << 16)
        except OSError:  # the program has ended
            return b""

    def _reply(self, data: bytes) -> None:
        """Answer questions about modes as present-day terminals do: synchronised output is known, others are not."""
        for mode in _QUERY.findall(data):
            os.write(self._handle, b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0))


def _summed_up(pieces: Sequence[tuple[float, int]]) -> Answer:
    """Sum up what was read and when."""
    if not pieces:
        return Answer(0.0, 0.0, 0.0, 0)
    times, burst = [at for at, _ in pieces], 0
    painted = times[-1]
    for (at, size), after in zip(pieces, [*times[1:], float("inf")], strict=True):
        burst += size
        if after - at > BURST:
            if burst >= PAGE:
                painted = at
                break
            burst = 0
    return Answer(times[0], painted, times[-1], sum(size for _, size in pieces))


def resident(pid: int) -> float:
    """Return the resident memory in MiB of a process and of those that it started; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = re.search(r"VmRSS:\s+(\d+)", status)
    return (int(own[1]) / 1024 if own else 0.0) + sum(resident(int(child)) for child in children)
