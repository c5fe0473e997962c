"""A browser in a real terminal, driven at random: what is shown must be what would be drawn anew, always."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.query.corpus import links_of, put, trial
from tests.sync.registry_server import RegistryServer
from tests.sync.stores import record
from tests.terminal import Terminal, in_terminal
from tests.tui.small_store import make_catalogue

from trialtui.store.writer import Writer

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]<>/?:;!@#$%^&*()-_=+.,'\"\\| ~`{}é界́"
NAMED = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "page up": "\x1b[5~", "page down": "\x1b[6~", "tab": "\t", "shift tab": "\x1b[Z", "enter": "\r", "back": "\x7f",
    "escape": "\x1b", "alt left": "\x1b[1;3D", "F6": "\x1b[17~", "ctrl p": "\x10", "ctrl z": "\x1a",
    "wheel": "\x1b[<65;30;10M", "click": "\x1b[<0;20;6M\x1b[<0;20;6m", "right click": "\x1b[<2;50;9M\x1b[<2;50;9m",
    "drag": "\x1b[<0;40;5M\x1b[<32;60;8M\x1b[<0;60;8m", "click far away": "\x1b[<0;900;900M\x1b[<0;900;900m",
    "focus lost": "\x1b[O", "focus": "\x1b[I", "half a key": "\x1b[1;", "nothing known": "\x1b[?99;5$y",
    "delete": "\x1b[3~",
}  # fmt: skip
PASTES = ("\x1b[200~fever\x1b[201~", "\x1b[200~\x1b[2J\x07]52\n\nx\x1b[201~")
SIZES = [(60, 20), (79, 24), (80, 24), (99, 30), (119, 30), (120, 40), (200, 60), (40, 10), (20, 5), (300, 3), (1, 1)]

plain_keys = st.sampled_from(LETTERS)
named_keys = st.sampled_from(sorted(NAMED)).map(NAMED.__getitem__)
keys = plain_keys | named_keys | st.sampled_from(PASTES)


class Browsing(RuleBasedStateMachine):
    """Presses keys, resizes, and lets a writer commit; `q` is not pressed, so that it goes on."""

    folder: Path
    """Where stores are made; set by whoever runs the machine."""

    made = 0

    def __init__(self) -> None:
        super().__init__()
        self._exits = ExitStack()
        self.written = 30_000_000
        self.steps = 0

    @initialize(size=st.sampled_from(SIZES[:8]), ascii_only=st.booleans())
    def start(self, size: tuple[int, int], ascii_only: bool) -> None:
        Browsing.made += 1
        self.store = self.folder / f"store{Browsing.made}"
        make_catalogue(self.store).store.close()
        self.home = self.folder / f"home{Browsing.made}"
        self.home.mkdir()
        command = [sys.executable, "-m", "trialtui", "--store", str(self.store), *(["--ascii"] if ascii_only else [])]
        kept = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        environment = {**kept, "HOME": str(self.home), "PYTHONPATH": SOURCES, "TERM": "xterm-256color"}
        environment["TRIALTUI_API_URL"] = self._exits.enter_context(RegistryServer([record(1), record(2)])).url
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(self.home / name.lower())
        self.terminal: Terminal = self._exits.enter_context(in_terminal(command, environment, size, self.home))
        self.terminal.sees("trialtui")

    @rule(key=keys)
    def press(self, key: str) -> None:
        self._send(key)

    @rule(burst=st.lists(keys, min_size=2, max_size=12))
    def press_many(self, burst: list[str]) -> None:
        self._send("".join(burst))

    @rule(size=st.sampled_from(SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        self.terminal.resize(*size)
        self._take_in()

    @rule(words=st.sampled_from(["Zinc", "Aspirin", "Newdrug"]), count=st.integers(1, 5))
    def commit(self, words: str, count: int) -> None:
        self.terminal.until(self._does_not_sync, "the end of a sync")
        with Writer(self.store) as writer:
            for _ in range(count):
                self.written += 1
                item = trial(self.written, f"Trial of {words}", drugs=[words])
                put(writer, item, links_of(item))
            writer.commit()
            writer.publish()

    @rule()
    def what_is_shown_is_what_would_be_drawn(self) -> None:
        before = self._at_rest()
        self._send("\x0c")
        after = self.terminal.idle()
        rows = zip(before.split("\n"), after.split("\n"), strict=True)
        stale = [f"{number:>3} was {old}\n     is {new}" for number, (old, new) in enumerate(rows) if old != new]
        assert not stale, "\n".join(stale)

    def teardown(self) -> None:
        if hasattr(self, "terminal"):
            self._take_in()
            self.terminal.press("\x03")
            code, left = self.terminal.ends(), self.terminal.is_as_before()
            assert (code, left) == (130, []), f"it ended with {code}, leaving {left}:\n{self._last_words()}"
        self._exits.close()

    def _send(self, key: str) -> None:
        self.steps += 1
        self.terminal.press(key)
        self._take_in()

    def _take_in(self) -> None:
        self.terminal.read(0.02)
        assert self.terminal.process.poll() is None, f"it ended:\n{self._last_words()}"

    def _at_rest(self) -> str:
        """Return what is shown once nothing goes on; a sync may begin only after it was looked for."""
        while True:
            self.terminal.until(self._does_not_sync, "the end of a sync")
            shown = self.terminal.idle()
            if self._does_not_sync():
                return shown

    def _does_not_sync(self) -> bool:
        """Say whether nothing goes on in the background, which would change the status line when it likes."""
        process = self.terminal.process.pid
        # On a busy machine the browser may hear long after it that the process which synced has ended.
        heard = "sync: " not in self.terminal.text
        return heard and not Path(f"/proc/{process}/task/{process}/children").read_text()

    def _last_words(self) -> str:
        """Return the last that it wrote, and what it says of an error of its own."""
        log = self.home / "data" / "trialtui" / "problems.log"
        written = self.terminal.output[-6000:].decode(errors="replace")
        return written + (log.read_text() if log.exists() else "")
