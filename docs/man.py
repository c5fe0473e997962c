"""Makes the manual page `trialtui(1)` of what the program declares and of what `docs/finding.md` says.

It is written in roff with the macros of man(7), which both groff and mandoc read, and in ASCII.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from trialtui import __version__
from trialtui.cli.commands import COMMANDS
from trialtui.cli.exits import FAILED, MEANINGS
from trialtui.cli.line import READERS_COMMAND, SECURE_VARIABLE, STORE_VARIABLE
from trialtui.cli.parser import arguments_of, browser_parser
from trialtui.cli.syncing import API_VARIABLE
from trialtui.tui.command_set import EVERYWHERE, CommandSet
from trialtui.user.problems import FILE_NAME as LOG_NAME
from trialtui.user.settings import FILE_NAME as SETTINGS_NAME
from trialtui.vocab.tables import VARIABLE as VOCAB_VARIABLE

DOCS = Path(__file__).parent
WIDE = 18
"""Columns for what stands before short descriptions, such as keys."""

DESCRIPTION = (
    "`trialtui` shows trials, the drugs they test, their MeSH and HPO terms, genes, SNPs and protein mutations, each "
    "as a page of its own that links to the others. Everything is read from one local store.",
    "Without a command it opens the browser: at the overview, at an entity (such as `NCT04437823`, `D045169`, "
    "`HP:0002090`, `gene:ACE2`, `drug:remdesivir`, with `#` and a section after it if need be), or at the search for "
    "words. After `--` there are words only, even where the first is the name of a command.",
    "With a command it prints what was asked for: data on standard output, narration on standard error.",
    "Where no store is named, one in the user's data folder is used, which is made from the documents that ship with "
    "the program when it is empty.",
)

ENVIRONMENT = {
    STORE_VARIABLE: "The store's folder, where `--store` names none.",
    API_VARIABLE: "The address that `trialtui sync` fetches from, where `--api-url` names none.",
    VOCAB_VARIABLE: "A folder of vocabularies that go before all others, those of `trialtui vocab update` too.",
    SECURE_VARIABLE: "Secure mode, unless it is empty or 0: as `--secure`, but for accounts whose environment is the "
    f"site's and whose arguments are the reader's. `{STORE_VARIABLE}` then names the store, and no argument can.",
    READERS_COMMAND: "In secure mode, what a reader gave to ssh; it counts where the command line has no words.",
    "TERM, COLORTERM": "The terminal and its colours. On one named dumb the browser does not open.",
    "NO_COLOR": "Where it is set there are no colours, whatever the theme.",
    "TEXTUAL_THEME": "The browser's theme, where neither `--theme` nor the settings name one.",
    "LC_ALL, LC_CTYPE, LANG": "The locale: where it names another encoding than UTF-8, all is drawn as with `--ascii`.",
    "DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION, SSH_TTY": "Whether there is a web browser for outside links: with a "
    "display, and not over SSH.",
    "TMUX, STY": "Whether what is copied has to pass through tmux or screen.",
    "HTTP_PROXY, HTTPS_PROXY, NO_PROXY": "The proxies by which `trialtui sync` reaches the registry.",
    "XDG_DATA_HOME, XDG_CONFIG_HOME": "Other places for `~/.local/share` and `~/.config` below.",
}

DATA, CONFIG = "~/.local/share/trialtui", "~/.config/trialtui"
FILES = {
    f"{DATA}/store/": "The store that is used where none is named.",
    f"{DATA}/bookmarks.json, notes.json, history.json": "What one keeps: bookmarks and saved searches, notes, where "
    "one has been.",
    f"{DATA}/vocab/": "Newer vocabularies, as `trialtui vocab update` writes them.",
    f"{DATA}/{LOG_NAME}": "Errors of the program's own; `trialtui info --log` prints them.",
    f"{CONFIG}/{SETTINGS_NAME}": "Settings: theme, widths, keys. `trialtui keys --toml` prints the keys as they stand "
    "there.",
    f"{DATA}/profiles/NAME/, {CONFIG}/profiles/NAME/": "The same things of a profile.",
}

EXAMPLES = {
    "trialtui": "Open the browser; `?` lists its keys.",
    "trialtui 'NCT04437823#secondary-outcomes'": "Open it at a section of a trial.",
    "trialtui show drug:remdesivir --format markdown": "Print a drug's page as Markdown.",
    "trialtui search status:completed phase:3 '\"convalescent plasma\"'": "Find completed trials of phase 3 by two "
    "words in a row.",
    "trialtui search covid -placebo --limit 20": "Find what has one word and not another, at most 20 rows of it.",
    "trialtui export 'D018352+ drug:tocilizumab+' -o tocilizumab.csv": "Write trials of a condition and a drug as CSV; "
    "narrower terms and other names of the substance count.",
    "trialtui compare NCT04280705 NCT04292730": "Set two trials side by side.",
    "trialtui sync --condition asthma": "Fetch the trials of a condition; later only what has changed.",
    "trialtui --store /srv/trials import ctg-studies.json.zip": "Add downloaded records to a store elsewhere.",
}

_ESCAPES = str.maketrans(
    {"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", "…": "..."}
)


def page() -> str:
    """Return the manual page; the same bytes whenever it is made."""
    lines = [
        r".\" Made by docs/make.py from what the program declares: change that instead.",
        f'.TH TRIALTUI 1 "" "trialtui {escaped(__version__)}" "User Commands"',
        ".nh",
        ".ad l",
    ]
    for title, body in _sections():
        lines += [f".SH {title}", *body]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Write text so that roff prints it as it is, in ASCII."""
    plain = text.translate(_ESCAPES)
    return "".join(char if char.isascii() else rf"\[u{ord(char):04X}]" for char in plain)


