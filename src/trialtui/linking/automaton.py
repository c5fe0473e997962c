"""One pass over a text for any number of dictionaries: a tree of words, walked from every two words that begin a key.

Words, not characters, are matched, so that boundaries need no test, and plural, spelling, case, accents, hyphens and
line breaks need no keys of their own. What can be asked of all words of a text at once is asked so (`map`, `compress`):
of seven hundred words forty are walked from.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import contains, itemgetter
from typing import Any, NamedTuple

from trialtui.linking.text_words import Words
from trialtui.vocab.words import Learnt, split, stem

_MARKS = re.compile(r"[^\w\s'’/‐‑‒–—―-]|\n\s*\n|\n\s*[-–•]\s|\s[-–—]\s")
"""What ends a phrase: punctuation but apostrophe, slash and hyphen; an empty line; a bullet; a dash between blanks."""

_CONJUNCTIONS = frozenset(("and", "or"))
_OTHER = "other"

_ENTRIES = ""
"""The key under which a node keeps its entries; no word is empty."""

_END = "\0"
"""Stands after a text's last word; no word is this."""

_Node = dict[str, Any]
_Entry = tuple[tuple[int, int, int], str, str, Any]
"""An entry of a node: its place among all entries, the punctuation within its key, its dictionary, its payload."""

