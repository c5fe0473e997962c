"""What comes out of files: raw records still to be decoded, trials read, and problems met on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from trialtui.model.trial import Trial
from trialtui.sources.ctgov_record import RecordError, read_study

_NUMBER = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"')
_NAME = re.compile(r'"(\w{1,60})"\s*:')

_NEAR = 100_000
"""How far before a fault the name of its field is looked for, in characters."""


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
        return _broken(raw, error)
    try:
        return read_study(study, raw.origin)
    except RecordError as error:
        return Problem(raw.origin, error.nct or f"line {raw.line}", error.field, error.reason)


def _broken(raw: RawRecord, error: orjson.JSONDecodeError) -> Problem:
    """Name a record that is no JSON by what can be read of it: its NCT number, and the name before the fault."""
    try:
        before, column = raw.data.decode()[: error.pos], error.colno
    except UnicodeDecodeError as wrong:  # orjson does not say where
        before = raw.data[: wrong.start].decode()
        column = len(before) - before.rfind("\n")
    line = raw.line + before.count("\n")
    number = _NUMBER.search(raw.data)
    field = next(reversed(_NAME.findall(before, max(0, len(before) - _NEAR))), "")
    if number is None:
        return Problem(raw.origin, f"line {line}", field, f"not valid JSON at column {column}: {error.msg}")
    reason = f"not valid JSON at line {line}, column {column}: {error.msg}"
    return Problem(raw.origin, number[1].decode(), field, reason)
