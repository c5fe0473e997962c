"""`trialtui keys`: the browser's keys, from the one declaration of its commands."""

from __future__ import annotations

import argparse
from itertools import groupby

from trialtui.cli.exits import OK
from trialtui.cli.output import put, say
from trialtui.cli.settings import settings_of
from trialtui.tui.command_set import CommandSet, choose
from trialtui.tui.keymap import FIXED
from trialtui.user.settings import written


def keys(options: argparse.Namespace) -> int:
    """Print every key and what it does, as the settings have it."""
    read = settings_of(options)
    chosen = choose(read.settings.keys, options.policy)
    for problem in (*read.problems, *(f"{read.path}: {said}" for said in chosen.problems)):
        say(f"trialtui: {problem}")
    put(_toml(chosen.commands) if options.toml else _text(chosen.commands, ascii_only=read.settings.ascii))
    return OK


def _text(commands: CommandSet, *, ascii_only: bool) -> str:
    """Write the keys under the headings of the help."""
    rows = commands.table(ascii_only=ascii_only)
    wide = max(len(row.keys) for row in rows)
    lines = []
    for group, members in groupby(rows, key=lambda row: row.group):
        lines += ["", group, *(f"  {row.keys:<{wide}}  {row.does} ({row.where})" for row in members)]
    return "\n".join(lines[1:]) + "\n"


def _toml(commands: CommandSet) -> str:
    """Write the keys as the settings have them, to be changed there."""
    lines = ["[keys]"]
    for command in commands.offered:
        if command.id not in FIXED:
            lines += [f"{command.id} = {written(command.keys)}  # {command.does}"]
    return "\n".join(lines) + "\n"
