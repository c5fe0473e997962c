"""Finding a command by its name, or by what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialtui.tui.command import Command

_LEFT_OUT = ("Moving",)
"""The groups of commands that are of no use by name."""

_OF_THE_APP = ("command_palette", "redraw", "interrupt")


def of_use_by_name(commands: Iterable[Command]) -> list[Command]:
    """Return the commands that it makes sense to ask for by name."""
    return [item for item in commands if item.group not in _LEFT_OUT and item.id not in _OF_THE_APP]


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that have all words of what was typed, the best first; all of them for nothing typed."""
    words = typed.casefold().split()
    ranked = [(max((_rank(item, word) for word in words), default=0), item) for item in commands]
    return [item for rank, item in sorted(ranked, key=lambda each: each[0]) if rank < _NOT_AT_ALL]


_NOT_AT_ALL = 5


def _rank(command: Command, word: str) -> int:
    """Return how well a command has a word, 0 for best."""
    name, does = command.name.casefold(), command.does.casefold()
    if name.startswith(word):
        return 0
    if f" {word}" in f" {name}":
        return 1
    if word in name:
        return 2
    if f" {word}" in f" {does}":
        return 3
    return 4 if word in does or _spells_out(name, word) else _NOT_AT_ALL


def _spells_out(name: str, word: str) -> bool:
    """Tell whether a name has the letters of a word in their order: `nxtl` is `next link`."""
    letters = iter(name)
    return len(word) > 2 and all(letter in letters for letter in word)
