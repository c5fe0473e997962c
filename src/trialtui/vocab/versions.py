"""What is known of each vocabulary: name, version, licence, source and count, from a small file beside the tables."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trialtui.vocab.tables import COLUMNS, PACKAGED, VocabularyError, table_path

FILE = "versions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyInfo:
    """A table's origin: the vocabulary's name and version, its licence, where it was taken from, its rows."""

    name: str
    version: str
    licence: str
    source: str
    rows: int


def read_versions(directory: Path | None) -> dict[str, VocabularyInfo]:
    """Return each table's origin, by table; a table in a user's folder has the origin that this folder states.

    Raises:
        VocabularyError: a versions file is damaged, or does not know a table that lies beside it.
    """
    found = _read(PACKAGED / FILE)
    if directory is not None:
        own = _read(directory / FILE) if (directory / FILE).is_file() else {}
        for table in COLUMNS:
            if table_path(table, directory).parent == directory:
                found[table] = own.get(table) or _unknown(table, directory)
    return found


def write_versions(infos: dict[str, VocabularyInfo], directory: Path) -> None:
    """Write the origins of a folder's tables, keeping those of tables that are not named."""
    path = directory / FILE
    known = (_read(path) if path.is_file() else {}) | infos
    text = json.dumps({table: asdict(known[table]) for table in sorted(known)}, indent=2, ensure_ascii=False)
    part = directory / f".{FILE}.part"
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)


def _read(path: Path) -> dict[str, VocabularyInfo]:
    try:
        content: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return {table: VocabularyInfo(**fields) for table, fields in content.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{path}: not a readable versions file ({error})") from error


def _unknown(table: str, directory: Path) -> VocabularyInfo:
    raise VocabularyError(f"{directory / FILE}: does not state the version of the table {table!r}")
