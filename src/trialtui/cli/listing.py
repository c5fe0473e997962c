"""`trialtui list` and `trialtui correlate`: rows, cut on a terminal to what is useful, whole elsewhere."""

from __future__ import annotations

import argparse
from typing import Any

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.output import is_terminal, put, put_json, say, width
from trialtui.cli.show import entity_place
from trialtui.cli.stores import open_store
from trialtui.model.clean import clean_line
from trialtui.model.labels import status_short
from trialtui.model.refs import KIND_NAMES, trial_ref
from trialtui.query.coverage import not_found
from trialtui.query.entity import SMALL_STORE, CorrelatedRow, term_facts
from trialtui.query.listing import list_terms, list_trials
from trialtui.query.tree import shown_count
from trialtui.store.store import Store

_ON_TERMINAL = 100
"""How many rows a terminal gets without `--limit`."""


def list_kind(options: argparse.Namespace) -> int:
    """Print the entities of a kind: trials by NCT number, terms by name."""
    store = open_store(options.store)
    rows = _trials(store) if options.kind == "trial" else _terms(store, options.kind)
    if options.json:
        put_json(rows[: options.limit])
        return OK if rows else NOT_FOUND
    if not rows:
        raise CommandError(not_found(store, KIND_NAMES[options.kind][1]), NOT_FOUND)
    shown = rows[: limit(options)]
    for row in shown:
        put(fit(f"{_figure(row):>14}  {row['ref']}" + ("" if row["ref"] == row["name"] else f"  {row['name']}")) + "\n")
    say_cut(len(shown), len(rows))
    return OK


def _figure(row: dict[str, Any]) -> str:
    """Return a trial's status, or a term's trials and those that mention it: `41 +12`."""
    if "status" in row:
        return status_short(row["status"] or "")
    return f"{row['trials']:,}" + (f" +{row['mentioned']:,}" if row["mentioned"] else "")


def _trials(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "ref": trial_ref(row.nct).key,
            "name": row.title,
            "status": row.status or None,
            "phases": row.phases.split("/") if row.phases else [],
            "start_date": row.start or None,
        }
        for row in list_trials(store)
    ]


def _terms(store: Store, kind: str) -> list[dict[str, Any]]:
    return [
        {"ref": str(row.ref), "name": row.name, "trials": shown_count(row), "mentioned": row.mentioned}
        for row in list_terms(store, kind)
    ]


def correlate(options: argparse.Namespace) -> int:
    """Print the terms that go together with a term, by the figure, falling."""
    from trialtui.render.json_facts import correlated_json

    store = open_store(options.store)
    place = entity_place(store, options.ref)
    if place.ref.kind == "trial":
        raise CommandError(f"{place.ref}: a trial has terms, but no correlation; name a term", USAGE)
    facts = term_facts(store, place.ref)
    mentions = options.mentions or (facts is not None and facts.only_mentioned)
    tables = facts.correlated(mentions=mentions, metric=options.metric) if facts else {}
    rows = [(kind, row) for kind, table in tables.items() if options.kind in (None, kind) for row in table]
    if options.json:
        put_json([correlated_json(row) for _, row in rows[: options.limit]])
        return OK if rows else NOT_FOUND
    base = "registered, mapped and mentioned" if mentions else "registered and mapped"
    say(f"{place.ref}: {options.metric} over {base} links; figure, published, trials shared/own/other's")
    if store.index.summary.trials < SMALL_STORE:
        say(f"with {store.index.summary.trials} trials, these figures describe this store only")
    shown = rows[: limit(options)]
    for _, row in shown:
        put(fit(_line(row)) + "\n")
    say_cut(len(shown), len(rows))
    return OK if rows else NOT_FOUND


def _line(row: CorrelatedRow) -> str:
    figure = "   -" if row.correlation is None else f"{row.correlation:4.2f}"
    printed = "    " if row.published is None else f"{row.published:.2f}"
    mark = "  (published only: no trial here has both)" if row.unsupported else ""
    return f"{figure}  {printed}  {f'{row.trials}/{row.n_a}/{row.n_b}':>14}  {row.ref}  {row.name}{mark}"


def limit(options: argparse.Namespace) -> int | None:
    """Return how many rows to print: as told, else what is useful on a terminal, else all."""
    given: int | None = options.limit
    return given if given is not None else (_ON_TERMINAL if is_terminal() else None)


def say_cut(shown: int, total: int) -> None:
    """Say `n of m` where a listing was cut."""
    if shown < total:
        say(f"{shown:,} of {total:,}; more with --limit N, all with --json")


def fit(line: str) -> str:
    """Clean a line, and cut it at the terminal's width."""
    line = clean_line(line)
    return line[: width() - 1] + "…" if is_terminal() and len(line) > width() else line
