"""The store: reading against orjson parsing of the same bytes; import rate, memory, sizes and publishing.

    python -m tests.benchmarks.store read STORE [STORE ...]
    python -m tests.benchmarks.store import RECORDS [--keep STORE]

RECORDS is a file of JSON lines, as `corpus.py` makes it.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import orjson
from tests.benchmarks.report import against, print_table
from tests.benchmarks.start import trialtui
from tests.benchmarks.terminal import environment, resident

from trialtui.model.refs import KINDS
from trialtui.store.layout import INDEX_NAME, segment_numbers, segment_path
from trialtui.store.store import Store
from trialtui.store.writer import Writer

RATE, GROWTH = 400.0, 1.2
"""The budgets: trials a second on one core; memory at the end of an import over that at a quarter of it."""

SAMPLE = 200
SCREENFUL = 50
EVERY = 0.2
"""Seconds between two looks at a process's memory."""


def timed(action: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def typical(action: Callable[[int], object], arguments: Iterable[int]) -> tuple[float, float]:
    """Return the median and the 99th percentile of something done for each argument, in milliseconds."""
    times = sorted(timed(partial(action, argument)) for argument in arguments)
    return median(times), times[int(len(times) * 0.99)]


def some_trials(store: Store) -> list[int]:
    """Return numbers of trials, spread over the store."""
    ncts = list(store.index.nct_of)
    return random.Random(1).sample(ncts, min(SAMPLE, len(ncts)))


def trial_bytes(store: Store, nct: int) -> bytes:
    """Return a trial's JSON as it lies in its segment."""
    found = store.index.entry("trials", nct)
    if found is None:
        raise LookupError(f"no trial {nct}")
    number, entry = found
    with segment_path(store.folder, number).open("rb") as file:
        file.seek(entry.start)
        return file.read(entry.length)


def measure_reading(folders: Sequence[Path]) -> None:
    """Print how long it takes to open a store, get a trial, list a term's trials."""
    heads = [
        "trials", "open + get ms", "get p50", "p99", "orjson p50", "x orjson", "largest term", "list ms", "bitmap ms",
        "orjson, all ms",
    ]  # fmt: skip
    print_table("Reading, warm file cache; orjson parses the same bytes", heads, [reading(each) for each in folders])


def reading(folder: Path) -> list[str]:
    """Return the row of one store."""
    store = Store(folder)
    ncts = some_trials(store)
    raw = {nct: trial_bytes(store, nct) for nct in ncts}
    opened, _ = typical(partial(first_trial, folder), ncts[:50])
    parsed, _ = typical(lambda nct: orjson.loads(raw[nct]), ncts)
    got, slow = typical(store.trial, ncts)
    term, listed = commonest_term(store)
    listing, _ = typical(partial(list_trials, store), [term] * 9)
    bitmap, _ = typical(store.index.base_bits, [term] * 9)
    everything = sum(timed(partial(parse_segment, folder, number)) for number in segment_numbers(folder))
    count = store.index.summary.trials
    store.close()
    figures = [f"{opened:.2f}", f"{got:.3f}", f"{slow:.3f}", f"{parsed:.3f}", f"{got / parsed:.1f}", f"{listed:,}"]
    return [f"{count:,}", *figures, f"{listing:.2f}", f"{bitmap:.2f}", f"{everything:,.0f}"]


def first_trial(folder: Path, nct: int) -> None:
    """Open a store and get one trial, as each start does."""
    store = Store(folder)
    store.trial(nct)
    store.close()


def commonest_term(store: Store) -> tuple[int, int]:
    """Return the number of the term with most trials, and how many those are."""
    rows = store.index.terms_where(f"kind IN ({','.join('?' * len(KINDS))}) ORDER BY n DESC LIMIT 1", *KINDS)
    return rows[0].tid, rows[0].n


def list_trials(store: Store, term: int) -> None:
    """List a term's trials as a screen shows them: all numbers in order, the rows of the first of them."""
    posting = store.index.posting(term)
    ncts = store.index.ncts(sorted({*posting["registered"], *posting["mapped"]}))
    store.index.trial_rows(ncts[:SCREENFUL])


def parse_segment(folder: Path, number: int) -> None:
    """Parse a whole segment, as stock TinyDB would have to."""
    orjson.loads(segment_path(folder, number).read_bytes())


def watch(command: Sequence[str], env: dict[str, str]) -> tuple[float, float, list[float]]:
    """Run a command; return its seconds on the clock and on the processor, and its memory in MiB every so often."""
    began = time.perf_counter()
    memory: list[float] = []
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        memory += filter(None, [resident(process.pid)])  # none once it has ended
        time.sleep(EVERY)
    if ended[1]:
        raise SystemExit(f"{' '.join(command)}: ended with status {os.waitstatus_to_exitcode(ended[1])}")
    return time.perf_counter() - began, ended[2].ru_utime + ended[2].ru_stime, memory or [0.0]


def parsing(records: Path) -> float:
    """Return the seconds of processor time that orjson takes for the records of a file of JSON lines, `.gz` or not."""
    total = 0.0
    with gzip.open(records) if records.suffix == ".gz" else records.open("rb") as file:
        for line in file:
            began = time.process_time()
            orjson.loads(line)
            total += time.process_time() - began
    return total


def measure_import(records: Path, folder: Path, env: dict[str, str]) -> None:
    """Import records into new stores and print rate, memory, sizes, and the time that publishing the index takes.

    One process imports them first, for the budgets; then as many as help.
    """
    with tempfile.TemporaryDirectory() as beside:
        spread, _, shares = watch([*trialtui(), "--store", f"{beside}/s", "import", str(records)], env)
    wall, busy, memory = watch([*trialtui(), "--store", str(folder), "import", "--jobs", "0", str(records)], env)
    again, _, _ = watch([*trialtui(), "--store", str(folder), "import", str(records)], env)
    with Writer(folder) as writer:
        publish = timed(writer.publish)
    store = Store(folder)
    count = store.index.summary.trials
    store.close()
    segments = sum(segment_path(folder, number).stat().st_size for number in segment_numbers(folder))
    index = (folder / INDEX_NAME).stat().st_size
    quarters = [memory[min(len(memory) * part // 4, len(memory) - 1)] for part in (1, 2, 3, 4)]
    growth = quarters[3] / max(quarters[0], 1.0)
    rows = [
        ["trials", f"{count:,}", ""],
        ["trials a second by one process, on the clock", f"{count / wall:,.0f}", ""],
        [
            "trials a second of processor time",
            f"{count / busy:,.0f}",
            against(count / busy, RATE, "400", at_least=True),
        ],
        ["trials a second by as many processes as help, on the clock", f"{count / spread:,.0f}", ""],
        ["... over one process", f"{wall / spread:.2f}", ""],
        ["... largest memory of all of them, MiB", f"{max(shares):.0f}", ""],
        ["processor time over that of orjson for the same bytes", f"{busy / parsing(records):.1f}", ""],
        [
            "memory of one process at 25, 50, 75, 100 % of the time, MiB",
            " ".join(f"{value:.0f}" for value in quarters),
            "",
        ],
        ["the last over the first", f"{growth:.2f}", against(growth, GROWTH, str(GROWTH))],
        ["largest memory, MiB", f"{max(memory):.0f}", ""],
        ["the same again, trials a second", f"{count / again:,.0f}", ""],
        ["publishing the index once, ms", f"{publish:,.0f}", ""],
        ["segments, MB", f"{segments / 1e6:,.1f}", ""],
        ["index, MB", f"{index / 1e6:,.1f}", ""],
        ["index over segments", f"{index / segments:.3f}", ""],
    ]
    print_table(f"Import of {records.name}", ["what", "figure", "budget"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the store.")
    parser.add_argument("what", choices=("read", "import"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, help="import into this new store, and keep it")
    options = parser.parse_args()
    if options.what == "read":
        measure_reading(options.paths)
        return
    with tempfile.TemporaryDirectory() as home:
        for records in options.paths:
            measure_import(records, options.keep or Path(home) / f"{records.name}.store", environment(Path(home)))


if __name__ == "__main__":
    main()
