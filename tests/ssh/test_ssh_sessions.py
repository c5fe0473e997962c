"""The browser at the far end of a line: the way in, the ways out, sizes, kinds of terminals, and a line that breaks."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import pytest
from tests.ssh.conftest import TRIALTUI, Host
from tests.ssh.test_ssh_commands import listing
from tests.terminal import PATIENCE, Terminal


def running(host: Host) -> list[int]:
    """Return the processes that browse this host's store."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:  # it has ended by now
            continue
        if b"trialtui" in words and bytes(host.store) in words:
            found.append(int(path.parent.name))
    return found


def wait_until_none_runs(host: Host) -> None:
    deadline = time.monotonic() + PATIENCE
    while running(host):
        assert time.monotonic() < deadline, f"still running: {running(host)}"
        time.sleep(0.05)


def shows_keys(terminal: Terminal, row: int) -> bool:
    return "? help" in terminal.screen.display[row]


def leave(terminal: Terminal) -> None:
    """Leave by q, twice; the terminal is as it was."""
    terminal.press("q")
    terminal.sees("This ends the connection")
    terminal.press("q")
    assert terminal.ends() == 0
    assert terminal.is_as_before() == []


def test_a_session_from_launch_to_leaving(host: Host) -> None:
    with host.terminal() as terminal:
        terminal.sees("Published pages")
        assert "trialtui import" not in terminal.text
        terminal.press("2\x1b[C\x1b[B")
        terminal.sees("Stem Cells")
        terminal.resize(120, 40)
        terminal.until(lambda: "q quit" in terminal.screen.display[39], "the footer at the new end")
        terminal.press("s")
        terminal.sees("How to ask")
        terminal.press("stem cells\r")
        terminal.sees("Search › stem cells")
        leave(terminal)
    wait_until_none_runs(host)


def test_a_link_from_a_shell_leads_to_its_page(host: Host) -> None:
    with host.terminal("trialtui NCT04437823") as terminal:
        terminal.sees("Trial › Efficacy")
        leave(terminal)
    with host.terminal(f"{TRIALTUI} --read-only --store {host.store} NCT04437823", forced=False) as terminal:
        terminal.sees("Trial › Efficacy")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.is_as_before() == []


@pytest.mark.parametrize("while_asking", [False, True])
def test_a_line_that_breaks_leaves_no_process_behind(host: Host, while_asking: bool) -> None:
    with host.terminal() as terminal:
        terminal.sees("Published pages")
        if while_asking:
            terminal.press("s")
            terminal.sees("How to ask")
        assert running(host)
        terminal.process.kill()
        terminal.process.wait()
        wait_until_none_runs(host)


def test_a_reader_who_goes_away_ends_a_long_answer(host: Host) -> None:
    done = host.run(f"{TRIALTUI} --read-only --store {host.store} show NCT04437823 | head -1", forced=False)
    assert done.stdout.count(b"\n") == 1 and b"Traceback" not in done.stderr
    wait_until_none_runs(host)


def test_any_size_of_a_window_shows_where_one_is_and_the_keys(host: Host) -> None:
    with host.terminal("trialtui NCT04437823") as terminal:
        terminal.sees("Trial › Efficacy")
        for columns, rows in ((20, 5), (40, 10), (60, 20), (80, 24), (300, 100), (21, 6), (100, 30)):
            terminal.resize(columns, rows)
            terminal.until(partial(shows_keys, terminal, rows - 1), f"the keys at {columns}x{rows}")
            assert terminal.screen.display[0].startswith(" trialtui ")
            terminal.press("\t")
            terminal.until(lambda: terminal.process.poll() is None and "NCT" in terminal.text, "the trial")
        leave(terminal)


@pytest.mark.parametrize("term", ["vt100", "linux", "screen", "xterm-256color"])
def test_every_kind_of_terminal_gets_the_browser_and_is_left_as_it_was(host: Host, term: str) -> None:
    with host.terminal(term=term, size=(80, 24)) as terminal:
        terminal.sees("Published pages")
        terminal.press("?")
        terminal.sees("Esc closes")
        terminal.press("q")
        leave(terminal)
        colours = terminal.output.count(b"38;2;"), terminal.output.count(b"38;5;")
        assert (colours[1] > 0) == (term == "xterm-256color") and colours[0] == 0


def test_a_dumb_terminal_is_told_what_to_use_instead(host: Host) -> None:
    with host.terminal(term="dumb") as terminal:
        assert terminal.ends() == 2
        assert "trialtui show" in terminal.text and b"\x1b" not in terminal.output


