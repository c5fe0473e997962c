"""Names to rows, learnt word by word as names are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from trialtui.vocab.names import name_key
from trialtui.vocab.words import MOST_WORDS_KEPT, split, stem


class NameIndex:
    """Finds the row that has a name; of several the one in which the name has the lowest rank, then the first."""

    def __init__(self, rows: Mapping[str, Sequence[int]], names: Callable[[int], Iterable[tuple[int, str]]]) -> None:
        """Look names up in a table.

        Args:
            rows: The rows of each word, as `word_rows.rows_by_word` gives them.
            names: Gives a row's names, each with its rank.
        """
        self._rows, self._names = rows, names
        self._best: dict[str, tuple[int, int]] = {}
        self._met: set[str] = set()
        self._learnt: set[int] = set()

    def find(self, name: str) -> int | None:
        """Return the row of a name; case, punctuation and white space do not count (`name_key`)."""
        key = name_key(name)
        for word in split(key):
            if word not in self._met:
                self._learn(word)
        best = self._best.get(key)
        return best[1] if best else None

    def _learn(self, word: str) -> None:
        """Take in the rows that are known by a word."""
        if len(self._met) >= MOST_WORDS_KEPT:
            self._met.clear()
        self._met.add(word)
        for row in self._rows.get(stem(word), ()):
            if row not in self._learnt:
                self._learnt.add(row)
                for rank, name in self._names(row):
                    key = name_key(name)
                    self._best[key] = min((rank, row), self._best.get(key, (rank, row)))
