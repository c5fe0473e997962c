"""The user's settings: a TOML file, each value checked on its own, so that a mistake costs no more than itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

FILE_NAME = "settings.toml"


class Settings(NamedTuple):
    """What the user wants otherwise.

    Attributes:
        theme: The name of a theme; empty for the browser's own choice.
        ascii: Draw with ASCII characters only.
        reopen: Open where the last session ended, instead of at home.
        history: How many places are remembered from session to session; 0 for none.
        preview_delay: For how many milliseconds the tree's cursor rests before the page follows it.
        two_panes: From how many columns on the tree stands beside the page.
        three_panes: From how many columns on the related terms have a pane of their own.
        keys: Other keys for commands, by the commands' names, as written.
    """

    theme: str = ""
    ascii: bool = False
    reopen: bool = False
    history: int = 500
    preview_delay: int = 120
    two_panes: int = 80
    three_panes: int = 120
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ReadSettings(NamedTuple):
    """Settings as read.

    Attributes:
        settings: Those that are in order; the others are as if they were not there.
        problems: What is wrong with the others, a sentence each, that names the file, the setting and its value.
        path: The file; None where the session has none.
    """

    settings: Settings
    problems: tuple[str, ...] = ()
    path: Path | None = None


class _WrongError(Exception):
    """A value that a setting cannot have; the message says what it can have."""


def read_settings(path: Path | None) -> ReadSettings:
    """Read the settings; a file that is not there says nothing."""
    if path is None or not path.exists():
        return ReadSettings(Settings(), (), path)
    import tomllib

    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        return ReadSettings(Settings(), (f"{path}: cannot be read: {error.strerror or error}.",), path)
    except ValueError as error:  # no TOML, or no UTF-8
        return ReadSettings(Settings(), (f"{path}: {_lower(str(error))}. None of its settings count.",), path)
    values: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        if name == "keys":
            values["keys"], wrong = _keys(value)
            problems += [f"{path}: {said}" for said in wrong]
            continue
        try:
            values[name] = _checked(name, value)
        except _WrongError as error:
            problems.append(f"{path}: {name} = {written(value)}: {error}.")
    return ReadSettings(Settings(**values), tuple(problems), path)


def written(value: object) -> str:
    """Write a value as TOML has it, shortened where it is long."""
    if isinstance(value, str):
        text = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif isinstance(value, list | tuple):
        text = f"[{', '.join(map(written, value))}]"
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _checked(name: str, value: object) -> object:
    """Return a setting's value.

    Raises:
        _WrongError: there is no such setting, or it cannot have this value.
    """
    check = _CHECKS.get(name)
    if check is None:
        from difflib import get_close_matches

        close = get_close_matches(name, [*_CHECKS, "keys"], n=1)
        raise _WrongError("there is no such setting" + (f"; did you mean {close[0]}?" if close else ""))
    return check(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError("a name in quotes is wanted")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("true or false is wanted")
    return value


def _number(low: int, high: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise _WrongError(f"a number from {low} to {high} is wanted")
        return value

    return check


_CHECKS: dict[str, Callable[[object], object]] = {
    "theme": _text,
    "ascii": _switch,
    "reopen": _switch,
    "history": _number(0, 10_000),
    "preview_delay": _number(0, 5_000),
    "two_panes": _number(40, 1_000),
    "three_panes": _number(80, 1_000),
}


def _keys(value: object) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the keys of commands by the commands' names, and what is wrong with the rest."""
    if not isinstance(value, dict):
        return {}, [f'keys = {written(value)}: a table is wanted, such as [keys] with lines like search = ["s"].']
    keys: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, wanted in value.items():
        each = [wanted] if isinstance(wanted, str) else wanted
        if isinstance(each, list) and all(isinstance(key, str) for key in each):
            keys[name] = tuple(each)
        else:
            problems.append(f'keys.{name} = {written(wanted)}: a key is wanted, such as "s", or a list: ["s", "f3"].')
    return keys, problems


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
