"""Other keys for commands, as the settings have them: which can be had, and why the others cannot.

It imports no Textual. A key is one character, or a name such as `f5`, either after `ctrl+`, `alt+` or `shift+`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from trialtui.tui.command import PANES, Command, key_text

_NAMES = frozenset(
    (
        "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "enter", "escape", "space",
        "backspace", "insert", "delete", *(f"f{number}" for number in range(1, 25)),
    )
)  # fmt: skip
_MODIFIERS = ("ctrl", "alt", "shift")
_ALIASES = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", " ": "space"}

_TAKEN = {
    "ctrl+a": "screen takes it",
    "ctrl+b": "tmux takes it",
    "ctrl+s": "flow control takes it: it stops the terminal",
    "ctrl+q": "flow control takes it",
    "ctrl+z": "the shell takes it, to stop the program",
    "ctrl+c": "it always leaves the browser",
    "ctrl+\\": "the terminal takes it, to end the program",
    "ctrl+j": "terminals send it for Enter",
    "ctrl+m": "terminals send it for Enter",
    "ctrl+i": "terminals send it for Tab",
    "ctrl+h": "terminals send it for Backspace",
    "ctrl+[": "terminals send it for Esc",
}
"""Keys that do not reach a program in a terminal, or not as themselves, with the reason."""

FIXED = {"interrupt": "leaving at once is always Ctrl+c", "redraw": "drawing anew is always Ctrl+l"}
"""Commands whose keys cannot be changed, with the reason: they work whatever is on top."""
_NEEDED = ("help", "close", "level_up", "command_palette")
"""Commands that must have a key: without them one is lost."""


class Remapped(NamedTuple):
    """Commands with their keys, and what is wrong with what was asked for, a sentence each."""

    commands: tuple[Command, ...]
    problems: tuple[str, ...]


class _NoKeyError(Exception):
    """A text that is no key that can be had; the message says why."""


def remap(commands: Sequence[Command], wanted: Mapping[str, Sequence[str]]) -> Remapped:
    """Give commands other keys.

    Args:
        commands: The commands with the keys that they are declared with.
        wanted: The keys, by the names of the commands; none takes a command's keys away.

    Returns:
        The commands. One whose new keys cannot be had, all or some, keeps those that it was declared with.
    """
    problems: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    declared = {command.id: command for command in commands}
    for name, keys in wanted.items():
        try:
            found[name] = _keys_for(name, keys, declared)
        except _NoKeyError as error:
            problems.append(f"keys.{name} = {_list(keys)}: {error}.")
    while clash := _clash(commands, found):
        name, key, other = clash
        keys = found.pop(name)
        says = f"{key} is also a key of {other}; {name} keeps {_list(declared[name].keys)}"
        problems.append(f"keys.{name} = {_list(keys)}: {says}.")
    changed = tuple(item._replace(keys=found.get(item.id, item.keys)) for item in commands)
    return Remapped(changed, tuple(problems))


def read_key(text: str) -> str:
    """Return a key in the spelling of the declaration.

    Raises:
        _NoKeyError: it is none, or one that no terminal gives to a program.
    """
    *modifiers, name = [text] if len(text) == 1 else _split(text)
    modifiers = sorted({item.lower() for item in modifiers}, key=str)
    unknown = [item for item in modifiers if item not in _MODIFIERS]
    if unknown:
        raise _NoKeyError(f"{text}: {unknown[0]} does not reach a program in a terminal; ctrl, alt and shift do")
    name = _ALIASES.get(name.lower(), name.lower()) if len(name) > 1 or name == " " else name
    if len(name) != 1 and name not in _NAMES:
        raise _NoKeyError(f"there is no key {text}; a character, or a name such as f5, pageup, ctrl+f is wanted")
    if len(name) == 1:
        if not name.isprintable():
            raise _NoKeyError("this character cannot be typed")
        if modifiers and ("shift" in modifiers or not (name.isascii() and name.isalnum())):
            raise _NoKeyError(f"{text}: of characters, only letters and digits can go with ctrl or alt")
        name = name.lower() if "ctrl" in modifiers else name
    key = "+".join((*modifiers, name))
    if key in _TAKEN:
        raise _NoKeyError(f"{key_text(key, ascii_only=True)} cannot be had: {_TAKEN[key]}")
    return key


def _split(text: str) -> list[str]:
    """Split a key at its plus signs, the last of which may be the key itself."""
    return [*text[:-2].split("+"), "+"] if text.endswith("++") else text.split("+")


def _keys_for(name: str, keys: Sequence[str], declared: Mapping[str, Command]) -> tuple[str, ...]:
    if name in FIXED:
        raise _NoKeyError(FIXED[name])
    if name not in declared:
        from difflib import get_close_matches

        close = get_close_matches(name, declared, n=1)
        raise _NoKeyError("there is no such command" + (f"; did you mean {close[0]}?" if close else ""))
    if not keys and name in _NEEDED:
        raise _NoKeyError("this command must have a key")
    return tuple(dict.fromkeys(map(read_key, keys)))


def _clash(commands: Sequence[Command], found: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """Return a command that was given a key of another one in the same pane, with that key and the other one."""
    taken: dict[tuple[str, str], str] = {}
    for given in (False, True):  # those that were given keys give way to those that were not
        for command in commands:
            if (command.id in found) != given:
                continue
            for key in found.get(command.id, command.keys):
                for pane in (item for item in PANES if item in command.where):
                    other = taken.setdefault((pane, key), command.id)
                    if other != command.id:
                        return command.id, key, other
    return None


def _list(keys: Sequence[str]) -> str:
    return f"[{', '.join(map(repr, keys))}]".replace("'", '"')
