"""The commands: what each does, the arguments it takes, and what must be allowed for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from trialtui.model.refs import KINDS
from trialtui.user.policy import Need, Policy

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
    parser.add_argument("--limit", type=count_of_rows, metavar="N", help="print at most N rows")
    parser.add_argument("--json", action="store_true", help="print JSON")


def count_of_rows(text: str) -> int:
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
    parser.add_argument("--limit", type=count_of_rows, metavar="N", help="write at most N trials")


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
    _jobs(parser, "with --relink: ")


def _import(parser: argparse.ArgumentParser) -> None:
    help_text = "JSON, JSON lines or CSV as downloaded, .gz or .zip of them, folders, - for standard input"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=help_text)
    _jobs(parser)


def _jobs(parser: argparse.ArgumentParser, when: str = "") -> None:
    help_text = "so many further processes read and link records (as many as help; 0: none, which takes least memory)"
    parser.add_argument("--jobs", type=count_of_rows, metavar="N", help=when + help_text)


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
