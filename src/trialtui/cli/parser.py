"""The command line's grammar: the parsers made of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from trialtui import __version__
from trialtui.cli.commands import COMMANDS, count_of_rows
from trialtui.cli.exits import MEANINGS
from trialtui.model.clean import clean
from trialtui.user.policy import FREE, Policy


class _Parser(argparse.ArgumentParser):
    """argparse's parser, its errors made safe for a terminal; arguments that are not allowed stay out of its help."""

    def __init__(self, *, hidden: Collection[str] = (), **kwargs: Any) -> None:
        self._hidden = hidden
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **kwargs)

    def add_argument(self, *names: Any, **kwargs: Any) -> argparse.Action:
        """Add an argument."""
        action = super().add_argument(*names, **kwargs)
        if action.dest in self._hidden:
            action.help = argparse.SUPPRESS
        return action

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, which may hold anything."""
        super().error(clean(message))


MINUS = "\ufdd0"
"""Stands before a word that begins with a minus while options are read; no text holds it."""

_SHORT_OPTIONS = frozenset({"-h", "-o"})
WITH_WORDS = frozenset({"search", "export"})
"""The commands that take words to search for."""


def minus_words(arguments: Sequence[str]) -> list[str]:
    """Mark the arguments that begin with one minus and are no option: words that a search excludes."""
    rest, marked = list(arguments), []
    while rest and rest[0] != "--":
        word = rest.pop(0)
        is_word = word[:1] == "-" and word[1:2] not in ("", "-") and word not in _SHORT_OPTIONS
        marked.append(MINUS + word if is_word else word)
    return marked + rest


def _common(parser: argparse.ArgumentParser, *, default: object) -> None:
    """Add the options that every command line takes."""
    off = default or False
    parser.add_argument("--store", metavar="DIR", default=default, help="the store's folder (or TRIALTUI_STORE)")
    parser.add_argument("--profile", metavar="NAME", default=default, help="keep bookmarks and settings under a name")
    parser.add_argument(
        "--secure", action="store_true", default=off, help="for shared accounts: no way out but reading"
    )
    parser.add_argument("--read-only", action="store_true", default=off, help="write nothing at all")
    parser.add_argument("--ascii", action="store_true", default=off, help="draw with ASCII characters only")


_OF_THE_SITE = ("store", "profile", "secure", "read_only")
"""The options that are not a reader's in secure mode."""


def command_parser(name: str, policy: Policy = FREE) -> argparse.ArgumentParser:
    """Return the parser of command lines that begin with this command; parsers of the others would take longer."""
    command, hidden = COMMANDS[name], _hidden(name, policy)
    parser = _Parser(prog="trialtui", hidden=hidden)
    _common(parser, default=None)
    commands = parser.add_subparsers(required=True, prog="trialtui")
    sub = commands.add_parser(name, description=f"trialtui {name}: {command.does}.", hidden=hidden)
    _common(sub, default=argparse.SUPPRESS)
    command.arguments(sub)
    return parser


def _hidden(name: str, policy: Policy) -> set[str]:
    """Return the arguments of a command, or of the browser without a name, that are not allowed."""
    options = COMMANDS[name].options if name else {}
    hidden = {dest for dest, need in options.items() if not policy.allows(need)}
    return hidden | set(_OF_THE_SITE if policy.secure else ())


def arguments_of(name: str, policy: Policy = FREE) -> list[argparse.Action]:
    """Return the arguments that a command takes; the browser's options without a name."""
    parser = _Parser(hidden=_hidden(name, policy))
    _common(parser, default=None)
    if name:
        COMMANDS[name].arguments(parser)
    return list(parser._actions)


def browser_parser(policy: Policy = FREE) -> argparse.ArgumentParser:
    """Return the parser of command lines that open the browser; its help is the help of the whole."""
    rows = "\n".join(f"  {name:<11} {command.does}" for name, command in COMMANDS.items() if command.allowed(policy))
    codes = [f"{code} {meaning}" for code, meaning in MEANINGS.items()]
    parser = _Parser(
        prog="trialtui",
        usage=f"trialtui {'' if policy.secure else '[--store DIR] '}[REF | WORDS]\n       trialtui COMMAND …",
        description="A terminal browser for clinical trials.",
        epilog=f"commands:\n{rows}\n\n`trialtui COMMAND --help` says more. Exit codes: {', '.join(codes[:3])},\n"
        f"{', '.join(codes[3:])}.",
        hidden=_OF_THE_SITE if policy.secure else (),
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help="open at an entity, such as NCT04437823 or D045169#trials, or at the search for words",
    )
    _common(parser, default=None)
    parser.add_argument("--limit", type=count_of_rows, metavar="N", help="print what the words find, at most N rows")
    parser.add_argument("--json", action="store_true", help="print what the words find, as JSON")
    parser.add_argument("--theme", metavar="NAME", help="colours: textual-light, nord, ansi-dark …")
    parser.add_argument("--version", action="version", version=f"trialtui {__version__}")
    return parser
