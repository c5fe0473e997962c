"""Drives a browser at random for as long as it is told, and prints what it takes: `python -m tests.soak.browser -h`.

The same steps as `tests/tui/test_fuzz.py`, but in sessions of many hundreds of them, so that memory and open files can
be seen to stay flat. It ends with 1 at the first thing that is wrong, and prints the last steps that led there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

from tests.tui.fuzzing import LETTERS, NAMED, PASTES, SIZES, Browsing


class Soak:
    """A run of sessions, each with a store of its own."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._random = random.Random(seed)
        self._seed = seed
        Browsing.folder = folder
        self.keys = self.looks = self.commits = self.resizes = 0
        self._last: deque[str] = deque(maxlen=40)

    def session(self, steps: int, until: float) -> None:
        """Run one browser for some steps, or until a time."""
        machine = Browsing()
        machine.start(size=self._random.choice(SIZES[:8]), ascii_only=self._random.random() < 0.2)
        for step in range(steps):
            if step % 100 == 0:
                print(self._figures(machine, step), flush=True)
            if time.monotonic() > until:
                break
            self._step(machine)
        machine.what_is_shown_is_what_would_be_drawn()
        print(self._figures(machine, step), flush=True)
        machine.teardown()

    def _step(self, machine: Browsing) -> None:
        kind = self._random.choices(("key", "burst", "resize", "commit", "look"), (60, 20, 8, 2, 10))[0]
        if kind in ("key", "burst"):
            pressed = [self._key() for _ in range(1 if kind == "key" else self._random.randint(2, 12))]
            self._last.append(f"keys {pressed!r}")
            self.keys += len(pressed)
            machine.press("".join(pressed))
        elif kind == "resize":
            size = self._random.choice(SIZES)
            self._last.append(f"size {size}")
            self.resizes += 1
            machine.resize(size)
        elif kind == "commit":
            self._last.append("commit")
            self.commits += 1
            machine.commit(self._random.choice(("Zinc", "Aspirin", "Newdrug")), self._random.randint(1, 5))
        else:
            self._last.append("look")
            self.looks += 1
            machine.what_is_shown_is_what_would_be_drawn()

    def _key(self) -> str:
        among = self._random.choices((LETTERS, sorted(NAMED.values()), PASTES), (50, 48, 2))[0]
        return self._random.choice(among)

    def _figures(self, machine: Browsing, step: int) -> str:
        process = Path(f"/proc/{machine.terminal.process.pid}")
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
        files = len(list((process / "fd").iterdir()))
        counts = f"{self.keys} keys, {self.resizes} sizes, {self.commits} commits, {self.looks} looks"
        return (
            f"step {step}: RSS {status['VmRSS'].strip()}, {files} files, {status['Threads']} threads; so far {counts}"
        )

    def tell_how_it_came(self) -> None:
        """Print the last steps."""
        print(f"seed {self._seed}; the last steps:\n  " + "\n  ".join(self._last))


def main() -> int:
    """Run sessions until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=2_000, help="steps a session")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    number = 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory(prefix="trialtui-soak-") as folder:
            soak = Soak(options.seed + number, Path(folder))
            print(f"session {number}, seed {options.seed + number}")
            try:
                soak.session(options.steps, end)
            except AssertionError as error:
                print(error)
                soak.tell_how_it_came()
                return 1
        number += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
