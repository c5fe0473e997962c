"""Words of a text that are spelled like a gene symbol: with capitals, hyphens, Greek letters, and parts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialtui.linking.gene_symbols import SymbolTable

_TOKEN = re.compile(
    r"[A-Z](?:[A-Z0-9αβγδ]|[-‑](?=[A-Za-z0-9αβγδ])|[a-z]{1,3}[-‑]?\d)[A-Za-z0-9]{0,20}(?:[-‑][A-Za-z0-9αβγδ]{1,20}){0,5}[αβγδ]?\d?"
)
"""A capital with a capital, digit, hyphen or Greek letter beside it; small letters only before a number (`Bcl-2`)."""
_GREEK_AFTER = re.compile(r"[ -](?:alpha|beta|gamma|[αβγ])(?![a-z])")
_GREEK_INITIALS = frozenset("abgαβγ")
_LOWER_PREFIX = re.compile(r"(?<![A-Za-z0-9])(?:c-|rh|[a-z])$")
_GLUED_CHANGE = re.compile(r"([A-Z][A-Z0-9]{2,7}?)[ACDEFGHIKLMNPQRSTVWY][1-9]\d{1,3}[ACDEFGHIKLMNPQRSTVWYX]")
_SMALL = re.compile(r"(?<![A-Za-z0-9-])(?:p53|c-[Mm]et|c-[Kk]it|c-[Mm]yc)(?![A-Za-z0-9])")
_IN_ADDRESS = "._@=&%#"
"""What stands before a part of an address or a DOI (`2159-8290.CD-20-0422`), and before no symbol."""

_MOST_TOKENS_KEPT = 200_000


class Symbol(NamedTuple):
    """A symbol found: its place, its gene, whether it needs no context, and whether it is an approved one."""

    start: int
    end: int
    gene: str
    strong: bool
    approved: bool


class _Reading(NamedTuple):
    """What a token begins with: how long the symbol is, and what it stands for."""

    length: int
    gene: str
    strong: bool
    approved: bool


class _Readings(dict[str, _Reading | None]):
    """The reading of each token, learnt as tokens are met."""

    def __init__(self, table: SymbolTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, token: str) -> _Reading | None:
        if len(self) > _MOST_TOKENS_KEPT:
            self.clear()
        self[token] = self._read(token)
        return self[token]

    def _read(self, token: str) -> _Reading | None:
        """Read a token whole, else without what its last hyphens join to it (`EGFR-mutated`, `BRAF-V600E`)."""
        end = len(token)
        while end > 0:
            if reading := self._exactly(token[:end]):
                return reading
            end = max(token.rfind("-", 0, end), token.rfind("‑", 0, end))
        glued = _GLUED_CHANGE.fullmatch(token)
        reading = self._exactly(glued[1]) if glued else None
        return reading if reading and reading.strong else None

    def _exactly(self, surface: str) -> _Reading | None:
        found = self._table.find(surface)
        return _Reading(len(surface), *found, self._table.is_approved(surface)) if found else None


class SymbolReader:
    """Reads the symbols of texts."""

    def __init__(self, table: SymbolTable) -> None:
        """Read with the symbols of a table."""
        self._table = table
        self._readings = _Readings(table)

    def symbols(self, text: str) -> Iterator[Symbol]:
        """Yield every symbol, by where it begins, whether it means a gene here or not."""
        readings = self._readings
        for match in _TOKEN.finditer(text):
            reading = readings[match[0]]
            start, end = match.span()
            before = text[start - 1] if start else " "
            if text[end + 1 : end + 2] in _GREEK_INITIALS and (greek := _GREEK_AFTER.match(text, end)):
                reading = self._with_greek(match[0], greek[0]) or reading
            if before.isalnum() or (before == "-" and text[start - 2 : start] == "c-"):
                if symbol := self._with_prefix(text, start, match[0]):
                    yield symbol
            elif reading is not None and before not in _IN_ADDRESS:
                yield Symbol(start, start + reading.length, reading.gene, reading.strong, reading.approved)
        if "p53" in text or "c-" in text:
            for match in _SMALL.finditer(text):
                if found := self._table.find(match[0]):
                    yield Symbol(match.start(), match.end(), found[0], found[1], False)

    def _with_greek(self, token: str, letter: str) -> _Reading | None:
        """Read a token with the Greek letter that follows it after a blank (`TNF alpha`)."""
        found = self._table.find(token + letter)
        return _Reading(len(token) + len(letter), found[0], True, False) if found and found[1] else None

    def _with_prefix(self, text: str, start: int, token: str) -> Symbol | None:
        """Read a token with the small letters before it (`mTOR`, `c-Met`, `sIL-6R`), which the table must hold."""
        prefix = _LOWER_PREFIX.search(text, max(0, start - 3), start)
        if prefix is None:
            return None
        end = len(token)
        while end > 0:
            found = self._table.find(prefix[0] + token[:end])
            if found and found[1]:
                return Symbol(prefix.start(), start + end, found[0], True, False)
            end = token.rfind("-", 0, end)
        return None