def bold(text: str) -> str:
    """Write what is typed as it stands."""
    return rf"\fB{escaped(text)}\fR"


def italic(text: str) -> str:
    """Write what stands for something else."""
    return rf"\fI{escaped(text)}\fR"


def prose(text: str) -> str:
    """Write text as a line of roff, in bold what stands in backticks."""
    parts = text.split("`")
    line = "".join(bold(part) if index % 2 else escaped(part) for index, part in enumerate(parts))
    return rf"\&{line}" if line.startswith(".") else line


def _sections() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the sections, each with its title and its lines."""
    yield "NAME", [rf"trialtui \- {prose(_what())}"]
    yield "SYNOPSIS", _synopsis()
    yield "DESCRIPTION", _paragraphs(DESCRIPTION)
    yield "COMMANDS", _commands()
    yield "OPTIONS", _options()
    yield "KEYS", _keys()
    yield "SEARCHING", _searching()
    yield "ENVIRONMENT", (line for name, does in ENVIRONMENT.items() for line in _item(bold(name), prose(does)))
    yield "FILES", _files()
    yield "EXIT STATUS", _exits()
    yield "EXAMPLES", (line for typed, does in EXAMPLES.items() for line in _item(bold(typed), prose(does)))
    yield "SEE ALSO", _see_also()


def _item(tag: str, body: str, wide: int = 7) -> Iterator[str]:
    """Yield a description with what it describes before it."""
    yield from (f".TP {wide}", tag, body)


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for index, text in enumerate(texts):
        yield from ([".PP"] if index else [])
        yield prose(text)


def _what() -> str:
    """Return what the program is, as a part of a sentence."""
    text = (browser_parser().description or "").rstrip(".")
    return text[:1].lower() + text[1:]


def _synopsis() -> Iterator[str]:
    """Yield the ways to call the program, as its help has them."""
    for index, line in enumerate((browser_parser().usage or "").splitlines()):
        yield from ([".br"] if index else [])
        yield " ".join(_as_typed(word) for word in line.split())


def _as_typed(word: str) -> str:
    """Write a word of the usage: what stands for something else is in capitals."""
    bare = word.strip("[]")
    written = italic(bare) if bare.isupper() else bold(bare) if bare.strip("-").isalpha() else escaped(bare)
    before, _, after = word.partition(bare)
    return before + written + after


# Commands and options


def _commands() -> Iterator[str]:
    """Yield the commands, each with the arguments that it has beside those that all have."""
    yield prose("Every command takes the common options below too, before or after its name.")
    common = {flag for action in arguments_of("") for flag in action.option_strings}
    for name, command in COMMANDS.items():
        own = [action for action in arguments_of(name) if not common & set(action.option_strings)]
        words = [_word(action) for action in own if not action.option_strings]
        yield from _item(" ".join((bold(name), *words)), prose(f"{command.does[:1].upper()}{command.does[1:]}."))
        described = [line for action in own for line in _argument(action)]
        yield from [".RS 7", *described, ".RE"] if described else []


def _options() -> Iterator[str]:
    """Yield the options of all command lines, then those of the browser."""
    common = arguments_of("")
    flags = {flag for action in common for flag in action.option_strings}
    yield ".SS Common options"
    yield from (line for action in common for line in _argument(action))
    yield ".SS Without a command"
    for action in browser_parser()._actions:
        if not flags & set(action.option_strings):
            yield from _argument(action)


def _word(action: argparse.Action) -> str:
    """Write an argument without an option's name as a command line has it."""
    word = _value(action)
    repeated = f"{word} ..." if action.nargs in ("*", "+") else word
    return f"[{repeated}]" if action.nargs in ("*", "?") else repeated


