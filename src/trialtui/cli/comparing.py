"""`trialtui compare`: two to four trials side by side."""

from __future__ import annotations

import argparse

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.output import colour, put, put_json, width
from trialtui.cli.stores import open_store
from trialtui.model.refs import Ref, RefError
from trialtui.query.compare import LEAST, MOST, Comparison, compare
from trialtui.query.coverage import not_found
from trialtui.query.resolve import exists, resolve
from trialtui.query.trial_facts import trial_facts
from trialtui.store.store import Store


def compare_trials(options: argparse.Namespace) -> int:
    """Print a comparison as text, Markdown or JSON."""
    store = open_store(options.store)
    refs = _refs(store, options.refs)
    comparison = compare([facts for ref in refs if (facts := trial_facts(store, ref.nct_number)) is not None])
    if options.format == "json":
        from trialtui.render.compare_json import comparison_json

        put_json(comparison_json(comparison))
    else:
        put(_page(comparison, options))
    return OK


def _refs(store: Store, words: list[str]) -> list[Ref]:
    """Read the trials' numbers.

    Raises:
        CommandError: they are too few or too many, no trials, the same one twice, or the store lacks one.
    """
    if not LEAST <= len(words) <= MOST:
        raise CommandError(f"{LEAST} to {MOST} trials can be compared, not {len(words)}", USAGE)
    refs: list[Ref] = []
    for word in words:
        try:
            place = resolve(store, word)
        except RefError as error:
            raise CommandError(str(error), USAGE) from error
        if place is None or place.ref.kind != "trial":
            raise CommandError(f"{word}: no trial; a trial's number looks like NCT04437823", USAGE)
        if place.ref in refs:
            raise CommandError(f"{word}: named twice, as {place.ref}; name different trials", USAGE)
        refs.append(place.ref)
    missing = [ref.key for ref in refs if not exists(store, ref)]
    if missing:
        raise CommandError(not_found(store, ", ".join(missing)), NOT_FOUND)
    return refs


def _page(comparison: Comparison, options: argparse.Namespace) -> str:
    from trialtui.pages.compare_page import ComparePage

    page = ComparePage(comparison).page()
    if options.format == "markdown":
        from trialtui.render.markdown import to_markdown

        return to_markdown(page)
    from trialtui.render.text import to_text

    return to_text(page, width=width(), colour=colour(), ascii_only=options.ascii)
