"""The words of a text: folded and split once, for every dictionary that is looked up in it."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, chain, compress, count
from operator import add

from trialtui.vocab.words import split


class Words:
    """A text with its folded words, and where in the text each of them stands."""

    def __init__(self, text: str) -> None:
        """Split a plain text."""
        self.text = text
        self._pieces = split(text)
        self.folded = list(filter(None, self._pieces))

    @classmethod
    def of(cls, text: str | Words) -> Words:
        """Return the words of a text, or these words themselves."""
        return cls(text) if isinstance(text, str) else text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word begins: after the letters of all pieces before it, and a blank for each."""
        lengths = accumulate(chain((0,), map(len, self._pieces)))
        return list(compress(map(add, lengths, count()), self._pieces))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the stretch of the text (code points, end exclusive) from one word to another, by their numbers."""
        starts = self._starts
        return starts[first], starts[last] + len(self.folded[last])