def _argument(action: argparse.Action) -> Iterator[str]:
    """Yield an argument with what it is for; nothing where there is nothing to say."""
    names = ", ".join(bold(flag) for flag in action.option_strings)
    value = "" if action.nargs == 0 else _value(action)
    does = _does(action)
    if does:
        yield from _item(" ".join(filter(None, (names, value))), prose(does))


def _value(action: argparse.Action) -> str:
    """Write what stands for an argument's value; the value itself where there is but one."""
    if isinstance(action.metavar, str):
        return italic(action.metavar)
    choices = list(action.choices or ())
    return bold(str(choices[0])) if len(choices) == 1 else italic(action.dest.upper())


def _does(action: argparse.Action) -> str:
    """Say what an argument is for, the values that it takes, and the one that it has by default."""
    said = [action.help] if action.help else []
    if action.option_strings and action.nargs != 0:
        if action.choices:
            said.append(f"one of {', '.join(map(str, action.choices))}")
        if action.default:
            said.append(f"default: {action.default}")
    return "; ".join(said)


# Keys and the search language


def _keys() -> Iterator[str]:
    """Yield the browser's keys under the headings of its help."""
    yield prose("These are the keys where the settings name no others; `trialtui keys` prints those that apply.")
    for group, rows in groupby(CommandSet().table(ascii_only=True), key=lambda row: row.group):
        yield from (f".SS {escaped(group)}", ".PD 0")
        for row in rows:
            where = "" if row.where == EVERYWHERE else f" ({row.where})"
            yield from _item(bold(row.keys), prose(row.does + where), WIDE)
        yield ".PD"


def _searching() -> Iterator[str]:
    """Yield the search language, as `docs/finding.md` has it."""
    text = (DOCS / "finding.md").read_text(encoding="utf-8")
    section = text.partition("## What a query says\n")[2].partition("\n## ")[0].replace(" · ", ", ")
    before, table, after, *_ = section.strip().split("\n\n")
    yield prose(" ".join(before.split()))
    for row in table.splitlines()[2:]:
        typed, means = row.strip("| ").split(" | ")
        yield from _item(prose(typed), prose(means), WIDE)
    yield ".PP"
    yield prose(" ".join(after.split()))


# What is around the program


def _files() -> Iterator[str]:
    yield prose("`trialtui info` prints where they are; on a Mac it is `~/Library/Application Support/trialtui`.")
    for name, what in FILES.items():
        yield from _item(bold(name), prose(what))


def _exits() -> Iterator[str]:
    for code, meaning in MEANINGS.items():
        own = ", or an error of the program's own" if code == FAILED else ""
        yield from _item(bold(str(code)), prose(meaning + own))


def _see_also() -> Iterator[str]:
    documents = ", ".join(f"`docs/{path.name}`" for path in sorted(DOCS.glob("*.md")))
    yield prose("`ssh`(1), `tmux`(1), `screen`(1)")
    yield ".PP"
    yield prose(f"The documents that come with the source: `README.md`, {documents}.")
