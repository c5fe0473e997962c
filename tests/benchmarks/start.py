"""How long it takes to start: the browser against a blank Textual app, commands against a bare interpreter.

    python -m tests.benchmarks.start STORE [STORE ...] [--runs N] [--beside NAME=COMMAND ...]

The runs are interleaved, so that a noisy moment of the machine falls on all of them alike. Other programs may be given,
to be started in turn with ours.
"""

from __future__ import annotations

import argparse
import json
import resource
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.report import against, print_table, spread
from tests.benchmarks.terminal import Terminal, environment

BLANK = "from textual.app import App\nApp().run()"
FIRST_PAINT, MEMORY, VERSION, SHOW = 1.3, 1.4, 2.5, 8.0
"""The budgets: the browser's start and memory over the blank app's, two commands' time over a bare interpreter's."""

Commands = Mapping[str, Sequence[str]]


def trialtui() -> list[str]:
    """Return the command that a user types, from the environment that runs this."""
    script = Path(sys.executable).with_name("trialtui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "trialtui"]


def ask_index(store: Path, query: str, *values: int) -> list[tuple[int, ...]]:
    """Ask a store's index."""
    index = sqlite3.connect(f"{(store / 'index.db').resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    rows: list[tuple[int, ...]] = index.execute(query, values).fetchall()
    index.close()
    return rows


def some_trial(store: Path) -> str:
    """Return the number of a trial of the store: the middle one, by number."""
    ncts = ask_index(store, "SELECT nct FROM trial ORDER BY nct")
    return f"NCT{ncts[len(ncts) // 2][0]:08d}"


def label(store: Path) -> str:
    """Return a store's number of trials. The program is asked, so that an index of an older format is made anew now."""
    info = subprocess.run([*trialtui(), "--store", str(store), "info", "--json"], check=True, capture_output=True)
    count = json.loads(info.stdout)["trials"]
    return f"{count:,} trial" + ("s" if count != 1 else "")


def offer_beside(parser: argparse.ArgumentParser) -> None:
    """Let other programs be given, to be measured beside ours."""
    says = "another program of the terminal, to be measured in the same run; may be given again"
    parser.add_argument("--beside", metavar="NAME=COMMAND", type=_named, action="append", default=[], help=says)


def _named(given: str) -> tuple[str, list[str]]:
    name, mark, command = given.partition("=")
    if not (name and mark and shlex.split(command)):
        raise argparse.ArgumentTypeError(f"{given!r} is not NAME=COMMAND")
    return name, shlex.split(command)


def measure_browser(commands: Commands, others: Commands, env: Mapping[str, str], runs: int) -> None:
    """Start each program in a terminal in turn, and print what it took; the first is what ours are held to."""
    commands = {**commands, **others}
    figures: dict[str, defaultdict[str, list[float]]] = {name: defaultdict(list) for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            with Terminal(command, env) as terminal:
                answer = terminal.started()
                values = {"cpu": terminal.cpu(), "memory": terminal.memory()}
            values |= {"first": answer.first, "settled": answer.settled, "size": answer.size}
            for what, value in values.items() if run else ():  # the first run only warms up
                figures[name][what].append(value)
    base = {what: median(values) for what, values in figures[next(iter(commands))].items()}
    rows = []
    for name, found in figures.items():
        own = {what: median(values) for what, values in found.items()}
        slower, busier, larger = (own[what] / base[what] for what in ("settled", "cpu", "memory"))
        budgets = [against(slower, FIRST_PAINT, str(FIRST_PAINT)), against(larger, MEMORY, str(MEMORY))]
        budgets = ["", ""] if name in others else budgets
        rows.append(
            [name, f"{own['first']:.0f}", *spread(found["settled"]), f"{slower:.2f}", budgets[0], f"{own['cpu']:.0f}",
             f"{busier:.2f}", f"{own['size']:,.0f}", f"{own['memory']:.0f}", f"{larger:.2f}", budgets[1]]
        )  # fmt: skip
    heads = [
        "browser", "first byte ms", "settled ms", "min-max", "x blank", "budget", "CPU ms", "x blank", "bytes", "MiB",
        "x blank", "budget",
    ]  # fmt: skip
    print_table(f"Start to settled first paint, 120x40, {runs} runs each, interleaved", heads, rows)


def measure_commands(commands: Commands, budgets: Mapping[str, float], env: Mapping[str, str], runs: int) -> None:
    """Run each command in turn, and print times; the first is what others are held to."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    busy: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            began, used = time.perf_counter(), children_cpu()
            subprocess.run(command, env=dict(env), check=True, stdout=subprocess.DEVNULL)
            if run:
                times[name].append((time.perf_counter() - began) * 1000)
                busy[name].append((children_cpu() - used) * 1000)
    base, idle = (median(found[next(iter(commands))]) for found in (times, busy))
    rows = []
    for name, found in times.items():
        ratio, cpu = median(found) / base, median(busy[name])
        budget = against(ratio, budgets[name], str(budgets[name])) if name in budgets else ""
        rows.append([name, *spread(found, 1), f"{ratio:.2f}", budget, f"{cpu:.0f}", f"{cpu / idle:.2f}"])
    heads = ["command", "ms", "min-max", "x bare", "budget", "CPU ms", "x bare"]
    print_table(f"Commands, start to end, {runs} runs each, interleaved", heads, rows)


def children_cpu() -> float:
    """Return the processor time of all ended children, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long it takes to start.")
    parser.add_argument("stores", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=11)
    offer_beside(parser)
    options = parser.parse_args()
    names = {label(store): store for store in options.stores}
    bare, version = "python -c pass", "trialtui --version"
    shows = {f"show NCT… --json, {name}": store for name, store in names.items()}
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home))
        blank = {"blank Textual app": [sys.executable, "-c", BLANK]}
        browsers = {name: [*trialtui(), "--store", str(store)] for name, store in names.items()}
        measure_browser(blank | browsers, dict(options.beside), env, options.runs)
        commands = {bare: [sys.executable, "-c", "pass"], version: [*trialtui(), "--version"]}
        for name, store in shows.items():
            commands[name] = [*trialtui(), "--store", str(store), "show", some_trial(store), "--json"]
        measure_commands(commands, {version: VERSION, **dict.fromkeys(shows, SHOW)}, env, options.runs * 2)


if __name__ == "__main__":
    main()
