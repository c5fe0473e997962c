"""MeSH: descriptors in their trees, and the supplementary records of drugs and rare diseases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.vocab.keys import KeyTable, load_keys
from trialtui.vocab.names import inverted, name_key
from trialtui.vocab.tables import items, read_lines
from trialtui.vocab.words import stems_of

MESH_TABLES = ("mesh", "mesh_supplementary", "drug_names")
"""The tables that MeSH's keys are made from."""

_MOST_ROWS_KEPT = 20_000
_PADDED = re.compile(r"([CD])000(\d{6})")
_DRUG_TREE = re.compile(r"(?:^|\|)D\d")
_TREE_LETTERS = re.compile(r"[A-Z]")
_PARTED = re.compile(r" (?=\d)(?<=\b[A-Za-z] )(\d+)\b")
"""The blank and number after a single letter; begins with the blank, which makes the search quick."""


@dataclass(frozen=True, slots=True)
class MeshRecord:
    """A MeSH record.

    Attributes:
        id: Its unique id, in the form MeSH itself uses.
        name: The preferred name.
        synonyms: Entry terms of a descriptor, synonyms of a supplementary record.
        trees: A descriptor's tree numbers; a supplementary record has none.
        mapped: The descriptors under which a supplementary record is indexed; a descriptor has none.
    """

    id: str
    name: str
    synonyms: tuple[str, ...] = ()
    trees: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()


