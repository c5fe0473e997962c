"""HGNC: the approved protein-coding genes with their names and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.vocab.tables import items, read_lines

GENE_TABLES = ("genes",)
"""The table that the keys of gene names are made from."""


@dataclass(frozen=True, slots=True)
class GeneRow:
    """A protein-coding gene as HGNC names it."""

    hgnc_id: str
    symbol: str
    name: str
    alias_symbols: tuple[str, ...] = ()
    previous_symbols: tuple[str, ...] = ()
    alias_names: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()
    uniprot_ids: tuple[str, ...] = ()


class GeneTable:
    """The genes, looked up by symbol. The table is read when it is first asked for."""

    def __init__(self, directory: Path | None = None) -> None:
        """Make the table over a user's folder of newer tables, where given, and the packaged ones."""
        self.directory = directory

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line.split("\t", 2)[1]: line for line in read_lines("genes", self.directory)}

    @cached_property
    def _symbols(self) -> dict[str, str]:
        """Upper-case symbol to approved symbol; approved goes before previous, previous before alias.

        An alias or previous symbol of two genes stands for neither.
        """
        index: dict[str, str] = {symbol.upper(): symbol for symbol in self._lines}
        for attribute in ("previous_symbols", "alias_symbols"):
            claims: dict[str, set[str]] = {}
            for row in self:
                for symbol in getattr(row, attribute):
                    claims.setdefault(symbol.upper(), set()).add(row.symbol)
            for symbol, owners in claims.items():
                if len(owners) == 1:
                    index.setdefault(symbol, next(iter(owners)))
        return index

    @cached_property
    def _rows(self) -> tuple[str, ...]:
        return tuple(self._lines)

    def row(self, number: int) -> GeneRow:
        """Return the gene of a row of the table, by its number."""
        return _row(self._lines[self._rows[number]])

    def symbols(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each gene's approved symbol with its previous symbols and then its aliases."""
        for line in self._lines.values():
            _, symbol, _, aliases, previous, _ = line.split("\t", 5)
            yield symbol, [each for each in f"{previous}|{aliases}".split("|") if each]

    def __len__(self) -> int:
        """Return the number of genes."""
        return len(self._lines)

    def __iter__(self) -> Iterator[GeneRow]:
        """Yield every gene, by approved symbol."""
        return (_row(line) for line in self._lines.values())

    def get(self, symbol: str) -> GeneRow | None:
        """Return the gene of an approved symbol, written exactly; None where there is none."""
        line = self._lines.get(symbol)
        return _row(line) if line else None

    def resolve(self, symbol: str) -> str | None:
        """Return the approved symbol of any symbol, in any case: `HER2` -> `ERBB2`.

        Returns:
            None where no gene has it, or several have and it is approved for none.
        """
        return self._symbols.get(symbol.strip().upper())

    def term(self, symbol: str) -> Term | None:
        """Return the gene of an approved symbol as a `Term`: its full name is the first of its synonyms."""
        row = self.get(symbol)
        if row is None:
            return None
        names = (row.name, *row.alias_symbols, *row.previous_symbols, *row.alias_names, *row.previous_names)
        return Term(ref=Ref("gene", symbol), name=symbol, synonyms=tuple(dict.fromkeys(names)), source="HGNC")


def _row(line: str) -> GeneRow:
    hgnc_id, symbol, name, *lists = line.split("\t")
    return GeneRow(hgnc_id, symbol, name, *map(items, lists))
