"""What a letter costs in the search: milliseconds from the key to the last byte painted, processor time, bytes.

python -m tests.benchmarks.typing_in STORE [STORE ...]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from tests.benchmarks.finding import TYPED
from tests.benchmarks.report import against, print_table
from tests.benchmarks.start import label, trialtui
from tests.benchmarks.terminal import Answer, Terminal, environment

BUDGET = 25
"""Milliseconds to painted, at 100,000 trials."""

WORST = 5
"""How many of the slowest are named."""


def typed(terminal: Terminal) -> Iterator[tuple[str, Answer, float]]:
    """Type each text letter by letter, and yield what stood there with what came of its last letter."""
    terminal.press("s", quiet=0.5)
    for text in TYPED:
        for length in range(1, len(text) + 1):
            used = terminal.cpu()
            answer = terminal.press(text[length - 1])
            yield text[:length], answer, terminal.cpu() - used
        for _ in text:
            terminal.press("backspace", quiet=0.02)


def measure(store: Path, env: Mapping[str, str]) -> None:
    """Measure a store and print its table."""
    with Terminal([*trialtui(), "--store", str(store)], env) as terminal:
        terminal.started()
        found = list(typed(terminal))
        memory = terminal.memory()
    rows = []
    figures = {"painted ms": [answer.painted for _, answer, _ in found], "CPU ms": [used for *_, used in found]}
    for what, values in figures.items():
        ordered = sorted(values)
        late = [ordered[len(ordered) * share // 100] for share in (90, 99)]
        rows.append([what, *(f"{value:.1f}" for value in (median(ordered), *late, ordered[-1]))])
        rows[-1].append(against(late[1], BUDGET, str(BUDGET)))
    heads = ["a letter of the search", "median", "90 %", "99 %", "worst", "budget of 99 %"]
    print_table(f"Typing, 120x40, {label(store)}, {len(found)} letters", heads, rows)
    slowest = sorted(found, key=lambda item: -item[2])[:WORST]
    print("most CPU:", ", ".join(f"{text!r} {used:.1f}" for text, _, used in slowest))
    print(f"{memory:.0f} MiB; {median(answer.size for _, answer, _ in found):,.0f} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a letter costs in the search.")
    parser.add_argument("stores", nargs="+", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for store in options.stores:
            measure(store, environment(Path(home)))


if __name__ == "__main__":
    main()
