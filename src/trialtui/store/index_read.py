"""The readers' side of the index: it is opened read-only and immutable, so that it takes no lock and writes nothing."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from trialtui.model.refs import Ref
from trialtui.store.errors import StoreDamagedError
from trialtui.store.index_schema import INDEX_FORMAT, VIAS
from trialtui.store.layout import TABLES, Entry
from trialtui.store.postings import bytes_to_bits, to_bits, unpack


class TrialRow(NamedTuple):
    """What a list shows of a trial; `tno` is its number in this index, `phases` are joined by `/`.

    `changed` says, where a list is asked for, whether the last import or sync with any change changed it.
    """

    tno: int
    nct: int
    title: str
    acronym: str
    status: str
    phases: str
    study_type: str
    start: str
    enrollment: int | None
    sponsor: str
    as_of: str
    source: str
    changed: bool = False


class TermRow(NamedTuple):
    """What a list shows of a term.

    `n` counts its trials by registered and mapped links, as on the original site, `named` those that only mention it
    too; `total` counts those of all narrower terms, each trial once, and `anywhere` also the trials that only mention
    one of them.
    """

    tid: int
    ref: Ref
    name: str
    n: int
    registered: int
    mapped: int
    mentioned: int
    excluded: int
    total: int
    anywhere: int
    named: int


class Summary(NamedTuple):
    """The figures of a store that every start shows; `as_of` holds the oldest and newest date of its records."""

    trials: int
    seed_trials: int
    terms: dict[str, int]
    as_of: tuple[str, str]
    published: int
    vocabularies: dict[str, str]


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
_NO_SUCH = ("no such column", "no such table")
"""What a query is told whose names the index spells otherwise: one of its letters has changed."""

UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What an index that cannot be read raises; the second where what SQLite says of it quotes bytes that are no text."""

_TERM = "tid, kind, key, name, n, registered, mapped, mentioned, excluded, total, anywhere, named"


