"""`trialtui sync`: the store in step with ClinicalTrials.gov."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from trialtui.cli.changing import day
from trialtui.cli.exits import INTERRUPTED, NETWORK, OK, UNUSABLE, USAGE, CommandError
from trialtui.cli.output import put_counts, say
from trialtui.cli.progress import Show, lines, nothing
from trialtui.cli.stores import store_folder
from trialtui.cli.vocabularies import use_own_vocabularies
from trialtui.model.registry import DEFAULT_CONDITION, RegistryQuery
from trialtui.store.errors import StoreError

if TYPE_CHECKING:
    from trialtui.ingest.sync import Synced
    from trialtui.sources.ctgov_api import Patience

API_VARIABLE = "TRIALTUI_API_URL"


def sync(options: argparse.Namespace, patience: Patience | None = None) -> int:
    """Fetch from the registry what is new and what changed, and say what did.

    Args:
        options: The command line.
        patience: How long to wait for the registry, and how often to ask it; None for the usual.
    """
    query = _query(options)
    since = day(options.since) if options.since else ""
    if since and options.full:
        raise CommandError("--since and --full: one or the other", USAGE)
    from trialtui.ingest.sync import Listeners
    from trialtui.ingest.sync import sync as bring_in_step
    from trialtui.sources.ctgov_api import API_URL, Registry, RegistryError

    use_own_vocabularies()
    folder = store_folder(options.store)
    url = options.api_url or os.environ.get(API_VARIABLE) or API_URL
    try:
        with Registry(url, patience) as registry, _progress(options) as show:
            listeners = Listeners(say, lambda problem: say(str(problem)), show)
            synced = bring_in_step(
                folder, registry, query, listeners, since=since, full=options.full, workers=options.jobs
            )
    except RegistryError as error:
        raise CommandError(f"{error}; nothing was changed", NETWORK) from error
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    return _tell(folder, query, synced)


def _query(options: argparse.Namespace) -> RegistryQuery:
    """Return what is to be in step: COVID-19 where nothing is named.

    Raises:
        CommandError: the whole registry and a part of it are asked for.
    """
    words, condition = " ".join(options.words), options.condition or ""
    if options.all and (words or condition):
        raise CommandError("--all is the whole registry: it goes with neither words nor --condition", USAGE)
    if options.all or words or condition:
        return RegistryQuery(condition, words)
    return RegistryQuery(DEFAULT_CONDITION)


def _progress(options: argparse.Namespace) -> AbstractContextManager[Show]:
    """Return what shows progress: a bar on a terminal, lines where they are asked for, else nothing."""
    if options.progress:
        return lines(say)
    if not sys.stderr.isatty():
        return nothing()
    from trialtui.cli.progress_bar import ProgressBar

    return ProgressBar()


def _tell(folder: Path, query: RegistryQuery, synced: Synced) -> int:
    """Say what came of a sync, and return the exit code."""
    report, data = synced.report, f"data of {synced.as_of.replace('T', ' ')} UTC" if synced.as_of else "data of no date"
    if synced.up_to_date:
        say(f"{folder}: {query}: up to date with the registry's newest data ({data})")
    else:
        left = f", {report.left:,} no longer among the results (kept, and marked)" if report.left else ""
        say(
            f"{folder}: {query}, {data}: {report.added:,} added, {report.updated:,} updated, "
            f"{report.unchanged:,} unchanged, {report.rejected:,} rejected{left}"
        )
    put_counts({**report.as_json(), "as_of": synced.as_of or None, "complete": synced.complete})
    if synced.failure:
        kept = "what had come until then is stored; the same command again fetches the rest"
        raise CommandError(f"{synced.failure}; {kept}", NETWORK)
    if synced.interrupted:
        say("interrupted: what had come until then is stored; the same command again fetches the rest")
        return INTERRUPTED
    if synced.is_news:
        say("trialtui changes says which trials changed, and how")
    return OK
