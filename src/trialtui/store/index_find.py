"""Finding in an index: trials by the words of their text, terms and trials by their names."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from json import loads

from trialtui.store.index_read import Index
from trialtui.store.postings import bytes_to_bits, to_bits, unpack

_AT_A_TIME = 500

LAST = "\U0010ffff"
"""Sorts after every character of a key."""


def meta_array(index: Index, key: str) -> array[int]:
    """Return one of the arrays that `index_sums` describes."""
    return unpack(meta_bytes(index, key))


def meta_bytes(index: Index, key: str) -> bytes:
    """Return a value of the index as it is stored."""
    rows = index.ask("SELECT value FROM meta WHERE key = ?", key)
    return bytes(rows[0][0]) if rows else b""


# Text


def frequent_bits(index: Index, word: str) -> int | None:
    """Return the bitmap of a word that many trials have, None for any other word."""
    rows = index.ask("SELECT bits FROM frequent WHERE word = ?", word)
    return bytes_to_bits(rows[0][0]) if rows else None


def frequent_beginning(index: Index, beginning: str) -> int | None:
    """Return the trials of the words that begin so and that many trials have; None where there is no such word."""
    rows = index.ask("SELECT bits FROM beginning WHERE beginning = ?", beginning)
    if not rows:
        rows = index.ask("SELECT bits FROM frequent WHERE word >= ? AND word < ?", beginning, beginning + LAST)
    if not rows:
        return None
    bits = 0
    for (data,) in rows:
        bits |= bytes_to_bits(data)
    return bits


def phrase(parts: Sequence[str], *, begins: bool = False) -> str:
    """Write words that follow one another as an FTS5 expression; `begins`: the last is the beginning of a word."""
    return '"' + " ".join(parts) + '"' + (" *" if begins else "")


def text_match(index: Index, expressions: Iterable[str], *, limit: int = -1) -> list[int]:
    """Return the trials (`tno`, ascending) whose text fits all these FTS5 expressions, at most `limit`."""
    return _matches(index, "text", " AND ".join(expressions), limit)


def sponsor_bits(index: Index, words: Sequence[str]) -> int:
    """Return the trials whose sponsors and collaborators have all these words in their names."""
    return to_bits(_matches(index, "sponsor", " AND ".join(f'"{word}"' for word in words)))


def _matches(index: Index, table: str, expression: str, limit: int = -1) -> list[int]:
    """Return the rows of a table of text that fit an expression, which come as one text: a row each takes as long."""
    rows = f"SELECT rowid AS tno FROM {table} WHERE {table} MATCH ? LIMIT ?"
    numbers: list[int] = loads(
        f"[{index.ask(f'SELECT group_concat(tno) FROM ({rows})', expression, limit)[0][0] or ''}]"
    )
    return numbers


def known_words(index: Index) -> list[tuple[str, int]]:
    """Return the words of the text index with their numbers of trials, as last counted."""
    return index.ask("SELECT word, n FROM word")


# Names


def names_equal(index: Index, key: str) -> list[int]:
    """Return the terms (`tid`) that have a name with this key."""
    return [tid for (tid,) in index.ask("SELECT tid FROM name_key WHERE key = ? AND at = 0", key)]


def names_with(index: Index, beginning: str) -> list[tuple[int, int]]:
    """Return the terms of whose names a word, or several in a row, begin so, as (first word's place in it, `tid`)."""
    return index.ask("SELECT at, tid FROM name_key WHERE key >= ? AND key < ?", beginning, beginning + LAST)


def best_names_with(index: Index, beginning: str) -> tuple[list[int], list[int]] | None:
    """Return the terms (`tid`) of most trials for a beginning that many names share; None for any other.

    Returns:
        Of each kind, those of which a whole name begins so; and those of which a name only holds it.
    """
    query = "SELECT beginning FROM name_top WHERE beginning >= ? AND beginning < ? ORDER BY beginning LIMIT 1"
    first = index.ask(query, beginning, beginning + LAST)
    if not first:
        return None
    rows = index.ask("SELECT begins, holds FROM name_top WHERE beginning = ?", first[0][0])
    begins = [tid for row in rows for tid in unpack(row[0])]
    return begins, [tid for row in rows for tid in unpack(row[1])]


def names_of(index: Index, tids: Sequence[int]) -> dict[int, list[tuple[str, str, int]]]:
    """Return the names of these terms as (what, name, number of trials that register it so), commonest first."""
    names: dict[int, list[tuple[str, str, int]]] = {tid: [] for tid in tids}
    for start in range(0, len(tids), _AT_A_TIME):
        part = tids[start : start + _AT_A_TIME]
        query = f"SELECT tid, what, name, n FROM name WHERE tid IN ({', '.join('?' * len(part))})"
        for tid, *name in index.ask(query, *part):
            names[tid].append((name[0], name[1], name[2]))
    for rows in names.values():
        rows.sort(key=lambda row: (-row[2], row[1]))
    return names


def titles_with(index: Index, beginning: str, limit: int) -> list[tuple[str, int]]:
    """Return the trials whose title or acronym begins so, as (key, NCT number as digits), by key."""
    query = "SELECT key, nct FROM title_key WHERE key >= ? AND key < ? ORDER BY key, nct LIMIT ?"
    return index.ask(query, beginning, beginning + LAST, limit)


def known_keys(index: Index, shortest: int, longest: int) -> list[str]:
    """Return the keys of the whole names of terms that are so long."""
    query = "SELECT DISTINCT key FROM name_key WHERE at = 0 AND length(key) BETWEEN ? AND ?"
    return [key for (key,) in index.ask(query, shortest, longest)]
