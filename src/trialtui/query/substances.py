"""Drugs and the MeSH substances that they are tied to: by their own name, or by another name that a trial registers.

A registered "other name" is one trial's word: where a trial gives hydroxychloroquine as another name of its "Standard
of Care", the other trials of that name have nothing to do with hydroxychloroquine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from trialtui.store.index_read import Index, TermRow
from trialtui.store.text_keys import name_key


def holds(names: Iterable[str], drug_key: str) -> bool:
    """Tell whether a drug's own name holds one of a substance's names, as whole words."""
    own = f" {name_key(drug_key)} "
    return any(f" {key} " in own for key in map(name_key, names) if key)


def part_substances(index: Index, drug: TermRow, substances: Sequence[TermRow]) -> tuple[list[TermRow], list[TermRow]]:
    """Part the substances that a drug is tied to into those that its own name holds, and the others."""
    return _part(substances, lambda row: holds(_names(index, row), drug.ref.key))


def part_drugs(index: Index, substance: TermRow, drugs: Sequence[TermRow]) -> tuple[list[TermRow], list[TermRow]]:
    """Part the drugs that are tied to a substance into those whose own name holds it, and the others."""
    names = _names(index, substance)
    return _part(drugs, lambda row: holds(names, row.ref.key))


def _names(index: Index, substance: TermRow) -> list[str]:
    return [substance.name, *(name for _, name, _ in index.names(substance.tid))]


def _part(rows: Sequence[TermRow], inside: Callable[[TermRow], bool]) -> tuple[list[TermRow], list[TermRow]]:
    parts: tuple[list[TermRow], list[TermRow]] = [], []
    for row in rows:
        parts[not inside(row)].append(row)
    return parts
