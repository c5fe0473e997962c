"""`trialtui import`: records from files into the store."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager

from trialtui.cli.exits import INTERRUPTED, OK, UNUSABLE, CommandError
from trialtui.cli.output import put_counts, say
from trialtui.cli.progress import Show, nothing
from trialtui.cli.stores import store_folder
from trialtui.cli.vocabularies import use_own_vocabularies
from trialtui.store.errors import StoreError


def import_files(options: argparse.Namespace) -> int:
    """Add the records of files, folders, archives or standard input to the store."""
    from trialtui.ingest.records import import_records

    use_own_vocabularies()
    folder = store_folder(options.store)
    try:
        with _progress() as show:
            report, interrupted = import_records(
                folder, options.paths, say, lambda problem: say(str(problem)), show, workers=options.jobs
            )
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    if interrupted:
        say("it is stored; the same command again adds the rest")
    nothing = "" if report.added or report.updated else "; nothing new"
    say(
        f"{folder}: {report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{report.rejected:,} rejected{nothing}"
    )
    put_counts(report.as_json())
    if interrupted:
        return INTERRUPTED
    return UNUSABLE if report.rejected and not report.seen else OK


def _progress() -> AbstractContextManager[Show]:
    """Return what shows progress: a bar with rate and time left on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return nothing()
    from trialtui.cli.progress_bar import ProgressBar

    return ProgressBar()
