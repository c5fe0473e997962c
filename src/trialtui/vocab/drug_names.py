"""Brand and other names of MeSH substances, joined by name: NLM's entry terms as packaged lack most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialtui.vocab.mesh import MeshTable
from trialtui.vocab.names import name_key
from trialtui.vocab.upstream import Row, cell

_SALT = re.compile(
    r" (?:(?:di|mono|hemi|tri)?hydrochloride|(?:di|mono)?sodium|potassium|calcium|citrate|sulfate|phosphate|acetate|"
    r"maleate|(?:di)?mesylate|besylate|tosylate|tartrate|fumarate|succinate|(?:hydro)?bromide|medoxomil|disoproxil|nitrate)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r", and |, | and |/| \+ ")
_SHORTEST, _LONGEST = 4, 40
_SYSTEMATIC = re.compile(r"\d.*-.*\d|[()\[\]{},;:=\t]|\b(?:acid|ester|salt)\b.*\d")

EVERYDAY = frozenset((
    "advance", "advantage", "alert", "balance", "boost", "calm", "care", "clear", "complete", "control", "defend",
    "energy", "ensure", "essence", "extra", "focus", "indicators", "luminal", "reagents", "transcriptase",
    "foundation", "fresh", "immune", "impact", "lotion", "matrix", "mask", "mono", "natural", "nature", "plus",
    "prevent", "protect", "protein", "relax", "relief", "remedy", "repair", "rescue", "reset", "sleep", "solution",
    "spray", "support", "tablet", "today", "total", "transfer", "ultra", "unique", "vision", "vital",
))  # fmt: skip
"""Words of every day that are somewhere a brand; none is taken for a drug."""

KNOWN: Mapping[str, tuple[str, ...]] = {
    "D000090982": ("BNT162b2", "Comirnaty", "tozinameran"),
    "D000090983": ("mRNA-1273", "Spikevax", "elasomeran"),
    "D000090985": ("AZD1222", "Covishield", "Vaxzevria"),
    "D000090987": ("Ad26.COV2.S", "Ad26COVS1", "JNJ-78436735"),
    "D053590": ("anakinra", "Kineret"),
}
"""Names that MeSH itself gives these vaccines and drugs, but that the packaged table does not hold."""


def join(variants: Mapping[str, list[str]], mesh: MeshTable) -> Iterator[Row]:
    """Yield the rows of the table: a MeSH id and the further names of that substance.

    Args:
        variants: Each drug's canonical name to all its names, any of them.
        mesh: The descriptors and supplementary records; only their names decide what is joined.
    """
    bare = _without_salts(mesh)
    found = {mesh_id: {name_key(name): name for name in names} for mesh_id, names in KNOWN.items()}
    for canonical, names in variants.items():
        ids = _ids(canonical, mesh, bare)
        for name in (canonical, *names) if ids else ():
            if _is_further_name(name, mesh):
                for unique_id in ids:
                    found.setdefault(unique_id, {}).setdefault(name_key(name), name)
    return (
        (unique_id, cell(names.values())) for unique_id, names in sorted(found.items()) if names and mesh.get(unique_id)
    )


def _without_salts(mesh: MeshTable) -> dict[str, str]:
    """Index substances that MeSH names by their salt under the name without it: `Sildenafil Citrate`, `sildenafil`."""
    index: dict[str, str] = {}
    for record in mesh.descriptors():
        bare = _SALT.sub("", record.name)
        if bare != record.name and mesh.is_substance(record.id):
            index.setdefault(name_key(bare), record.id)
    return index


def _ids(canonical: str, mesh: MeshTable, bare: Mapping[str, str]) -> list[str]:
    """Return the substances of a drug's name; those of its parts where the name is that of a combination."""
    whole = mesh.by_name(canonical) or mesh.by_name(f"{canonical} drug combination") or bare.get(name_key(canonical))
    parts = [part for part in _PARTS.split(canonical) if part]
    ids = [whole] if whole else [mesh.by_name(part) or bare.get(name_key(part), "") for part in parts]
    return ids if all(unique_id and mesh.is_substance(unique_id) for unique_id in ids) else []


def _is_further_name(name: str, mesh: MeshTable) -> bool:
    return (
        _SHORTEST <= len(name) <= _LONGEST
        and not _SYSTEMATIC.search(name)
        and name_key(name) not in EVERYDAY
        and mesh.by_name(name) is None
    )
