"""`trialtui vocab update`: newer vocabularies than those that ship with the program."""

from __future__ import annotations

import argparse
import os
import re
from contextlib import suppress
from pathlib import Path

from trialtui.cli.exits import OK, UNUSABLE, CommandError
from trialtui.cli.output import say
from trialtui.user.locations import NoHomeError, data_folder

_VARIABLE = "TRIALTUI_VOCAB"

_DATED = re.compile(r"\d{4}(?:-\d\d-\d\d)?")
"""A version that is a year or a day; of two such the earlier one is known."""


def use_own_vocabularies() -> None:
    """Let the user's own tables go before the shipped ones, where there are any."""
    if _VARIABLE in os.environ:
        return
    with suppress(NoHomeError):
        folder = data_folder() / "vocab"
        if folder.is_dir():
            os.environ[_VARIABLE] = str(folder)


def vocab(options: argparse.Namespace) -> int:
    """Read upstream files into the user's own tables."""
    from trialtui.linking.key_tables import write_keys
    from trialtui.vocab import VocabularyError
    from trialtui.vocab.update import update
    from trialtui.vocab.versions import VocabularyInfo, read_versions

    before: dict[str, VocabularyInfo] = {}
    try:
        folder = data_folder() / "vocab"
        with suppress(VocabularyError):  # what states no version can still be replaced
            before = read_versions(folder)
        found = update([Path(name) for name in options.files], folder)
    except (VocabularyError, OSError, NoHomeError) as error:
        said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        raise CommandError(f"{said}; nothing was changed", UNUSABLE) from error
    try:
        write_keys(folder, found)
    except OSError as error:
        say(f"{error}; the tables are in use, but linking makes their keys anew each time, which takes seconds")
    for table, info in found.items():
        say(f"{info.name} {info.version}: {info.rows:,} rows, in {folder}")
        was = before[table].version if table in before else ""
        if _is_older(info.version, was):
            say(f"that is older than {was}, which it replaces; without {folder} the shipped one counts")
    say("links are made anew by: trialtui build --relink")
    return OK


def _is_older(version: str, other: str) -> bool:
    """Tell whether a version is surely older than another; a year alone says nothing of days within it."""
    if not _DATED.fullmatch(version) or not _DATED.fullmatch(other):
        return False
    length = min(len(version), len(other))
    return version[:length] < other[:length]
