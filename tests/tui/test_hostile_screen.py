"""Hostile text on the browser's screen, in its clipboard and its title: the bytes that reach the terminal."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.color import ColorSystem
from tests.query.corpus import make_store, trial
from tests.sync.hostile_answers import answering
from tests.terminal import Terminal, in_terminal

from trialtui.tui.output.pen import PLAIN, Pen

CHECKOUT = Path(__file__).resolve().parents[2]
NASTY = (
    "\x1b[2J\x1b]52;c;aWQ=\x07\x1b]0;owned\x07\x9b31m\x9d52;c;aWQ=\x9c\u202egnp\u202c\u2066x\u2069"
    "[@click=app.quit]a[/] [red]b[/red] [ \x00\x7f\x08 c\u2028d\x85e 界界e\u0301"
)
FORBIDDEN = re.compile("[\x00-\x06\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
"""What a browser never writes. It writes ESC, BEL at the end of its own commands, tabs and line ends."""

OWN_COMMANDS = re.compile(r"\x1b\](?:22;\w+|52;c;[A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")
"""The commands to the terminal that it does write: the pointer's shape, the clipboard."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with hostile_browser(tmp_path) as made:
        yield made


@contextmanager
def hostile_browser(tmp_path: Path) -> Iterator[Terminal]:
    """Run a browser in which everything that can be named otherwise is named so as to steer a terminal."""
    hostile = trial(
        20_000_001, f"Study {NASTY} ends", summary=f"Sum {NASTY}\n\n* {NASTY}", criteria=f"{NASTY} " * 3,
        drugs=[f"Drug {NASTY}"], other_names=[NASTY], conditions=[f"Condition {NASTY}"], measures=[NASTY],
        sponsor=f"Sponsor {NASTY}", acronym=NASTY, countries=[f"Land {NASTY}"], status=f"STATUS {NASTY}",
    )  # fmt: skip
    make_store(tmp_path / "store", [hostile, trial(20_000_002, "Plain study", drugs=["Zinc"])]).close()
    data, config = tmp_path / "data" / "trialtui", tmp_path / "config" / "trialtui"
    for folder in (data, config):
        folder.mkdir(parents=True)
    kept = {"kind": "entity", "text": "NCT20000001", "name": f"Kept {NASTY}", "added": NASTY}
    (data / "bookmarks.json").write_text(json.dumps({"bookmarks": {"1": kept}}))
    note = {"ref": "NCT20000001", "name": f"Named {NASTY}", "text": f"Note {NASTY}", "changed": "2020-01-01T00:00:00"}
    (data / "notes.json").write_text(json.dumps({"notes": {"1": note}}))
    value = json.dumps(f"theme {NASTY}".replace("\x7f", ""))
    (config / "settings.toml").write_text(f"theme = {value}\n[keys]\n{json.dumps(NASTY.replace(chr(127), ''))} = 'x'\n")
    kept_environment = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    paths = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
    environment = {**kept_environment, **own, "PYTHONPATH": paths, "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "trialtui", "--store", str(tmp_path / "store")]
    with in_terminal(command, environment, (120, 40)) as made:
        made.sees("Kept")
        yield made


def assert_safe(terminal: Terminal) -> None:
    text = OWN_COMMANDS.sub("", terminal.output.decode())
    found = FORBIDDEN.search(text)
    assert not found, repr(text[max(0, found.start() - 80) : found.end() + 40])
    assert "\x1b]" not in text and "\x07" not in text and "\x1b[2J" not in text


def test_the_last_gate_before_the_terminal_lets_no_control_through() -> None:
    pen = Pen(ColorSystem.TRUECOLOR)
    pen.write(f"a{NASTY}\t\r\n\ud800é", PLAIN, 1)
    assert not FORBIDDEN.search(pen.finish()) and "\x1b" not in pen.finish() and pen.finish().endswith("é")


def clipboards(terminal: Terminal) -> list[str]:
    """What was sent to the clipboard."""
    sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", terminal.output)
    return [base64.b64decode(item).decode() for item in sent]


def test_no_page_list_or_question_lets_a_text_steer_the_terminal(terminal: Terminal) -> None:
    terminal.idle()
    assert_safe(terminal)
    assert terminal.screen.display[0].startswith(" trialtui ") and "settings.toml" in terminal.text
    for keys in (
        "1\x1b[C\x1b[B\x1b[C", "2\x1b[C\x1b[B\x1b[C\x1b[B\r", "H\t\r", "n\t\t\t\x1b[6~\x1b[6~", "G", "v", "a", "B",
        "sstudy", "s\x1b[200~\x1b[2J\x07\x9b31m\u202ex\x1b[201~", "s\x1b[200~Drug\x1b[201~\r>", "m", "e", "t", "f", "o",
        ":\x1b[200~\x1b]52;c;aWQ=\x07\x1b[201~", "/\x1b[200~\x9b31m\u202e\x1b[201~\r",
    ):  # fmt: skip
        terminal.press(keys)
        terminal.idle()
        assert_safe(terminal)
        terminal.press("\x1b")
        terminal.idle()
        assert_safe(terminal)
    assert "[@click=app.quit]" in terminal.output.decode()
    assert terminal.process.poll() is None


def test_what_goes_to_the_clipboard_or_is_printed_later_holds_no_controls(terminal: Terminal) -> None:
    terminal.press("H\t\r")
    terminal.sees("Trial ›")
    for number in range(9):
        terminal.press("y" + "\x1b[B" * number + "\r")
        terminal.idle()
        assert_safe(terminal)
        terminal.press("\x1b")
        terminal.idle()
    sent = clipboards(terminal)
    assert len(sent) > 3
    for text in sent:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), repr(text)
    terminal.press("\x03")
    terminal.ends()
    after = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
    assert not FORBIDDEN.search(after)


def test_what_a_registry_says_of_its_failure_reaches_the_footer_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"Out of order {NASTY}".encode()
    answer = b"HTTP/1.1 404 Not\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with answering(answer, answer) as url:
        monkeypatch.setenv("TRIALTUI_API_URL", url)
        with hostile_browser(tmp_path) as terminal:
            terminal.press("Ss")
            terminal.sees("Out of order")
            assert_safe(terminal)
