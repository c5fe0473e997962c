"""Finds words in a page that is laid out: in its texts, however their lines are broken. It knows no screen."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from trialtui.render.lines import Layout
from trialtui.render.wrap import cells, to_ascii

_BREAK, _END = "\n", "\0"
"""What stands where a text goes on in the next line, and after each text."""

_ALIKE = dict(zip("‐‑–—−‘’“”\u00a0", "-----''\"\" ", strict=True))
"""Characters that nobody types, with what is typed for them."""


class Match(NamedTuple):
    """Where something was found.

    Attributes:
        parts: The cells, as (line, start, end), ends exclusive, for each line that it is on.
        block: The index of the page's block that it is in.
    """

    parts: tuple[tuple[int, int, int], ...]
    block: int


class _Piece(NamedTuple):
    """A piece of a text: where it begins among all texts, its line and first cell, what it says."""

    start: int
    line: int
    cell: int
    text: str


class _Folds(dict[int, str | None]):
    """Each character as it is compared, learnt as it is met: without accents; marks that join others are left out."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        base = unicodedata.normalize("NFD", _ALIKE.get(character, character))[0]
        self[code] = folded = None if unicodedata.combining(base) else base
        return folded


_folds = _Folds()


class PageText:
    """The texts of a page, to be searched again and again while somebody types."""

    def __init__(self, layout: Layout, *, ascii_only: bool = False) -> None:
        """Take the texts of a layout, which may be drawn in ASCII."""
        self._lines, self._ascii_only = layout.lines, ascii_only
        self._pieces: list[_Piece] = []
        self._text = self._gather()
        self._starts = [piece.start for piece in self._pieces]

    def find(self, typed: str) -> list[Match]:
        """Return where a text stands, in reading order.

        Capital letters count where some were typed, accents never; a blank stands for any number of them, and for the
        end of a line.
        """
        words = typed.translate(_folds).strip()
        if self._ascii_only:
            words = to_ascii(words)
        if not words:
            return []
        text = self._plain if words != words.lower() else self._lower
        joined = (f"{_BREAK}?".join(map(re.escape, word)) for word in words.split())
        spans = (match.span() for match in re.finditer(f"[ {_BREAK}]+".join(joined), text))
        return sorted(self._match(start, end) for start, end in spans)

    @cached_property
    def _plain(self) -> str:
        """The texts without accents."""
        return self._text if self._text.isascii() else self._text.translate(_folds)

    @cached_property
    def _lower(self) -> str:
        """The same in small letters, one for one."""
        return self._plain.lower()

    @cached_property
    def _kept(self) -> list[int] | range:
        """Where each character of `_plain` stands in the texts."""
        if len(self._plain) == len(self._text):
            return range(len(self._text))
        return [at for at, character in enumerate(self._text) if _folds[ord(character)] is not None]

    def _gather(self) -> str:
        """Put the pieces of each text together, and return all texts."""
        texts: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            cell = 0
            for piece in line.pieces:
                if piece.source >= 0:
                    texts[piece.source].append((number, cell, piece.text))
                cell += cells(piece.text)
        whole: list[str] = []
        length = 0
        for pieces in texts.values():
            before = pieces[0][0]
            for number, cell, text in pieces:
                if number != before:
                    whole.append(_BREAK)
                    length += 1
                    before = number
                self._pieces.append(_Piece(length, number, cell, text))
                whole.append(text)
                length += len(text)
            whole.append(_END)
            length += 1
        return "".join(whole)

    def _match(self, start: int, end: int) -> Match:
        """Find the cells of a stretch of the folded texts."""
        start, end = self._kept[start], self._kept[end - 1] + 1
        parts: list[tuple[int, int, int]] = []
        for piece in self._pieces[bisect_right(self._starts, start) - 1 :]:
            if piece.start >= end:
                break
            left = piece.cell + cells(piece.text[: max(start - piece.start, 0)])
            right = piece.cell + cells(piece.text[: end - piece.start])
            if parts and parts[-1][0] == piece.line and parts[-1][2] == left:
                parts[-1] = (piece.line, parts[-1][1], right)
            elif right > left:
                parts.append((piece.line, left, right))
        return Match(tuple(parts), self._lines[parts[0][0]].block)
