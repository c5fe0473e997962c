"""The Human Phenotype Ontology: terms, their hierarchy, their MeSH cross-references and their genes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.vocab.names import name_key
from trialtui.vocab.tables import OBSOLETE, items, read_lines

SCOPES = {"E": "exact", "B": "broad", "N": "narrow", "R": "related"}
"""How a synonym's meaning relates to the term's, by the table's letter."""

SORTS = {
    "-": "", "a": "abbreviation", "l": "layperson", "o": "obsolete", "p": "plural", "r": "requirement", "u": "british",
}  # fmt: skip
"""What sort of synonym it is, by the table's letter."""

HPO_TABLES = ("hpo",)
"""The table that HPO's keys are made from."""

PHENOTYPES = "HP:0000118"
"""The term above all phenotypic abnormalities; beside it stand inheritance, course, modifiers and frequency."""


class HpoSynonym(NamedTuple):
    """A synonym with its scope (one of `SCOPES`' values) and sort (one of `SORTS`' values)."""

    text: str
    scope: str = "exact"
    sort: str = ""


@dataclass(frozen=True, slots=True)
class HpoRecord:
    """An HPO term. `replaced_by` is set on an obsolete term that another one replaces.

    Attributes:
        id: `HP:` and seven digits.
        name: The preferred name.
        synonyms: Its synonyms, in the ontology's order.
        parents: The next broader terms (`is_a`).
        alternative_ids: Ids of terms that were merged into this one.
        obsolete: Whether the ontology has retired it.
        replaced_by: The term that replaces it; empty where none does.
    """

    id: str
    name: str
    synonyms: tuple[HpoSynonym, ...] = ()
    parents: tuple[str, ...] = ()
    alternative_ids: tuple[str, ...] = ()
    obsolete: bool = False
    replaced_by: str = ""


