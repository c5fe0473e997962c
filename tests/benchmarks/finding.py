"""Finding, measured: keystrokes, searches, facets, correlation, over stores that are given.

    python -m tests.benchmarks.finding STORE [STORE …]

Each figure is the best of several runs in processor time, so that other work on the machine counts little; what is
reported is its spread over the inputs. Ratios are to the first store. `index` rebuilds a copy of the index in a
temporary folder, and takes as long as that takes; leave it out with --no-index.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.benchmarks.report import against, print_table

from trialtui.pages.listing_orders import ORDERS
from trialtui.query.correlation import correlate, correlate_top
from trialtui.query.facets import facets
from trialtui.query.quick import quick
from trialtui.query.search import search
from trialtui.query.suggest import suggestions
from trialtui.store.index_orders import ncts_in_order
from trialtui.store.postings import to_bits
from trialtui.store.publish import build_beside
from trialtui.store.store import Store

TYPED = (
    "hydroxychloroquine", "convalescent plasma", "covid-19 vaccine", "COVID-19", "myocardial infarction",
    "remdesivir status:recruiting", "NCT04437823", "D018352", "acute respiratory distress syndrome", "HP:0002090",
    "interleukin-6", "heart failure placebo", "pregnant women", '"intensive care unit"', "a study of ivermectin",
    "mesenchymal stem cells", "gene:ACE2", "sars-cov-2 antibodies", "quality of life", "anticoagulation",
    "sponsor:gilead", "drug:tocilizumab+ phase:3", "x-ray", "zinc and vitamin c", "-placebo covid",
)  # fmt: skip
"""What is typed, letter by letter."""

SEARCHED = (
    "covid", '"convalescent plasma" status:completed phase:3', "D018352 drug:tocilizumab", "-placebo kind:trial",
    "sponsor:gilead year:2020..2021", "heart attack country:Italy",
)  # fmt: skip

FACETS = ("status", "phase", "type", "year", "country")
_RUNS = 4


def cost(work: Callable[[], object], runs: int = _RUNS) -> float:
    """Return the least processor time of some runs, in milliseconds."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def spread(name: str, costs: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Yield the median, the 99th percentile and the worst of some costs."""
    ordered = sorted(costs)
    yield f"{name}, median", ordered[len(ordered) // 2]
    yield f"{name}, 99th percentile", ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    yield f"{name}, worst", ordered[-1]


def measure(folder: Path, *, index: bool) -> Iterator[tuple[str, float]]:
    """Yield each measure of a store: milliseconds, but where the name says another unit."""
    store = Store(folder)
    yield "trials", store.index.summary.trials
    begun = [text[:length] for text in TYPED for length in range(1, len(text) + 1)]
    yield from spread("keystroke", [cost(partial(quick, store, text)) for text in begun])
    yield from spread("search", [cost(partial(search, store, text)) for text in SEARCHED])
    missed = search(store, "hert attack")
    yield "did you mean", cost(lambda: suggestions(store, missed), 2)
    every = (1 << store.index.summary.trials) - 1
    yield "five facets of all trials", cost(lambda: facets(store, every, FACETS))
    half = to_bits(range(0, store.index.summary.trials, 2))
    yield "five facets of every other trial", cost(lambda: facets(store, half, FACETS))
    yield "conditions of every other trial", cost(lambda: facets(store, half, ["condition"]))
    terms = store.index.terms_where("kind IN ('drug', 'mesh', 'hpo') ORDER BY n DESC LIMIT 300")
    chosen = terms[:40] + terms[40::10]
    shown = [cost(partial(correlate_top, store.index, row, 50), 2) for row in chosen]
    yield from spread("correlation, rows shown", shown)
    yield "correlation of the commonest term, all rows", cost(lambda: correlate(store.index, terms[0]), 2)
    mentioned = store.index.terms_where("1 ORDER BY named DESC LIMIT 20")
    wide = [cost(partial(correlate_top, store.index, row, 50, mentions=True), 2) for row in mentioned]
    yield "correlation by mentions, rows shown, worst", max(wide)
    sorts = [cost(partial(ncts_in_order, store.index, bits, name.name), 2) for bits in (every, half) for name in ORDERS]
    yield "list of trials in any order, worst", max(sorts)
    if index:
        yield from _index(folder)
    yield "peak memory, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _index(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what the index as a whole costs."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "index.db"
        yield "index made anew, s", cost(lambda: build_beside(folder, target), 1) / 1000
        segments = sum(path.stat().st_size for path in folder.glob("[0-9]*.json"))
        yield "index, % of the segments", 100 * target.stat().st_size / segments


BUDGETS = {
    "keystroke, 99th percentile": (10.0, 10.0),
    "five facets of all trials": (20.0, 20.0),
    "five facets of every other trial": (20.0, 20.0),
    "correlation, rows shown, worst": (25.0, 100.0),
    "correlation by mentions, rows shown, worst": (25.0, 100.0),
    "list of trials in any order, worst": (25.0, 25.0),
    "index, % of the segments": (45.0, 45.0),
}
"""The budgets of small and of large stores."""

_LARGE = 20_000


def budget(name: str, figure: float, trials: float) -> str:
    """Return the budget of a measure as a cell."""
    if name not in BUDGETS:
        return ""
    limit = BUDGETS[name][trials >= _LARGE]
    return against(figure, limit, f"{limit:g}")


def main() -> int:
    """Measure the stores named, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stores", nargs="+", type=Path, metavar="STORE")
    parser.add_argument("--no-index", action="store_true", help="do not make the index anew")
    options = parser.parse_args()
    columns = [dict(measure(folder, index=not options.no_index)) for folder in options.stores]
    heads = ["milliseconds of processor time"]
    for folder in options.stores:
        heads += [folder.name, "budget"]
    heads += ["ratio"] * (len(columns) - 1)
    rows = []
    for name in columns[0]:
        row = [name]
        for column in columns:
            row += [f"{column[name]:,.1f}", budget(name, column[name], column["trials"])]
        rows.append(row + [f"{column[name] / columns[0][name]:.1f}x" for column in columns[1:]])
    print_table("Finding", heads, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
