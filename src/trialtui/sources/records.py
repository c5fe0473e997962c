"""What comes out of files: raw records still to be decoded, trials read, and problems met on the way."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from trialtui.model.trial import Trial
from trialtui.sources.ctgov_record import RecordError, read_study


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A JSON record as bytes, cheap to hand to another process.

    Attributes:
        origin: The file that it is from (`studies.jsonl.gz`, `archive.zip: NCT04437823.json`).
        number: Its place in that file, from 1.
        line: The line on which it begins, from 1.
        data: Its bytes.
    """

    origin: str
    number: int
    line: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """A trial, and the file that it was read from."""

    trial: Trial
    origin: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A record or file that was not read, or not wholly.

    Attributes:
        file: The file, as `RawRecord.origin`.
        record: The record's NCT number, else its line (`line 17`); empty where the file as a whole is meant.
        field: The path of the field or the column that is wrong; empty where that is not the matter.
        reason: What is wrong.
    """

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        """Return all of it on one line. Names and values in it are from outside and not yet safe for a terminal."""
        return ": ".join(part for part in (self.file, self.record, self.field, self.reason) if part)


def decode(raw: RawRecord) -> Trial | Problem:
    """Decode one record.

    Args:
        raw: The record.

    Returns:
        The trial, its `source_file` set, or what is wrong with the record.
    """
    try:
        study = orjson.loads(raw.data)
    except orjson.JSONDecodeError as error:
        line = raw.line + error.lineno - 1
        return Problem(raw.origin, f"line {line}", "", f"not valid JSON at column {error.colno}: {error.msg}")
    try:
        return read_study(study, raw.origin)
    except RecordError as error:
        return Problem(raw.origin, error.nct or f"line {raw.line}", error.field, error.reason)
