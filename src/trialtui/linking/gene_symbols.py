"""Gene symbols as texts spell them: approved, previous and alias symbols with hyphens and Greek letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from trialtui.linking.gene_lists import NEVER, STEMS, SURFACES, TRUSTED


class GeneRowLike(Protocol):
    """What is wanted of a gene: HGNC's symbols and names of it."""

    @property
    def symbol(self) -> str:
        """The approved symbol."""

    @property
    def name(self) -> str:
        """The approved name."""

    @property
    def alias_symbols(self) -> tuple[str, ...]:
        """Alias symbols."""

    @property
    def previous_symbols(self) -> tuple[str, ...]:
        """Previous symbols."""

    @property
    def alias_names(self) -> tuple[str, ...]:
        """Alias names."""

    @property
    def previous_names(self) -> tuple[str, ...]:
        """Previous names."""


_GREEK = str.maketrans({"α": "A", "β": "B", "γ": "G", "δ": "D", "ß": "B", "-": "", "‑": "", "–": "", " ": ""})
_GREEK_WORDS = (("alpha", "A"), ("beta", "B"), ("gamma", "G"), ("delta", "D"))
_PARTS = re.compile(r"([A-Z]+(?:-[A-Z]+)?)(\d.*)?")
_SHORTEST_STEM, _SHORTEST_WEAK = 3, 3
"""Letters that an approved symbol with a number needs to be strong; characters that an alias needs to count at all."""


def normal(surface: str) -> str:
    """Bring a spelling to the form in which hyphens and Greek letters do not count: `TNF-alpha` -> `TNFA`."""
    if surface.isascii() and surface.isalnum() and surface.isupper():
        return surface
    for word, letter in _GREEK_WORDS:
        if surface.endswith(word):
            surface = surface[: -len(word)] + letter
    return surface.translate(_GREEK)


class SymbolTable:
    """Symbols by how far they can be trusted.

    `strong` ones mean their gene wherever they stand, `weak` ones only in a gene's context; `claims` holds for every
    symbol all genes that it may mean, for texts that define it.
    """

    def __init__(self, genes: Iterable[GeneRowLike]) -> None:
        """Sort the symbols of the genes."""
        self.claims: dict[str, tuple[str, ...]] = {}
        self.approved: set[str] = set()
        rows = list(genes)
        self.approved.update(row.symbol for row in rows)
        for row in rows:
            for symbol in (row.symbol, *row.previous_symbols, *row.alias_symbols):
                known = self.claims.get(symbol, ())
                if row.symbol not in known:
                    self.claims[symbol] = (*known, row.symbol)
        self.strong: dict[str, str] = {}
        self.weak: dict[str, str] = {}
        self._sort()

    def _sort(self) -> None:
        blurred: set[str] = set()
        for surface in sorted(self.claims, key=lambda item: (item not in self.approved, item)):
            gene = self._owner(surface)
            if gene is None:
                continue
            self._grade(surface).setdefault(surface, gene)
            plain = normal(surface)
            if plain not in self.claims and self._grade(plain).setdefault(plain, gene) != gene:
                blurred.add(plain)
        for plain in blurred:
            self.strong.pop(plain, None)
            self.weak.pop(plain, None)
        for surface, gene in SURFACES.items():
            if gene in self.approved:
                self.strong[surface] = gene

    def _owner(self, surface: str) -> str | None:
        """Return the gene of a symbol: an approved one's own, another's where only one gene has it."""
        plain = normal(surface)
        if surface in self.approved or plain in self.approved:
            return surface if surface in self.approved else plain
        owners = self.claims[surface]
        return owners[0] if len(owners) == 1 and len(plain) >= _SHORTEST_WEAK else None

    def _grade(self, surface: str) -> dict[str, str]:
        return self.strong if self._is_strong(surface) else self.weak

    def _is_strong(self, surface: str) -> bool:
        """Whether a symbol means a gene without any context: known ones, families with a number, long approved ones."""
        if surface in TRUSTED:
            return True
        parts = _PARTS.fullmatch(normal(surface))
        if surface in NEVER or normal(surface) in NEVER or parts is None or not parts[2]:
            return False
        return parts[1] in STEMS or (surface in self.approved and len(parts[1]) >= _SHORTEST_STEM)

    def find(self, surface: str) -> tuple[str, bool] | None:
        """Return the gene of a spelling and whether it is strong; None where no gene has it.

        A hyphen that HGNC does not write is the text's own; then only a known family is strong (`RMI-1` is a score).
        """
        plain = normal(surface)
        if gene := self.strong.get(surface):
            return gene, True
        if gene := self.strong.get(plain):
            parts = _PARTS.fullmatch(plain)
            return gene, plain in TRUSTED or plain in SURFACES or (parts is not None and parts[1] in STEMS)
        gene = self.weak.get(surface) or self.weak.get(plain)
        return (gene, False) if gene else None
