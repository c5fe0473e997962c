"""The one declaration of commands."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise

from trialtui.model.refs import KINDS
from trialtui.tui.command import PANES, key_text
from trialtui.tui.command_set import CommandSet
from trialtui.tui.commands import COMMANDS
from trialtui.tui.keymap import read_key

TAKEN = {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+z", "ctrl+j", "ctrl+m", "ctrl+i", "ctrl+h"}


def test_names_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_no_key_means_two_things_in_one_pane() -> None:
    clashes = [
        (one.id, other.id)
        for one, other in combinations(COMMANDS, 2)
        if set(one.keys) & set(other.keys) and set(one.where) & set(other.where)
    ]
    assert clashes == []


def test_no_key_is_one_that_terminals_and_multiplexers_take() -> None:
    assert not TAKEN & {key for command in COMMANDS for key in command.keys}


def test_every_declared_key_but_the_fixed_one_is_one_that_the_settings_can_name() -> None:
    keys = [key for command in COMMANDS for key in command.keys if command.id != "interrupt"]
    assert [read_key(key) for key in keys] == keys


def test_every_kind_has_a_number_in_the_order_of_the_listings() -> None:
    numbers = {command.id: command.keys[0] for command in COMMANDS if command.keys}
    assert [numbers[f"go_{kind}"] for kind in KINDS] == list("1234567")


def test_keys_are_written_as_readers_know_them() -> None:
    assert [key_text(key) for key in ("pageup", "alt+left", "f6", "shift+tab", "[", "G", "g", "ctrl+c")] == [
        "PgUp", "Alt+←", "F6", "Shift+Tab", "[", "G", "g", "Ctrl+c",
    ]  # fmt: skip
    assert key_text("alt+left", ascii_only=True) == "Alt+Left"


def test_the_table_has_each_command_once_and_groups_together() -> None:
    rows = CommandSet().table()
    assert sorted(row.does for row in rows) == sorted(command.does for command in COMMANDS)
    groups = [row.group for row in rows]
    assert len({*groups}) == 1 + sum(one != other for one, other in pairwise(groups))


def test_the_table_can_be_ascii() -> None:
    assert all("".join((row.keys, row.where, row.does)).isascii() for row in CommandSet().table(ascii_only=True))


def test_a_command_without_a_key_says_how_it_is_reached() -> None:
    commands = CommandSet(
        [item._replace(keys=()) if item.id == "zoom" else item for item in COMMANDS],
    )
    assert next(row.keys for row in commands.table() if row.does.startswith("Gives the pane")) == ": zoom"
    assert commands.key("zoom") == ": zoom"
    assert all(command.keys for pane in PANES for command in commands.footer(pane))


def test_the_footer_puts_help_and_leaving_first() -> None:
    for pane in PANES:
        footer = CommandSet().footer(pane)
        assert [command.id for command in footer][:2] == ["help", "close"]
        assert all(pane in command.where for command in footer)


def test_the_declaration_needs_no_textual() -> None:
    code = (
        "import sys, trialtui.tui.setup, trialtui.tui.history, trialtui.tui.tree_rows;"
        "print([m for m in sys.modules if m.partition('.')[0] in ('textual', 'rich', 'tinydb')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
