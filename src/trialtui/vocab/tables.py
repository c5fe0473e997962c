"""Where vocabulary tables lie, and how one is read and written.

A table is a gzip-compressed text: a first line `#name` with the columns' names, then one tab-separated row a line;
lists within a cell are joined by `|`. A user's own folder (`trialtui vocab update`) goes before the shipped tables.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable
from pathlib import Path

PACKAGED = Path(__file__).parent / "data"
"""The tables that travel with the package."""

VARIABLE = "TRIALTUI_VOCAB"
"""The environment variable that names a folder with newer tables."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "mesh": ("id", "name", "entry terms", "tree numbers"),
    "mesh_supplementary": ("id", "name", "synonyms", "mapped headings"),
    "drug_names": ("mesh id", "names"),
    "hpo": ("id", "name", "synonyms", "parents", "alternative ids", "replaced by"),
    "hpo_mesh": ("mesh id", "hpo ids"),
    "hpo_genes": ("hpo id", "gene symbols"),
    "genes": (
        "hgnc id", "symbol", "name", "alias symbols", "previous symbols", "alias names", "previous names",
        "uniprot ids",
    ),
}  # fmt: skip
"""Every table with its columns."""

OBSOLETE = "-"
"""Stands in the HPO table's last column for an obsolete term that nothing replaces."""


class VocabularyError(ValueError):
    """A vocabulary table or upstream file that cannot be read; the message names the file."""


def user_directory() -> Path | None:
    """Return the folder that the environment names for newer tables, or None."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named) if named else None


def table_path(name: str, directory: Path | None) -> Path:
    """Return the file of a table: that in `directory` where there is one, else the packaged one."""
    if directory is not None and (own := directory / f"{name}.tsv.gz").is_file():
        return own
    return PACKAGED / f"{name}.tsv.gz"


def read_lines(name: str, directory: Path | None) -> list[str]:
    """Read a table's rows, each as its unsplit line.

    Raises:
        VocabularyError: the file is missing, damaged, or not this table.
    """
    path = table_path(name, directory)
    try:
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: not a readable vocabulary table ({error})") from error
    if lines[0] != _header(name):
        raise VocabularyError(f"{path}: not the table {name!r} of this version of trialtui")
    lines.pop()
    del lines[0]
    return lines


def write_table(name: str, rows: Iterable[tuple[str, ...]], directory: Path) -> int:
    """Write a table, always the same bytes for the same rows; the old file stays until the new one is whole.

    Returns:
        The number of rows.

    Raises:
        VocabularyError: a cell holds a tab or a line break, or a row has not the table's width.
    """
    lines = [_header(name)]
    for row in rows:
        if len(row) != len(COLUMNS[name]) or any("\t" in cell or "\n" in cell for cell in row):
            raise VocabularyError(f"not a row of the table {name!r}: {row!r}")
        lines.append("\t".join(row))
    data = gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), compresslevel=9, mtime=0)
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f".{name}.part"
    part.write_bytes(data)
    part.replace(directory / f"{name}.tsv.gz")
    return len(lines) - 1


def items(cell: str) -> tuple[str, ...]:
    """Split a cell that holds a list; an empty cell holds none."""
    return tuple(cell.split("|")) if cell else ()


def _header(name: str) -> str:
    return "\t".join((f"#{name}", *COLUMNS[name]))
