"""From arguments to a command and its exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from trialtui.cli.commands import COMMANDS, Runner
from trialtui.cli.exits import FAILED, INTERRUPTED, UNUSABLE, USAGE, CommandError
from trialtui.cli.line import Line, first_word, settle, take_apart
from trialtui.cli.output import say
from trialtui.cli.parser import WITH_WORDS, browser_parser, command_parser, minus_words
from trialtui.store.errors import StoreError
from trialtui.user.policy import Need, Policy


def run(arguments: Sequence[str], *, own_process: bool = False) -> int:
    """Carry out a command line.

    The first word decides: the name of a command is that command; `--` makes what follows words; anything else is what
    the browser opens at.

    Args:
        arguments: The arguments.
        own_process: Whether the process does nothing else, so that secure mode may shut it in for good.

    Returns:
        The exit code.
    """
    try:
        return _dispatch(list(arguments), own_process)
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


def _dispatch(arguments: list[str], own_process: bool) -> int:
    line = take_apart(arguments)
    if not own_process:
        runner, options = _parsed(line)
        return runner(options)
    if line.secure:
        from trialtui.cli.lockdown import raise_wall, shed_environment

        shed_environment()
    runner, options = _parsed(line)
    if line.secure:
        raise_wall(options.policy)
    try:
        return runner(options)
    except (CommandError, StoreError, BrokenPipeError):
        raise
    except Exception as error:  # whatever it is, it is told in a line or two, and kept for whoever can mend it
        return _failed(error, options.policy)


def _failed(error: Exception, policy: Policy) -> int:
    """Tell what the program failed by, and where more is to be found."""
    from trialtui.user.locations import user_folder
    from trialtui.user.problems import keep, where

    say(f"trialtui: it failed by an error of its own: {type(error).__name__}: {error}\n  {where(error)}")
    say("What was stored and kept is as it was.")
    path = keep(user_folder(policy) if policy.may_write_user_data else None, error)
    if path is not None:
        say(f"`trialtui info --log` prints what to send with a report; it holds nothing of yours ({path})")
    return FAILED


def _parsed(line: Line) -> tuple[Runner, argparse.Namespace]:
    """Return what carries out a command line, and its options.

    Raises:
        CommandError: it is not allowed, or close to a command without being one.
    """
    seen = Policy(secure=line.secure)
    word = first_word(line.words)
    if word in COMMANDS:
        return _parsed_command(word, line, seen)
    options = browser_parser(seen).parse_args(minus_words(line.words))
    settle(options, line)
    if word is not None and "--" not in line.words:
        _suggest(word, options.policy)
    from trialtui.cli.browse import browse

    return browse, options


def _parsed_command(name: str, line: Line, seen: Policy) -> tuple[Runner, argparse.Namespace]:
    """Return what carries out a command, unless it or one of its arguments is not allowed."""
    command = COMMANDS[name]
    if not command.allowed(seen):  # before its arguments are looked at: they are of no interest
        _refuse(name, seen, *command.needs)
    parser = command_parser(name, seen)
    options = parser.parse_args(minus_words(line.words) if name in WITH_WORDS else line.words)
    settle(options, line)
    _refuse(name, options.policy, *command.needs)
    for dest, need in command.options.items():
        value = getattr(options, dest)
        if value not in (None, False, [], "-"):
            _refuse(f"{name} {dest if value is True else value}", options.policy, need)
    return command.run(), options


def _refuse(what: str, policy: Policy, *needs: Need) -> None:
    """Refuse what is not allowed.

    Raises:
        CommandError: it is not.
    """
    name = what.split()[0]
    refusal = policy.refusal(what, *needs)
    if not refusal and not COMMANDS[name].allowed(policy):
        refusal = f"{what}: not in secure mode"
    if refusal:
        allowed = ", ".join(other for other, command in COMMANDS.items() if command.allowed(policy))
        raise CommandError(f"{refusal}; allowed are: {allowed}" if policy.secure else refusal, USAGE)


def _suggest(word: str, policy: Policy) -> None:
    """Refuse a first word that is close to a command.

    Raises:
        CommandError: it is.
    """
    from difflib import get_close_matches

    allowed = [name for name, command in COMMANDS.items() if command.allowed(policy)]
    close = get_close_matches(word.lower(), allowed, n=1, cutoff=0.75)
    if close:
        hint = f"did you mean `trialtui {close[0]}`? For the words themselves: trialtui -- {word}"
        raise CommandError(f"{word}: {hint}", USAGE)
