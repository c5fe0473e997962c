"""The browser in a real terminal: start, resizing, every way out, and the state in which it leaves the terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.terminal import Terminal, in_terminal

from trialtui.user.data import UserData
from trialtui.user.files import UserFiles

CHECKOUT = Path(__file__).resolve().parents[2]
LAUNCHER = """
import sys
from pathlib import Path
from tests.tui.small_catalogue import SmallCatalogue
from trialtui.tui.run import run
from trialtui.tui.setup import Setup
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles

class Breaking(SmallCatalogue):
    def page(self, place):
        if "aspirin" in str(place):
            raise RuntimeError("the store broke")
        return super().page(place)

user = UserData(UserFiles(Path(sys.argv[0]).parent / "user"))
catalogue = Breaking() if "--breaking" in sys.argv else SmallCatalogue()
sys.exit(run(catalogue, None, Setup(user=user)))
"""


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
    with in_terminal([sys.executable, str(launcher), *arguments], environment, size) as terminal:
        terminal.sees("This store is small.")
        yield terminal


def test_it_starts_follows_a_link_and_quits_leaving_the_terminal_as_it_was(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        assert terminal.is_as_before() != []
        terminal.press("\t\r")
        terminal.sees("Drug › Aspirin")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.is_as_before() == []


@pytest.mark.parametrize(
    "bytes_of_no_key",
    [
        pytest.param("\x1b[1;:S", id="modifiers that are no number"),
        pytest.param("\x1b[4294967296;1u", id="a character that does not exist"),
        pytest.param("\x1b[99;1;1114112u", id="a text that does not exist"),
        pytest.param("\x1b[?2048;2$y\x1b[48;30;100;0;0t\x1b[<0;10;20M", id="a mouse on a screen without pixels"),
    ],
)
def test_bytes_that_make_no_key_are_passed_over(bytes_of_no_key: str, tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press(bytes_of_no_key)
        terminal.until(lambda: not select.select([terminal.slave], [], [], 0)[0], "what was typed to be read")
        terminal.press("\t\r")
        terminal.sees("Drug › Aspirin")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.is_as_before() == []


def test_the_mouse_points_where_it_did_after_bytes_that_make_no_key(tmp_path: Path) -> None:
    """A terminal that reports its size by itself gives the mouse's place in pixels, here ten by twenty for a cell."""
    size = "\x1b[48;30;100;600;1000t"
    with running(tmp_path) as terminal:
        terminal.press("\x1b[?2048;2$y")
        terminal.until(lambda: b"\x1b[?2048h" in terminal.output, "its wish to be told the size")
        terminal.press(size)
        terminal.until(lambda: b"\x1b[?1016h" in terminal.output, "its wish to be told pixels")
        asked = terminal.output.count(b"\x1b[?2048h")
        terminal.press("\x1b[1;:S")
        terminal.until(lambda: terminal.output.count(b"\x1b[?2048h") > asked, "its wish to be told the size again")
        terminal.press(size)
        terminal.sees("Aspirin")
        row = next(number for number, line in enumerate(terminal.screen.display) if "Aspirin" in line)
        column = terminal.screen.display[row].rindex("Aspirin")
        at = f"{10 * column + 15};{20 * row + 11}"
        terminal.press(f"\x1b[<0;{at}M\x1b[<0;{at}m")
        terminal.sees("Drug › Aspirin")


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


def test_a_line_that_breaks_keeps_what_is_being_written_and_where_one_was(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press("\t\r")
        terminal.sees("Drug › Aspirin")
        terminal.press("a")
        terminal.sees("Your note on Aspirin")
        terminal.press("half a thought")
        terminal.sees("half a thought")
        terminal.process.send_signal(signal.SIGHUP)
        assert terminal.ends() == 128 + signal.SIGHUP
        assert terminal.is_as_before() == []
    user = UserData(UserFiles(tmp_path / "user"))
    assert [note.text for note in user.notes.all()] == ["half a thought"]
    assert [visit.name for visit in user.visits.all()] == ["Aspirin"]
    left = user.visits.left_off()
    assert left is not None and left.visit.name == "Aspirin"


CRASHING = """
import sys
from trialtui.cli.main import run
from trialtui.pages.catalogue import StoreCatalogue

whole = StoreCatalogue.page
def page(self, place):
    if "drug" in str(place):
        raise RuntimeError("the store broke")
    return whole(self, place)
StoreCatalogue.page = page
sys.exit(run(["--store", sys.argv[1]], own_process=True))
"""


def test_a_crash_of_the_whole_program_is_told_in_short(tmp_path: Path, seed_store: Path) -> None:
    (tmp_path / "crashing.py").write_text(CRASHING)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), "TERM": "xterm-256color"}
    with in_terminal([sys.executable, str(tmp_path / "crashing.py"), str(seed_store)], environment) as terminal:
        terminal.sees("Published pages")
        terminal.press("sstem cells\t\r")
        assert terminal.ends() == 1
        assert terminal.is_as_before() == []
        after = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
        assert "RuntimeError: the store broke" in after and "info --log" in after
        assert "Traceback" not in after and len(after) < 1_000


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
            before = terminal.idle()
            terminal.press("\x0c")
            assert terminal.idle() == before, keys


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


def test_a_terminal_that_can_show_a_picture_at_once_is_told_where_it_begins_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press("\x1b[?2026;2$y")
        terminal.settled()
        written = len(terminal.output)
        terminal.press("j")
        terminal.settled()
        assert re.fullmatch(rb"(\x1b\[\?2026h.+?\x1b\[\?2026l(\x1b\[\d+;\d+H)?)+", terminal.output[written:], re.DOTALL)


def test_a_copied_text_goes_to_the_terminal_wrapped_for_tmux_and_is_printed_after_quitting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    with running(tmp_path) as terminal:
        terminal.press("1l\r")
        terminal.sees("Aspirin against fever")
        terminal.settled()
        terminal.press("y")
        terminal.sees("the citation")
        terminal.press("c")
        terminal.sees("Sent to the terminal")
        cited = b"Someone. Aspirin against fever (NCT00000001)."
        sequence = b"\x1b]52;c;" + b64encode(cited) + b"\x07"
        assert sequence + b"\x1bPtmux;" + sequence.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\" in terminal.output
        terminal.press("y")
        terminal.sees("print it after quitting")
        terminal.press("p")
        terminal.sees("Will be printed")
        terminal.press("q")
        assert terminal.ends() == 0
        after = terminal.output[terminal.output.rfind(b"\x1b[?1049l") :]
        assert cited + b"\r\n" in after
        assert terminal.is_as_before() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a hang-up without a signal")
def test_the_browser_ends_with_a_terminal_that_is_not_its_controlling_one(tmp_path: Path) -> None:
    """No signal comes then, and its input is at its end, which must not be read for ever.

    The terminal has no size either, as one that `ssh -tt` makes for a script.
    """
    master, slave = pty.openpty()
    script = tmp_path / "launcher.py"
    script.write_text(LAUNCHER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(slave)
    seen = b""
    while b"Home" not in seen:
        seen += os.read(master, 1 << 16)
    os.close(master)
    assert process.wait(timeout=20) == 128 + signal.SIGHUP
