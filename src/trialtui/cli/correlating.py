"""`trialtui correlate`: what goes together with a term, as tables by kind on a terminal, as bare rows elsewhere."""

from __future__ import annotations

import argparse

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.listing import fit, say_cut
from trialtui.cli.output import is_terminal, put, put_json, say
from trialtui.cli.show import entity_place
from trialtui.cli.stores import open_store
from trialtui.model.refs import KIND_NAMES
from trialtui.pages.correlated import on_screen, rules_before
from trialtui.pages.published import KIND_WORDS
from trialtui.query.coverage import header, not_found, trials_in_words
from trialtui.query.term_facts import SMALL_STORE, CorrelatedRow, CorrelatedTable, TermFacts, term_facts
from trialtui.render.json_facts import correlated_json

_ON_TERMINAL = 20
"""How many rows of a kind a terminal gets without `--limit`."""

_SORTED = {"correlation": "by the figure, falling", "shared": "by trials shared, falling"}


def run(options: argparse.Namespace) -> int:
    """Print the terms that share trials with a term."""
    store = open_store(options.store)
    place = entity_place(store, options.ref)
    if place.ref.kind == "trial":
        raise CommandError(f"{place.ref}: a trial has terms, but no correlation; name a term", USAGE)
    facts = term_facts(store, place.ref)
    if facts is None:
        raise CommandError(not_found(store, str(place.ref)), NOT_FOUND)
    by_kind = options.limit is None and is_terminal() and not options.json
    if not options.json:
        _say_what(facts, options)
    return _tables(facts, options) if by_kind else _rows(facts, options)


def _say_what(facts: TermFacts, options: argparse.Namespace) -> None:
    """Say what the figures are, and how far they reach."""
    base = "registered, mapped and mentioned" if options.mentions or facts.only_mentioned else "registered and mapped"
    say(f"{facts.ref} {facts.name}: {options.metric} over {base} links, {_SORTED[options.sort]}")
    say("figure, published, trials shared/own/other's")
    trials = facts.store.index.summary.trials
    if trials < SMALL_STORE:
        say(f"with {trials_in_words(trials)}, these figures describe this store only")


def _tables(facts: TermFacts, options: argparse.Namespace) -> int:
    """Print the first rows of each kind under a heading, those that share one trial under a rule."""
    tables = facts.correlated_top(_ON_TERMINAL, mentions=options.mentions, metric=options.metric, sort=options.sort)
    wanted = {kind: table for kind, table in tables.items() if table.rows and options.kind in (None, kind)}
    for kind, table in wanted.items():
        rows = on_screen(table.rows)[:_ON_TERMINAL]
        rules, printed = dict(rules_before(rows)), any(row.published is not None for row in rows)
        put(f"Correlated {KIND_WORDS[kind]} Terms ({table.total:,})\n")
        for number, row in enumerate(rows):
            if number in rules:
                put(f"-- {rules[number]}\n")
            put(fit(_line(row, printed=printed)) + "\n")
        if len(rows) < table.total:
            put(f"   {len(rows)} of {table.total:,}; all with --kind {kind} --limit {table.total}\n")
    return OK if wanted else _none(facts, options)


def _rows(facts: TermFacts, options: argparse.Namespace) -> int:
    """Print bare rows, kind by kind, at most as many as were asked for."""
    how = {"mentions": options.mentions, "metric": options.metric, "sort": options.sort}
    if options.limit is None:
        kinds = [options.kind] if options.kind else []
        tables = {kind: CorrelatedTable(rows, len(rows)) for kind, rows in facts.correlated(kinds=kinds, **how).items()}
    else:
        tables = facts.correlated_top(options.limit, several_first=False, **how)
    wanted = [table for kind, table in tables.items() if options.kind in (None, kind)]
    total, shown = (
        sum(table.total for table in wanted),
        [row for table in wanted for row in table.rows][: options.limit],
    )
    if options.json:
        put_json([correlated_json(row) for row in shown])
    else:
        for row in shown:
            put(fit(_line(row)) + "\n")
    say_cut(len(shown), total, as_json=options.json)
    return OK if total else _none(facts, options)


def _none(facts: TermFacts, options: argparse.Namespace) -> int:
    """Say that nothing shares a trial with the term."""
    kind = f"{KIND_NAMES[options.kind][1]}" if options.kind else "terms"
    say(f"no {kind} share a trial with {facts.ref} ({header(facts.store)})")
    return NOT_FOUND


def _line(row: CorrelatedRow, *, printed: bool = True) -> str:
    """Lay out a row; `printed` leaves room for the published figure."""
    figure = "    -" if row.correlation is None else f"{row.correlation:5.2f}"
    published = "" if row.published is None else f"{row.published:.2f}"
    mark = "  (published only: no trial here has both)" if row.unsupported else ""
    counts = f"{row.trials}/{row.n_a}/{row.n_b}"
    return f"{figure}  {f'{published:4}  ' if printed else ''}{counts:>14}  {row.ref}  {row.name}{mark}"
