"""What a key costs in the browser: milliseconds from the key to the last byte painted, processor time, bytes.

    python -m tests.benchmarks.keys STORE [STORE ...] [--times N] [--beside NAME=COMMAND ...]

At the end two keys are typed into other programs too: a blank Textual app, which has no use for them, and those that
are given, at the top of whatever each begins with.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.report import against, print_table, ratio, spread
from tests.benchmarks.start import BLANK, Commands, ask_index, label, offer_beside, some_trial, trialtui
from tests.benchmarks.terminal import PAGE, Answer, Terminal, environment

BUDGETS: dict[str, tuple[int, int] | None] = {
    "cursor in the tree": (5, 600),
    "cursor in the page": (5, 600),
    "PageDown in the tree": (15, 16_000),
    "PageDown in the page": (15, 16_000),
    "open, 15 kB": (15, 16_000),
    "open, 100 kB": (50, 16_000),
    "follow a link": None,
    "back": None,
}
"""Milliseconds to painted, and bytes; none where pages of all sizes are met."""

PREVIEW = 0.4
"""Seconds after which a page that follows the tree's cursor is there."""

IDLE = 5.0

TO_THE_TRIALS = ("1", "down", "down", "down", "down", "right")
"""The keys from the first screen into the list of trials in the tree."""

BESIDE = ("down", "pagedown")
"""The keys that are typed into other programs too."""

TO_THE_TOP = ("home",)
"""The keys that are typed into those before."""


class Browser:
    """The browser on a store, in a terminal of its own for each way into it."""

    def __init__(self, store: Path, env: Mapping[str, str], times: int) -> None:
        self._command, self._env, self._times = [*trialtui(), "--store", str(store)], env, times
        self.answers: defaultdict[str, list[tuple[Answer, float]]] = defaultdict(list)
        self.idle: tuple[int, float] = (0, 0.0)
        self.memory = 0.0

    def _open(self, *words: str) -> Terminal:
        terminal = Terminal([*self._command, *words], self._env)
        terminal.started()
        return terminal

    def _press(self, terminal: Terminal, what: str, key: str, least: int = 1) -> bool:
        """Press a key and keep what came of it, if it is so many bytes: nothing moves at an end of the tree or page."""
        used = terminal.cpu()
        answer = terminal.press(key)
        if answer.size >= least:
            self.answers[what].append((answer, terminal.cpu() - used))
        return answer.size >= least

    def tree(self) -> None:
        """Move in the list of all trials, waiting each time until the page has followed."""
        with self._open() as terminal:
            for key in TO_THE_TRIALS:
                terminal.press(key)
            for what, key in (("cursor in the tree", "down"), ("PageDown in the tree", "pagedown")):
                for _ in range(self._times):
                    terminal.hear(PREVIEW)
                    self._press(terminal, what, key)
            terminal.hear(PREVIEW)
            self.memory, used = terminal.memory(), terminal.cpu()
            self.idle = terminal.hear(IDLE), terminal.cpu() - used

    def page(self, nct: str) -> None:
        """Move through a trial's page, follow its links and go back."""
        with self._open(nct) as terminal:
            for _ in range(self._times):
                terminal.press("tab")
                if self._press(terminal, "follow a link", "enter", PAGE):  # of one that leads outside, a line is shown
                    terminal.hear(PREVIEW)
                    self._press(terminal, "back", "backspace")
                    terminal.hear(PREVIEW)
            for what, key in (("PageDown in the page", "pagedown"), ("cursor in the page", "up")):
                for _ in range(self._times):
                    self._press(terminal, what, key)

    def trials(self, what: str, ncts: Iterable[str]) -> None:
        """Open trials from the tree, each before the page has followed the cursor to it."""
        for nct in ncts:
            with self._open(nct) as terminal:
                terminal.press("escape")
                for away, back in (("up", "down"), ("down", "up")):
                    terminal.press(away)
                    terminal.hear(PREVIEW)
                    terminal.press(back, quiet=0.03)
                    if nct not in terminal.text().partition("\n")[0]:
                        self._press(terminal, what, "enter")
                        break


def trials_of(store: Path, size: int, count: int) -> list[str]:
    """Return the trials whose records are nearest to some size in bytes, within a third of it."""
    query = "SELECT id FROM record WHERE tbl = 0 AND abs(length - ?1) < ?1 / 3 ORDER BY abs(length - ?1) LIMIT ?2"
    return [f"NCT{nct:08d}" for (nct,) in ask_index(store, query, size, count)]