class Index:
    """An index as it was published: it never changes under its reader."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            FileNotFoundError: there is none.
            StoreDamagedError: it is no index of this format.
        """
        self.inode = _identity(path)
        self._path = path
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._sql = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreDamagedError(f"{path}: not a readable index: {error}") from error
        try:
            found = self._sql.execute("PRAGMA user_version").fetchone()[0]
            self._sql.execute("SELECT count(*) FROM segment").fetchone()
        except UNREADABLE as error:
            self._sql.close()
            raise StoreDamagedError(f"{path}: not a readable index: {error}") from error
        if found != INDEX_FORMAT:
            self._sql.close()
            raise StoreDamagedError(f"{path}: an index of another format ({found}, wanted {INDEX_FORMAT})")

    def __del__(self) -> None:
        """Close it with the last that reads from it."""
        if "_sql" in self.__dict__:
            self._sql.close()

    def close(self) -> None:
        """Close it, whoever reads from it."""
        self._sql.close()

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Run a query and return its rows.

        Raises:
            StoreDamagedError: the index is damaged where the query looks.
        """
        try:
            return self._sql.execute(query, values).fetchall()
        except UNREADABLE as error:
            if not _is_damage(error):
                raise
            raise StoreDamagedError(
                f"{self._path}: damaged: {error}; `trialtui verify --repair` makes it anew from the segments"
            ) from error

    # The directory of records

    def entry(self, table: str, doc_id: int) -> tuple[int, Entry] | None:
        """Return the segment number and place of a record, None where there is none."""
        rows = self.ask(
            "SELECT segment, start, length, crc FROM record WHERE tbl = ? AND id = ?", TABLES.index(table), doc_id
        )
        return (rows[0][0], Entry(table, doc_id, *rows[0][1:])) if rows else None

    def ids(self, table: str) -> Iterator[int]:
        """Yield the document ids of a table, ascending."""
        return (row[0] for row in self.ask("SELECT id FROM record WHERE tbl = ? ORDER BY id", TABLES.index(table)))

    def count(self, table: str) -> int:
        """Return the number of documents in a table."""
        return int(self.ask("SELECT count(*) FROM record WHERE tbl = ?", TABLES.index(table))[0][0])

    def entries(self, segment: int) -> Iterator[Entry]:
        """Yield the places of the records that are looked for in a segment."""
        rows = self.ask("SELECT tbl, id, start, length, crc FROM record WHERE segment = ?", segment)
        return (Entry(TABLES[table], *place) for table, *place in rows)

    def segments(self) -> list[tuple[int, int]]:
        """Return the segments that this index covers, as (number, bytes)."""
        return self.ask("SELECT number, bytes FROM segment ORDER BY number")

    # Trials

    @cached_property
    def summary(self) -> Summary:
        """The figures of the store."""
        meta = orjson.loads(self.ask("SELECT value FROM meta WHERE key = 'summary'")[0][0])
        return Summary(**{**meta, "as_of": tuple(meta["as_of"])})

    def unlinked(self) -> dict[str, int]:
        """Return the registered MeSH names that lead to no id, with their numbers of trials, the commonest first."""
        rows = self.ask("SELECT value FROM meta WHERE key = 'unlinked'")
        found: dict[str, int] = orjson.loads(rows[0][0]) if rows else {}
        return found

    @cached_property
    def nct_of(self) -> array[int]:
        """The NCT number, as digits, of each `tno`."""
        return unpack(self.ask("SELECT value FROM meta WHERE key = 'nct_of'")[0][0])

    @cached_property
    def by_nct(self) -> array[int]:
        """Every `tno`, by NCT number."""
        return unpack(self.ask("SELECT value FROM meta WHERE key = 'by_nct'")[0][0])

    def trial(self, nct: int) -> TrialRow | None:
        """Return a trial's row by its NCT number."""
        rows = self.ask("SELECT * FROM trial WHERE nct = ?", nct)
        return TrialRow(*rows[0]) if rows else None

    @cached_property
    def changed_last(self) -> int:
        """The run that last changed any trial (see `index_changes`); 0 where none has."""
        return int(self.ask("SELECT coalesce(max(run), 0) FROM change")[0][0])

    def trial_rows(self, ncts: Sequence[int]) -> list[TrialRow]:
        """Return the rows of these trials, in the order given; at most some hundreds at a time."""
        marks, run = ",".join("?" * len(ncts)), self.changed_last
        changed = f"EXISTS (SELECT 1 FROM change WHERE run = {run} AND change.nct = trial.nct)" if run else "0"
        query = f"SELECT *, {changed} FROM trial WHERE nct IN ({marks})"
        rows = {row[1]: TrialRow(*row) for row in self.ask(query, *ncts)}
        return [rows[nct] for nct in ncts if nct in rows]

    def alias(self, text: str) -> int | None:
        """Return the NCT number, as digits, of the record that has this alias."""
        rows = self.ask("SELECT nct FROM alias WHERE alias = ?", text)
        return int(rows[0][0]) if rows else None

    def ncts(self, tnos: Sequence[int]) -> list[int]:
        """Return the NCT numbers, as digits and ascending, of these trials."""
        nct_of = self.nct_of
        return sorted(nct_of[tno] for tno in tnos)

    def facet_values(self, name: str) -> list[tuple[str, int]]:
        """Return a facet's values with their numbers of trials, those with any."""
        return self.ask("SELECT value, n FROM facet WHERE name = ? AND n > 0", name)

    def facet_bits(self, name: str, value: str) -> int:
        """Return the bitmap of the trials that have this value."""
        rows = self.ask("SELECT bits FROM facet WHERE name = ? AND value = ?", name, value)
        return bytes_to_bits(rows[0][0]) if rows else 0

    # Terms

    def term(self, ref: Ref) -> TermRow | None:
        """Return a term's row."""
        rows = self.ask(f"SELECT {_TERM} FROM term WHERE kind = ? AND key = ?", ref.kind, ref.key)
        return _term_row(rows[0]) if rows else None

    def terms(self, tids: Sequence[int]) -> list[TermRow]:
        """Return the rows of these terms, in the order given; at most some thousands at a time."""
        marks = ",".join("?" * len(tids))
        rows = {row[0]: _term_row(row) for row in self.ask(f"SELECT {_TERM} FROM term WHERE tid IN ({marks})", *tids)}
        return [rows[tid] for tid in tids if tid in rows]

    def labels(self, tids: Sequence[int]) -> list[tuple[int, Ref, str]]:
        """Return these terms as (tid, reference, name), in no order; at most some thousands at a time."""
        marks = ",".join("?" * len(tids))
        rows = self.ask(f"SELECT tid, kind, key, name FROM term WHERE tid IN ({marks})", *tids)
        return [(tid, Ref(kind, key), name) for tid, kind, key, name in rows]

    def terms_where(self, condition: str, *values: Any) -> list[TermRow]:
        """Return the rows of the terms that fit an SQL condition, which may end in an order and a limit."""
        return [_term_row(row) for row in self.ask(f"SELECT {_TERM} FROM term WHERE {condition}", *values)]

    def names(self, tid: int) -> list[tuple[str, str, int]]:
        """Return a term's names as (what, name, number of trials that register it so), commonest first."""
        return self.ask("SELECT what, name, n FROM name WHERE tid = ? ORDER BY n DESC, name", tid)

    def types(self, tid: int) -> list[tuple[str, int]]:
        """Return a drug's intervention types with their numbers of registrations, commonest first."""
        return self.ask("SELECT type, n FROM term_type WHERE tid = ? ORDER BY n DESC, type", tid)

    def posting(self, tid: int) -> dict[str, array[int]]:
        """Return the trials (`tno`) of a term by how they are linked."""
        rows = self.ask(f"SELECT {', '.join(VIAS)} FROM posting WHERE tid = ?", tid)
        return {via: unpack(data) for via, data in zip(VIAS, rows[0] if rows else [b""] * len(VIAS), strict=True)}

    def base_bits(self, tid: int) -> int:
        """Return the bitmap of a term's trials by registered and mapped links."""
        rows = self.ask("SELECT bits FROM bitmap WHERE tid = ?", tid)
        if rows:
            return bytes_to_bits(rows[0][0])
        posting = self.posting(tid)
        return to_bits([*posting["registered"], *posting["mapped"]])

    def trial_terms(self, tno: int) -> dict[str, array[int]]:
        """Return the terms (`tid`) of a trial by how they are linked."""
        rows = self.ask(f"SELECT {', '.join(VIAS)} FROM trial_terms WHERE tno = ?", tno)
        return {via: unpack(data) for via, data in zip(VIAS, rows[0] if rows else [b""] * len(VIAS), strict=True)}

    def parents(self, tid: int) -> list[int]:
        """Return a term's next broader terms."""
        return [row[0] for row in self.ask("SELECT parent FROM parent WHERE tid = ?", tid)]

    def children(self, tid: int) -> list[int]:
        """Return a term's next narrower terms."""
        return [row[0] for row in self.ask("SELECT tid FROM parent WHERE parent = ?", tid)]

    # Published pages

    def published_of(self, tid: int) -> list[int]:
        """Return the ids of an entity's published pages, newest snapshot first."""
        return [row[0] for row in self.ask("SELECT id FROM published WHERE tid = ? ORDER BY snapshot DESC, id", tid)]

    def published_with(self, nct: int) -> list[int]:
        """Return the ids of the published pages that list a trial, newest snapshot first."""
        query = "SELECT id FROM published_trial JOIN published USING (id) WHERE nct = ? ORDER BY snapshot DESC, id"
        return [row[0] for row in self.ask(query, nct)]


def _term_row(row: tuple[Any, ...]) -> TermRow:
    return TermRow(row[0], Ref(row[1], row[2]), *row[3:])


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells one published index from the next: its inode and the time of its last change."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def index_changed(index: Index, path: Path) -> bool:
    """Tell whether another index has been published in this one's place."""
    try:
        return _identity(path) != index.inode
    except FileNotFoundError:
        return False


def _is_damage(error: Exception) -> bool:
    """Tell whether a query failed by what is in the file, not by the query."""
    if isinstance(error, UnicodeDecodeError):
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE or str(error).startswith(_NO_SUCH)