def test_a_locale_of_another_encoding_is_drawn_to_in_ascii(host: Host) -> None:
    with host.terminal("trialtui", send={"LC_ALL": "de_DE.ISO-8859-1"}) as terminal:
        terminal.sees("Published pages")
        leave(terminal)
        assert terminal.output.isascii()


WAYS_OUT = {
    "suspend": "\x1a",
    "a signal to quit": "\x1c",
    "Textual's palette": "\x10",
    "Textual's quit": "\x11",
    "a shell, as in vi": ":!sh\r",
    "a shell, as in less": "!sh\r",
    "an editor, as in less": "v",
    "a screenshot": "\x13",
    "a function key": "\x1bOP\x1b[15~\x1b[24~",
    "an unknown key": "\x1b[57344u\x1b[1;9Z",
    "a paste": "\x1b[200~\x1b]52;c;aWQ=\x07!sh\r\x1b[201~",
    "an answer nobody asked for": "\x1b[48;30;100;1;1t\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\",
    "a mouse off the screen": "\x1b[<0;9999;9999M\x1b[<0;9999;9999m\x1b[<64;0;0M",
}
FROM_THE_PALETTE = ("screenshot", "shell", "suspend", "export", "sync", "devtools")


def test_no_key_and_no_entry_of_the_palette_leads_out(host: Host) -> None:
    before = listing(host.home, host.store)
    sent = {"TEXTUAL_LOG": f"{host.home}/log", "TEXTUAL": "debug,devtools", "TEXTUAL_SCREENSHOT": "0"}
    sent |= {"TEXTUAL_PRESS": "q,q", "TEXTUAL_DRIVER": "os:system", "TEXTUAL_ALLOW_SIGNALS": "1", "EDITOR": "sh"}
    with host.terminal(send=sent) as terminal:
        terminal.sees("Published pages")
        for keys in WAYS_OUT.values():
            terminal.press(keys)
            terminal.settled(0.2)
            terminal.press("\x1b")
            terminal.settled(0.2)
        terminal.resize(120, 40)
        for word in FROM_THE_PALETTE:
            terminal.press(f":{word}\r")
            terminal.settled(0.2)
            terminal.press("\x1b")
            terminal.settled(0.2)
        (browser,) = running(host)
        assert not Path(f"/proc/{browser}/task/{browser}/children").read_text()
        leave(terminal)
    wait_until_none_runs(host)
    assert listing(host.home, host.store) == before


def test_a_profile_keeps_a_reader_s_own_things_and_nothing_else_is_written(host: Host) -> None:
    (host.home / "anna").mkdir()
    before = listing(host.store)
    command = f"env HOME={host.home}/anna {TRIALTUI} --secure --profile anna --store {host.store} drug:remdesivir"
    keep = f"env HOME={host.home}/anna {TRIALTUI} --secure --profile anna --store {host.store} NCT04437823"
    assert host.run(command, forced=False).returncode == 2
    with host.terminal(keep, forced=False) as terminal:
        terminal.sees("Trial › Efficacy")
        terminal.press("b")
        terminal.sees("This page is bookmarked.")
        leave(terminal)
    written = {path.relative_to(host.home / "anna") for path in (host.home / "anna").rglob("*") if path.is_file()}
    own = Path(".local/share/trialtui/profiles/anna")
    assert own / "bookmarks.json" in written
    assert all(path.is_relative_to(own) for path in written)
    assert listing(host.store) == before


THROTTLE = """
import os, socket, sys, threading, time
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
def up():
    while data := os.read(0, 65536):
        line.sendall(data)
threading.Thread(target=up, daemon=True).start()
while data := line.recv(96):
    os.write(1, data)
    time.sleep(len(data) / 960)
"""


def test_a_line_of_9600_baud_is_slow_but_sure(host: Host, tmp_path: Path) -> None:
    (tmp_path / "throttle.py").write_text(THROTTLE)
    slow = f"ProxyCommand={sys.executable} {tmp_path}/throttle.py {host.forced}"
    with host.terminal(size=(80, 24), options=("-C", "-o", slow)) as terminal:
        terminal.sees("q quit")
        terminal.press("\x1b[B" * 3 + "s")
        terminal.sees("Esc: back")
        terminal.press("\x1b")
        terminal.sees("q quit")
        leave(terminal)
