"""An export as CSV, safe to open in a spreadsheet.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an
apostrophe: who takes one leading apostrophe away has the text as it was. A list's values are parted by `|`; a `|` or a
backslash within one has a backslash before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from trialtui.model.clean import clean
from trialtui.query.columns import ALWAYS, Column, Value
from trialtui.query.export import ExportRow
from trialtui.query.matching import matched_words

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_APOSTROPHE = "'"


def to_csv(rows: Iterable[ExportRow], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the lines of a CSV file: the columns' names, then a row a trial. Lines end in a newline."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*(column.name for column in columns), *ALWAYS])
    yield _taken(buffer)
    for row in rows:
        values = [column.value(row.trial) for column in columns]
        writer.writerow(map(cell_text, (*values, matched_words(row.matched), row.trial.record_as_of)))
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    """Take what was written out of a buffer."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def cell_text(value: Value) -> str:
    """Return a cell's text: control characters replaced by visible ones, formulas made plain text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = value if isinstance(value, str) else "|".join(map(_escaped, value))
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _APOSTROPHE + text if text.startswith((*_FORMULA, _APOSTROPHE)) else text


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")
