"""The command line's grammar."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from trialtui import __version__
from trialtui.model.clean import clean
from trialtui.model.refs import KINDS
from trialtui.user.policy import FREE, Need, Policy

SORTS = ("correlation", "shared")
METRICS = ("cosine", "jaccard", "npmi")
FORMATS = ("text", "markdown", "json")
EXPORT_FORMATS = ("csv", "json", "jsonl", "ris", "markdown")
SHELLS = ("bash", "zsh", "fish")

Runner = Callable[[argparse.Namespace], int]


class CommandLine(NamedTuple):
    """A command.

    Attributes:
        module: Where its function is; it is imported when it runs.
        function: The function's name.
        does: What it does.
        arguments: Adds its own arguments to a parser.
        needs: What must be allowed for it.
        secure: Whether it can be used in secure mode: it only reads, and prints what it finds.
        options: What must be allowed for some of its arguments, by their names in the parsed options.
    """

    module: str
    function: str
    does: str
    arguments: Callable[[argparse.ArgumentParser], None]
    needs: tuple[Need, ...] = ()
    secure: bool = False
    options: Mapping[str, Need] = MappingProxyType({})

    def allowed(self, policy: Policy) -> bool:
        """Tell whether it may be used."""
        return policy.allows(*self.needs) and (self.secure or not policy.secure)

    def run(self) -> Runner:
        """Import and return the function."""
        function: Runner = getattr(import_module(self.module), self.function)
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


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("refs", nargs="+", metavar="NCT", help="two to four trials, such as NCT04280705 NCT04292730")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="short for --format json")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what to search for, as in trialtui search")
    parser.add_argument("--ids", metavar="FILE", help="trials that a file lists, one NCT number a line; - is stdin")
    parser.add_argument("--format", choices=EXPORT_FORMATS, help="default: as the name of the file after -o ends")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write a file, and FILE.search.json beside it")
    parser.add_argument("--columns", metavar="A,B,C", help="the registry's data elements, such as NCTId,BriefTitle")
    parser.add_argument("--limit", type=_count, metavar="N", help="write at most N trials")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    _limit(parser)


def _correlate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="a term, such as D045169 or drug:remdesivir")
    parser.add_argument("--kind", choices=KINDS[1:], help="one kind only")
    parser.add_argument("--metric", choices=METRICS, default="cosine", help="the figure: cosine, as on the site")
    parser.add_argument("--sort", choices=SORTS, default=SORTS[0], help="by the figure, or by the trials shared")
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
    _jobs(parser)


def _jobs(parser: argparse.ArgumentParser) -> None:
    help_text = "so many further processes read and link records (as many as help; 0: none, which takes least memory)"
    parser.add_argument("--jobs", type=_count, metavar="N", help=help_text)


def _sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help="trials that have these words")
    parser.add_argument("--condition", metavar="C", help="trials of this condition; COVID-19 where nothing is named")
    parser.add_argument("--all", action="store_true", help="all trials of the registry")
    parser.add_argument("--since", metavar="DATE", help="only what was updated since then, such as 2026-11-30")
    parser.add_argument("--full", action="store_true", help="fetch everything again, not only what changed")
    parser.add_argument("--api-url", metavar="URL", help="a mirror of the registry's API (or TRIALTUI_API_URL)")
    parser.add_argument("--progress", action="store_true", help="a line of progress every second, for a log")
    _jobs(parser)


def _changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", nargs="?", metavar="REF", help="of one trial, or of the trials of a term")
    parser.add_argument("--since", metavar="DATE", help="only what was found since then, such as 2026-11-30")
    _limit(parser)


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
    parser.add_argument("--log", action="store_true", help="print what to send with a report of an error")


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))


def _keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--toml", action="store_true", help="print them as the settings file has them, to be changed")


COMMANDS: dict[str, CommandLine] = {
    "show": CommandLine("trialtui.cli.show", "show", "print the page of an entity", _show, secure=True),
    "search": CommandLine("trialtui.cli.searching", "run", "find entities and trials", _search, secure=True),
    "list": CommandLine("trialtui.cli.listing", "list_kind", "list the entities of a kind", _list, secure=True),
    "correlate": CommandLine(
        "trialtui.cli.correlating", "run", "list what goes together with a term", _correlate, secure=True
    ),
    "compare": CommandLine(
        "trialtui.cli.comparing", "compare_trials", "set two to four trials side by side", _compare, secure=True
    ),
    "export": CommandLine(
        "trialtui.cli.exporting", "export", "write trials as CSV, JSON, RIS or Markdown", _export, secure=True,
        options={"output": "write_files", "ids": "open_files"},
    ),
    "build": CommandLine(
        "trialtui.cli.building", "build", "add seed pages to the store", _build, needs=("write_store",)
    ),
    "import": CommandLine(
        "trialtui.cli.importing", "import_files", "add ClinicalTrials.gov records", _import, needs=("write_store",)
    ),
    "sync": CommandLine(
        "trialtui.cli.syncing", "sync", "fetch from ClinicalTrials.gov what is new and changed", _sync,
        needs=("write_store", "use_network"),
    ),
    "changes": CommandLine(
        "trialtui.cli.changing", "changes", "say what imports and syncs changed", _changes, secure=True
    ),
    "verify": CommandLine(
        "trialtui.cli.verifying", "verify_store", "check the store, and mend it", _verify,
        options={"repair": "write_store"},
    ),
    "info": CommandLine("trialtui.cli.info", "info", "say what the store holds", _info, secure=True),
    "link": CommandLine(
        "trialtui.cli.linking", "link", "find the entities that a text names", _link, secure=True,
        options={"file": "open_files"},
    ),
    "vocab": CommandLine(
        "trialtui.cli.vocabularies", "vocab", "bring vocabularies up to date", _vocab,
        needs=("open_files", "write_user_data"),
    ),
    "keys": CommandLine("trialtui.cli.keys", "keys", "list the browser's keys", _keys, secure=True),
    "completion": CommandLine(
        "trialtui.cli.completion", "completion", "print what a shell completes by", _completion, secure=True
    ),
}  # fmt: skip


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
    parser = _Parser(
        prog="trialtui",
        usage=f"trialtui {'' if policy.secure else '[--store DIR] '}[REF | WORDS]\n       trialtui COMMAND …",
        description="A terminal browser for clinical trials.",
        epilog=f"commands:\n{rows}\n\n`trialtui COMMAND --help` says more. Exit codes: 0 done, 1 nothing found, "
        "2 wrong usage,\n3 input or store unusable, 4 network, 130 interrupted.",
        hidden=_OF_THE_SITE if policy.secure else (),
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help="open at an entity, such as NCT04437823 or D045169#trials, or at the search for words",
    )
    _common(parser, default=None)
    parser.add_argument("--limit", type=_count, metavar="N", help="print what the words find, at most N rows")
    parser.add_argument("--json", action="store_true", help="print what the words find, as JSON")
    parser.add_argument("--theme", metavar="NAME", help="colours: textual-light, nord, ansi-dark …")
    parser.add_argument("--version", action="version", version=f"trialtui {__version__}")
    return parser
