"""`trialtui vocab update`: newer vocabularies than those that ship with the program."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from trialtui.cli.exits import OK, UNUSABLE, CommandError
from trialtui.cli.output import say
from trialtui.user.locations import NoHomeError, data_folder

_VARIABLE = "TRIALTUI_VOCAB"


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

    try:
        folder = data_folder() / "vocab"
        found = update([Path(name) for name in options.files], folder)
    except (VocabularyError, OSError, NoHomeError) as error:
        said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        raise CommandError(f"{said}; nothing was changed", UNUSABLE) from error
    try:
        write_keys(folder, found)
    except OSError as error:
        say(f"{error}; the tables are in use, but linking makes their keys anew each time, which takes seconds")
    for info in found.values():
        say(f"{info.name} {info.version}: {info.rows:,} rows, in {folder}")
    say("links are made anew by: trialtui build --relink")
    return OK
