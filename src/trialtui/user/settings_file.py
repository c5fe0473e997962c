"""Changing one setting in the user's file, all else in it, comments too, staying as they wrote it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from trialtui.user.errors import UserFileError
from trialtui.user.settings import written

_TABLE = re.compile(r"\s*\[")


def write_setting(path: Path, name: str, value: str) -> None:
    """Write a setting that is a text: in its own line, or in the line of a comment that shows it, else at the top.

    Raises:
        UserFileError: the file cannot be written, or could not be changed without changing more than the setting.
    """
    path = path.resolve()  # the file itself may be a link to where the user keeps such files
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = _changed(before, name, value)
        if not _differs_by(before, after, name, value):
            raise UserFileError(f"{path}: cannot be changed safely; write {name} = {written(value)} there yourself")
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, after)
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else "it is no UTF-8"
        raise UserFileError(f"{path}: cannot be written: {reason}") from error


def _changed(text: str, name: str, value: str) -> str:
    """Return the text with the setting."""
    line = f"{name} = {written(value)}"
    lines = text.splitlines()
    end = next((number for number, item in enumerate(lines) if _TABLE.match(item)), len(lines))
    for mark in (rf"\s*{name}\s*=", rf"\s*#\s*{name}\s*="):
        for number in range(end):
            if re.match(mark, lines[number]):
                lines[number] = line
                return "\n".join(lines) + "\n"
    return "\n".join((line, *lines)) + "\n"


def _differs_by(before: str, after: str, name: str, value: str) -> bool:
    """Tell whether two texts say the same but for one setting, which has a value in the second."""
    import tomllib

    try:
        return tomllib.loads(after) == {**tomllib.loads(before), name: value}
    except ValueError:
        return False


def _replace(path: Path, text: str) -> None:
    """Replace a file whole, keeping who may read it; a crash leaves the old or the new one."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
