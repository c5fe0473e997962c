"""A log of what went wrong in the program, to be sent along with a report: nothing in it is the user's.

It says which version met which kind of error in which lines of code. What was typed, shown or kept, names of stores,
files and people, and the errors' own words, which may hold any of these, are not in it.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from trialtui.user.clock import now

FILE_NAME = "problems.log"
_MOST = 128 * 1024
"""A log of more bytes loses its older half."""

_PACKAGES = ("trialtui", "textual", "rich", "tinydb")
_ROOTS = ("site-packages", "src", f"python{sys.version_info[0]}.{sys.version_info[1]}")
"""Folders that code lies in; what stands before them may name a person."""


def where(error: BaseException) -> str:
    """Return the line of this program that an error came by last: `tui/journey.py, line 88, in visit`."""
    places = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [place for place in places if place.startswith(f"{_PACKAGES[0]}/")] or places
    return ours[-1] if ours else ""


def keep(folder: Path | None, error: BaseException) -> Path | None:
    """Put an error into the log in a folder.

    Returns:
        The log; None where there is none, or it cannot be written.
    """
    if folder is None:
        return None
    path = folder / FILE_NAME
    entry = "".join(f"{line}\n" for line in _entry(error))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        if len(before) > _MOST:
            before = before[-_MOST // 2 :].partition(b"\n\n")[2]
            path.write_bytes(before)
        with path.open("ab") as file:
            file.write(entry.encode("utf-8", "replace") + b"\n")
        return path
    return None


def _entry(error: BaseException) -> Iterator[str]:
    """Yield the lines of an error, its causes after it."""
    yield f"{now()}  {', '.join(_versions())}"
    yield f"  {platform.system()} {platform.machine()}, TERM={os.environ.get('TERM', '')}, {sys.stdout.encoding}"
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield f"  {type(cause).__module__}.{type(cause).__qualname__}"
        yield from (f"    {_place(frame)}" for frame in traceback.extract_tb(cause.__traceback__))
        cause = cause.__cause__ or cause.__context__


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def _place(frame: traceback.FrameSummary) -> str:
    """Return where a line of code is, from the folder of its package on."""
    parts = Path(frame.filename).parts
    start = max((number for number, part in enumerate(parts) if part in _ROOTS), default=len(parts) - 2)
    return f"{'/'.join(parts[start + 1 :])}, line {frame.lineno}, in {frame.name}"
