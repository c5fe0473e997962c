"""Genes in text: HGNC's symbols, read with their case, and names in full; a symbol that may mean else wants context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from trialtui.linking import gene_context as context
from trialtui.linking.automaton import Dictionary, Hit, Matcher
from trialtui.linking.gene_lists import NEVER
from trialtui.linking.gene_names import name_dictionary, named_genes
from trialtui.linking.gene_symbols import SymbolTable
from trialtui.linking.gene_tokens import Symbol, SymbolReader
from trialtui.linking.spans import longest_apart, within
from trialtui.linking.word_classes import phenotype_form
from trialtui.model.refs import Ref
from trialtui.model.term import Mention
from trialtui.vocab import GeneTable

DICTIONARY = "gene"
"""The name of the dictionary of gene names, by which its hits are told apart in a shared pass."""

_LIGANDS = re.compile(r"IL\d|TNF$|VEGF|EGF$|FGF|NGF$|IFN|CSF|CXCL|CCL")
_RECEPTOR_AFTER = re.compile(r"[- ]receptors?\b")
_MARKERS = re.compile(r"CRP$|TNF$|IL\d|CXCL|CCL|CD\d|IFN|VEGFA$|VWF$|SHBG$|CSF\d")
_ABBREVIATION = re.compile(r"\s?\(([A-Za-z0-9-]{2,10})[;,)]")
_ON_CELLS = re.compile(r"CXCR\d|CCR\d|FOXP3|PDCD1$|HAVCR2|LAG3|TIGIT|IL7R|IL2RA")
_CELL_SURFACE = re.compile(r"CD\d")
_WEAKEST_LENGTH = 3
_PANEL_GAP, _PANEL_NEIGHBOURS = 60, 2
_LONG_WORD = 5


class GeneLinker:
    """Finds genes and their products in text.

    A symbol is taken by its case. Three grades: known symbols and families with a number (`EGFR`, `IL-6`, `TMPRSS2`)
    count wherever they stand; all others only where the words beside them speak of a gene or protein, where the text
    defines them after the gene's name (`prostate-specific antigen (PSA)`), or in a list of genes. An abbreviation that
    the text defines as something else never counts. Names count from two words on, in any case.
    """

    def __init__(self, genes: GeneTable) -> None:
        """Build the tables.

        Args:
            genes: HGNC's genes (`vocab.load_genes()`).
        """
        self._genes = genes
        self._table = SymbolTable(genes)
        self._reader = SymbolReader(self._table)

    @property
    def dictionary(self) -> Dictionary:
        """The names in full, for a matcher that several linkers share; it must take `phenotype_form`."""
        return name_dictionary(DICTIONARY, self._genes)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher([self.dictionary], phenotype_form)

    def mentions(self, text: str) -> list[Mention]:
        """Find the genes of a text.

        Args:
            text: Plain text, as registered.

        Returns:
            The mentions in order, none within another; offsets are code points, the name is the approved symbol.
        """
        return self.mentions_from(text, self._matcher.find(text), self.symbols(text))

    def symbols(self, text: str) -> list[Symbol]:
        """Return what is spelled like a symbol, in order, whether it means a gene or not."""
        return sorted(self._reader.symbols(text), key=_begin)

    def mentions_from(self, text: str, hits: Iterable[Hit], symbols: Sequence[Symbol]) -> list[Mention]:
        """Find the genes of a text with its `symbols` and the hits of a shared pass, other ones left out."""
        own = [hit for hit in hits if hit.dictionary == DICTIONARY]
        named = [name for name in named_genes(text, own) if not self._contradicted(text, name)] if own else []
        if not named and not symbols:
            return []
        found = longest_apart([*named, *self._by_symbol(text, symbols, named)])
        return [_mention(text, item) for item in found if not _is_class_of_drugs(text, item)]

    def _by_symbol(self, text: str, symbols: Sequence[Symbol], named: Sequence[Symbol]) -> list[Symbol]:
        """Return the symbols that mean a gene here."""
        if "(" in text:
            symbols = list(self._with_definitions(text, symbols, named))
        kept = [symbol for symbol in symbols if self._counts(text, symbol)]
        kept += _in_panels(text, symbols, kept)
        read = (self._with_receptor(text, symbol) for symbol in kept)
        return [symbol for symbol in read if symbol and _is_molecule(text, symbol)]

    def _counts(self, text: str, symbol: Symbol) -> bool:
        if symbol.strong:
            return True
        surface = text[symbol.start : symbol.end]
        if len(surface) < _WEAKEST_LENGTH or sum(map(str.isupper, surface)) < 2:
            return False
        if not symbol.approved and (surface in NEVER or surface.isalpha()):
            return False
        known = symbol.approved and surface not in NEVER
        return context.speaks_of_gene(text, symbol.start, symbol.end, approved=known)

    def _with_definitions(self, text: str, symbols: Sequence[Symbol], named: Sequence[Symbol]) -> Iterator[Symbol]:
        """Yield the symbols as the text defines them: bound to a gene's name, and without those it uses for else."""
        ends = {name.end: name.gene for name in named}
        surfaces = [text[symbol.start : symbol.end] for symbol in symbols]
        bound: dict[str, str] = {}
        blocked: set[str] = set()
        for abbreviation, words_end in context.definitions(text):
            gene = ends.get(words_end)
            if gene is not None:
                if self._may_mean(abbreviation, gene):
                    bound[abbreviation] = gene
                continue
            spelled = context.spelled_by(text, words_end, abbreviation) if abbreviation in surfaces else ()
            if self._means_else(abbreviation, spelled):
                blocked.add(abbreviation)
        for surface, symbol in zip(surfaces, symbols, strict=True):
            if surface not in bound and surface not in blocked:
                yield symbol
        if bound:
            for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, bound))})(?!\w)", text):
                yield Symbol(match.start(), match.end(), bound[match[0]], True, True)

    def _contradicted(self, text: str, name: Symbol) -> bool:
        """Whether the abbreviation after a name is another gene's: `angiotensin-converting enzyme (ACE2)`."""
        match = _ABBREVIATION.match(text, name.end)
        found = self._table.find(match[1]) if match else None
        return found is not None and found[1] and found[0] != name.gene

    def _may_mean(self, abbreviation: str, gene: str) -> bool:
        found = self._table.find(abbreviation)
        return gene in self._table.claimed_by(abbreviation) or (found is not None and found[0] == gene)

    def _means_else(self, abbreviation: str, words: Sequence[str]) -> bool:
        """Whether the words that spell an abbreviation have nothing of the name of the gene that it would mean."""
        found = self._table.find(abbreviation) if words else None
        if found is None:
            return False
        name = self._table.full_name(found[0])
        return not any(len(word) >= _LONG_WORD and word[:_LONG_WORD] in name for word in words)

    def _with_receptor(self, text: str, symbol: Symbol) -> Symbol | None:
        """Read `IL-6 receptor` as the receptor's gene; a ligand whose receptor has no such gene is none here."""
        receptor = _RECEPTOR_AFTER.match(text, symbol.end)
        if receptor is None or not _LIGANDS.match(symbol.gene) or symbol.gene.endswith("R"):
            return symbol
        gene = f"{symbol.gene}R"
        return symbol._replace(end=receptor.end(), gene=gene) if self._table.is_approved(gene) else None


