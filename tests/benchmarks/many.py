"""Many browsers on one store while an import commits: what one more costs, and how long a key takes meanwhile.

python -m tests.benchmarks.many STORE [--browsers N] [--records N]

The store is copied first, since the import changes it. Memory of its own is what a browser shares with no other process
(`Private_Clean` and `Private_Dirty` of the kernel's `smaps_rollup`).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.report import against, print_table
from tests.benchmarks.start import trialtui
from tests.benchmarks.terminal import Terminal, environment

OWN = 40
"""The budget: MiB of its own for each further browser."""

SLOWER = 2.0
"""The budget: a key's time while the others rest, as a multiple of its time when there are none."""

KEYS = 60
CORPUS = Path(__file__).with_name("corpus.py")
Env = dict[str, str]


def own_memory(pid: int) -> float:
    """Return the MiB that a process shares with no other."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(found) for found in re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+)", text, re.MULTILINE)) / 1024


def opened(store: Path, env: Env, exits: ExitStack, keys: str) -> Terminal:
    """Start a browser, and leave it where some keys lead."""
    terminal = exits.enter_context(Terminal([*trialtui(), "--store", str(store)], env))
    terminal.started()
    terminal.press(*keys, quiet=0.4)
    return terminal


def key_times(terminal: Terminal, count: int = KEYS) -> list[float]:
    """Return the milliseconds from a cursor key in the tree to its last byte, the page left to follow in between."""
    times = []
    for number in range(count):
        times.append(terminal.press("down" if number % 20 < 10 else "up").settled)
        terminal.hear(0.2)
    return times


def cells(times: list[float], idle: float) -> list[str]:
    """Return the cells of a row of times."""
    ordered = sorted(times)
    return [f"{median(times):.1f}", f"{ordered[int(len(ordered) * 0.9)]:.1f}", f"{median(times) / idle:.2f}"]


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--browsers", type=int, default=50)
    parser.add_argument("--records", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trialtui-many-") as name, ExitStack() as exits:
        folder = Path(name)
        shutil.copytree(options.store, folder / "store")
        more = folder / "more.jsonl"
        subprocess.run([sys.executable, str(CORPUS), str(options.records), str(more)], check=True, capture_output=True)
        measure(folder / "store", more, options.browsers, environment(folder / "home"), exits)


def measure(store: Path, more: Path, count: int, env: Env, exits: ExitStack) -> None:
    """Open browser after browser, then import, and look at each of them."""
    first = opened(store, env, exits, "1l")
    idle = median(alone := key_times(first))
    others, memory = [], []
    for number in range(count - 1):
        others.append(opened(store, env, exits, ("2l", "3l", "1l", "4l", "H")[number % 5]))
        memory.append(own_memory(others[-1].pid))
    rest = key_times(first)
    command = [*trialtui(), "--store", str(store), "import", str(more)]
    writer = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    busy: list[float] = []
    while writer.poll() is None:
        busy += key_times(first, 5)
    answer = (writer.communicate()[0] or b"").decode().strip()
    now = [own_memory(browser.pid) for browser in others]
    for browser in others:
        browser.press("H", quiet=0.3)
    after = [own_memory(browser.pid) for browser in others]
    counts = {found[1] for browser in [first, *others] if (found := re.search(r"([\d,]+) trials", browser.text()))}
    rows = [
        ["as it was opened", f"{median(memory):.1f}", f"{max(memory):.1f}", against(max(memory), OWN, f"{OWN}")],
        ["all opened, an import under way", f"{median(now):.1f}", f"{max(now):.1f}", ""],
        ["on the new index", f"{median(after):.1f}", f"{max(after):.1f}", against(max(after), OWN, f"{OWN}")],
    ]
    print_table(f"MiB of its own, each of {count - 1} further browsers", ["", "median", "most", "budget"], rows)
    rows = [
        ["alone", *cells(alone, idle), ""],
        [f"{count - 1} others at rest", *cells(rest, idle), against(median(rest) / idle, SLOWER, f"{SLOWER:g} x")],
        [f"and an import ({len(busy)} keys)", *cells(busy, idle), ""],
    ]
    print_table("milliseconds from a cursor key to its last byte", ["", "median", "90 %", "x alone", "budget"], rows)
    print(f"\nthe import: exit {writer.returncode}, {answer}")
    print(f"afterwards the browsers name {', '.join(sorted(counts))} trials")


if __name__ == "__main__":
    main()
