"""`trialtui completion`: what a shell needs to complete command lines, from the parser's own declaration."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from trialtui.cli.commands import COMMANDS, SHELLS
from trialtui.cli.exits import OK
from trialtui.cli.output import put
from trialtui.cli.parser import arguments_of
from trialtui.user.policy import Policy

_FILES = ("FILE", "PATH")
_FOLDERS = ("DIR",)


class Argument(NamedTuple):
    """An argument as a shell sees it.

    Attributes:
        flags: Its options' names; none for a word without one.
        takes: Whether a value follows the option.
        many: Whether several words are taken.
        values: The values that it takes, where they can be listed.
        place: `file` or `folder` where it takes the name of one; else empty.
        does: What it is for.
    """

    flags: tuple[str, ...]
    takes: bool
    many: bool
    values: tuple[str, ...]
    place: str
    does: str


def completion(options: argparse.Namespace) -> int:
    """Print the completions of a shell."""
    writers: dict[str, Callable[[Policy], Iterator[str]]] = dict(zip(SHELLS, (bash, zsh, fish), strict=True))
    put("".join(f"{line}\n" for line in writers[options.shell](options.policy)))
    return OK


def arguments(name: str, policy: Policy) -> list[Argument]:
    """Return the arguments of a command; of the browser where the name is empty."""
    return [_argument(action) for action in arguments_of(name, policy) if action.help != argparse.SUPPRESS]


def _argument(action: argparse.Action) -> Argument:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    place = "file" if metavar in _FILES else "folder" if metavar in _FOLDERS else ""
    listed = action.choices if action.choices is not None else _values(action.dest)
    return Argument(
        tuple(action.option_strings),
        action.nargs != 0,
        action.nargs in ("*", "+"),
        tuple(map(str, listed)),
        place,
        (action.help or "").partition(";")[0],
    )


def _values(dest: str) -> Sequence[str]:
    """Return the values of an argument that takes others too."""
    from trialtui.model.labels import STATUSES
    from trialtui.model.places import TERM_ANCHORS, TRIAL_ANCHORS
    from trialtui.query.columns import COLUMNS
    from trialtui.query.search_fields import PHASE_WORDS

    known: dict[str, Sequence[str]] = {
        "status": [status.lower() for status in STATUSES],
        "phase": tuple(PHASE_WORDS.values()),
        "section": tuple(dict.fromkeys((*TRIAL_ANCHORS, *TERM_ANCHORS))),
        "columns": tuple(COLUMNS),
    }
    return known.get(dest, ())


def _commands(policy: Policy) -> list[str]:
    return [name for name, command in COMMANDS.items() if command.allowed(policy)]


def _own(name: str, policy: Policy) -> list[Argument]:
    """Return the arguments that a command has beside those that all have."""
    common = arguments("", policy)
    return [argument for argument in arguments(name, policy) if argument not in common]


def _flags(found: Sequence[Argument]) -> list[str]:
    return [flag for argument in found for flag in argument.flags]


# bash


def bash(policy: Policy) -> Iterator[str]:
    """Yield the lines of a bash script."""
    names, common = _commands(policy), arguments("", policy)
    valued = "|".join(flag for argument in common if argument.takes for flag in argument.flags)
    yield "# bash: put this in ~/.local/share/bash-completion/completions/trialtui, or source it from ~/.bashrc"
    yield from _BASH_HEAD.format(valued=valued or "--none").splitlines()
    yield "    case $command,$before in"
    for name, found in (("*", common), *((name, _own(name, policy)) for name in names)):
        for argument in found:
            if argument.flags and argument.takes:
                cases = "|".join(f"{name},{flag}" for flag in argument.flags)
                yield f"        {cases}) {_bash_value(argument)}; return ;;"
    yield "    esac"
    yield "    case $command in"
    yield f"        '') _trialtui_words '{' '.join([*names, *_flags(common)])}' ;;"
    for name in names:
        found = arguments(name, policy)
        words = [value for argument in found if not argument.flags for value in argument.values]
        places = {argument.place for argument in found if not argument.flags and argument.place}
        files = "".join(f"; _trialtui_{place}s" for place in sorted(places))
        yield f"        {name}) _trialtui_words '{' '.join([*words, *_flags(found)])}'{files} ;;"
    yield "    esac"
    yield "}"
    yield "complete -F _trialtui trialtui"


_BASH_HEAD = """\
_trialtui_words() {{
    local IFS=$' \\t\\n'
    COMPREPLY+=($(compgen -W "$1" -- "$current"))
}}
_trialtui_files() {{
    local IFS=$'\\n'
    compopt -o filenames 2> /dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
}}
_trialtui_folders() {{
    local IFS=$'\\n'
    compopt -o filenames 2> /dev/null
    COMPREPLY+=($(compgen -d -- "$current"))
}}
_trialtui() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= number
    COMPREPLY=()
    for ((number = 1; number < COMP_CWORD; number++)); do
        case ${{COMP_WORDS[number]}} in
            {valued}) ((number++)) ;;
            -*) ;;
            *) command=${{COMP_WORDS[number]}}; break ;;
        esac
    done"""


def _bash_value(argument: Argument) -> str:
    """Return what completes the value of an option."""
    return f"_trialtui_{argument.place}s" if argument.place else f"_trialtui_words '{' '.join(argument.values)}'"


# zsh


def zsh(policy: Policy) -> Iterator[str]:
    """Yield the lines of a zsh function."""
    names = _commands(policy)
    yield "#compdef trialtui"
    yield "# zsh: put this in a file named _trialtui in a folder of $fpath"
    yield "local context state state_descr line"
    yield "local -a commands"
    yield "typeset -A opt_args"
    yield "commands=("
    yield from (f"    {_quoted(f'{name}:{COMMANDS[name].does}')}" for name in names)
    yield ")"
    common = " ".join(_zsh_specs(arguments("", policy)))
    yield f"_arguments -C {common} '1:command:->command' '*::argument:->arguments'"
    yield "case $state in"
    yield "    command) _describe command commands ;;"
    yield "    arguments)"
    yield "        case $line[1] in"
    yield from (f"            {name}) _arguments {' '.join(_zsh_specs(arguments(name, policy)))} ;;" for name in names)
    yield "        esac ;;"
    yield "esac"


def _zsh_specs(found: Sequence[Argument]) -> Iterator[str]:
    """Yield arguments as `_arguments` takes them, each name of an option for itself."""
    place = 0
    for argument in found:
        listed = f"({' '.join(argument.values)})" if argument.values else " "
        action = {"file": "_files", "folder": "_files -/"}.get(argument.place, listed)
        does = _plain(argument.does) or "value"
        if not argument.flags:
            place += 1
            yield _quoted(f"{'*' if argument.many else place}:{does}:{action}")
        for flag in argument.flags:
            yield _quoted(f"{flag}[{does}]" + (f":{does}:{action}" if argument.takes else ""))


def _plain(text: str) -> str:
    """Return a text without what `_arguments` would take for its own."""
    return text.translate(str.maketrans("[]:", "();", '\\"'))


def _quoted(text: str) -> str:
    """Quote a text for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


# fish


def fish(policy: Policy) -> Iterator[str]:
    """Yield the lines of a fish script."""
    names = _commands(policy)
    yield "# fish: put this in ~/.config/fish/completions/trialtui.fish"
    yield "complete -c trialtui -f"
    for name in names:
        yield f"complete -c trialtui -n __fish_use_subcommand -a {name} -d {_fish(COMMANDS[name].does)}"
    yield from (line for argument in arguments("", policy) for line in _fish_lines(argument, ""))
    for name in names:
        for argument in _own(name, policy):
            yield from _fish_lines(argument, f" -n '__fish_seen_subcommand_from {name}'")


def _fish_lines(argument: Argument, where: str) -> Iterator[str]:
    """Yield what completes an argument."""
    values = f" -a {_fish(' '.join(argument.values))}" if argument.values else ""
    values += {"file": " -F", "folder": " -a '(__fish_complete_directories)'"}.get(argument.place, "")
    does = f" -d {_fish(argument.does)}" if argument.does else ""
    if argument.flags:
        names = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in argument.flags)
        yield f"complete -c trialtui{where} {names}{' -r' if argument.takes else ''}{values}{does}"
    elif values:
        yield f"complete -c trialtui{where}{values}"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
