"""`trialtui list`: the entities of a kind, cut on a terminal to what is useful, whole elsewhere."""

from __future__ import annotations

import argparse
from typing import Any

from trialtui.cli.exits import NOT_FOUND, OK, CommandError
from trialtui.cli.output import is_terminal, put, put_json, say, width
from trialtui.cli.stores import open_store
from trialtui.model.clean import clean_line
from trialtui.model.labels import status_short
from trialtui.model.refs import KIND_NAMES, trial_ref
from trialtui.query.coverage import not_found
from trialtui.query.listing import count_terms, list_terms, list_trials
from trialtui.query.tree import also_mentioned, shown_count
from trialtui.store.index_read import TermRow, TrialRow

_ON_TERMINAL = 100
"""How many rows a terminal gets without `--limit`."""


def list_kind(options: argparse.Namespace) -> int:
    """Print the entities of a kind: trials by NCT number, terms by name."""
    store = open_store(options.store)
    most = options.limit if options.json else limit(options)
    if options.kind == "trial":
        total, rows = store.index.summary.trials, [_trial(row) for row in list_trials(store, most)]
    else:
        total, rows = count_terms(store, options.kind), [_term(row) for row in list_terms(store, options.kind, most)]
    if not total and not options.json:
        raise CommandError(not_found(store, KIND_NAMES[options.kind][1]), NOT_FOUND)
    if options.json:
        put_json(rows)
    else:
        for row in rows:
            name = "" if row["ref"] == row["name"] else f"  {row['name']}"
            put(fit(f"{_figure(row):>14}  {row['ref']}{name}") + "\n")
    say_cut(len(rows), total, as_json=options.json)
    return OK if total else NOT_FOUND


def _figure(row: dict[str, Any]) -> str:
    """Return a trial's status, or a term's trials."""
    if "status" in row:
        return status_short(row["status"] or "")
    return figures(row["trials"], row["mentioned"])


def _trial(row: TrialRow) -> dict[str, Any]:
    return {
        "ref": trial_ref(row.nct).key,
        "name": row.title,
        "status": row.status or None,
        "phases": row.phases.split("/") if row.phases else [],
        "start_date": row.start or None,
    }


def _term(row: TermRow) -> dict[str, Any]:
    return {"ref": str(row.ref), "name": row.name, "trials": shown_count(row), "mentioned": also_mentioned(row)}


def figures(trials: int, mentioned: int) -> str:
    """Return a term's trials and those that only mention it: `41 +12`."""
    return f"{trials:,}" + (f" +{mentioned:,}" if mentioned else "")


def limit(options: argparse.Namespace) -> int | None:
    """Return how many rows to print: as told, else what is useful on a terminal, else all."""
    given: int | None = options.limit
    return given if given is not None else (_ON_TERMINAL if is_terminal() else None)


def say_cut(shown: int, total: int, *, as_json: bool = False) -> None:
    """Say `n of m` where a listing was cut; JSON is cut only where that was asked for."""
    if shown < total:
        say(f"{shown:,} of {total:,}; more with --limit N, all {'without it' if as_json else 'with --json'}")


def fit(line: str) -> str:
    """Clean a line, and cut it at the terminal's width."""
    line = clean_line(line)
    return line[: width() - 1] + "…" if is_terminal() and len(line) > width() else line