class HpoTable:
    """HPO, looked up by id, name and hierarchy. Each part is read when it is first asked for."""

    def __init__(self, directory: Path | None = None) -> None:
        """Make the table over a user's folder of newer tables, where given, and the packaged ones."""
        self.directory = directory

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line[:10]: line for line in read_lines("hpo", self.directory)}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all terms, obsolete ones included, in the order of the table."""
        return tuple(self._lines)

    @cached_property
    def _replacements(self) -> dict[str, str]:
        """Ids that stand for another one: merged terms, and obsolete ones that are replaced."""
        found: dict[str, str] = {}
        for unique_id, line in self._lines.items():
            _, alternatives, replaced = line.rsplit("\t", 2)
            found.update(dict.fromkeys(items(alternatives), unique_id))
            if replaced and replaced != OBSOLETE:
                found[unique_id] = replaced
        return found

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for unique_id, line in self._lines.items():
            for parent in items(line.split("\t")[3]):
                children.setdefault(parent, []).append(unique_id)
        return children

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Live terms by folded name; a preferred name wins over a synonym, an exact synonym over the others."""
        index: dict[str, str] = {}
        ranked: list[tuple[int, str, str]] = []
        for record in self:
            if record.obsolete:
                continue
            index.setdefault(name_key(record.name), record.id)
            ranked += [(synonym.scope != "exact", name_key(synonym.text), record.id) for synonym in record.synonyms]
        for _, key, unique_id in sorted(ranked):
            index.setdefault(key, unique_id)
        return index

    @cached_property
    def _by_mesh(self) -> dict[str, tuple[str, ...]]:
        lines = read_lines("hpo_mesh", self.directory)
        return {line.partition("\t")[0]: items(line.partition("\t")[2]) for line in lines}

    @cached_property
    def _mesh(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for mesh_id, terms in self._by_mesh.items():
            for term in terms:
                found[term] = (*found.get(term, ()), mesh_id)
        return found

    @cached_property
    def _genes(self) -> dict[str, str]:
        return {line[:10]: line[11:] for line in read_lines("hpo_genes", self.directory)}

    @cached_property
    def _of_gene(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unique_id, cell in self._genes.items():
            for symbol in items(cell):
                found.setdefault(symbol, []).append(unique_id)
        return found

    def __len__(self) -> int:
        """Return the number of terms, obsolete ones included."""
        return len(self._lines)

    def __iter__(self) -> Iterator[HpoRecord]:
        """Yield every term, obsolete ones included."""
        return (_record(line) for line in self._lines.values())

    def current(self, unique_id: str) -> str:
        """Return the id that stands for this one today: the term it was merged into or replaced by, else itself."""
        return self._replacements.get(unique_id, unique_id)

    def get(self, unique_id: str) -> HpoRecord | None:
        """Return the term of an id, following merges and replacements; None where there is none."""
        line = self._lines.get(self.current(unique_id))
        return _record(line) if line else None

    def row(self, number: int) -> HpoRecord:
        """Return the term of a row of the table, by its number."""
        return _record(self._lines[self.ids[number]])

    def term(self, unique_id: str) -> Term | None:
        """Return an HPO term as a `Term`; a retired one that nothing replaces says so in its note."""
        record = self.get(unique_id)
        if record is None:
            return None
        return Term(
            ref=Ref("hpo", record.id),
            name=record.name,
            synonyms=tuple(dict.fromkeys(synonym.text for synonym in record.synonyms)),
            parents=tuple(Ref("hpo", parent) for parent in record.parents),
            source="HPO",
            note="obsolete in HPO" if record.obsolete else "",
        )

    def by_name(self, name: str) -> str | None:
        """Return the id of a live term's name or synonym; case, punctuation and white space do not count."""
        return self._by_name.get(name_key(name))

    def parents(self, unique_id: str) -> tuple[str, ...]:
        """Return the next broader terms."""
        line = self._lines.get(self.current(unique_id))
        return items(line.split("\t", 4)[3]) if line else ()

    def children(self, unique_id: str) -> tuple[str, ...]:
        """Return the next narrower terms."""
        return tuple(self._children.get(self.current(unique_id), ()))

    def ancestors(self, unique_id: str) -> tuple[str, ...]:
        """Return every broader term, nearest first, each once."""
        return _closure(unique_id, self.parents)

    def descendants(self, unique_id: str) -> tuple[str, ...]:
        """Return every narrower term, nearest first, each once."""
        return _closure(unique_id, self.children)

    def of_mesh(self, mesh_id: str) -> tuple[str, ...]:
        """Return the terms that cross-reference this MeSH id (as MeSH writes it), lowest id first."""
        return self._by_mesh.get(mesh_id, ())

    def mesh_of(self, unique_id: str) -> tuple[str, ...]:
        """Return the MeSH ids that a term cross-references."""
        return self._mesh.get(self.current(unique_id), ())

    def genes_of(self, unique_id: str) -> tuple[str, ...]:
        """Return the symbols of the genes whose diseases are annotated with this very term, in alphabetical order."""
        return items(self._genes.get(self.current(unique_id), ""))

    def of_gene(self, symbol: str) -> tuple[str, ...]:
        """Return the terms that the diseases of a gene are annotated with, lowest id first: `genes_of` turned about."""
        return tuple(self._of_gene.get(symbol, ()))


def _closure(start: str, step: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Follow `step` from `start` to the end, breadth first."""
    found: dict[str, None] = {}
    level = step(start)
    while level:
        found.update(dict.fromkeys(level))
        level = tuple(dict.fromkeys(after for each in level for after in step(each) if after not in found))
    return tuple(found)


def _record(line: str) -> HpoRecord:
    unique_id, name, synonyms, parents, alternatives, replaced = line.split("\t")
    return HpoRecord(
        unique_id,
        name,
        tuple(HpoSynonym(text[2:], SCOPES[text[0]], SORTS[text[1]]) for text in items(synonyms)),
        items(parents),
        items(alternatives),
        bool(replaced),
        "" if replaced == OBSOLETE else replaced,
    )
