"""The index's full text: an FTS5 table that keeps no text, and bitmaps of the words that many trials have.

A row's id is the trial's `tno`. A changed trial's old text is given to FTS5's `delete` command, which needs it word for
word: it comes from the segment that held the trial before.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson

from trialtui.store.postings import bits_to_bytes, bytes_to_bits, to_bits
from trialtui.store.text_keys import fold_for_index, words

Document = dict[str, Any]

TEXT_COLUMNS = ("ids", "title", "summary", "conditions", "interventions", "outcomes", "eligibility")
"""What is searched for words: the columns of the table `text`."""

_TOKENIZER = "tokenize=\"unicode61 remove_diacritics 0\", content=''"

TEXT_SCHEMA = f"""
CREATE VIRTUAL TABLE text USING fts5({", ".join(TEXT_COLUMNS)}, {_TOKENIZER});
CREATE VIRTUAL TABLE sponsor USING fts5(name, {_TOKENIZER});
CREATE TABLE word (word TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE frequent (word TEXT PRIMARY KEY, bits BLOB);
CREATE TABLE beginning (beginning TEXT PRIMARY KEY, bits BLOB);
INSERT INTO text (text, rank) VALUES ('hashsize', {4 << 20});
"""
"""`word` holds words for "did you mean" (in all but small stores, those that no lone typing error made), `frequent` the
bitmaps of the words that many trials have, `beginning` those of the frequent words that begin alike, for the beginnings
that many of them share."""

FREQUENT = 1000
"""A word of at least this many trials, and of one in `FREQUENT_SHARE`, has a bitmap."""

FREQUENT_SHARE = 32
SHARED = 8
"""A beginning of more frequent words than this, of up to `SHORT` characters, has a bitmap."""

SHORT = 2
_LONGEST = 40
"""Longer words are neither suggested nor given bitmaps."""

_GAP = " \ue000 "
"""Stands between two texts of a column: a word that no query can hold, so that no phrase reaches over both."""
_NOTE = "words"
"""The key in `meta` of two numbers of trials: at the last full count of words, and covered by the bitmaps."""


class TextRows:
    """The text of trials as it is written; `finish` brings the words' bitmaps up to date."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Write through this connection."""
        self._sql = sql
        row = sql.execute("SELECT value FROM meta WHERE key = ?", (_NOTE,)).fetchone()
        note: list[int] = orjson.loads(row[0]) if row else [0, 0]
        self._counted, self._covered = note
        self._frequent = self._frequent_words()
        self._changes: defaultdict[str, dict[int, bool]] = defaultdict(dict)

    def put(self, tno: int, doc: Document, old: Document | None) -> None:
        """Take a trial's text in, in place of that of its older version."""
        if old is not None:
            self._write(tno, old, delete=True)
        self._write(tno, doc)
        if tno < self._covered:
            before, after = self._frequent_of(old or {}), self._frequent_of(doc)
            for word in before ^ after:
                self._changes[word][tno] = word in after

    def finish(self) -> None:
        """Bring the bitmaps up to date; all words are counted anew when the trials have doubled."""
        trials = self._sql.execute("SELECT count(*) FROM trial").fetchone()[0]
        if trials >= 2 * self._counted:
            self._count_all(trials)
            self._counted = trials
        else:
            for word in self._frequent:
                self._add_changes(word)
        self._gather_beginnings()
        self._covered = trials
        self._changes.clear()
        note = orjson.dumps([self._counted, self._covered]).decode()
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NOTE, note))

    def _write(self, tno: int, doc: Document, *, delete: bool = False) -> None:
        """Add a trial's text, or take away what was added of this version."""
        rows = (("text", ", ".join(TEXT_COLUMNS), text_columns(doc)), ("sponsor", "name", (sponsor_text(doc),)))
        for table, columns, texts in rows:
            names, values = (f"{table}, rowid", ("delete", tno)) if delete else ("rowid", (tno,))
            marks = ", ".join("?" * (len(values) + len(texts)))
            self._sql.execute(f"INSERT INTO {table} ({names}, {columns}) VALUES ({marks})", (*values, *texts))

    def _frequent_words(self) -> frozenset[str]:
        return frozenset(word for (word,) in self._sql.execute("SELECT word FROM frequent"))

    def _frequent_of(self, doc: Document) -> frozenset[str]:
        """Return the words of a trial that have bitmaps."""
        return self._frequent.intersection(words("\n".join(text_columns(doc))))

    def _count_all(self, trials: int) -> None:
        """Count all words, and make the bitmaps of the frequent ones."""
        self._sql.execute("DELETE FROM word")
        self._sql.execute("DELETE FROM frequent")
        self._sql.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'text', 'row')")
        often = 1 if trials < FREQUENT else 2
        self._sql.execute(
            "INSERT INTO word SELECT term, doc FROM temp.vocabulary WHERE length(term) <= ? AND doc >= ?",
            (_LONGEST, often),
        )
        self._sql.execute("DROP TABLE temp.vocabulary")
        least = max(FREQUENT, trials // FREQUENT_SHARE)
        for (word,) in self._sql.execute("SELECT word FROM word WHERE n >= ?", (least,)).fetchall():
            self._set_bits(word, to_bits(self._trials_with(word)))
        self._frequent = self._frequent_words()

    def _add_changes(self, word: str) -> None:
        """Add the new trials to a word's bitmap, and what changed in older ones."""
        new, changes = self._trials_with(word, self._covered), self._changes.get(word, {})
        if new or changes:
            row = self._sql.execute("SELECT bits FROM frequent WHERE word = ?", (word,)).fetchone()
            gone = to_bits(tno for tno, present in changes.items() if not present)
            added = to_bits([*new, *(tno for tno, present in changes.items() if present)])
            self._set_bits(word, bytes_to_bits(row[0]) & ~gone | added)

    def _gather_beginnings(self) -> None:
        """Make the bitmaps of short beginnings anew."""
        self._sql.execute("DELETE FROM beginning")
        alike: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._frequent:
            for length in range(1, SHORT + 1):
                alike[word[:length]].append(word)
        for beginning, held in alike.items():
            if len(held) > SHARED:
                bits = 0
                for word in held:
                    row = self._sql.execute("SELECT bits FROM frequent WHERE word = ?", (word,)).fetchone()
                    bits |= bytes_to_bits(row[0])
                self._sql.execute("INSERT INTO beginning VALUES (?, ?)", (beginning, bits_to_bytes(bits)))

    def _trials_with(self, word: str, start: int = 0) -> list[int]:
        """Return the trials, from a `tno` on, that have a word."""
        query = "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ?"
        return [tno for (tno,) in self._sql.execute(query, (f'"{word}"', start))]

    def _set_bits(self, word: str, bits: int) -> None:
        self._sql.execute("INSERT OR REPLACE INTO frequent VALUES (?, ?)", (word, bits_to_bytes(bits)))


def text_fields(doc: Document) -> dict[str, list[str]]:
    """Return what is searched for words, by column, as registered. NCT numbers are looked up by themselves."""
    get = doc.get
    eligibility = get("eligibility", {})
    return {
        "ids": [get("org_study_id", ""), *get("secondary_ids", ())],
        "title": [get("brief_title", ""), get("official_title", ""), get("acronym", "")],
        "summary": [get("brief_summary", ""), get("detailed_description", "")],
        "conditions": [*get("conditions", ()), *get("keywords", ())],
        "interventions": _parts(get("interventions", ()), "name", "other_names", "description"),
        "outcomes": _parts(get("outcomes", ()), "measure", "description", "time_frame"),
        "eligibility": [eligibility.get("criteria", ""), eligibility.get("study_population", "")],
    }


def text_columns(doc: Document) -> tuple[str, ...]:
    """Return what is searched for words, folded, in the order of `TEXT_COLUMNS`."""
    return tuple(_indexed(texts) for texts in text_fields(doc).values())


def sponsor_text(doc: Document) -> str:
    """Return the names of a trial's sponsor and collaborators, folded."""
    sponsors = (doc.get("lead_sponsor", {}), *doc.get("collaborators", ()))
    return _indexed(sponsor.get("name", "") for sponsor in sponsors)


def _indexed(texts: Iterable[str]) -> str:
    """Join the texts of a column, each folded by itself: most are ASCII, which the gap is not."""
    return _GAP.join(fold_for_index(decoded(text)) for text in texts if text)


def decoded(text: str) -> str:
    """Return a text with its HTML entities decoded (`&gt;`), which the registry's long texts hold."""
    if "&" not in text:
        return text
    from html import unescape  # a table of 2,231 names that few texts need

    return unescape(text)


def _parts(items: Iterable[dict[str, Any]], *names: str) -> list[str]:
    """Return these texts, or lists of texts, of each item."""
    values = (item.get(name, "") for item in items for name in names)
    return [text for value in values for text in ([value] if isinstance(value, str) else value)]