class MeshTable:
    """MeSH, looked up by id, name and tree. Each part is read when it is first asked for."""

    def __init__(self, directory: Path | None = None) -> None:
        """Make the table over a user's folder of newer tables, where given, and the packaged ones."""
        self._directory = directory
        self._ranks: dict[int, dict[str, int]] = {}

    @cached_property
    def _descriptors(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line for line in read_lines("mesh", self._directory)}

    @cached_property
    def _supplementary(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line for line in read_lines("mesh_supplementary", self._directory)}

    @cached_property
    def _by_tree(self) -> dict[str, str]:
        return {
            tree: unique_id for unique_id, line in self._descriptors.items() for tree in items(line.rpartition("\t")[2])
        }

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        """Each descriptor's next narrower descriptors, in tree order."""
        children: dict[str, list[str]] = {}
        for tree in sorted(self._by_tree):
            parent = self._by_tree.get(tree.rpartition(".")[0])
            if parent is not None:
                below = children.setdefault(parent, [])
                if self._by_tree[tree] not in below:
                    below.append(self._by_tree[tree])
        return children

    @cached_property
    def _rows(self) -> tuple[str, ...]:
        """The ids of all records: descriptors, then supplementary records, each in the table's order."""
        return (*self._descriptors, *self._supplementary)

    @cached_property
    def keys(self) -> KeyTable:
        """The stems of every name of each row, further names of drugs and names turned about too.

        A letter and a number that stand apart are also known as one word, as in `joined`.
        """
        return load_keys("mesh", MESH_TABLES, self._directory, self.make_keys)

    def make_keys(self) -> KeyTable:
        """Make `keys` from the tables, which takes seconds."""
        return KeyTable.of((row, self.row_keys(row)) for row in range(len(self._rows)))

    @cached_property
    def _drug_names(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line.partition("\t")[2] for line in read_lines("drug_names", self._directory)}

    @cached_property
    def _by_drug_name(self) -> dict[str, str]:
        return {name_key(name): unique_id for unique_id, cell in self._drug_names.items() for name in items(cell)}

    def __len__(self) -> int:
        """Return the number of descriptors."""
        return len(self._descriptors)

    def descriptors(self) -> Iterator[MeshRecord]:
        """Yield every descriptor."""
        return (_descriptor(line) for line in self._descriptors.values())

    def supplementary(self) -> Iterator[MeshRecord]:
        """Yield every supplementary record that is shipped."""
        return (_supplementary_record(line) for line in self._supplementary.values())

    def row(self, number: int) -> MeshRecord:
        """Return the record of a row of `keys`."""
        unique_id = self._rows[number]
        read = _descriptor if number < len(self._descriptors) else _supplementary_record
        return read(self._line(unique_id))

    def normalise(self, unique_id: str) -> str:
        """Return an id as MeSH writes it: registered ids are often padded (`D000018352`, `C000053541`).

        An id that neither form is known under is returned as it is.
        """
        match = _PADDED.fullmatch(unique_id)
        short = match[1] + match[2] if match else unique_id
        return short if match and self._line(short) and not self._line(unique_id) else unique_id

    def get(self, unique_id: str) -> MeshRecord | None:
        """Return the record of an id, padded or not; None where the tables do not hold it."""
        unique_id = self.normalise(unique_id)
        line = self._line(unique_id)
        if not line:
            return None
        return _descriptor(line) if unique_id[0] == "D" else _supplementary_record(line)

    def term(self, unique_id: str) -> Term | None:
        """Return a record as a `Term`. A supplementary record's parents are the descriptors it is mapped to."""
        record = self.get(unique_id)
        if record is None:
            return None
        return Term(
            ref=Ref("mesh", record.id),
            name=record.name,
            synonyms=(*record.synonyms, *self.drug_names(record.id)),
            parents=tuple(Ref("mesh", parent) for parent in self.parents(record.id)),
            source="MeSH",
        )

    def by_name(self, name: str) -> str | None:
        """Return the id of a name: preferred, entry term or synonym, inverted or not; descriptors go first.

        Case, punctuation and white space do not count.
        """
        key = name_key(name)
        ranks = ((self._rank_of(row).get(key), row) for row in self.keys.rows(stems_of(key)))
        found = min(((rank, row) for rank, row in ranks if rank is not None), default=None)
        return self._rows[found[1]] if found else None

    def drug_names(self, unique_id: str) -> tuple[str, ...]:
        """Return brand and other names of a substance that MeSH as shipped does not hold."""
        return items(self._drug_names.get(self.normalise(unique_id), ""))

    def by_drug_name(self, name: str) -> str | None:
        """Return the id of a substance's brand or other name; of a combination's brand, the first part's."""
        return self._by_drug_name.get(name_key(name))

    def parents(self, unique_id: str) -> tuple[str, ...]:
        """Return the next broader descriptors."""
        record = self.get(unique_id)
        if record is None:
            return ()
        above = (self._by_tree.get(tree.rpartition(".")[0]) for tree in record.trees)
        return tuple(dict.fromkeys([*record.mapped, *(parent for parent in above if parent)]))

    def children(self, unique_id: str) -> tuple[str, ...]:
        """Return the next narrower descriptors, in tree order."""
        return tuple(self._children.get(self.normalise(unique_id), ()))

    def ancestors(self, unique_id: str) -> tuple[str, ...]:
        """Return every broader descriptor, nearest first, each once."""
        found: dict[str, None] = {}
        level = self.parents(unique_id)
        while level:
            found.update(dict.fromkeys(level))
            level = tuple(p for parent in level for p in self.parents(parent) if p not in found)
        return tuple(found)

    def roots(self, letters: str) -> tuple[str, ...]:
        """Return the descriptors at the top of the trees of these letters (`C` diseases, `D` chemicals and drugs)."""
        tops = (tree for tree in sorted(self._by_tree) if "." not in tree and tree[0] in letters)
        return tuple(dict.fromkeys(self._by_tree[tree] for tree in tops))

    def is_substance(self, unique_id: str) -> bool:
        """Tell whether a record is of the trees of chemicals and drugs, or mapped to one that is."""
        record = self.get(unique_id)
        if record is None:
            return False
        lines = [self._descriptors.get(mapped, "") for mapped in record.mapped] or [self._line(record.id)]
        return any(_DRUG_TREE.search(line.rpartition("\t")[2]) for line in lines)

    def branches(self, unique_id: str) -> frozenset[str]:
        """Return the first letters of a record's trees (its mapped descriptors' where it has none of its own)."""
        record = self.get(unique_id)
        if record is None:
            return frozenset()
        mapped = "".join(self._descriptors.get(each, "").rpartition("\t")[2] for each in record.mapped)
        return frozenset(_TREE_LETTERS.findall("".join(record.trees) + mapped))

    def _rank_of(self, row: int) -> dict[str, int]:
        """Return the rank of each of a row's names, by `name_key`; what was asked for once is kept."""
        if row not in self._ranks:
            if len(self._ranks) >= _MOST_ROWS_KEPT:
                self._ranks.clear()
            own = sorted(((rank, name_key(name)) for rank, name in self._ranked_names(row)), reverse=True)
            self._ranks[row] = {key: rank for rank, key in own}
        return self._ranks[row]

    def _ranked_names(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield a row's names: a descriptor's go before a supplementary record's, preferred ones before all others."""
        record = self.row(row)
        rank = 0 if row < len(self._descriptors) else 2
        yield rank, record.name
        turned = inverted(record.name)
        yield from ((rank + 1, name) for name in (*record.synonyms, *((turned,) if turned else ())))

    def row_keys(self, row: int) -> Iterator[tuple[str, ...]]:
        """Yield a row's keys: as texts have its names, and as `by_name` asks for them."""
        names = [name for _, name in self._ranked_names(row)]
        for name in (*names, *self.drug_names(self._rows[row])):
            for form in {name, joined(name)}:
                yield stems_of(form)
                yield stems_of(name_key(form))

    def _line(self, unique_id: str) -> str:
        table = self._descriptors if unique_id.startswith("D") else self._supplementary
        return table.get(unique_id, "")


def _descriptor(line: str) -> MeshRecord:
    unique_id, name, synonyms, trees = line.split("\t")
    return MeshRecord(unique_id, name, items(synonyms), items(trees))


def _supplementary_record(line: str) -> MeshRecord:
    unique_id, name, synonyms, mapped = line.split("\t")
    return MeshRecord(unique_id, name, items(synonyms), mapped=items(mapped))


def joined(name: str) -> str:
    """Write a letter and a number that stand apart as one word: `Vitamin B 12` -> `Vitamin B12`."""
    return _PARTED.sub(r"\1", name)
