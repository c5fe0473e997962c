"""`trialtui build`: seed pages into the store."""

from __future__ import annotations

import argparse
from pathlib import Path

from trialtui.assets import asset
from trialtui.cli.exits import INTERRUPTED, OK, UNUSABLE, CommandError
from trialtui.cli.output import put_counts, say
from trialtui.cli.progress import counted
from trialtui.cli.stores import store_folder
from trialtui.cli.vocabularies import use_own_vocabularies
from trialtui.store.errors import StoreError
from trialtui.store.layout import is_store


def build(options: argparse.Namespace) -> int:
    """Add seed pages to the store, those that ship with the program where none are named."""
    from trialtui.ingest.pages import build as build_pages
    from trialtui.ingest.pages import start_afresh

    use_own_vocabularies()
    folder = store_folder(options.store)
    if options.relink:
        return _relink(folder, options.jobs)
    paths = [Path(name) for name in options.paths] or [asset("seeds")]
    try:
        if options.fresh and is_store(folder):
            say(f"{folder}: the old store is kept as {start_afresh(folder)}")
        report = build_pages(folder, paths, say)
    except FileNotFoundError as error:
        raise CommandError(f"{error.args[0]}: there is no such file or folder; nothing was added", UNUSABLE) from error
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    say(f"{folder}: {report.added} pages added, {report.unchanged} there already, {report.rejected} not added")
    put_counts(report.as_json())
    return UNUSABLE if report.rejected and not report.added + report.unchanged else OK


def _relink(folder: Path, workers: int | None) -> int:
    """Make the links of every trial anew."""
    from trialtui.ingest.relink import relink

    if not is_store(folder):
        raise CommandError(f"{folder}: there is no store here", UNUSABLE)
    try:
        report, interrupted = relink(folder, say, counted, workers=workers)
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    if interrupted:
        say("it is stored; the same command again links all")
    say(f"{folder}: links of {report.updated:,} trials changed, of {report.unchanged:,} stayed")
    put_counts(report.as_json())
    return INTERRUPTED if interrupted else OK
