"""The index's rows of terms while they are written: numbers, names, types, parents, postings, bitmaps."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence

from trialtui.model.refs import Ref, fold_name
from trialtui.store.index_facts import NAME_ORDER
from trialtui.store.index_names import NameKeys
from trialtui.store.index_schema import VIAS
from trialtui.store.postings import BITMAP_FROM, bits_to_bytes, pack, to_bits, unpack

_CACHED = 200_000
"""How many terms' numbers are kept in memory."""


class TermRows:
    """Terms as they are written; changes are gathered and written by `flush`."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Write through this connection."""
        self._sql = sql
        self.keys = NameKeys(sql)
        self._tids: dict[Ref, int] = {}
        self._names: Counter[tuple[int, str, str]] = Counter()
        self._types: Counter[tuple[int, str]] = Counter()
        self._posts: defaultdict[int, dict[tuple[str, int], bool]] = defaultdict(dict)
        self._fresh: list[tuple[int, str]] = []
        self._touched: set[int] = set()

    def tid(self, ref: Ref) -> int:
        """Return the small number of a term, giving it one where it has none."""
        number = self._tids.get(ref)
        if number is None:
            row = self._sql.execute("SELECT tid FROM term WHERE kind = ? AND key = ?", (ref.kind, ref.key)).fetchone()
            if row is None:
                values = (ref.kind, ref.key, ref.key, ref.key.casefold())
                cursor = self._sql.execute("INSERT INTO term (kind, key, name, folded) VALUES (?, ?, ?, ?)", values)
                number = int(cursor.lastrowid or 0)
                self._fresh.append((number, ref.key))
                self._touched.add(number)
            else:
                number = int(row[0])
            if len(self._tids) >= _CACHED:
                self._tids.clear()
            self._tids[ref] = number
        return number

    def name(self, ref: Ref, what: str, name: str, sign: int) -> None:
        """Count a name of a term once more, or once less."""
        self._names[self.tid(ref), what, name] += sign

    def type(self, ref: Ref, kind: str, sign: int) -> None:
        """Count an intervention type of a drug once more, or once less."""
        self._types[self.tid(ref), kind] += sign

    def parents(self, ref: Ref, parents: Sequence[Ref]) -> None:
        """Set a term's next broader terms."""
        number = self.tid(ref)
        self._sql.execute("DELETE FROM parent WHERE tid = ?", (number,))
        rows = [(number, self.tid(parent)) for parent in parents]
        self._sql.executemany("INSERT OR REPLACE INTO parent VALUES (?, ?)", rows)

    def post(self, number: int, via: str, tno: int, present: bool) -> None:
        """Tie a trial to a term, or untie it."""
        self._posts[number][via, tno] = present

    def flush(self) -> None:
        """Write what was gathered."""
        self._flush_names()
        for number, changes in self._posts.items():
            self._flush_posting(number, changes)
        self._posts.clear()
        for number in self._touched:
            self._choose_name(number)
        self._touched.clear()

    def _flush_names(self) -> None:
        self._sql.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(tid, what, name, fold_name(name), count) for (tid, what, name), count in self._names.items() if count],
        )
        self._touched.update(number for (number, _, _), count in self._names.items() if count)
        self.keys.add(self._fresh)
        self._fresh.clear()
        self.keys.add((number, name) for (number, _, name), count in self._names.items() if count > 0)
        self.keys.forget({tid for (tid, _, _), count in self._names.items() if count < 0})
        self._names.clear()
        self._sql.executemany(
            "INSERT INTO term_type VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(number, kind, count) for (number, kind), count in self._types.items() if count],
        )
        gone = {(tid,) for (tid, _), count in self._types.items() if count < 0}
        self._sql.executemany("DELETE FROM term_type WHERE tid = ? AND n <= 0", gone)
        self._types.clear()

    def _flush_posting(self, number: int, changes: dict[tuple[str, int], bool]) -> None:
        """Merge the changes of one term into its sorted arrays, counts and bitmap."""
        row = self._sql.execute(f"SELECT {', '.join(VIAS)} FROM posting WHERE tid = ?", (number,)).fetchone()
        sets = {via: set(unpack(data)) for via, data in zip(VIAS, row or [b""] * len(VIAS), strict=True)}
        for (via, tno), present in changes.items():
            (sets[via].add if present else sets[via].discard)(tno)
        base = sets["registered"] | sets["mapped"]
        self._sql.execute(
            "INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?, ?)", (number, *(pack(sets[via]) for via in VIAS))
        )
        self._sql.execute(
            "UPDATE term SET n = ?, named = ?, registered = ?, mapped = ?, mentioned = ?, excluded = ? WHERE tid = ?",
            (len(base), len(base | sets["mentioned"]), *(len(sets[via]) for via in VIAS), number),
        )
        if len(base) >= BITMAP_FROM:
            data = bits_to_bytes(to_bits(base))
            self._sql.execute("INSERT OR REPLACE INTO bitmap VALUES (?, ?)", (number, data))
        elif row is not None:
            self._sql.execute("DELETE FROM bitmap WHERE tid = ?", (number,))

    def _choose_name(self, number: int) -> None:
        """Show a term by its preferred name, else the commonest registered spelling, the published one, its key."""
        rows = self._sql.execute("SELECT what, n, name FROM name WHERE tid = ?", (number,)).fetchall()
        ranked = sorted((NAME_ORDER[what], -n, name) for what, n, name in rows if what in NAME_ORDER)
        key = self._sql.execute("SELECT key FROM term WHERE tid = ?", (number,)).fetchone()[0]
        name = ranked[0][2] if ranked else key
        self._sql.execute("UPDATE term SET name = ?, folded = ? WHERE tid = ?", (name, fold_name(name), number))
