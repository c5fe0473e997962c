"""`trialtui search`: entities by name, and the trials that a query describes."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.listing import figures, fit, limit, say_cut
from trialtui.cli.output import is_terminal, put, put_json, say
from trialtui.cli.parser import MINUS
from trialtui.cli.stores import open_store
from trialtui.model.labels import status_short
from trialtui.model.refs import KIND_NAMES, KINDS, trial_ref
from trialtui.query.clauses import Narrowing, Query, quote
from trialtui.query.coverage import not_found, trials_in_words
from trialtui.query.search import NAMED, Results, search
from trialtui.query.search_fields import FIELDS
from trialtui.query.search_language import QueryError, parse_query
from trialtui.query.search_names import Named
from trialtui.store.store import Store

_NAMED = 5
"""How many entities of a kind a terminal is shown."""

_HEAD = re.compile(r"(-?)([A-Za-z]+:(?=\S))?")


def run(options: argparse.Namespace) -> int:
    """Print what a query finds."""
    text = query_text(options.words, (("status", options.status), ("phase", options.phase)))
    if not text.strip():
        raise CommandError("name something to search for, such as: trialtui search remdesivir", USAGE)
    store = open_store(options.store)
    whole = options.json or options.kind or options.limit is not None or not is_terminal()
    try:
        results = search(store, text, kinds=[options.kind] if options.kind else [], limit=None if whole else NAMED)
    except QueryError as error:
        raise unreadable(text, error) from error
    if not results.found:
        nothing_found(store, results, as_json=options.json)
    for note in results.notes:
        say(note)
    if options.json:
        _put_json(results, options.limit)
    else:
        _list(results, limit(options), options.limit if whole else _NAMED)
    if meant := _meant(store, results):
        say(meant)
    return OK


def query_text(words: Sequence[str], fields: Sequence[tuple[str, str | None]] = ()) -> str:
    """Join arguments to a query: an argument with blanks is a phrase, unless it is the only one."""
    typed = [word.removeprefix(MINUS) for word in words]
    parts = [word if len(typed) == 1 else _as_phrase(word) for word in typed]
    return " ".join([*parts, *(f"{name}:{_field_value(value)}" for name, value in fields if value)])


def _as_phrase(word: str) -> str:
    """Put an argument with blanks in quotes, behind its minus and its field; one with quotes says for itself."""
    head, rest = _HEAD.match(word), word
    if " " not in word or '"' in word or head is None:
        return word
    minus, field = head[1], head[2] or ""
    if field[:-1].lower() not in (*FIELDS, *KINDS):
        field = ""
    rest = word[len(minus) + len(field) :]
    return f'{minus}{field}"{rest}"'


def _field_value(value: str) -> str:
    """Quote the value of an option; `3!` stays what it says."""
    return quote(value.removesuffix("!")) + ("!" if value.endswith("!") else "")


def check_query(text: str) -> None:
    """Check that a query can be read.

    Raises:
        CommandError: it cannot; says where and why.
    """
    try:
        parse_query(text)
    except QueryError as error:
        raise unreadable(text, error) from error


def unreadable(text: str, error: QueryError) -> CommandError:
    """Return the error of a query that cannot be read, with the query and a mark below the place that it speaks of."""
    return CommandError(f"{error}\n  {text}\n  {' ' * error.position}^", USAGE)


def nothing_found(store: Store, results: Results, *, as_json: bool = False) -> NoReturn:
    """Say what was not found, where, and what may have been meant."""
    if as_json:
        put_json([])
    sentence = not_found(store, str(results.query) or "the empty query")
    for note in results.notes:
        if note != sentence:
            say(note)
    if meant := _meant(store, results):
        sentence += f"\n{meant}"
    for wider in results.wider:
        sentence += f"\n{wider.label}: {trials_in_words(wider.count)}: {wider.query}"
    raise CommandError(sentence, NOT_FOUND)


def _meant(store: Store, results: Results) -> str:
    """Ask whether something else was meant that is spelled almost so; empty where nothing is."""
    from trialtui.query.suggest import suggestions

    meant = suggestions(store, results)
    return "did you mean: " + " · ".join(map(str, meant)) if meant else ""


def _list(results: Results, most: int | None, named: int | None) -> None:
    """Print the entities by kind, at most `named` of each, the trials, at most `most`, and what is left out."""
    for kind, rows in results.entities.items():
        if kind == "trial" and results.lists_trials:
            continue
        name = KIND_NAMES[kind][1]
        put(f"{name[0].upper()}{name[1:]}\n")
        for item in rows[:named]:
            put(fit(f"{figures(item.trials, item.mentioned):>12}  {item.ref}  {item.name}{alias(item)}") + "\n")
        if named is not None and len(rows) > named:
            put(f"         {named} of {len(rows)}{' or more' if len(rows) == NAMED else ''}; all with --kind {kind}\n")
    if results.lists_trials:
        _list_trials(results, most)


def _list_trials(results: Results, most: int | None) -> None:
    total = len(results.trials)
    if total and results.entities:
        put("Trials\n")
    for row in results.trials.rows(most):
        put(fit(f"{status_short(row.status):>7}  {trial_ref(row.nct)}  {row.title}") + "\n")
    counts = [trials_in_words(total), *(f"{wider.label} {wider.count:,}" for wider in results.wider)]
    say(" · ".join(counts))
    for wider in results.wider:
        say(f"  {wider.label}: trialtui search {_as_argument(wider.query)}")
    say_cut(total if most is None else min(most, total), total)


def alias(item: Named) -> str:
    """Say by which name an entity was found, where that is not the one it is shown by."""
    same = item.matched.casefold() in (item.name.casefold(), item.ref.key.casefold())
    return "" if same else f" ({item.matched})"


def _as_argument(query: Query) -> str:
    """Return a query as it is typed in a shell."""
    text = str(query)
    return f"'{text}'" if '"' in text or "*" in text or "!" in text else text


def _put_json(results: Results, most: int | None) -> None:
    """Print the rows: entities by kind, then trials; at most `most` of all."""
    named = [
        _row(item)
        for kind, items in results.entities.items()
        if kind != "trial" or not results.lists_trials
        for item in items
    ]
    left = None if most is None else max(0, most - len(named))
    rows = [*named[:most], *_trial_rows(results, left)]
    put_json(rows)
    say_cut(len(rows), len(named) + len(results.trials), as_json=True)


def _trial_rows(results: Results, most: int | None) -> Iterator[dict[str, Any]]:
    """Yield the rows of the first trials."""
    named = {item.ref.key: item for item in results.entities.get("trial", ())}
    matched = " ".join(str(c) for c in results.query.clauses if not isinstance(c.item, Narrowing) and not c.excluded)
    for row in results.trials.rows(most):
        key = trial_ref(row.nct).key
        found = named[key].matched if key in named else matched
        yield {"ref": key, "kind": "trial", "name": row.title, "matched": found or None}


def _row(item: Named) -> dict[str, Any]:
    return {"ref": str(item.ref), "kind": item.ref.kind, "name": item.name, "matched": item.matched}
