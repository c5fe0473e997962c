"""Writing the tables of keys beside the vocabulary tables that they are made from.

A maintainer runs `python -m trialtui.linking.key_tables` after `trialtui.vocab.distil`, and after any change of the
rules that make keys (then `vocab.keys.RULES` is raised too); `trialtui vocab update` does so for a user's own tables.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from trialtui.linking.gene_names import gene_keys
from trialtui.linking.phenotype_keys import phenotype_keys
from trialtui.vocab import GeneTable, HpoTable, MeshTable
from trialtui.vocab.genes import GENE_TABLES
from trialtui.vocab.hpo import HPO_TABLES
from trialtui.vocab.keys import KeyTable, keys_path, stamp_of
from trialtui.vocab.mesh import MESH_TABLES
from trialtui.vocab.tables import PACKAGED

_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Path], KeyTable]]] = {
    "genes": (GENE_TABLES, lambda folder: gene_keys(GeneTable(folder))),
    "hpo": (HPO_TABLES, lambda folder: phenotype_keys(HpoTable(folder))),
    "mesh": (MESH_TABLES, lambda folder: MeshTable(folder).make_keys()),
}
"""Each table of keys: what it is made from, and how, of a folder's tables."""


def write_keys(folder: Path, tables: Iterable[str]) -> dict[str, int]:
    """Make the keys of these vocabulary tables anew, in the folder that has them.

    Returns:
        For each table of keys how many words they begin with.

    Raises:
        OSError: one cannot be written.
    """
    changed, counts = set(tables), {}
    for name, (sources, make) in _KINDS.items():
        if changed.intersection(sources):
            keys = make(folder)
            keys.write(keys_path(name, folder), stamp_of(sources, folder))
            counts[name] = len(keys)
    return counts


if __name__ == "__main__":
    for name, count in write_keys(PACKAGED, _KINDS).items():
        print(f"{name}\t{count}", file=sys.stdout)
