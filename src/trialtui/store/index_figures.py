"""When each trial started and how many it enrols, as arrays by `tno`, written when an index is published.

Each is one value in `meta`: `start_month` holds `month_code` of the start, 0 where none is stated; `enrolled` the
number of participants and one more, 0 where none is stated. `months` counts all trials by month, as JSON.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import compress

import orjson

from trialtui.store.index_find import meta_array, meta_bytes
from trialtui.store.index_read import Index
from trialtui.store.postings import array_to_bytes, bit_mask

_MOST = 2**32 - 2
"""The largest enrollment that an array holds; a larger one, which no trial can mean, counts as that many."""


def month_code(date: str) -> int:
    """Return a partial date (`2020-06-01`, `2020-06`, `2020`) as a number that counts months, 0 where it is no date."""
    year, _, rest = date.partition("-")
    month = rest[:2]
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        return 0
    return int(year) * 13 + (int(month) if month.isascii() and month.isdigit() and 1 <= int(month) <= 12 else 0)


def month_words(code: int) -> str:
    """Return the month (`2020-06`), or the year alone, that a `month_code` other than 0 stands for."""
    year, month = divmod(code, 13)
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def write_figures(sql: sqlite3.Connection) -> None:
    """Write the arrays and the counts."""
    last = sql.execute("SELECT max(tno) FROM trial").fetchone()[0]
    size = 0 if last is None else last + 1
    months, enrolled = array("I", bytes(4 * size)), array("I", bytes(4 * size))
    for tno, start, count in sql.execute("SELECT tno, start, enrollment FROM trial"):
        months[tno] = month_code(start or "")
        enrolled[tno] = 0 if count is None or count < 0 else min(count, _MOST) + 1
    values = {
        "start_month": array_to_bytes(months),
        "enrolled": array_to_bytes(enrolled),
        "months": orjson.dumps(_by_month(Counter(months))),
    }
    sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _by_month(codes: Counter[int]) -> dict[str, int]:
    return {month_words(code): codes[code] for code in sorted(codes) if code}


def months_of_all(index: Index) -> dict[str, int]:
    """Return the number of trials that started in each month, ascending; a date without month counts by its year."""
    months: dict[str, int] = orjson.loads(meta_bytes(index, "months") or b"{}")
    return months


def months_of(index: Index, bits: int) -> dict[str, int]:
    """Return the same of the trials of a bitmap."""
    return _by_month(Counter(_chosen(index, "start_month", bits)))


def enrollments_of(index: Index, bits: int) -> Counter[int]:
    """Return how many trials of a bitmap enrol how many participants; trials that state none are left out."""
    counts = Counter(_chosen(index, "enrolled", bits))
    return Counter({number - 1: trials for number, trials in counts.items() if number})


def _chosen(index: Index, name: str, bits: int) -> Iterator[int]:
    return compress(meta_array(index, name), bit_mask(bits))
