"""Tries every parser with spoiled documents for as long as it is told: `python -m tests.soak.parsers --minutes 60`."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from tests.fuzz.parsers import TARGETS, attempt


def main() -> int:
    """Try until the time is over; print how often, and each first mistake of a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1_000)
    parser.add_argument("--only", choices=TARGETS)
    options = parser.parse_args()
    end, seed = time.monotonic() + 60 * options.minutes, options.seed
    counts = dict.fromkeys([options.only] if options.only else TARGETS, 0)
    slowest = dict.fromkeys(counts, 0.0)
    mistakes: dict[str, str] = {}
    while time.monotonic() < end:
        for name in counts:
            began = time.perf_counter()
            try:
                attempt(name, seed)
            except Exception as error:
                line = traceback.extract_tb(error.__traceback__)[-1]
                mistakes.setdefault(
                    f"{name}: {type(error).__name__} at {line.filename}:{line.lineno}", traceback.format_exc()
                )
            counts[name] += 1
            slowest[name] = max(slowest[name], time.perf_counter() - began)
        seed += 1
    for name, count in counts.items():
        print(f"{name:<28}{count:>10,} documents, the slowest {slowest[name] * 1000:.0f} ms")
    print("\n\n".join(mistakes.values()) or "no mistake")
    return bool(mistakes)


if __name__ == "__main__":
    sys.exit(main())
