"""No room for user data, while several browse one store and a writer commits: what is lost is said, and all go on."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.query.corpus import links_of, put, trial
from tests.terminal import Terminal, in_terminal
from tests.tui.small_store import make_catalogue

from trialtui.store.writer import Writer

CHECKOUT = Path(__file__).resolve().parents[2]
NO_ROOM = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")
"""Runs a command that can make no file longer, as on a disk that is full."""

KEPT = {"bookmarks": {"1": {"kind": "entity", "text": "NCT10000002", "name": "Kept before", "added": "2020-01-01"}}}


def commit(store: Path) -> None:
    with Writer(store) as writer:
        item = trial(30_000_001, "Trial that came meanwhile", drugs=["Zinc"])
        put(writer, item, links_of(item))


def says(terminal: Terminal, text: str) -> None:
    """Wait for a text that may take several lines."""
    terminal.until(lambda: text in " ".join(terminal.text.replace("│", " ").split()), text)


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.ends() == 0
    assert terminal.is_as_before() == []
    after = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
    assert "The history is not kept" in after and "File too large" in after and "Traceback" not in after


def test_a_full_disk_costs_the_bookmark_and_the_note_and_nothing_else(tmp_path: Path) -> None:
    make_catalogue(tmp_path / "store").store.close()
    data = tmp_path / "data" / "trialtui"
    data.mkdir(parents=True)
    (data / "bookmarks.json").write_text(json.dumps(KEPT))
    environment = {
        **os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(CHECKOUT / "src"), "TERM": "xterm-256color",
    }  # fmt: skip
    command = [*NO_ROOM, sys.executable, "-m", "trialtui", "--store", str(tmp_path / "store"), "NCT10000003"]
    with ExitStack() as exits:
        browsers = [exits.enter_context(in_terminal(command, environment)) for _ in range(3)]
        for browser in browsers:
            browser.sees("Trial ›")
        commit(tmp_path / "store")
        for browser in browsers:
            browser.press("b")
            says(browser, "cannot be written: File too large")
            browser.press("aa note\x1b")
            says(browser, "File too large. Esc once more goes back without it")
            browser.press("\x1b")
            says(browser, "What was written is not kept")
            browser.press("H")
            browser.sees("Kept before")
            browser.sees("32 trials")
            leave(browser)
    assert json.loads((data / "bookmarks.json").read_text()) == KEPT
    assert {path.name for path in data.iterdir() if path.stat().st_size} == {"bookmarks.json"}
    assert not list(data.glob("*.tmp"))
