"""`trialtui export`: the trials of a query, or those named in a file, as CSV, JSON, RIS or Markdown."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trialtui.cli.exits import NOT_FOUND, OK, UNUSABLE, USAGE, CommandError
from trialtui.cli.output import is_terminal, say
from trialtui.cli.progress import counted
from trialtui.cli.searching import nothing_found, query_text, unreadable
from trialtui.cli.stores import open_store
from trialtui.model.refs import Ref, RefError
from trialtui.query.columns import ALWAYS, COLUMNS, Column, UnknownColumnError, read_columns
from trialtui.query.coverage import not_found, trials_in_words
from trialtui.query.export import ListSelection, SearchSelection, Selection
from trialtui.query.resolve import exists, resolve
from trialtui.query.search import search
from trialtui.query.search_language import QueryError
from trialtui.render.export import BESIDE, SUFFIXES, WITHOUT_COLUMNS, Export, as_json, format_of, write_file

if TYPE_CHECKING:
    from trialtui.store.store import Store

_HEADINGS = ("nctid", "nct number", "nct_id")
"""What the first column of a CSV of trials may be called."""


def export(options: argparse.Namespace) -> int:
    """Write the trials of a query, or of a file of NCT numbers, and where they come from."""
    form, columns = _form(options), _columns(options)
    if bool(options.words) == bool(options.ids):
        raise CommandError("name what to export: words to search for, or --ids FILE (all trials: kind:trial)", USAGE)
    store = open_store(options.store)
    selection = _listed(store, options.ids) if options.ids else _searched(store, query_text(options.words))
    todo = Export(store, selection, form, columns, options.limit)
    if options.output in (None, "-"):
        _to_stdout(todo)
    else:
        _to_file(todo, Path(options.output))
    return OK


def _form(options: argparse.Namespace) -> str:
    """Return the format: as told, else as the file's name says."""
    form: str | None = options.format or (format_of(options.output) if options.output else None)
    if form is None:
        raise CommandError(f"name a format with --format: {', '.join(SUFFIXES)}", USAGE)
    return form


def _columns(options: argparse.Namespace) -> tuple[Column, ...] | None:
    if options.columns is None:
        return None
    if _form(options) in WITHOUT_COLUMNS:
        raise CommandError("--columns: RIS has fields of its own; the other formats have columns", USAGE)
    try:
        return read_columns(options.columns)
    except UnknownColumnError as error:
        names = f"there are: {', '.join(COLUMNS)}; every row ends with {' and '.join(ALWAYS)}"
        raise CommandError(f"{error}\n{names}", USAGE) from error


def _searched(store: Store, typed: str) -> Selection:
    """Select the trials that a query finds."""
    try:
        results = search(store, typed, limit=0)
    except QueryError as error:
        raise unreadable(typed, error) from error
    for note in results.notes:
        say(note)
    if not results.lists_trials:
        raise CommandError("only trials are exported: leave out kind:, or write kind:trial", USAGE)
    if not len(results.trials):
        nothing_found(store, results)
    for wider in results.wider:
        say(f"left out: {wider.label} {trials_in_words(wider.count)}: {wider.query}")
    return SearchSelection(store, typed, results)


def _listed(store: Store, name: str) -> Selection:
    """Select the trials whose numbers a file lists, one a line or in the first column of a CSV; `#` begins a remark."""
    found: dict[Ref, str] = {}
    missing: list[str] = []
    for number, line in enumerate(_lines(name), 1):
        word = _first_cell(line)
        if not word or (number == 1 and word.casefold() in _HEADINGS):
            continue
        ref = _trial(store, word, f"{name}, line {number}")
        if not exists(store, ref):
            missing.append(ref.key)
        else:
            found.setdefault(ref, f"line {number}")
    if missing:
        say(not_found(store, ", ".join(missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")))
    if not found:
        raise CommandError(f"{name}: none of its trials is in the store", NOT_FOUND)
    return ListSelection(found, missing, f"trials listed in {'standard input' if name == '-' else Path(name).name}")


def _first_cell(line: str) -> str:
    """Return what a line of a list, or of a CSV, begins with."""
    return re.split(r"[#,;\t]", line, maxsplit=1)[0].strip().strip("\"'")


def _lines(name: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: cannot be read: {error.strerror or error}", UNUSABLE) from error
    return data.decode("utf-8-sig", "replace").splitlines()


def _trial(store: Store, word: str, where: str) -> Ref:
    try:
        place = resolve(store, word)
    except RefError:
        place = None
    if place is None or place.ref.kind != "trial":
        raise CommandError(f"{where}: {word!r} is no NCT number; a number looks like NCT04437823", UNUSABLE)
    return place.ref


def _to_stdout(todo: Export) -> None:
    """Write to standard output; where it comes from goes to standard error."""
    with counted(todo.total, shown=not is_terminal()) as count:
        written = todo.write(sys.stdout.buffer, count)
        sys.stdout.buffer.flush()
    if written.trials < len(todo.selection.ncts):
        say(f"{written.trials:,} of {trials_in_words(len(todo.selection.ncts))}, as --limit says")
    sys.stderr.write(as_json(todo.about(written, "")).decode("utf-8"))


def _to_file(todo: Export, path: Path) -> None:
    try:
        with counted(todo.total) as count:
            written = write_file(todo, path, count)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror or error}", UNUSABLE) from error
    total = len(todo.selection.ncts)
    shown = trials_in_words(total) if written.trials == total else f"{written.trials:,} of {trials_in_words(total)}"
    say(f"{path}: {shown}; where they come from: {path.name}{BESIDE}")