def row(what: str, found: list[tuple[Answer, float]]) -> list[str]:
    """Return the row of one key."""
    painted, settled = [answer.painted for answer, _ in found], median(answer.settled for answer, _ in found)
    size, cpu = median(answer.size for answer, _ in found), median(used for _, used in found)
    times, sizes = "", ""
    if budget := BUDGETS[what]:
        times = against(median(painted), budget[0], str(budget[0]))
        sizes = against(size, budget[1], f"{budget[1]:,}")
    figures = [f"{settled:.1f}", f"{cpu:.1f}", f"{size:,.0f}"]
    return [what, str(len(found)), *spread(painted, 1), times, *figures, sizes]


def measure(store: Path, env: Mapping[str, str], times: int) -> None:
    """Measure a store and print its table."""
    name, browser = label(store), Browser(store, env, times)
    small, large = trials_of(store, 15_000, 5), trials_of(store, 100_000, 5)
    browser.tree()
    browser.page((large or small or [some_trial(store)])[0])
    browser.trials("open, 15 kB", small)
    browser.trials("open, 100 kB", large)
    rows = [row(what, browser.answers[what]) for what in BUDGETS if browser.answers[what]]
    heads = ["key", "n", "painted ms", "min-max", "budget", "settled ms", "CPU ms", "bytes", "budget"]
    print_table(f"Keys, 120x40, {name}", heads, rows)
    size, used = browser.idle
    print(f"after the tree: {browser.memory:.0f} MiB; idle {IDLE:.0f} s: {size} bytes, {used:.1f} ms of processor time")


def measure_beside(ours: Commands, others: Commands, env: Mapping[str, str], times: int) -> None:
    """Type the same keys into every program in turn, and print what came; the first is what others are held to."""
    answers: dict[tuple[str, str], list[tuple[Answer, float]]] = defaultdict(list)
    with ExitStack() as stack:
        running: dict[str, Terminal] = {}
        for name, command in {**ours, **others}.items():
            terminal = stack.enter_context(Terminal(command, env))
            terminal.started(quiet=1.0)
            if terminal.ended:
                print(f"{name} ended at once, and is left out")
                continue
            running[name] = terminal
            for key in TO_THE_TRIALS if name in ours else TO_THE_TOP:
                terminal.press(key)
        for key in BESIDE:
            for _ in range(times):
                for name, terminal in running.items():
                    terminal.hear(PREVIEW)
                    used = terminal.cpu()
                    answers[key, name].append((terminal.press(key), terminal.cpu() - used))
    heads = ["key, program", "n", "painted ms", "min-max", "x first", "CPU ms", "x first", "bytes", "x first"]
    print_table("The same keys in other programs, 120x40, in turn", heads, rows_beside(answers))


def rows_beside(answers: Mapping[tuple[str, str], Sequence[tuple[Answer, float]]]) -> list[list[str]]:
    """Return a row for each key in each program, with ratios to the key's first; what paints nothing has no time."""
    rows: list[list[str]] = []
    firsts: dict[str, list[float]] = {}
    for (key, name), found in answers.items():
        times = [answer.painted for answer, _ in found if answer.size] or [0.0]
        figures = [median(times), median(used for _, used in found), median(answer.size for answer, _ in found)]
        times_more = [ratio(own, first) for own, first in zip(figures, firsts.setdefault(key, figures), strict=True)]
        painted = spread(times, 1) if any(times) else ["-", ""]
        rows.append([f"{key}, {name}", str(len(found)), *painted, times_more[0]])
        rows[-1] += [f"{figures[1]:.1f}", times_more[1], f"{figures[2]:,.0f}", times_more[2]]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what keys cost in the browser.")
    parser.add_argument("stores", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=12)
    offer_beside(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home))
        for store in options.stores:
            measure(store, env, options.times)
        ours = {f"trialtui, {label(store)}": [*trialtui(), "--store", str(store)] for store in options.stores}
        blank = {"blank Textual app": [sys.executable, "-c", BLANK]}
        measure_beside(ours, {**blank, **dict(options.beside)}, env, options.times)


if __name__ == "__main__":
    main()
