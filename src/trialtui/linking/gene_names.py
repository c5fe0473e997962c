"""Gene names in full: which of HGNC's names a text is searched for, and what must not follow a hit of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialtui.linking.automaton import Dictionary, Hit, longest
from trialtui.linking.gene_lists import DISEASE, EXTRA_NAMES, GENERIC, NO_NAMES
from trialtui.linking.gene_tokens import Symbol
from trialtui.linking.word_classes import forms_of
from trialtui.vocab import GeneRow, GeneTable
from trialtui.vocab.genes import GENE_TABLES
from trialtui.vocab.keys import KeyTable, load_keys
from trialtui.vocab.words import stems_of

_WORD = re.compile(r"[a-zα-ω0-9]+")
_LIGAND = re.compile(r"factor|interleukin|interferon|hormone|peptide|chemokine|ligand|kinin|cytokine", re.IGNORECASE)
_RECEPTOR_AFTER = re.compile(r"[- ]receptors?\b", re.IGNORECASE)
_NUMBER_AFTER = re.compile(
    r"\s?\([A-Z]{2,5}\)[- ]?\d"
    r"|[- ]\d(?![\d.,])(?!\s?(?:mg|mcg|ml|ng|pg|[µu]g|g\b|x\b|days?|h\b|weeks?|months?|times))"
)
_LETTER_AT_END = re.compile(r"[\s-][a-z]$")
_ONE_GENE = 1


def name_dictionary(name: str, genes: GeneTable) -> Dictionary:
    """Return each gene's names of two words or more, with its symbol and the name.

    Left out are names of diseases, names of nothing but general words, and those of `NO_NAMES`. A name of several genes
    stands for each, so that a hit shows that it settles nothing. It is for a matcher that takes `phenotype_form`.
    """
    extra = ((full, (symbol, full)) for full, symbol in EXTRA_NAMES.items() if genes.get(symbol))
    keys = load_keys("genes", GENE_TABLES, genes.directory, lambda: gene_keys(genes))
    return Dictionary(name, extra, keys, lambda row: _entries(genes.row(row)))


def gene_keys(genes: GeneTable) -> KeyTable:
    """Make the keys of every gene's names, for a matcher that takes `phenotype_form`; this takes seconds."""
    return KeyTable.of((row, [forms_of(key) for key, _ in _entries(genes.row(row))]) for row in range(len(genes)))


def _entries(row: GeneRow) -> Iterator[tuple[str, tuple[str, str]]]:
    names = [row.name] if _is_searchable(row.name, approved=True) else []
    others = dict.fromkeys((*row.alias_names, *row.previous_names))
    for name in (*names, *(other for other in others if _is_searchable(other, approved=False))):
        yield name, (row.symbol, name)


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
        hits: The hits of the names in it. A matcher that takes words of one class for one another finds too much; only
            the very words of a name count, and of overlapping names the longest.
    """
    spans: dict[tuple[int, int], set[str]] = {}
    for hit in longest(hit for hit in hits if stems_of(text[hit.start : hit.end]) == stems_of(hit.payload[1])):
        spans.setdefault((hit.start, hit.end), set()).add(hit.payload[0])
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
