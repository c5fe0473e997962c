"""One pass over a text for any number of dictionaries: from every two words that begin a key, onward while keys go on.

Words, not characters, are matched, so that boundaries need no test, and plural, spelling, case, accents, hyphens and
line breaks need no keys of their own. What can be asked of all words of a text at once is asked so (`map`, `compress`):
of seven hundred words forty are walked from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import contains
from typing import Any, NamedTuple

from trialtui.vocab.keys import KeyTable, entries, numbers
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
"""What may follow the words of some keys: by word a node, or the unread blocks of key tables (a list)."""

_NOTHING: _Node = {}


class _Stop(dict[str, Any]):
    """A node to stop at whatever follows: its word is a key by itself, or a conjunction."""

    def __contains__(self, word: object) -> bool:
        """Say so for the pass over all words; whether a word may really follow, `get` tells."""
        return True


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keys to be found, each with what it stands for.

    Attributes:
        name: What hits of this dictionary are told apart by.
        entries: Pairs of key and payload; keys may repeat, and each payload of a key gives a hit of its own.
        keys: Further keys with their rows, already in the form of the matcher that this is for.
        read: Gives the entries of such a row, when a text has a key of it.
    """

    name: str
    entries: Iterable[tuple[str, Any]] = ()
    keys: KeyTable | None = None
    read: Callable[[int], Iterable[tuple[str, Any]]] = lambda _row: ()


class Hit(NamedTuple):
    """A key found: code point offsets in the text (end exclusive), the dictionary's name, and the key's payload."""

    start: int
    end: int
    dictionary: str
    payload: Any


class _Entry(NamedTuple):
    """What a key stands for: the punctuation within it, its dictionary, its payload."""

    marks: str
    dictionary: str
    payload: Any


class _Source(NamedTuple):
    """Keys of a dictionary with the way to read their rows."""

    dictionary: str
    keys: KeyTable
    read: Callable[[int], Iterable[tuple[str, Any]]]


class _Unread(NamedTuple):
    """A key whose rows have not been read, with those of each source that has it, by the source's number."""

    words: str
    rows: list[tuple[int, str]]


