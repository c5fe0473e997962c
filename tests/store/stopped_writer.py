"""A writer in a process of its own, stopped where a test wants it.

Run as a module with: the folder, the work (see `making.WORK`), and one of
`kill POINT N` (the process ends by SIGKILL when it passes a point for the Nth time),
`limit BYTES` (no file may grow beyond, as on a full disk; an error is printed as its class and message),
`hold` (says `ready` when it has the lock, and waits to be killed).
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.store.making import WORK

from trialtui.store import hooks
from trialtui.store.errors import StoreError
from trialtui.store.writer import Writer

CHECKOUT = Path(__file__).resolve().parents[2]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.store.stopped_writer", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run such a writer to its end."""
    return subprocess.run(
        command(*arguments), cwd=CHECKOUT, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )


class Countdown:
    """A hook that acts when a point is passed for the nth time."""

    def __init__(self, point: str, nth: int) -> None:
        self.point, self.left = point, nth

    def __call__(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if not self.left:
                self.act()

    def act(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, work: str, how: str, *arguments: str) -> int:
    if how == "kill":
        hooks.hook = Countdown(arguments[0], int(arguments[1]))
    elif how == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(arguments[0]), resource.RLIM_INFINITY))
    try:
        with Writer(folder) as writer:
            if how == "hold":
                print("ready", flush=True)
                time.sleep(60)
            WORK[work](writer)
    except StoreError as error:
        print(f"{type(error).__name__}: {error}")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