def _begin(symbol: Symbol) -> int:
    return symbol.start


def _is_molecule(text: str, symbol: Symbol) -> bool:
    """Whether a symbol means the molecule, not the cells it marks or the kidney's filtration."""
    surface = text[symbol.start : symbol.end]
    if _CELL_SURFACE.match(surface):
        return context.is_targeted(text, symbol.start, symbol.end)
    if _ON_CELLS.match(symbol.gene) and context.is_sign_of_cells(text, symbol.end):
        return False
    return not (surface == "EGFR" and context.is_filtration_rate(text, symbol.start, symbol.end))


def _is_class_of_drugs(text: str, found: Symbol) -> bool:
    """Whether what would be ACE's gene is the class of drugs, by symbol or name: `ACE inhibitors`."""
    return found.gene == "ACE" and context.is_drug_class(text, found.end)


def _in_panels(text: str, symbols: Sequence[Symbol], kept: Sequence[Symbol]) -> list[Symbol]:
    """Return the approved symbols that stand in a list of genes: two certain ones nearby, no laboratory markers."""
    taken = {symbol.start for symbol in kept}
    genes = sorted((item for item in kept if not _MARKERS.match(item.gene)), key=lambda item: item.start)
    starts = [item.start for item in genes]
    found = []
    for symbol in symbols:
        surface = text[symbol.start : symbol.end]
        if symbol.start in taken or not symbol.approved or len(surface) < _WEAKEST_LENGTH or surface in NEVER:
            continue
        near = {genes[at].gene for at in within(starts, symbol.start - _PANEL_GAP, symbol.end + _PANEL_GAP)}
        if len(near) >= _PANEL_NEIGHBOURS and context.is_panel(text, symbol.start, symbol.end):
            found.append(symbol)
    return found


def _mention(text: str, found: Symbol) -> Mention:
    start, end = found.start, found.end
    return Mention(ref=Ref("gene", found.gene), name=found.gene, start=start, end=end, text=text[start:end])