class _Nodes(dict[str, _Node]):
    """The node of each first word, made as words are met."""

    def __init__(self, make: Callable[[str], _Node]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _Node:
        if len(self) >= _MOST_NODES_KEPT:
            self.clear()
        self[word] = self._make(word)
        return self[word]


_MOST_NODES_KEPT = 200_000


class Matcher:
    """Finds the keys of several dictionaries in one pass.

    Texts and keys are folded alike (`words.fold`, then `form`): case, accents, singular and plural, British and
    American spelling, hyphens, slashes, blanks and single line breaks between words do not count. A hit lies across no
    other punctuation and no empty line unless its key has that punctuation itself. A caller to whom case or spelling
    matters compares `text[hit.start:hit.end]`. Rows of dictionaries are read when a text has a key of theirs, and then
    kept.
    """

    def __init__(
        self, dictionaries: Sequence[Dictionary], form: Callable[[str], str] = stem, *, coordinated: bool = False
    ) -> None:
        """Gather the keys; one without letters and digits is left out.

        Args:
            dictionaries: What is to be found.
            form: Brings a folded word to what is compared; a word that becomes empty may be missing in key or text.
            coordinated: Whether a hit may lie across a conjunction and the word after it: `hepatic or renal failure` is
                then also a hit of `hepatic failure`, from its first word to its last.
        """
        self._form = form
        self._forms = Learnt(form)
        self._sources = [source for dictionary in dictionaries for source in self._sources_of(dictionary)]
        self._first_words = [source.keys.first_words for source in self._sources]
        self._nodes = _Nodes(self._first)
        self._conjunctions = _CONJUNCTIONS if coordinated else frozenset[str]()

    def _sources_of(self, dictionary: Dictionary) -> Iterator[_Source]:
        pairs = list(dictionary.entries)
        if pairs:
            keys = KeyTable.of((number, [self._forms_of(key)]) for number, (key, _) in enumerate(pairs))
            yield _Source(dictionary.name, keys, lambda number: (pairs[number],))
        if dictionary.keys is not None:
            yield _Source(dictionary.name, dictionary.keys, dictionary.read)

    def _forms_of(self, key: str) -> list[str]:
        return [form for form in map(self._forms.__getitem__, split(key)) if form]

    def _first(self, word: str) -> _Node:
        """Make the node of a key's first word."""
        node: _Node = {}
        for number, first_words in enumerate(self._first_words):
            if word not in first_words:
                continue
            rows, rest = self._sources[number].keys.first(word)
            if rows:
                node.setdefault(_ENTRIES, _Unread(word, [])).rows.append((number, rows))
            for second, block in zip(rest[::2], rest[1::2], strict=True):
                node.setdefault(second, []).append((number, block))
        return _Stop(node) if _ENTRIES in node or word in self._conjunctions else node or _NOTHING

    def _grown(self, node: _Node, word: str, before: str) -> _Node:
        """Return the node of a word after others, made of the blocks of key tables where it is still to be made."""
        blocks = node[word]
        if isinstance(blocks, dict):
            return blocks
        node[word] = grown = _Node()
        for number, block in blocks:
            for rest, rows in entries(block):
                last = grown
                for form in rest.split():
                    last = last.setdefault(form, {})
                words = f"{before} {word} {rest}".rstrip()
                last.setdefault(_ENTRIES, _Unread(words, [])).rows.append((number, rows))
        return grown

    def _read(self, node: _Node) -> list[_Entry]:
        """Return the entries of a node in the order of dictionaries and rows, each once; their rows are read once."""
        unread = node[_ENTRIES]
        if not isinstance(unread, _Unread):
            known: list[_Entry] = unread
            return known
        wanted = unread.words.split()
        node[_ENTRIES] = found = list[_Entry]()
        for number, rows in unread.rows:
            source = self._sources[number]
            for key, payload in (entry for row in numbers(rows) for entry in source.read(row)):
                if self._forms_of(key) == wanted:
                    entry = _Entry(_marks_of(key), source.dictionary, payload)
                    if entry not in found:
                        found.append(entry)
        return found

    def find(self, text: str) -> list[Hit]:
        """Return every hit, overlapping ones too, by where it begins and then by length."""
        pieces = split(text)
        forms = list(map(self._forms.__getitem__, pieces))
        places = list(compress(range(len(forms)), forms))
        forms = list(filter(None, forms))
        nodes = list(map(self._nodes.__getitem__, forms))
        forms.append(_END)
        hits: list[Hit] = []
        at = offset = 0
        for first in self._beginnings(forms, nodes):
            ways = [(nodes[first], first)]
            for node, last in ways:
                if node.get(_ENTRIES) and (found := self._read(node)):
                    begin, until = places[first], places[last] + 1
                    if begin > at:
                        offset, at = offset + len(" ".join(pieces[at:begin])) + 1, begin
                    if last > first:
                        _collect(hits, found, offset, offset + len(" ".join(pieces[begin:until])), text)
                    else:  # no punctuation can part a single word
                        end = offset + len(pieces[begin])
                        hits += [Hit(offset, end, dictionary, payload) for _, dictionary, payload in found]
                form = forms[last + 1]
                if node.get(form):
                    ways.append((self._grown(node, form, forms[first]), last + 1))
                if form in self._conjunctions and node.get(after := _after_joint(forms, last + 1)):
                    ways.append((self._grown(node, after, forms[first]), last + 3))
        return hits

    def _beginnings(self, forms: list[str], nodes: list[_Node]) -> list[int]:
        """Return where a key may begin: with a word that is one, or one whose next word goes on with one."""
        found: list[int] = []
        for number in compress(range(len(nodes)), map(contains, nodes, forms[1:])):
            if forms[number] in self._conjunctions:
                before = nodes[number - 1] if number and found[-1:] != [number - 1] else _NOTHING
                if before and before.get(_after_joint(forms, number)):
                    found.append(number - 1)
                node = nodes[number]
                if not (node.get(_ENTRIES) or node.get(forms[number + 1])):  # as nearly all conjunctions
                    continue
            found.append(number)
        return found


def _after_joint(forms: list[str], joint: int) -> str:
    """Return what follows a conjunction and the word it joins; `X or other Y` joins nothing that X could be put for."""
    return forms[joint + 2] if joint + 2 < len(forms) and forms[joint + 1] != _OTHER else _END


def _marks_of(key: str) -> str:
    return "" if key.isalpha() else "".join(_MARKS.findall(key.strip()))


def _collect(hits: list[Hit], found: list[_Entry], start: int, end: int, text: str) -> None:
    """Add the entries of several words as hits, but those that other punctuation parts."""
    marks = "".join(_MARKS.findall(text, start, end))
    for own, dictionary, payload in found:
        if not marks or marks == own:
            hits.append(Hit(start, end, dictionary, payload))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep of overlapping hits the longest, and of equally long ones the first; hits of one span are all kept."""
    hits = list(hits)
    if all(before.end <= hit.start for before, hit in pairwise(hits)):
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
