"""Gene symbols as texts spell them: approved, previous and alias symbols with hyphens and Greek letters."""

from __future__ import annotations

import re
from functools import lru_cache

from trialtui.linking.gene_lists import NEVER, STEMS, SURFACES, TRUSTED
from trialtui.vocab import GeneTable

_GREEK = str.maketrans({"α": "A", "β": "B", "γ": "G", "δ": "D", "ß": "B", "-": "", "‑": "", "–": "", " ": ""})
_GREEK_WORDS = (("alpha", "A"), ("beta", "B"), ("gamma", "G"), ("delta", "D"))
_PARTS = re.compile(r"([A-Z]+(?:-[A-Z]+)?)(\d.*)?")
_SHORTEST_STEM, _SHORTEST_WEAK = 3, 3
"""Letters that an approved symbol with a number needs to be strong; characters that an alias needs to count at all."""

_MOST_GRADES_KEPT = 100_000


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

    A strong one means its gene wherever it stands, a weak one only in a gene's context. Each is graded when it is first
    asked for.
    """

    def __init__(self, genes: GeneTable) -> None:
        """Gather the symbols of the genes."""
        self._genes = genes
        self._claims: dict[str, str] = {}
        for symbol, others in genes.symbols():
            for surface in (symbol, *others):
                known = self._claims.get(surface)
                if known is None:
                    self._claims[surface] = symbol
                elif symbol not in known.split("|"):
                    self._claims[surface] = f"{known}|{symbol}"
        self._spellings: dict[str, list[str]] = {}
        for surface in self._claims:
            plain = normal(surface)
            if plain is not surface and plain not in self._claims:
                self._spellings.setdefault(plain, []).append(surface)
        self._graded = lru_cache(maxsize=_MOST_GRADES_KEPT)(self._grade)

    def is_approved(self, surface: str) -> bool:
        """Tell whether this is an approved symbol."""
        return self._genes.get(surface) is not None

    def claimed_by(self, surface: str) -> tuple[str, ...]:
        """Return all genes that a symbol may mean, for texts that define it."""
        claims = self._claims.get(surface)
        return tuple(claims.split("|")) if claims else ()

    def full_name(self, gene: str) -> str:
        """Return a gene's names in lower case; empty for one of which no symbol is strong."""
        row = self._genes.get(gene)
        if row is None or not any(self._is_strongly(surface, gene) for surface in self._own_symbols(gene)):
            return ""
        return f"{row.name} {row.alias_names}".lower()

    def find(self, surface: str) -> tuple[str, bool] | None:
        """Return the gene of a spelling and whether it is strong; None where no gene has it.

        A hyphen that HGNC does not write is the text's own; then only a known family is strong (`RMI-1` is a score).
        """
        plain = normal(surface)
        gene, strong = self._graded(surface)
        if gene and strong:
            return gene, True
        plain_gene, plain_strong = self._graded(plain)
        if plain_gene and plain_strong:
            parts = _PARTS.fullmatch(plain)
            return plain_gene, plain in TRUSTED or plain in SURFACES or (parts is not None and parts[1] in STEMS)
        gene = gene or plain_gene
        return (gene, False) if gene else None

    def _own_symbols(self, gene: str) -> list[str]:
        """Return every spelling by which a gene may be known."""
        row = self._genes.get(gene)
        own = (gene, *row.previous_symbols, *row.alias_symbols) if row else ()
        return [*own, *map(normal, own), *(surface for surface, meant in SURFACES.items() if meant == gene)]

    def _is_strongly(self, surface: str, gene: str) -> bool:
        return self._graded(surface) == (gene, True)

    def _grade(self, surface: str) -> tuple[str, bool]:
        """Return the gene of this very spelling, and whether it is strong; an empty gene where none has it.

        A spelling that is no gene's own but the plain form of several genes' symbols stands for none of them.
        """
        if (gene := SURFACES.get(surface)) and self.is_approved(gene):
            return gene, True
        known = [surface] if surface in self._claims else self._spellings.get(surface, ())
        owners = {owner for spelling in known if (owner := self._owner(spelling))}
        return (owners.pop(), _is_strong(surface, self.is_approved(surface))) if len(owners) == 1 else ("", False)

    def _owner(self, surface: str) -> str:
        """Return the gene of a symbol: an approved one's own, another's where only one gene has it; else empty."""
        plain = normal(surface)
        if self.is_approved(surface) or self.is_approved(plain):
            return surface if self.is_approved(surface) else plain
        owners = self._claims[surface]
        return owners if "|" not in owners and len(plain) >= _SHORTEST_WEAK else ""


def _is_strong(surface: str, approved: bool) -> bool:
    """Whether a symbol means a gene without any context: known ones, families with a number, long approved ones."""
    if surface in TRUSTED:
        return True
    plain = normal(surface)
    parts = _PARTS.fullmatch(plain)
    if surface in NEVER or plain in NEVER or parts is None or not parts[2]:
        return False
    return parts[1] in STEMS or (approved and len(parts[1]) >= _SHORTEST_STEM)
