"""The commands of a session: with the keys that the settings give them, as far as they are allowed. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from trialtui.tui.command import PANES, Command, key_text, keys_text
from trialtui.tui.commands import COMMANDS
from trialtui.user.policy import FREE, Policy

EVERYWHERE = "everywhere"
"""Where a command applies that knows no panes."""


class Row(NamedTuple):
    """A command as a row of a table: its heading, its keys as written, where it applies, what it does."""

    group: str
    keys: str
    where: str
    does: str


class CommandSet:
    """What feeds bindings, footer, palette, help, `trialtui keys` and the docs."""

    def __init__(self, commands: Sequence[Command] = COMMANDS, *, policy: Policy = FREE) -> None:
        """Take commands with their keys, and what is allowed."""
        self._policy = policy
        self._all = tuple(commands)
        self._by_id = {command.id: command for command in commands}
        self._by_key: dict[str, list[Command]] = {}
        for command in commands:
            for key in command.keys:
                self._by_key.setdefault(key, []).append(command)

    def __getitem__(self, command_id: str) -> Command:
        """Return a command by its name."""
        return self._by_id[command_id]

    @property
    def offered(self) -> tuple[Command, ...]:
        """The commands that are allowed, in the order of the declaration."""
        return tuple(command for command in self._all if self.allows(command))

    def allows(self, command: Command) -> bool:
        """Tell whether a command is allowed."""
        return self._policy.allows(*command.needs)

    def with_key(self, key: str) -> Sequence[Command]:
        """Return the commands that have a key, whether they are allowed or not."""
        return self._by_key.get(key, ())

    def refusal(self, command: Command) -> str:
        """Say in a line why a command is not allowed; empty where it is."""
        return self._policy.refusal(command.name, *command.needs)

    def key(self, command_id: str, *, ascii_only: bool = False) -> str:
        """Return the key to teach for a command, as a reader knows it; its name in the palette where it has none."""
        command = self[command_id]
        return key_text(command.keys[0], ascii_only=ascii_only) if command.keys else self._by_palette(command)

    def footer(self, pane: str) -> tuple[Command, ...]:
        """Return the commands that want room in the footer of a pane, the most useful first."""
        wanted = (item for item in self.offered if item.rank and item.keys and pane in item.where)
        return tuple(sorted(wanted, key=lambda item: item.rank))

    def table(self, *, ascii_only: bool = False) -> tuple[Row, ...]:
        """Return every allowed command as a row of text, in the order of the help, those of one heading together."""
        order = {group: index for index, group in enumerate(dict.fromkeys(item.group for item in self._all))}
        rows = (
            Row(
                item.group,
                keys_text(item, ascii_only=ascii_only) or self._by_palette(item),
                EVERYWHERE if item.where == PANES else f"in the {item.where[0]}",
                item.does,
            )
            for item in self.offered
        )
        return tuple(sorted(rows, key=lambda row: order[row.group]))

    def _by_palette(self, command: Command) -> str:
        """Say how a command without a key is reached."""
        return f"{key_text(self['command_palette'].keys[0])} {command.name}"


class Chosen(NamedTuple):
    """The commands that the settings make, and what is wrong with the settings, a sentence each."""

    commands: CommandSet
    problems: tuple[str, ...]


def choose(keys: Mapping[str, Sequence[str]], policy: Policy = FREE) -> Chosen:
    """Give the declared commands the keys that the user wants."""
    if not keys:
        return Chosen(CommandSet(policy=policy), ())
    from trialtui.tui.keymap import remap

    remapped = remap(COMMANDS, keys)
    return Chosen(CommandSet(remapped.commands, policy=policy), remapped.problems)
