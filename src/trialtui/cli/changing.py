"""`trialtui changes`: what imports and syncs added, changed, and no longer found."""

from __future__ import annotations

import argparse
from datetime import date
from itertools import groupby

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.listing import fit, limit, say_cut
from trialtui.cli.output import put, put_json, say
from trialtui.cli.show import entity_place
from trialtui.cli.stores import open_store
from trialtui.model.bookmark import Bookmark
from trialtui.model.change import Run
from trialtui.model.clean import clean
from trialtui.model.places import EntityPlace
from trialtui.pages.change_words import change_words, counts_words, field_words, run_title
from trialtui.query.changes import Told, changes_of, first_snapshot, runs_since, tell, trials_of, watched
from trialtui.store.index_history import ChangeRow, changes_of_run, runs
from trialtui.store.store import Store
from trialtui.user.data import UserData
from trialtui.user.files import user_files
from trialtui.user.policy import Policy


def changes(options: argparse.Namespace) -> int:
    """Print the changes of all trials, of one, or of those of a term: the newest first, those of kept ones before."""
    since = day(options.since) if options.since else ""
    store = open_store(options.store)
    place = entity_place(store, options.ref) if options.ref else None
    log = runs(store.index)
    snapshot = first_snapshot(log)
    asked = runs_since(log, since)
    names = watched(store, _kept(options.policy))
    rows = _rows(store, place, asked)
    rows.sort(key=lambda row: (row.nct not in names, -row.run, row.nct, row.id))
    told = tell(store, rows[: limit(options)], log)
    if options.json:
        _put_json(told, asked, names, since, snapshot)
    elif place is not None and place.ref.kind == "trial":
        _put_history(told)
    else:
        _put_runs(told, names)
        say_cut(len(told), len(rows))
    return _answer(bool(rows), since, snapshot, place)


def _kept(policy: Policy) -> list[Bookmark]:
    """Return the places that the user keeps; none, and why, where they cannot be read."""
    user = UserData(user_files(policy))
    kept = user.bookmarks.all()
    for problem in user.complaints():
        say(problem)
    return kept


def day(text: str) -> str:
    """Read a day.

    Raises:
        CommandError: it is none.
    """
    try:
        return str(date.fromisoformat(text))
    except ValueError as error:
        raise CommandError(f"{text}: a day is wanted, such as 2026-11-30", USAGE) from error


def _rows(store: Store, place: EntityPlace | None, asked: list[Run]) -> list[ChangeRow]:
    """Return where the changes are told that are asked for."""
    if place is not None:
        return changes_of(store, trials_of(store, place), asked)
    return [row for run in asked for row in changes_of_run(store.index, run.id)]


def _answer(found: bool, since: str, snapshot: str, place: EntityPlace | None) -> int:
    """Say what cannot be told, and return the exit code."""
    if not snapshot:
        say("nothing was imported or synced yet, so there is nothing to compare with")
        return NOT_FOUND
    if since and snapshot > since:
        say(f"no snapshot reaches back to {since}: the first one is of {snapshot}; what changed before is not known")
        return NOT_FOUND
    if not found:
        of = f" of {place.ref}" if place is not None else ""
        say(f"no change{of} since {since or f'the first snapshot, of {snapshot}'}")
        return NOT_FOUND
    return OK


def _put_json(told: list[Told], asked: list[Run], names: dict[int, str], since: str, snapshot: str) -> None:
    from trialtui.render.json_changes import run_json, told_json

    put_json(
        {
            "since": since or None,
            "first_snapshot": snapshot or None,
            "runs": [run_json(run) for run in asked],
            "changes": [told_json(item, names.get(item.change.nct)) for item in told],
        }
    )


def _put_runs(told: list[Told], names: dict[int, str]) -> None:
    """Print a line for each change, under the import or sync that brought it."""
    for (kept, run), items in groupby(told, key=lambda item: (item.change.nct in names, item.run)):
        put(fit(f"{run_title(run)}: {counts_words(run)}" + (" · of what you keep" if kept else "")) + "\n")
        for item in items:
            put(fit(f"  {item.ref}  {change_words(item)} · {item.title}") + "\n")


def _put_history(told: list[Told]) -> None:
    """Print every field of every change of one trial, whole."""
    for item in told:
        updated = f", updated in the registry on {item.change.updated}" if item.change.updated else ""
        put(clean(f"{run_title(item.run)}{updated}: {change_words(item)}") + "\n")
        for field in item.change.fields:
            put(clean(f"  {' '.join(field_words(field).split())}") + "\n")
        if item.change.more:
            put(f"  and {item.change.more} more fields\n")
