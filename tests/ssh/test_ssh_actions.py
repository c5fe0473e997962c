"""Every action that there is, tried through a real connection to an account in secure mode.

The rows come from the program's own declarations, so that an action added later is tried too: by its key, from the
palette, on the command line. None leaves the browser, starts a program, or touches a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ssh.conftest import Host
from tests.ssh.test_ssh_commands import listing
from tests.ssh.test_ssh_sessions import leave, running, wait_until_none_runs
from tests.terminal import Terminal

from trialtui.cli.commands import COMMANDS as COMMAND_LINES
from trialtui.tui.commands import COMMANDS
from trialtui.user.policy import Policy

SECURE = Policy(secure=True)
NAMED = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "escape": "\x1b",
    "backspace": "\x7f", "alt+left": "\x1b[1;3D", "alt+right": "\x1b[1;3C", "f6": "\x1b[17~", "ctrl+l": "\x0c",
}  # fmt: skip
ENDS = ("close", "interrupt")
SENT = {
    "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "BROWSER": "sh -c id", "EDITOR": "sh", "VISUAL": "sh",
    "PAGER": "sh", "SHELL": "/bin/sh", "TRIALTUI_API_URL": "http://127.0.0.1:1", "TRIALTUI_SECURE": "0",
    "http_proxy": "http://127.0.0.1:1", "SSLKEYLOGFILE": "/tmp/trialtui-keys", "PYTHONBREAKPOINT": "os.system",
}  # fmt: skip
SHOWN = {
    "show_address": "https://clinicaltrials.gov/study/NCT04437823",
    "export": "ssh ",
    "copy": "the citation",
    "bookmark": "until you leave",
    "note": "Your note on",
    "theme": "Theme",
    "help": "Esc closes",
    "bookmarks": "History",
}
"""What an action does here that elsewhere writes, connects, or starts something."""


def expect(host: Host, terminal: Terminal, what: str, text: str) -> None:
    """Wait for what an action shows; go back to the page; see that nothing was started."""
    if text:
        terminal.until(lambda: text in " ".join(terminal.text.split()), f"{text!r} after {what}")
    terminal.press("\x1b")
    terminal.settled(0.16)  # a terminal's Esc is one only once nothing has followed it for a while
    (browser,) = running(host)
    assert not Path(f"/proc/{browser}/task/{browser}/children").read_text(), what


@pytest.fixture
def browser(host: Host) -> Iterator[Terminal]:
    """A browser at a trial, with hostile variables sent along; at its end nothing has been touched."""
    before = listing(host.home, host.store)
    with host.terminal("trialtui NCT04437823", send=SENT, size=(110, 30)) as terminal:
        terminal.sees("Trial › Efficacy")
        terminal.settled()
        yield terminal
        leave(terminal)
    wait_until_none_runs(host)
    assert listing(host.home, host.store) == before
    assert not Path(SENT["SSLKEYLOGFILE"]).exists()


def test_every_action_by_its_key(host: Host, browser: Terminal) -> None:
    with_keys = [command for command in COMMANDS if command.keys and command.id not in ENDS]
    for command in sorted(with_keys, key=lambda item: item.id not in SHOWN and not item.needs):
        browser.press(NAMED.get(command.keys[0], command.keys[0]))
        refused = not SECURE.allows(*command.needs)
        expect(host, browser, command.name, "not in secure mode" if refused else SHOWN.get(command.id, ""))


def test_every_action_from_the_palette(host: Host, browser: Terminal) -> None:
    for command in COMMANDS:
        if command.id in SHOWN or command.needs or not command.keys:
            browser.press(f":{command.name}")
            browser.settled(0.2)
            offered = command.does[:40] in browser.text
            assert offered == SECURE.allows(*command.needs), f"{command.name}:\n{browser.text}"
            browser.press("\r")
            expect(host, browser, command.name, SHOWN.get(command.id, ""))


ARGUMENTS = {
    "show": "NCT04437823", "search": "stem", "list": "drug", "correlate": "drug:remdesivir",
    "compare": "NCT04437823 NCT00000001", "export": "stem --format csv", "link": "--json", "import": "-",
    "vocab": "update", "completion": "bash",
}  # fmt: skip
PATHS = {"output": "-o written.csv", "ids": "--ids /etc/passwd", "file": "/etc/passwd", "repair": "--repair"}


@pytest.mark.parametrize("name", COMMAND_LINES)
def test_every_command_line(host: Host, name: str) -> None:
    before = listing(host.home, host.store)
    command, line = COMMAND_LINES[name], f"{name} {ARGUMENTS.get(name, '')}"
    done = host.run(line, send=SENT, stdin=b"text")
    if command.allowed(SECURE):
        assert done.returncode in (0, 1) and b"secure mode" not in done.stderr, done
    else:
        assert done.returncode == 2 and f"{name}: not in secure mode".encode() in done.stderr and not done.stdout, done
    for option in command.options:
        refused = host.run(f"{line} {PATHS[option]}", send=SENT)
        assert refused.returncode == 2 and b"not in secure mode" in refused.stderr and not refused.stdout, refused
    assert listing(host.home, host.store) == before and not Path("written.csv").exists()
