"""Who typed what: the words of a command line, the options of whoever set it up, and what is allowed here."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from trialtui.cli.exits import USAGE, CommandError
from trialtui.cli.output import is_utf8
from trialtui.cli.parser import browser_parser
from trialtui.cli.stores import StoreChoice
from trialtui.user.policy import Policy

SECURE_VARIABLE = "TRIALTUI_SECURE"
STORE_VARIABLE = "TRIALTUI_STORE"
READERS_COMMAND = "SSH_ORIGINAL_COMMAND"
"""What `ssh host …` asked for, where the server runs a command of its own instead."""

_PROFILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_TAKE_A_VALUE = ("--store", "--profile", "--theme")


class Line(NamedTuple):
    """A command line, taken apart.

    Attributes:
        words: What is to be carried out, still to be parsed.
        secure: Whether the reader is to get nowhere but into the browser.
        site: The options of whoever set this up, where the words are a reader's; None where they hold all options.
    """

    words: list[str]
    secure: bool
    site: argparse.Namespace | None


def take_apart(arguments: Sequence[str]) -> Line:
    """Tell the options of whoever set this up from the words of the reader.

    Who says that the session is secure also names the store, and by the same means: with `--secure` the options are the
    site's, the words are the site's too if there are any, else those that the reader gave to ssh, and the environment
    counts for nothing. With `TRIALTUI_SECURE` the environment is the site's, and all arguments are the reader's.

    Raises:
        CommandError: what the reader gave to ssh cannot be read.
    """
    if "--secure" in _before_words(arguments):
        if first_word(arguments) is None and "--" not in arguments and READERS_COMMAND in os.environ:
            return Line(_readers_words(), secure=True, site=browser_parser().parse_args(list(arguments)))
        return Line(list(arguments), secure=True, site=None)
    if os.environ.get(SECURE_VARIABLE, "0") not in ("", "0"):
        words = list(arguments) or _readers_words()
        return Line(words, secure=True, site=argparse.Namespace(store=os.environ.get(STORE_VARIABLE)))
    return Line(list(arguments), secure=False, site=None)


def settle(options: argparse.Namespace, line: Line) -> None:
    """Put the policy and the choice of a store into the options of a command.

    Raises:
        CommandError: a reader gave an option that is not theirs, or a profile has no proper name.
    """
    site = options if line.site is None else line.site
    if site is not options:
        for name in ("store", "profile"):
            if getattr(options, name, None) is not None:
                raise CommandError(f"--{name}: not in secure mode, where it is not the reader's to say", USAGE)
    profile = getattr(site, "profile", None)
    if profile is not None and not _PROFILE.fullmatch(profile):
        raise CommandError(f"{profile}: no name of a profile; it takes letters, digits, and . _ @ - after those", USAGE)
    read_only = options.read_only or getattr(site, "read_only", False)
    options.policy = Policy(secure=line.secure, read_only=read_only, profile=profile or "")
    store = site.store or (None if line.secure else os.environ.get(STORE_VARIABLE))
    options.store = StoreChoice(store, options.policy)
    options.ascii = options.ascii or getattr(site, "ascii", False) or not is_utf8()


def first_word(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is no option and no option's value."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return None
        if argument in _TAKE_A_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return None


def _before_words(arguments: Sequence[str]) -> Sequence[str]:
    """Return the arguments up to `--`, after which there are words only."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _readers_words() -> list[str]:
    """Split what the reader gave to ssh as a shell would, without one; the program's own name may stand first."""
    import shlex

    text = os.environ.get(READERS_COMMAND, "")
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise CommandError(f"the command cannot be read: {str(error).lower()}", USAGE) from error
    return words[1:] if words and words[0].rpartition("/")[2] == "trialtui" else words
