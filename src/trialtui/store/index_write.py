"""The writer's side of the index: it applies segments to a private copy, which is then published by rename."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from trialtui.model.refs import parse_ref
from trialtui.store import index_facts as facts
from trialtui.store.index_changes import CHANGES_SCHEMA, ChangeRows
from trialtui.store.index_conditions import CONDITIONS_SCHEMA, ConditionRows
from trialtui.store.index_figures import write_figures
from trialtui.store.index_names import NAMES_SCHEMA
from trialtui.store.index_orders import write_orders
from trialtui.store.index_rollup import roll_up
from trialtui.store.index_schema import INDEX_FORMAT, LISTED, SCHEMA, VIAS
from trialtui.store.index_sums import write_sums
from trialtui.store.index_terms import TermRows
from trialtui.store.index_text import TEXT_SCHEMA, TextRows
from trialtui.store.layout import TABLES, Entry, segment_path
from trialtui.store.postings import bits_to_bytes, bytes_to_bits, pack, unpack
from trialtui.store.segment import read_about, scan_segment
from trialtui.store.storage import SegmentFiles

_PENDING = 400_000
"""How many changes to postings, facets and names of terms are gathered before they are written; bounds memory."""


class IndexWriter:
    """An index that is being brought up to date; nothing of it is seen by readers."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Open the copy at `path`, or begin an empty one, for the segments of `folder`."""
        fresh = not path.exists()
        self._sql = sqlite3.connect(path, isolation_level=None)
        self._sql.execute("PRAGMA journal_mode=OFF")
        self._sql.execute("PRAGMA synchronous=OFF")
        self._sql.execute("PRAGMA cache_size=-65536")
        if fresh:
            self._sql.execute("PRAGMA page_size=8192")
            self._sql.executescript(SCHEMA + TEXT_SCHEMA + NAMES_SCHEMA + CONDITIONS_SCHEMA + CHANGES_SCHEMA)
            self._sql.execute(f"PRAGMA user_version={INDEX_FORMAT}")
        self._sql.execute("BEGIN")
        self._folder = folder
        self._files = SegmentFiles(folder)
        self._terms = TermRows(self._sql)
        self._text = TextRows(self._sql)
        self._conditions = ConditionRows(self._sql, self._terms.tid)
        self._facets: defaultdict[tuple[str, str], dict[int, bool]] = defaultdict(dict)
        self._pending = 0
        used = self._sql.execute("SELECT name, version, n FROM vocabulary").fetchall()
        self._vocabularies = Counter({(name, version): n for name, version, n in used})
        unlinked = self._sql.execute("SELECT value FROM meta WHERE key = 'unlinked'").fetchone()
        self._unlinked = Counter[str](orjson.loads(unlinked[0]) if unlinked else {})
        row = self._sql.execute("SELECT max(tno) FROM trial").fetchone()
        self._next_tno = 0 if row[0] is None else row[0] + 1
        self._apply = {
            "trials": self._trial, "links": self._links, "terms": self._term, "published": self._published,
            "changes": ChangeRows(self._sql).put,
        }  # fmt: skip

    def applied(self) -> set[int]:
        """Return the numbers of the segments that the index covers."""
        return {number for (number,) in self._sql.execute("SELECT number FROM segment")}

    def apply(self, number: int) -> None:
        """Apply a segment.

        Raises:
            StoreDamagedError: it or one of its records is damaged.
        """
        path = segment_path(self._folder, number)
        about = read_about(path)
        for entry, data in scan_segment(path, about):
            self._record(number, entry, data)
            if self._pending >= _PENDING:
                self._flush()
        for old in about["replaces"]:
            self._sql.execute("DELETE FROM segment WHERE number = ?", (old,))
        self._sql.execute("INSERT OR REPLACE INTO segment VALUES (?, ?)", (number, path.stat().st_size))

    def finish(self) -> None:
        """Write what is gathered, sum up, and commit; the copy can then be published, and written to further."""
        self._flush()
        roll_up(self._sql)
        self._sum_up()
        for rows in (self._text, self._terms.keys, self._conditions):
            rows.finish()
        write_sums(self._sql)
        write_figures(self._sql)
        write_orders(self._sql)
        self._sql.execute("COMMIT")
        self._sql.execute("BEGIN")

    def close(self) -> None:
        """Close it; what was not finished is left in an undefined state, and the file must be discarded."""
        self._files.close()
        self._sql.close()

    def record(self, table: str, doc_id: int) -> bytes | None:
        """Return a record's JSON, None where there is none."""
        row = self._place(TABLES.index(table), doc_id)
        return None if row is None else self._files.read(row[0], Entry(table, doc_id, *row[1:]))

    def ids(self, table: str) -> list[int]:
        """Return the document ids of a table, ascending."""
        query = "SELECT id FROM record WHERE tbl = ? ORDER BY id"
        return [doc_id for (doc_id,) in self._sql.execute(query, (TABLES.index(table),))]

    def records(self, table: str, segments: set[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the JSON of a table's records that lie in these segments, by document id."""
        query = "SELECT id, segment, start, length, crc FROM record WHERE tbl = ? ORDER BY id"
        for doc_id, segment, *place in self._sql.execute(query, (TABLES.index(table),)):
            if segment in segments:
                yield doc_id, self._files.read(segment, Entry(table, doc_id, *place))

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Run a query over what is applied so far, and return its rows."""
        return self._sql.execute(query, values).fetchall()

    def live_bytes(self) -> dict[int, int]:
        """Return how many bytes of each segment are records that nothing has superseded."""
        return dict(self._sql.execute("SELECT segment, sum(length) FROM record GROUP BY segment"))

    def _place(self, table: int, doc_id: int) -> tuple[int, int, int, int] | None:
        """Return a record's segment, start, length and CRC."""
        query = "SELECT segment, start, length, crc FROM record WHERE tbl = ? AND id = ?"
        row: tuple[int, int, int, int] | None = self._sql.execute(query, (table, doc_id)).fetchone()
        return row

    def _record(self, number: int, entry: Entry, data: bytes) -> None:
        """Take one record in: note where it lies, and what it says where that is new."""
        table = TABLES.index(entry.table)
        values = (table, entry.id, number, entry.start, entry.length, entry.crc)
        is_new = self._sql.execute("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?)", values).rowcount
        row = None if is_new else self._place(table, entry.id)
        old = None
        if row is not None:
            self._sql.execute("REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)", values)
            if row[2:] == (entry.length, entry.crc):  # moved by a compaction, or put again
                return
            old = orjson.loads(self._files.read(row[0], Entry(entry.table, entry.id, *row[1:])))
        self._apply[entry.table](entry.id, orjson.loads(data), old)

    def _tno(self, nct: int) -> int:
        """Return the small number of a trial, giving it one where it has none."""
        row = self._sql.execute("SELECT tno FROM trial WHERE nct = ?", (nct,)).fetchone()
        if row is not None:
            return int(row[0])
        tno, self._next_tno = self._next_tno, self._next_tno + 1
        self._sql.execute("INSERT INTO trial (tno, nct, title) VALUES (?, ?, '')", (tno, nct))
        return tno

    def _trial(self, nct: int, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        tno = self._tno(nct)
        self._sql.execute(
            "INSERT OR REPLACE INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (tno, *facts.trial_row(doc))
        )
        self._text.put(tno, doc, old)
        self._terms.keys.trial(nct, doc, old)
        for alias in (old or {}).get("nct_id_aliases", ()):
            self._sql.execute("DELETE FROM alias WHERE alias = ? AND nct = ?", (alias, nct))
        for alias in doc.get("nct_id_aliases", ()):
            self._sql.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (alias, nct))
        for sign, document in ((-1, old or {}), (1, doc)):
            if not document:
                continue
            for facet in facts.trial_facets(document):
                self._facets[facet][tno] = sign > 0
                self._pending += 1
            for ref, what, name in facts.trial_names(document):
                self._terms.name(ref, what, name, sign)
            for ref, kind in facts.trial_types(document):
                self._terms.type(ref, kind, sign)

    def _links(self, nct: int, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        tno = self._tno(nct)
        for sign, document in ((-1, old or {}), (1, doc)):
            for used in document.get("vocabularies", {}).items():
                self._vocabularies[used] += sign
            for name in document.get("unlinked", ()):
                self._unlinked[name] += sign
        new, before = self._tids(doc), self._tids(old or {})
        for via in VIAS:
            for tid in new[via] ^ before[via]:
                self._terms.post(tid, via, tno, tid in new[via])
                self._pending += 1
        for sign, document in ((-1, old or {}), (1, doc)):
            for ref, what, name in facts.link_names(document):
                self._terms.name(ref, what, name, sign)
        self._conditions.put(doc, old)
        packed = [pack(new[via]) for via in VIAS]
        self._sql.execute("INSERT OR REPLACE INTO trial_terms VALUES (?, ?, ?, ?, ?)", (tno, *packed))

    def _tids(self, doc: dict[str, Any]) -> dict[str, set[int]]:
        """Return the terms of a trial by how they are linked."""
        return {via: set(map(self._terms.tid, refs)) for via, refs in facts.link_sets(doc).items()}

    def _term(self, _id: int, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        ref = facts.read_ref(doc["ref"])
        for sign, document in ((-1, old or {}), (1, doc)):
            for what, name in facts.term_names(document):
                self._terms.name(ref, what, name, sign)
                self._pending += 1
        self._terms.parents(ref, [parent for text in doc.get("parents", ()) if (parent := parse_ref(text))])

    def _published(self, doc_id: int, doc: dict[str, Any], old: dict[str, Any] | None) -> None:
        tid = self._terms.tid(facts.read_ref(doc["ref"]))
        self._sql.execute(
            "INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)",
            (doc_id, tid, doc.get("snapshot", ""), doc.get("title", "")),
        )
        for sign, document in ((-1, old), (1, doc)):
            for ref in facts.published_refs(document) if document else ():
                self._terms.published(ref, sign)
                self._pending += 1
        self._sql.execute("DELETE FROM published_trial WHERE id = ?", (doc_id,))
        for nct in facts.published_trials(doc):
            self._sql.execute("INSERT OR REPLACE INTO published_trial VALUES (?, ?)", (nct, doc_id))

    def _flush(self) -> None:
        self._terms.flush()
        for (name, value), changes in self._facets.items():
            row = self._sql.execute("SELECT bits FROM facet WHERE name = ? AND value = ?", (name, value)).fetchone()
            bits = bytearray(row[0] if row else b"")
            _set_bits(bits, changes)
            count = int.from_bytes(bits, "little").bit_count()
            data = bits_to_bytes(bytes_to_bits(bytes(bits)))
            self._sql.execute("INSERT OR REPLACE INTO facet VALUES (?, ?, ?, ?)", (name, value, count, data))
        self._facets.clear()
        self._pending = 0

    def _sum_up(self) -> None:
        """Write the figures that every start shows, so that no start has to count."""
        ask = self._sql.execute
        dates = ask("SELECT min(as_of), max(as_of) FROM trial WHERE as_of != ''").fetchone()
        ncts = ask("SELECT nct FROM trial ORDER BY tno").fetchall()
        kinds = dict(ask(f"SELECT kind, count(*) FROM term WHERE {LISTED} GROUP BY kind").fetchall())
        seeds = ask("SELECT count(*) FROM trial WHERE source = 'seed page'").fetchone()[0]
        meta = {
            "trials": len(ncts),
            "seed_trials": seeds,
            "terms": kinds,
            "as_of": [dates[0] or "", dates[1] or ""],
            "published": ask("SELECT count(*) FROM published").fetchone()[0],
            "vocabularies": self._vocabularies_in_use(),
        }
        ask("INSERT OR REPLACE INTO meta VALUES ('summary', ?)", (orjson.dumps(meta).decode(),))
        unlinked = dict(sorted((+self._unlinked).items(), key=lambda item: (-item[1], item[0])))
        ask("INSERT OR REPLACE INTO meta VALUES ('unlinked', ?)", (orjson.dumps(unlinked).decode(),))
        numbers = unpack(b"")
        numbers.extend(nct for (nct,) in ncts)
        ask("INSERT OR REPLACE INTO meta VALUES ('nct_of', ?)", (numbers.tobytes(),))

    def _vocabularies_in_use(self) -> dict[str, str]:
        """Note by which versions of each vocabulary how many trials were linked, and return the versions."""
        used = sorted((*key, n) for key, n in self._vocabularies.items() if n > 0)
        self._sql.execute("DELETE FROM vocabulary")
        self._sql.executemany("INSERT INTO vocabulary VALUES (?, ?, ?)", used)
        versions: defaultdict[str, list[str]] = defaultdict(list)
        for name, version, _ in used:
            versions[name].append(version)
        return {name: ", ".join(found) for name, found in versions.items()}


def _set_bits(bits: bytearray, changes: Iterable[tuple[int, bool]] | dict[int, bool]) -> None:
    """Set or clear the bits that changed."""
    for number, value in dict(changes).items():
        if number >> 3 >= len(bits):
            bits.extend(bytes((number >> 3) + 1 - len(bits)))
        if value:
            bits[number >> 3] |= 1 << (number & 7)
        else:
            bits[number >> 3] &= ~(1 << (number & 7))
