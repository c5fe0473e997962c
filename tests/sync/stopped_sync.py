"""A sync in a process of its own, ended by SIGKILL when it passes a point for the Nth time (see `store.hooks`).

Run as a module with: the folder, the registry's address, the point, N.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.store.stopped_writer import CHECKOUT, Countdown, environment
from tests.sync.patience import QUICK
from tests.sync.stores import COVID, Heard

from trialtui.ingest.sync import sync
from trialtui.sources import ctgov_api
from trialtui.sources.ctgov_api import Registry
from trialtui.store import hooks


def run(folder: Path, url: str, point: str, nth: int, page: int) -> int:
    """Run such a sync, and return how it ended."""
    arguments = [sys.executable, "-m", "tests.sync.stopped_sync", str(folder), url, point, str(nth), str(page)]
    return subprocess.run(arguments, cwd=CHECKOUT, env=environment(), timeout=120, check=False).returncode


def main(folder: str, url: str, point: str, nth: str, page: str) -> None:
    hooks.hook = Countdown(point, int(nth))
    ctgov_api.PAGE = int(page)
    with Registry(url, QUICK) as registry:
        sync(Path(folder), registry, COVID, Heard().listeners())


if __name__ == "__main__":
    main(*sys.argv[1:])
