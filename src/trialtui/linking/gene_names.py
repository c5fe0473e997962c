"""Gene names in full: which of HGNC's names a text is searched for, and what must not follow a hit of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialtui.linking.automaton import Hit
from trialtui.linking.gene_lists import DISEASE, EXTRA_NAMES, GENERIC, NO_NAMES
from trialtui.linking.gene_symbols import GeneRowLike
from trialtui.linking.gene_tokens import Symbol

_WORD = re.compile(r"[a-zα-ω0-9]+")
_LIGAND = re.compile(r"factor|interleukin|interferon|hormone|peptide|chemokine|ligand|kinin|cytokine", re.IGNORECASE)
_RECEPTOR_AFTER = re.compile(r"[- ]receptors?\b", re.IGNORECASE)
_NUMBER_AFTER = re.compile(
    r"\s?\([A-Z]{2,5}\)[- ]?\d"
    r"|[- ]\d(?![\d.,])(?!\s?(?:mg|mcg|ml|ng|pg|[µu]g|g\b|x\b|days?|h\b|weeks?|months?|times))"
)
_LETTER_AT_END = re.compile(r"[\s-][a-z]$")
_ONE_GENE = 1


def searchable_names(genes: Iterable[GeneRowLike]) -> Iterator[tuple[str, str]]:
    """Yield each name of two words or more with its gene's symbol.

    Left out are names of diseases, names of nothing but general words, and those of `NO_NAMES`. A name of several genes
    is yielded for each, so that a hit shows that it settles nothing.
    """
    known = set()
    for row in genes:
        known.add(row.symbol)
        yield from ((name, row.symbol) for name in (row.name,) if _is_searchable(name, approved=True))
        others = dict.fromkeys((*row.alias_names, *row.previous_names))
        yield from ((name, row.symbol) for name in others if _is_searchable(name, approved=False))
    yield from ((name, symbol) for name, symbol in EXTRA_NAMES.items() if symbol in known)


def _is_searchable(name: str, *, approved: bool) -> bool:
    words = _WORD.findall(name.lower())
    if len(words) < 2 or " ".join(words) in NO_NAMES:
        return False
    if not approved and DISEASE.search(name.lower()):
        return False
    return not all(word in GENERIC or word.isdigit() for word in words)


def named_genes(text: str, hits: Iterable[Hit]) -> list[Symbol]:
    """Return each name that stands for one gene.

    Args:
        text: The text.
        hits: The hits of the names in it, the longest ones only.
    """
    spans: dict[tuple[int, int], set[str]] = {}
    for hit in hits:
        spans.setdefault((hit.start, hit.end), set()).add(hit.payload)
    return [
        Symbol(start, end, next(iter(symbols)), strong=True, approved=False)
        for (start, end), symbols in spans.items()
        if len(symbols) == _ONE_GENE and _stands_alone(text, start, end)
    ]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing beside a name makes it another's: a receptor's, a number's, a viral protein's letter."""
    surface = text[start:end]
    if _NUMBER_AFTER.match(text, end) and not surface[-1].isdigit():
        return False
    if _RECEPTOR_AFTER.match(text, end) and _LIGAND.search(surface) and "receptor" not in surface.lower():
        return False
    return not _LETTER_AT_END.search(surface)
