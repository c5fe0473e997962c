"""Writes an export: as a stream, or as a file, whole or not at all, with what it came from in another beside it."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from trialtui import __version__
from trialtui.query.columns import ALWAYS, DEFAULT, Column
from trialtui.query.coverage import header, trials_in_words
from trialtui.query.export import ExportRow, Selection, provenance, rows
from trialtui.render.json_text import json_text
from trialtui.store.store import Store

SUFFIXES = {
    "csv": (".csv",),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "ris": (".ris",),
    "markdown": (".md", ".markdown"),
}
"""Each format with the endings of its files' names, the usual one first."""

WITHOUT_COLUMNS = ("ris",)
"""The formats that have fields of their own."""

BESIDE = ".search.json"
"""What the name of the file beside an export adds to that of the export."""

Count = Callable[[int], None]
"""Is told how many trials are written so far."""


def format_of(name: str) -> str | None:
    """Return the format that the name of a file ends in, None where that is none of ours."""
    suffix = Path(name).suffix.lower()
    return next((form for form, suffixes in SUFFIXES.items() if suffix in suffixes), None)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many trials, how many bytes, and their digest."""

    trials: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Export:
    """An export that can be written.

    Attributes:
        store: The store.
        selection: The trials.
        form: One of `SUFFIXES`.
        columns: The columns; where None, those of the format: all facts in JSON, `columns.DEFAULT` elsewhere.
        limit: How many trials at most; all where None.
    """

    store: Store
    selection: Selection
    form: str
    columns: Sequence[Column] | None = None
    limit: int | None = None

    @property
    def total(self) -> int:
        """How many trials will be written."""
        total = len(self.selection.ncts)
        return total if self.limit is None else min(self.limit, total)

    def write(self, stream: BinaryIO, count: Count) -> Written:
        """Write it.

        Raises:
            StoreError: a record cannot be read.
            OSError: the stream cannot be written.
        """
        digest, size = hashlib.sha256(), 0
        for text in self._texts(count):
            data = text.encode("utf-8", "replace")
            stream.write(data)
            digest.update(data)
            size += len(data)
        return Written(self.total, size, digest.hexdigest())

    def about(self, written: Written, name: str) -> dict[str, Any]:
        """Return what the file beside the export says."""
        columns = [column.name for column in self.columns or DEFAULT]
        all_facts = self.columns is None and self.form in ("json", "jsonl", *WITHOUT_COLUMNS)
        return {
            **provenance(self.store, self.selection, written.trials),
            "limit": self.limit,
            "format": self.form,
            "columns": None if all_facts else [*columns, *ALWAYS],
            "file": name or None,
            "bytes": written.size,
            "sha256": written.sha256,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "versions": {"trialtui": __version__, "python": sys.version.split()[0]},
        }

    def _texts(self, count: Count) -> Iterator[str]:
        """Yield the export piece by piece."""
        whole = self.form in ("json", "jsonl") and self.columns is None
        counted = _counted(rows(self.store, self.selection, self.limit, links=whole), count)
        columns = self.columns or DEFAULT
        match self.form:
            case "csv":
                from trialtui.render.export_csv import to_csv

                return to_csv(counted, columns)
            case "ris":
                from trialtui.render.export_ris import to_ris

                return to_ris(counted)
            case "markdown":
                from trialtui.render.export_markdown import to_markdown_list

                return to_markdown_list(counted, columns, self.selection.title, self._lines())
            case form:
                from trialtui.render import export_json

                document = export_json.whole(self.store) if whole else export_json.chosen(columns)
                return (export_json.to_json if form == "json" else export_json.to_jsonl)(counted, document)

    def _lines(self) -> list[str]:
        """Say in a line what is in the document."""
        total = len(self.selection.ncts)
        shown = f"{self.total:,} of {trials_in_words(total)}" if self.total < total else trials_in_words(total)
        return [f"{shown}, from a store of {header(self.store)}."]


def _counted(source: Iterator[ExportRow], count: Count) -> Iterator[ExportRow]:
    for number, row in enumerate(source, 1):
        yield row
        count(number)


def write_file(export: Export, path: Path, count: Count) -> Written:
    """Write an export to a file, and what it came from to the file beside it. A failure leaves what was there before.

    A symbolic link stays one; what is no ordinary file, such as a pipe, is written to as it is, with nothing beside it.

    Raises:
        StoreError: a record cannot be read.
        OSError: a file cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            return export.write(stream, count)
    beside = path.with_name(path.name + BESIDE)
    new, new_beside = _temporary(path), _temporary(beside)
    try:
        with new.open("xb") as stream:
            written = export.write(stream, count)
            _settle(stream, path)
        with new_beside.open("xb") as stream:
            stream.write(as_json(export.about(written, path.name)))
            _settle(stream, beside)
        new_beside.replace(beside)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
        new_beside.unlink(missing_ok=True)
    return written


def as_json(document: dict[str, Any]) -> bytes:
    """Write what an export came from."""
    return f"{json_text(document, indent=True)}\n".encode()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _settle(stream: BinaryIO, path: Path) -> None:
    """Bring a file to the disk, with the permissions of the one that it will replace."""
    stream.flush()
    if path.exists():
        os.fchmod(stream.fileno(), path.stat().st_mode & 0o777)
    os.fsync(stream.fileno())