_NOTHING: _Node = {}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keys to be found, each with what it stands for.

    Attributes:
        name: What hits of this dictionary are told apart by.
        entries: Pairs of key and payload; keys may repeat, and each payload of a key gives a hit of its own.
        rows: Further entries by row, read when they are wanted: for a word's form the rows that have a key which cannot
            be found without that word (`vocab.word_rows`).
        read: Gives the entries of such a row.
        form: Brings a folded word to the form under which `rows` has it.
    """

    name: str
    entries: Iterable[tuple[str, Any]] = ()
    rows: Mapping[str, Sequence[int]] = field(default_factory=dict)
    read: Callable[[int], Iterable[tuple[str, Any]]] = lambda _row: ()
    form: Callable[[str], str] = stem


class Hit(NamedTuple):
    """A key found: code point offsets in the text (end exclusive), the dictionary's name, and the key's payload."""

    start: int
    end: int
    dictionary: str
    payload: Any


class Matcher:
    """Finds the keys of several dictionaries in one pass.

    Texts and keys are folded alike (`words.fold`, then `form`): case, accents, singular and plural, British and
    American spelling, hyphens, slashes, blanks and single line breaks between words do not count. A hit lies across no
    other punctuation and no empty line unless its key has that punctuation itself. A caller to whom case or spelling
    matters compares `text[hit.start:hit.end]`. Rows of dictionaries are read when a text has their word, and then kept.
    """

    def __init__(
        self, dictionaries: Sequence[Dictionary], form: Callable[[str], str] = stem, *, coordinated: bool = False
    ) -> None:
        """Build the tree of the keys at hand; a key without letters and digits is left out.

        Args:
            dictionaries: What is to be found.
            form: Brings a folded word to what is compared; a word that becomes empty may be missing in key or text.
            coordinated: Whether a hit may lie across a conjunction and the word after it: `hepatic or renal failure` is
                then also a hit of `hepatic failure`, from its first word to its last.
        """
        self._dictionaries = tuple(dictionaries)
        self._root: _Node = {}
        self._form = form
        self._forms = Learnt(self._meet)
        self._conjunctions = _CONJUNCTIONS if coordinated else frozenset[str]()
        self._marked = set(self._conjunctions)
        """Forms to be looked at wherever they stand: conjunctions, and words that are keys by themselves."""
        self._read: set[tuple[int, int]] = set()
        for number, dictionary in enumerate(dictionaries):
            self._add_all(number, -1, dictionary.entries)

    def _meet(self, word: str) -> str:
        """Return the form of a text's word, after reading the rows that cannot be found without that word."""
        for number, dictionary in enumerate(self._dictionaries):
            for row in dictionary.rows.get(dictionary.form(word), ()):
                if (number, row) not in self._read:
                    self._read.add((number, row))
                    self._add_all(number, row, dictionary.read(row))
        return self._form(word)

    def _add_all(self, number: int, row: int, entries: Iterable[tuple[str, Any]]) -> None:
        name = self._dictionaries[number].name
        for place, (key, payload) in enumerate(entries):
            forms = [form for form in map(self._form, filter(None, split(key))) if form]
            if forms:
                marks = "" if key.isalpha() else "".join(_MARKS.findall(key.strip()))
                self._add(forms, ((number, row, place), marks, name, payload))

    def _add(self, forms: Sequence[str], entry: _Entry) -> None:
        """Keep a key's entry where it ends; entries of one key are in the order of dictionaries and rows."""
        node = self._root
        for form in forms:
            node = node.setdefault(form, {})
        if len(forms) == 1:
            self._marked.add(forms[0])
        known = node.get(_ENTRIES)
        if known is None:
            node[_ENTRIES] = [entry]
        elif all(entry[1:] != other[1:] for other in known):
            insort(known, entry, key=itemgetter(0))

    def find(self, text: str | Words) -> list[Hit]:
        """Return every hit, overlapping ones too, by where it begins and then by length."""
        words = Words.of(text)
        forms = list(map(self._forms.__getitem__, words.folded))
        places: Sequence[int] = range(len(forms))
        if "" in forms:
            places = list(compress(places, forms))
            forms = list(filter(None, forms))
        nodes = list(map(self._root.get, forms, repeat(_NOTHING)))
        forms.append(_END)
        hits: list[Hit] = []
        for first in self._beginnings(forms, nodes):
            ways = [(nodes[first], first)]
            for node, last in ways:
                if _ENTRIES in node:
                    start, end = words.span(places[first], places[last])
                    _collect(hits, node[_ENTRIES], start, end, words.text if last > first else "")
                form = forms[last + 1]
                if form in node:
                    ways.append((node[form], last + 1))
                if form in self._conjunctions and (after := _after_joint(forms, last + 1)) in node:
                    ways.append((node[after], last + 3))
        return hits

    def _beginnings(self, forms: list[str], nodes: list[_Node]) -> list[int]:
        """Return where a key may begin: with a word that is one, or one whose next word goes on with one."""
        numbers = range(len(nodes))
        found = set(compress(numbers, map(contains, nodes, forms[1:])))
        for number in compress(numbers, map(self._marked.__contains__, forms)):
            if _ENTRIES in nodes[number]:
                found.add(number)
            if number and forms[number] in self._conjunctions and _after_joint(forms, number) in nodes[number - 1]:
                found.add(number - 1)
        return sorted(found)


def _after_joint(forms: list[str], joint: int) -> str:
    """Return what follows a conjunction and the word it joins; `X or other Y` joins nothing that X could be put for."""
    return forms[joint + 2] if joint + 2 < len(forms) and forms[joint + 1] != _OTHER else _END


def _collect(hits: list[Hit], entries: list[_Entry], start: int, end: int, text: str) -> None:
    """Add a node's entries as hits; `text` is empty for a single word, which no punctuation can part."""
    marks = "".join(_MARKS.findall(text, start, end)) if text else ""
    for _, own, dictionary, payload in entries:
        if not marks or marks == own:
            hits.append(Hit(start, end, dictionary, payload))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep of overlapping hits the longest, and of equally long ones the first; hits of one span are all kept."""
    hits = list(hits)
    if len(hits) < 2:
        return hits
    by_length = sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start))
    covered = bytearray(max(hit.end for hit in hits))
    kept: list[Hit] = []
    span = (-1, -1)
    for hit in by_length:
        if (hit.start, hit.end) == span or covered.find(1, hit.start, hit.end) < 0:
            span = (hit.start, hit.end)
            covered[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
