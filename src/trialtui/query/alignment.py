"""Lists of texts side by side: which are the same, which are alike, and what stands in one of them alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.5
"""Texts that share this part of their words, or more, are set side by side."""

_SIGNS = (("<=", "≤"), (">=", "≥"), ("=<", "≤"), ("=>", "≥"))
_AROUND_SIGN = re.compile(r"\s*([≤≥<>=])\s*")


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A row over several lists: the number of the item that stands in it of each list, None where there is none.

    Attributes:
        items: The items' numbers, from 0.
        same: Whether all lists have an item here and all say the same.
        alike: Whether two or more items stand here because they are alike; else chance put them beside each other.
    """

    items: tuple[int | None, ...]
    same: bool
    alike: bool


def text_key(text: str) -> str:
    """Return what two texts share that say the same: case, white space, full stops and ways to write signs aside."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for written, sign in _SIGNS:
        folded = folded.replace(written, sign)
    return _AROUND_SIGN.sub(r"\1", folded).strip(" .;,:")


def align(lists: Sequence[Sequence[str]]) -> list[AlignedRow]:
    """Set lists of texts side by side: first what is the same or alike, then what is left of each, in its own order."""
    keys = [[text_key(text) for text in texts] for texts in lists]
    words = [[frozenset(key.split()) for key in column] for column in keys]
    rows: list[list[int | None]] = []
    for column, column_keys in enumerate(keys):
        taken = _matches(rows, keys, words, column)
        for row, item in taken.items():
            rows[row][column] = item
        matched = set(taken.values())
        for item in range(len(column_keys)):
            if item not in matched:
                alone: list[int | None] = [None] * len(keys)
                alone[column] = item
                rows.append(alone)
    together = [row for row in rows if sum(item is not None for item in row) > 1]
    return [_row(row, keys, alike=True) for row in together] + _packed(rows, keys)


def _matches(
    rows: Sequence[Sequence[int | None]],
    keys: Sequence[Sequence[str]],
    words: Sequence[Sequence[frozenset[str]]],
    column: int,
) -> dict[int, int]:
    """Choose for the items of a column the rows that they fit best; each row and each item is taken once."""
    found = []
    for number, row in enumerate(rows):
        for item, key in enumerate(keys[column]):
            best = max(
                2.0 if keys[other][held] == key else _likeness(words[other][held], words[column][item])
                for other, held in enumerate(row)
                if held is not None
            )
            if best >= ALIKE:
                found.append((-best, number, item))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, number, item in sorted(found):
        if number not in taken and item not in used:
            taken[number] = item
            used.add(item)
    return taken


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of two texts' words that they share."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _packed(rows: Sequence[Sequence[int | None]], keys: Sequence[Sequence[str]]) -> list[AlignedRow]:
    """Set what each list has alone side by side, to save room."""
    alone = [[row[column] for row in rows if _only(row, column)] for column in range(len(keys))]
    longest = max(map(len, alone), default=0)
    return [
        _row([items[number] if number < len(items) else None for items in alone], keys, alike=False)
        for number in range(longest)
    ]


def _only(row: Sequence[int | None], column: int) -> bool:
    """Tell whether a row holds an item of this column alone."""
    return row[column] is not None and sum(item is not None for item in row) == 1


def _row(row: Sequence[int | None], keys: Sequence[Sequence[str]], *, alike: bool) -> AlignedRow:
    texts = {None if item is None else keys[column][item] for column, item in enumerate(row)}
    return AlignedRow(tuple(row), len(texts) == 1, alike)


def differing_words(text: str, others: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut a text into runs of words, and tell of each whether the words are missing in one of the others.

    Returns:
        The runs in order; joined, they are the text with its white space collapsed.
    """
    held = [{text_key(word) for word in other.split()} for other in others]
    runs: list[tuple[str, bool]] = []
    for word in text.split():
        differs = any(text_key(word) not in words for words in held)
        if runs and runs[-1][1] == differs:
            runs[-1] = (f"{runs[-1][0]} {word}", differs)
        elif runs:
            runs[-1] = (f"{runs[-1][0]} ", runs[-1][1])
            runs.append((word, differs))
        else:
            runs.append((word, differs))
    return runs
