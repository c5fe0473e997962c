"""One pass over a text for any number of dictionaries: a tree of words, walked from every word that begins a key.

Words, not characters, are matched, so that boundaries need no test, and plural, spelling, case, accents, hyphens and
line breaks need no keys of their own. A bare compiled character automaton over HPO's names alone is some four times as
fast (`tests/benchmarks/linking.py`), but over the quarter of a million names of HPO, HGNC and MeSH the two are level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Any, NamedTuple

from trialtui.linking.words import split, stem

_MARKS = re.compile(r"[^\w\s'’/‐‑‒–—―-]|\n\s*\n|\n\s*[-–•]\s|\s[-–—]\s")
"""What ends a phrase: punctuation but apostrophe, slash and hyphen; an empty line; a bullet; a dash between blanks."""

_CONJUNCTIONS = frozenset(("and", "or"))

_MOST_WORDS_KEPT = 500_000
"""Distinct words remembered with their form; beyond that the memory is emptied, so that it stays bounded."""

_ENTRIES = ""
"""The key under which a node keeps its entries; no word is empty."""

_END = "\0"
"""Stands after a text's last word; no word is this."""

_Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keys to be found, each with what it stands for.

    Attributes:
        name: What hits of this dictionary are told apart by.
        entries: Pairs of key and payload; keys may repeat, and each payload of a key gives a hit of its own.
    """

    name: str
    entries: Iterable[tuple[str, Any]]


class Hit(NamedTuple):
    """A key found: code point offsets in the text (end exclusive), the dictionary's name, and the key's payload."""

    start: int
    end: int
    dictionary: str
    payload: Any


class _Forms(dict[str, str]):
    """The form of a word, learnt as words are met."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._form = form

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_WORDS_KEPT:
            self.clear()
            self[""] = ""
        self[word] = self._form(word)
        return self[word]


class Matcher:
    """Finds the keys of several dictionaries in one pass.

    Texts and keys are folded alike (`words.fold`, then `form`): case, accents, singular and plural, British and
    American spelling, hyphens, slashes, blanks and single line breaks between words do not count. A hit lies across no
    other punctuation and no empty line unless its key has that punctuation itself. A caller to whom case or spelling
    matters compares `text[hit.start:hit.end]`.
    """

    def __init__(
        self, dictionaries: Sequence[Dictionary], form: Callable[[str], str] = stem, *, coordinated: bool = False
    ) -> None:
        """Build the tree of all keys; a key without letters and digits is left out.

        Args:
            dictionaries: What is to be found.
            form: Brings a folded word to what is compared; a word that becomes empty may be missing in key or text.
            coordinated: Whether a hit may lie across a conjunction and the word after it: `hepatic or renal failure` is
                then also a hit of `hepatic failure`, from its first word to its last.
        """
        self._root: _Node = {}
        self._forms = _Forms(form)
        self._conjunctions = _CONJUNCTIONS if coordinated else frozenset[str]()
        for dictionary in dictionaries:
            for key, payload in dictionary.entries:
                self._add(key, (dictionary.name, payload))

    def _add(self, key: str, entry: tuple[str, Any]) -> None:
        node = self._root
        for word in split(key):
            if form := self._forms[word]:
                node = node.setdefault(form, {})
        if node is not self._root:
            known = node.setdefault(_ENTRIES, [])
            marked = ("".join(_MARKS.findall(key.strip())), entry)
            if marked not in known:
                known.append(marked)

    def find(self, text: str) -> list[Hit]:
        """Return every hit, overlapping ones too, by where it begins and then by length."""
        hits: list[Hit] = []
        words = split(text)
        forms = list(map(self._forms.__getitem__, words))
        nodes = list(map(self._root.get, forms))
        forms.append(_END)
        lengths: list[int] = []
        for first in compress(range(len(words)), nodes):
            node, last = nodes[first], first
            while node is not None:
                if _ENTRIES in node:
                    lengths = lengths or list(accumulate(map(len, words)))
                    start, end = lengths[first] - len(words[first]) + first, lengths[last] + last
                    _collect(hits, node[_ENTRIES], start, end, text if last > first else "")
                last += 1
                while not (form := forms[last]):
                    last += 1
                after = node.get(form)
                if after is None and form in self._conjunctions:
                    after, last = _across(node, forms, last)
                node = after
        return hits


def _across(node: _Node, forms: list[str], conjunction: int) -> tuple[_Node | None, int]:
    """Step over a conjunction and the word after it, to the word that follows."""
    following = [index for index in range(conjunction + 1, min(conjunction + 8, len(forms))) if forms[index]]
    return (node.get(forms[following[1]]), following[1]) if len(following) > 1 else (None, conjunction)


def _collect(hits: list[Hit], entries: list[tuple[str, tuple[str, Any]]], start: int, end: int, text: str) -> None:
    """Add a node's entries as hits; `text` is empty for a single word, which no punctuation can part."""
    marks = "".join(_MARKS.findall(text, start, end)) if text else ""
    for own, (dictionary, payload) in entries:
        if not marks or marks == own:
            hits.append(Hit(start, end, dictionary, payload))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep of overlapping hits the longest, and of equally long ones the first; hits of one span are all kept."""
    by_length = sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start))
    covered = bytearray(max((hit.end for hit in by_length), default=0))
    kept: list[Hit] = []
    span = (-1, -1)
    for hit in by_length:
        if (hit.start, hit.end) == span or covered.find(1, hit.start, hit.end) < 0:
            span = (hit.start, hit.end)
            covered[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
