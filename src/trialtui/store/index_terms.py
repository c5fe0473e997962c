"""The index's rows of terms while they are written: numbers, names, types, parents, postings, bitmaps."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from trialtui.model.refs import Ref, fold_name
from trialtui.store.index_facts import NAME_ORDER
from trialtui.store.index_names import NameKeys
from trialtui.store.index_schema import VIAS
from trialtui.store.postings import BITMAP_FROM, bits_to_bytes, pack, to_bits, unpack

_CACHED = 200_000
"""How many terms' numbers are kept in memory."""


class TermRows:
    """Terms as they are written; changes are gathered and written by `flush`, new terms as whole rows."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Write through this connection."""
        self._sql = sql
        self.keys = NameKeys(sql)
        self._last: int = sql.execute("SELECT max(tid) FROM term").fetchone()[0] or 0
        self._tids: dict[Ref, int] = {}
        self._fresh: dict[int, Ref] = {}
        self._names: Counter[tuple[int, str, str]] = Counter()
        self._types: Counter[tuple[int, str]] = Counter()
        self._published: Counter[int] = Counter()
        self._parents: dict[int, list[int]] = {}
        self._posts: defaultdict[int, dict[tuple[str, int], bool]] = defaultdict(dict)

    def tid(self, ref: Ref) -> int:
        """Return the small number of a term, giving it one where it has none."""
        number = self._tids.get(ref)
        if number is None:
            row = self._sql.execute("SELECT tid FROM term WHERE kind = ? AND key = ?", (ref.kind, ref.key)).fetchone()
            if row is None:
                number = self._last = self._last + 1
                self._fresh[number] = ref
            else:
                number = int(row[0])
            if len(self._tids) - len(self._fresh) >= _CACHED:
                self._tids = {fresh: tid for tid, fresh in self._fresh.items()}  # which no query finds yet
            self._tids[ref] = number
        return number

    def name(self, ref: Ref, what: str, name: str, sign: int) -> None:
        """Count a name of a term once more, or once less."""
        self._names[self.tid(ref), what, name] += sign

    def type(self, ref: Ref, kind: str, sign: int) -> None:
        """Count an intervention type of a drug once more, or once less."""
        self._types[self.tid(ref), kind] += sign

    def published(self, ref: Ref, sign: int) -> None:
        """Count a published page that names a term once more, or once less."""
        self._published[self.tid(ref)] += sign

    def parents(self, ref: Ref, parents: Iterable[Ref]) -> None:
        """Set a term's next broader terms."""
        self._parents[self.tid(ref)] = [self.tid(parent) for parent in parents]

    def post(self, number: int, via: str, tno: int, present: bool) -> None:
        """Tie a trial to a term, or untie it."""
        self._posts[number][via, tno] = present

    def flush(self) -> None:
        """Write what was gathered."""
        self._flush_names()
        self._flush_types()
        self._flush_terms()
        self._flush_parents()
        for gathered in (self._fresh, self._names, self._types, self._published, self._parents, self._posts):
            gathered.clear()

    def _flush_names(self) -> None:
        self._sql.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(tid, what, name, fold_name(name), count) for (tid, what, name), count in self._names.items() if count],
        )
        keys = ((tid, ref.key) for tid, ref in self._fresh.items())
        names = ((tid, name) for (tid, _, name), count in self._names.items() if count > 0)
        self.keys.add(chain(keys, names))
        self.keys.forget({tid for (tid, _, _), count in self._names.items() if count < 0})

    def _flush_types(self) -> None:
        self._sql.executemany(
            "INSERT INTO term_type VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(number, kind, count) for (number, kind), count in self._types.items() if count],
        )
        gone = {(tid,) for (tid, _), count in self._types.items() if count < 0}
        self._sql.executemany("DELETE FROM term_type WHERE tid = ? AND n <= 0", gone)

    def _flush_terms(self) -> None:
        """Write the rows of new terms, and what has changed of others."""
        fresh = self._fresh
        counts = {number: self._flush_posting(number, changes) for number, changes in self._posts.items()}
        names = self._shown_names()
        none = (0,) * (len(VIAS) + 2)
        self._sql.executemany(
            "INSERT INTO term (tid, kind, key, name, folded, n, named, registered, mapped, mentioned, excluded) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(tid, *ref, names[tid], fold_name(names[tid]), *counts.get(tid, none)) for tid, ref in fresh.items()],
        )
        self._sql.executemany(
            "UPDATE term SET n = ?, named = ?, registered = ?, mapped = ?, mentioned = ?, excluded = ? WHERE tid = ?",
            [(*numbers, tid) for tid, numbers in counts.items() if tid not in fresh],
        )
        self._sql.executemany(
            "UPDATE term SET name = ?, folded = ? WHERE tid = ?",
            [(name, fold_name(name), tid) for tid, name in names.items() if tid not in fresh],
        )
        self._sql.executemany(
            "UPDATE term SET published = published + ? WHERE tid = ?",
            [(count, tid) for tid, count in self._published.items() if count],
        )

    def _flush_parents(self) -> None:
        self._sql.executemany("DELETE FROM parent WHERE tid = ?", [(tid,) for tid in self._parents])
        rows = [(tid, parent) for tid, parents in self._parents.items() for parent in parents]
        self._sql.executemany("INSERT OR REPLACE INTO parent VALUES (?, ?)", rows)

    def _flush_posting(self, number: int, changes: dict[tuple[str, int], bool]) -> tuple[int, ...]:
        """Merge the changes of one term into its sorted arrays and bitmap, and return its numbers of trials."""
        row = None
        if number not in self._fresh:
            row = self._sql.execute(f"SELECT {', '.join(VIAS)} FROM posting WHERE tid = ?", (number,)).fetchone()
        sets = {via: set(unpack(data)) for via, data in zip(VIAS, row or [b""] * len(VIAS), strict=True)}
        for (via, tno), present in changes.items():
            (sets[via].add if present else sets[via].discard)(tno)
        base = sets["registered"] | sets["mapped"]
        self._sql.execute(
            "INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?, ?)", (number, *(pack(sets[via]) for via in VIAS))
        )
        if len(base) >= BITMAP_FROM:
            data = bits_to_bytes(to_bits(base))
            self._sql.execute("INSERT OR REPLACE INTO bitmap VALUES (?, ?)", (number, data))
        elif row is not None:
            self._sql.execute("DELETE FROM bitmap WHERE tid = ?", (number,))
        return len(base), len(base | sets["mentioned"]), *(len(sets[via]) for via in VIAS)

    def _shown_names(self) -> dict[int, str]:
        """Return what new terms, and those whose names have changed, are shown by.

        That is the preferred name, else the commonest registered spelling, the published one, the key.
        """
        rows: defaultdict[int, list[tuple[str, int, str]]] = defaultdict(list)
        for (tid, what, name), count in self._names.items():
            if tid in self._fresh and count > 0:  # nothing else is known of a new term
                rows[tid].append((what, count, name))
        changed = {tid for (tid, _, _), count in self._names.items() if count}
        for tid in changed.difference(self._fresh):
            rows[tid] = self._sql.execute("SELECT what, n, name FROM name WHERE tid = ?", (tid,)).fetchall()
        shown = {}
        for tid in changed.union(self._fresh):
            ranked = min(
                ((NAME_ORDER[what], -n, name) for what, n, name in rows[tid] if what in NAME_ORDER), default=None
            )
            shown[tid] = ranked[2] if ranked else self._key(tid)
        return shown

    def _key(self, tid: int) -> str:
        ref = self._fresh.get(tid)
        key: str = ref.key if ref else self._sql.execute("SELECT key FROM term WHERE tid = ?", (tid,)).fetchone()[0]
        return key
