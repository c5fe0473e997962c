"""The browser in a real terminal: start, resizing, every way out, and the state in which it leaves the terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
"""The seconds that a loaded machine is given."""

LAUNCHER = """
import sys
from tests.tui.small_catalogue import SmallCatalogue
from trialtui.tui.run import run

class Breaking(SmallCatalogue):
    def page(self, place):
        if "aspirin" in str(place):
            raise RuntimeError("the store broke")
        return super().page(place)

sys.exit(run(Breaking() if "--breaking" in sys.argv else SmallCatalogue(), None))
"""

MODES_ON = {1049: "the alternate screen", 1000: "mouse reporting", 2004: "bracketed paste"}


class Terminal:
    """A program in a pseudo-terminal, and what a reader would see of it."""

    def __init__(self, command: list[str], environment: dict[str, str], columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.master, self.slave = pty.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=environment, start_new_session=True
        )

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

    def settled(self) -> str:
        """Return what is shown once nothing more is written."""
        self.until(lambda: not select.select([self.master], [], [], 0.5)[0], "silence")
        return self.text

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
def running(folder: Path, *arguments: str, size: tuple[int, int] = (100, 30)) -> Iterator[Terminal]:
    """Run the browser over the small catalogue in a terminal, and wait for its first page."""
    launcher = folder / "launcher.py"
    launcher.write_text(LAUNCHER)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT))),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        environment.pop(name, None)
    terminal = Terminal([sys.executable, str(launcher), *arguments], environment, *size)
    try:
        terminal.sees("This store is small.")
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
            terminal.process.wait()
        os.close(terminal.master)
        os.close(terminal.slave)


def test_it_starts_follows_a_link_and_quits_leaving_the_terminal_as_it_was(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        assert terminal.is_as_before() != []
        terminal.press("\t\r")
        terminal.sees("Drug › Aspirin")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.is_as_before() == []


def test_it_follows_the_terminal_s_size(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.sees("MeSH terms")
        terminal.resize(60, 20)
        terminal.until(lambda: "small" not in terminal.text and "q quit" in terminal.screen.display[19], "one pane")
        terminal.resize(120, 40)
        terminal.until(lambda: "small" in terminal.text and "q quit" in terminal.screen.display[39], "both panes")
        terminal.press("q")
        assert terminal.ends() == 0


def test_ctrl_c_leaves_at_once_and_cleanly(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press("?")
        terminal.sees("Esc closes")
        terminal.press("\x03")
        assert terminal.ends() == 130
        assert terminal.is_as_before() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_leaves_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as terminal:
        terminal.process.send_signal(number)
        assert terminal.ends() == 128 + number
        assert terminal.is_as_before() == []


def test_a_crash_restores_the_terminal_and_prints_what_happened(tmp_path: Path) -> None:
    with running(tmp_path, "--breaking") as terminal:
        terminal.press("\t\r")
        assert terminal.ends() == 1
        assert terminal.is_as_before() == []
        after = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
        assert "RuntimeError" in after and "the store broke" in after


def test_nothing_is_written_while_nothing_happens(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press("\x1b[B")
        terminal.until(lambda: not select.select([terminal.master], [], [], 1.0)[0], "silence")
        written = len(terminal.output)
        terminal.read(1.5)
        assert len(terminal.output) == written


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_after_any_keys_the_screen_is_as_drawn_anew(tmp_path: Path, size: tuple[int, int]) -> None:
    with running(tmp_path, size=size) as terminal:
        for keys in ("\t\r", "jjjk", "?", "q", "wjl", "z", "jj", "z", "x", "\x1b[6~", "G", "k", "\t", "[", "H"):
            terminal.press(keys)
            before = terminal.settled()
            terminal.press("\x0c")
            assert terminal.settled() == before, keys


def test_what_another_program_wrote_goes_when_the_screen_is_drawn_anew(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        before = terminal.settled()
        terminal.screen.cursor_position(8, 1)
        terminal.screen.draw("Broadcast message from root: the system goes down in 5 minutes!")
        assert terminal.text != before
        terminal.press("\x0c")
        assert terminal.settled() == before


def test_a_step_down_a_page_that_has_the_whole_screen_takes_few_bytes(tmp_path: Path) -> None:
    with running(tmp_path, size=(60, 20)) as terminal:
        terminal.press("\t\r")
        terminal.sees("Line 2 of")
        terminal.settled()
        written = len(terminal.output)
        terminal.press("j")
        terminal.settled()
        assert 0 < len(terminal.output) - written < 600
