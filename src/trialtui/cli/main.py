"""From arguments to a command and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from trialtui.cli.exits import INTERRUPTED, UNUSABLE, USAGE, CommandError
from trialtui.cli.output import say
from trialtui.cli.parser import COMMANDS, browser_parser, command_parser, minus_words
from trialtui.store.errors import StoreError


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line.

    The first word decides: the name of a command is that command; `--` makes what follows words; anything else is what
    the browser opens at.

    Returns:
        The exit code.
    """
    try:
        return _dispatch(list(arguments))
    except CommandError as error:
        say(f"trialtui: {error}")
        return error.code
    except StoreError as error:
        say(f"trialtui: {error}")
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has gone; Python must not complain of it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(arguments: list[str]) -> int:
    word = _first_word(arguments)
    if word in COMMANDS:
        options = command_parser(word).parse_args(minus_words(arguments) if word == "search" else arguments)
        return int(COMMANDS[word].run()(options))
    options = browser_parser().parse_args(arguments)
    if word is not None and "--" not in arguments:
        _suggest(word)
    from trialtui.cli.browse import browse

    return browse(options)


def _first_word(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is no option and no option's value."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return None
        if argument == "--store":
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return None


def _suggest(word: str) -> None:
    """Refuse a first word that is close to a command.

    Raises:
        CommandError: it is.
    """
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), COMMANDS, n=1, cutoff=0.75)
    if close:
        hint = f"did you mean `trialtui {close[0]}`? For the words themselves: trialtui -- {word}"
        raise CommandError(f"{word}: {hint}", USAGE)
