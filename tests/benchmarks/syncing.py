"""A sync against a registry of our own: beside an import of the same bytes, and with a registry that misbehaves.

    python -m tests.benchmarks.syncing ratio RECORDS [--rounds N]
    python -m tests.benchmarks.syncing faults RECORDS [--rate 0.05]

RECORDS is a file of JSON lines, as `corpus.py` makes it. `ratio` runs import and sync in turn, each in a process of its
own and into a new store; the registry is a third process, which does nothing but send. `faults` syncs with every
kind of fault at a rate, kills a sync in the middle, and syncs once more after a day on which some records changed.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import orjson
from tests.benchmarks.report import against, print_table
from tests.benchmarks.start import trialtui
from tests.benchmarks.store import watch
from tests.benchmarks.terminal import environment
from tests.sync import stopped_sync
from tests.sync.registry_answers import Study, entries_of_file
from tests.sync.registry_server import Faults, RegistryServer
from tests.sync.stores import contents, counts, synced

from trialtui.store.index_history import changes_of_run, runs
from trialtui.store.store import Store

GROWTH = 1.2
"""The budget: memory at the end of a sync over that at a quarter of it."""

CHANGED, NEW, GONE = 20, 5, 3


@contextlib.contextmanager
def registry(records: Path) -> Iterator[str]:
    """Run a registry in a process of its own, and give its address."""
    command = [sys.executable, "-m", "tests.sync.registry_server", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)


def measure_ratio(records: Path, rounds: int) -> None:
    """Print what an import and a sync of the same records take, and the memory of the sync."""
    taken: dict[str, list[tuple[float, float]]] = {"import": [], "sync": []}
    memory: list[float] = []
    with registry(records) as address, tempfile.TemporaryDirectory() as home:
        env = environment(Path(home))
        for number in range(rounds):
            for what, more in (("import", [str(records)]), ("sync", ["--all", "--api-url", address])):
                store = Path(home) / f"{what}{number}"
                wall, busy, seen = watch([*trialtui(), "--store", str(store), what, *more], env)
                taken[what].append((wall, busy))
                memory = seen if what == "sync" else memory
        opened = Store(Path(home) / "sync0")
        count = opened.index.summary.trials
        opened.close()
    walls = {what: median(wall for wall, _ in runs) for what, runs in taken.items()}
    busies = {what: median(busy for _, busy in runs) for what, runs in taken.items()}
    quarters = [memory[min(len(memory) * part // 4, len(memory) - 1)] for part in (1, 2, 3, 4)]
    growth = quarters[3] / max(quarters[0], 1.0)
    rows = [
        *(
            [f"{what}: seconds on the clock, of the processor", f"{walls[what]:.1f}, {busies[what]:.1f}", ""]
            for what in taken
        ),
        ["sync over import, on the clock", f"{walls['sync'] / walls['import']:.2f}", ""],
        ["sync over import, of the processor", f"{busies['sync'] / busies['import']:.2f}", ""],
        ["trials a second, sync", f"{count / walls['sync']:,.0f}", ""],
        ["memory at 25, 50, 75, 100 % of the sync, MiB", " ".join(f"{value:.0f}" for value in quarters), ""],
        ["the last over the first", f"{growth:.2f}", against(growth, GROWTH, str(GROWTH))],
        ["largest memory, MiB", f"{max(memory):.0f}", ""],
    ]
    print_table(f"{count:,} records of {records.name}, imported and synced", ["what", "figure", "budget"], rows)


def measure_faults(records: Path, rate: float) -> None:
    """Print whether a store is the same whatever a registry does, and what a second sync fetches and tells."""
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as home:
        plain, faulty, killed = (Path(home) / name for name in ("plain", "faulty", "killed"))
        with RegistryServer(entries_of_file(records)) as server:
            whole = timed_sync(plain, server)
            expected = told(plain)
            rows.append(
                ["faultless: seconds, requests, MB", f"{whole:.0f}, {len(server.requests)}, {server.sent / 1e6:.1f}"]
            )
            ended = stopped_sync.run(killed, server.url, "segment-committed", 2, 500)
            rows.append(["killed after two pages: ended by signal", str(-ended)])
            timed_sync(killed, server)
            rows.append(["... and synced again: the same store", said(told(killed) == expected)])
            faults = server.faults = Faults(rate, dice=random.Random(1))
            spent = timed_sync(faulty, server)
            rows.append([f"every fault at {rate:.0%}: seconds, faults", f"{spent:.0f}, {len(faults.happened)}"])
            rows.append(["... the same store", said(told(faulty) == expected)])
            server.faults = Faults()
            rows += measure_second(plain, server)
            server.faults = Faults(rate, dice=random.Random(2))
            rows.append(
                [
                    "the same day with every fault: exactly those",
                    said(counts(synced(faulty, server))[:2] == (NEW, CHANGED)),
                ]
            )
            rows.append(["... the same store", said(told(faulty) == told(plain))])
    print_table(f"{len(server.answers.entries):,} records of {records.name}", ["what", "figure"], rows)


def measure_second(folder: Path, server: RegistryServer) -> list[list[str]]:
    """Let a day pass at the registry, sync, and return what was fetched and told."""
    gone, changed = let_a_day_pass(server)
    server.sent, before = 0, len(server.requests)
    seconds = timed_sync(folder, server)
    store = Store(folder)
    log = runs(store.index)[0]
    rows = changes_of_run(store.index, log.id)
    store.close()
    exact = {row.nct for row in rows} == gone | changed and (log.added, log.updated, log.left) == (NEW, CHANGED, GONE)
    size = sum(len(server.answers.entries[f"NCT{nct:08}"].read()) for nct in changed)
    return [
        [
            f"a day later ({CHANGED} changed, {NEW} new, {GONE} gone): seconds, requests",
            f"{seconds:.0f}, {len(server.requests) - before}",
        ],
        ["... fetched, KB, of which those records", f"{server.sent / 1e3:,.0f}, {size / 1e3:,.0f}"],
        ["... told exactly those", said(exact)],
    ]


def let_a_day_pass(server: RegistryServer) -> tuple[set[int], set[int]]:
    """Change some records, add some, remove some; return which are gone, and which changed or are new."""
    ncts = random.Random(3).sample(sorted(server.answers.entries), CHANGED + GONE)
    server.answers.data = "2026-11-27T09:00:05"
    fresh = [touched(orjson.loads(server.answers.entries[nct].read()), nct) for nct in ncts[GONE:]]
    fresh += [touched(orjson.loads(server.answers.entries[nct].read()), f"NCT0999{nct[7:]}") for nct in ncts[-NEW:]]
    server.answers.remove(*ncts[:GONE])
    server.answers.put(*fresh)
    numbers = {int(study["protocolSection"]["identificationModule"]["nctId"][3:]) for study in fresh}
    return {int(nct[3:]) for nct in ncts[:GONE]}, numbers


def touched(study: Study, nct: str) -> Study:
    """Return a record as updated on the day, under a number."""
    protocol = study["protocolSection"]
    protocol["identificationModule"]["nctId"] = nct
    protocol["statusModule"] |= {"overallStatus": "WITHDRAWN", "lastUpdatePostDateStruct": {"date": "2026-11-27"}}
    study.setdefault("derivedSection", {})["miscInfoModule"] = {"versionHolder": "2026-11-27"}
    return study


def timed_sync(folder: Path, server: RegistryServer) -> float:
    """Sync, and return the seconds that it took."""
    began = time.perf_counter()
    result = synced(folder, server)
    if not result.complete:
        raise SystemExit(f"not complete: {result.failure}")
    return time.perf_counter() - began


def told(folder: Path) -> dict[str, dict[int, object]]:
    """Return what a store holds of its trials."""
    found: dict[str, dict[int, object]] = contents(folder)
    return found


def said(fact: bool) -> str:
    return "yes" if fact else "NO"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a sync.")
    parser.add_argument("what", choices=("ratio", "faults"))
    parser.add_argument("records", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.05)
    options = parser.parse_args()
    if options.what == "ratio":
        measure_ratio(options.records, options.rounds)
    else:
        measure_faults(options.records, options.rate)


if __name__ == "__main__":
    main()
