"""Finding seed pages on disk: files and folders, and what an `index.tsv` beside them says of their first addresses."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from trialtui.sources.seed_page import SeedSource

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?=\.txt$)")
_LARGEST = 4 << 20
"""A page has a few kilobytes; what is a thousand times larger is none."""


class UnreadableError(ValueError):
    """A file that cannot be read as a text; the message says why."""


def seed_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and the text files of the folders named, in order of name.

    Raises:
        FileNotFoundError: a path that is named does not exist.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(item for item in path.rglob("*.txt") if item.is_file() and not item.name.startswith("."))
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(path)


def read_text(path: Path) -> str:
    """Read a file as UTF-8 text, unchanged.

    Raises:
        UnreadableError: it is too large, no UTF-8, or cannot be opened.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableError("too large for a page of the site")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error


def source_of(path: Path) -> SeedSource:
    """Say where a page comes from: its first address, if an `index.tsv` in its folder has columns `file` and `address`.

    Without one, a date at the end of the file's name is taken as the day of the site's run.
    """
    address = _addresses(path.parent).get(path.name, "")
    dated = _DATED.search(path.name)
    return SeedSource(file=path.name, address=address, snapshot="" if address or not dated else dated[1])


def _addresses(folder: Path) -> dict[str, str]:
    """Read the addresses of a folder's pages."""
    try:
        with (folder / "index.tsv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            return {row["file"]: row["address"] for row in rows if row.get("file") and row.get("address")}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
