"""The command line's grammar."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NamedTuple

from trialtui import __version__
from trialtui.model.refs import KINDS

METRICS = ("cosine", "jaccard", "npmi")
FORMATS = ("text", "markdown", "json")

_Runner = Callable[[argparse.Namespace], int]


class CommandLine(NamedTuple):
    """A command: where its function is (it is imported when it runs), what it does, and its own arguments."""

    module: str
    function: str
    does: str
    arguments: Callable[[argparse.ArgumentParser], None]

    def run(self) -> _Runner:
        """Import and return the function."""
        function: _Runner = getattr(import_module(self.module), self.function)
        return function


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_count, metavar="N", help="print at most N rows")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _count(text: str) -> int:
    """Read a number of rows."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r}: a number is wanted")
    return int(text)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="NCT04437823, D045169, HP:0002090, gene:ACE2, drug:remdesivir …")
    parser.add_argument("--section", default="", metavar="NAME", help="one section of the page only")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="short for --format json")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    _limit(parser)


def _correlate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="a term, such as D045169 or drug:remdesivir")
    parser.add_argument("--kind", choices=KINDS[1:], help="one kind only")
    parser.add_argument("--metric", choices=METRICS, default="cosine")
    parser.add_argument("--mentions", action="store_true", help="count what was found in the text too")
    _limit(parser)


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help='words, "phrases", -word, D018352+, phase:3 …')
    parser.add_argument("--kind", choices=KINDS, help="one kind only")
    parser.add_argument("--status", metavar="S", help="trials of this status only, such as recruiting")
    parser.add_argument("--phase", metavar="P", help="trials of this phase only: 3 includes 2/3, 3! does not")
    _limit(parser)


def _build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages or folders of pages; default: those shipped")
    parser.add_argument("--fresh", action="store_true", help="start the store anew; the old one is kept aside")
    parser.add_argument(
        "--relink", action="store_true", help="make all links anew by the present rules and vocabularies"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    help_text = "JSON, JSON lines or CSV as downloaded, .gz or .zip of them, folders, - for standard input"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=help_text)


def _verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended; damaged files are kept aside")


def _link(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a text, or JSON lines; - is standard input"
    )
    parser.add_argument("--mesh", action="store_true", help="look for MeSH terms too, as in titles and conditions")
    parser.add_argument("--json", action="store_true", help="print JSON for a plain text too")


def _vocab(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["update"])
    help_text = "hp.obo, HGNC's complete set, or MeSH's descriptor file"
    parser.add_argument("files", nargs="+", metavar="FILE", help=help_text)


def _info(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _none(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


COMMANDS: dict[str, CommandLine] = {
    "show": CommandLine("trialtui.cli.show", "show", "print the page of an entity", _show),
    "search": CommandLine("trialtui.cli.searching", "run", "find entities and trials", _search),
    "list": CommandLine("trialtui.cli.listing", "list_kind", "list the entities of a kind", _list),
    "correlate": CommandLine("trialtui.cli.listing", "correlate", "list what goes together with a term", _correlate),
    "build": CommandLine("trialtui.cli.building", "build", "add seed pages to the store", _build),
    "import": CommandLine("trialtui.cli.importing", "import_files", "add ClinicalTrials.gov records", _import),
    "verify": CommandLine("trialtui.cli.verifying", "verify_store", "check the store, and mend it", _verify),
    "info": CommandLine("trialtui.cli.info", "info", "say what the store holds", _info),
    "link": CommandLine("trialtui.cli.linking", "link", "find the entities that a text names", _link),
    "vocab": CommandLine("trialtui.cli.vocabularies", "vocab", "bring vocabularies up to date", _vocab),
    "keys": CommandLine("trialtui.cli.keys", "keys", "list the browser's keys", _none),
}

_Parser = partial(argparse.ArgumentParser, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)


MINUS = "\ufdd0"
"""Stands before a word that begins with a minus while options are read; no text holds it."""

_SHORT_OPTIONS = frozenset({"-h", "-o"})


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
    parser.add_argument("--store", metavar="DIR", default=default, help="the store's folder (or TRIALTUI_STORE)")
    parser.add_argument(
        "--ascii", action="store_true", default=default or False, help="draw with ASCII characters only"
    )


def command_parser(name: str) -> argparse.ArgumentParser:
    """Return the parser of command lines that begin with this command; parsers of the others would take longer."""
    parser = _Parser(prog="trialtui")
    _common(parser, default=None)
    command = COMMANDS[name]
    commands = parser.add_subparsers(required=True, prog="trialtui")
    sub = commands.add_parser(name, description=f"trialtui {name}: {command.does}.")
    _common(sub, default=argparse.SUPPRESS)
    command.arguments(sub)
    return parser


def browser_parser() -> argparse.ArgumentParser:
    """Return the parser of command lines that open the browser; its help is the help of the whole."""
    rows = "\n".join(f"  {name:<11} {command.does}" for name, command in COMMANDS.items())
    parser = _Parser(
        prog="trialtui",
        usage="trialtui [--store DIR] [REF | WORDS]\n       trialtui COMMAND …",
        description="A terminal browser for clinical trials.",
        epilog=f"commands:\n{rows}\n\n`trialtui COMMAND --help` says more. Exit codes: 0 done, 1 nothing found, "
        "2 wrong usage,\n3 input or store unusable, 4 network, 130 interrupted.",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help="open at an entity, such as NCT04437823 or D045169#trials, or at the search for words",
    )
    _common(parser, default=None)
    parser.add_argument("--version", action="version", version=f"trialtui {__version__}")
    return parser
