"""A TinyDB file of the user's, read without TinyDB: most starts of the program read these files, few change one."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, TypeAlias

from trialtui.user.errors import UserFileError

Tables: TypeAlias = dict[str, dict[str, Any]]
"""What TinyDB keeps in a file: documents by their ids, in tables by their names."""


class UnreadableError(Exception):
    """There is a file, and it is none of TinyDB's."""


def read_tables(path: Path) -> Tables:
    """Return the tables of a file; none where there is no file.

    Raises:
        UnreadableError: the file is none of TinyDB's.
        UserFileError: the file cannot be opened.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(str(path)) from error
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise UnreadableError(str(path))
    return value


def documents(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Return the documents of a table in the order in which they came; what is no document is passed over."""
    return [document for document in tables.get(name, {}).values() if isinstance(document, dict)]


def set_aside(path: Path) -> Path:
    """Move a file that cannot be read out of the way of a new one; never over another one.

    Raises:
        OSError: it cannot be moved.
    """
    stem = f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}"
    names = (f"{stem}{'' if number == 0 else f'-{number}'}.unreadable" for number in range(1000))
    aside = next(other for name in names if not (other := path.with_name(name)).exists())
    return path.rename(aside)
