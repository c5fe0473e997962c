"""References: the one way to name an entity, and the one function that reads a name."""

from __future__ import annotations

import re
from typing import NamedTuple

KINDS = ("trial", "drug", "mesh", "hpo", "gene", "snp", "mutation")
"""The kinds of entity, in the order in which every listing shows them."""

KIND_NAMES = {
    "trial": ("trial", "trials"),
    "drug": ("drug", "drugs"),
    "mesh": ("MeSH term", "MeSH terms"),
    "hpo": ("HPO term", "HPO terms"),
    "gene": ("gene", "genes"),
    "snp": ("SNP", "SNPs"),
    "mutation": ("protein mutation", "protein mutations"),
}
"""Each kind's name for one and for many."""

_LAST_OF_SIX_DIGITS = {"D": 66400, "C": 588418}
"""MeSH ids numbered up to these (descriptors, supplementary records) have six digits; older records pad them."""

_TRIAL = re.compile(r"NCT\d{8}", re.IGNORECASE)
_MESH = re.compile(r"([CD])(\d{9}|\d{6})", re.IGNORECASE)
_HPO = re.compile(r"HP[:_]?(\d{7})", re.IGNORECASE)
_SNP = re.compile(r"rs[1-9]\d{0,10}", re.IGNORECASE)
_GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9@./_-]{0,30}")
_MUTATION = re.compile(r"(?:([A-Za-z0-9-]{1,20}):)?([A-Za-z*][A-Za-z0-9*_-]{1,60})")


class RefError(ValueError):
    """A text that names a kind but no valid entity of that kind."""


class Ref(NamedTuple):
    """The name of one entity: a kind and the key that is unique within it.

    A tuple, since an import makes, hashes and compares millions.
    """

    kind: str
    key: str

    def __str__(self) -> str:
        """Return the text form that `parse_ref` reads back."""
        if self.kind in ("trial", "mesh", "hpo", "snp"):
            return self.key
        return f"{self.kind}:{self.key}"

    @property
    def nct_number(self) -> int:
        """The digits of a trial's NCT number, its document id in the store.

        Raises:
            ValueError: this is no trial.
        """
        if self.kind != "trial":
            raise ValueError(f"{self} is no trial")
        return int(self.key[3:])


def trial_ref(nct: int | str) -> Ref:
    """Name a trial by its NCT number, whole (`NCT04437823`) or as its digits (4437823)."""
    return Ref("trial", f"NCT{nct:08d}" if isinstance(nct, int) else nct.upper())


def drug_ref(name: str) -> Ref:
    """Name a drug (the site's word for any intervention) by its registered name."""
    return Ref("drug", fold_name(name))


def mesh_ref(unique_id: str) -> Ref:
    """Name a MeSH term by its unique id, zero-padded or not.

    Raises:
        RefError: the id is not a MeSH unique id.
    """
    match = _MESH.fullmatch(unique_id.strip())
    if not match:
        raise RefError(f"not a MeSH unique id: {unique_id!r}")
    letter, digits = match[1].upper(), match[2]
    if len(digits) == 9 and int(digits) <= _LAST_OF_SIX_DIGITS[letter]:
        digits = digits[3:]
    return Ref("mesh", letter + digits)


def fold_name(name: str) -> str:
    """Fold a registered name to its key: case folded, white space collapsed."""
    return " ".join(name.casefold().split())


def parse_ref(text: str) -> Ref | None:
    """Read a reference in any of its text forms.

    Args:
        text: `NCT04437823`, `D045169`, `HP:0002090`, `rs1800795`, or `kind:key`.

    Returns:
        The reference, or None where the text has none of these forms and so may be words to search for.

    Raises:
        RefError: the text begins with a kind, but what follows is no key of that kind.
    """
    text = text.strip()
    kind, colon, key = text.partition(":")
    kind = kind.strip().lower()
    if colon and kind in KINDS:
        return _of_kind(kind, key.strip())
    if _TRIAL.fullmatch(text):
        return trial_ref(text)
    if _MESH.fullmatch(text):
        return mesh_ref(text)
    if match := _HPO.fullmatch(text):
        return Ref("hpo", f"HP:{match[1]}")
    if _SNP.fullmatch(text):
        return Ref("snp", text.lower())
    return None


def _of_kind(kind: str, key: str) -> Ref:
    """Read the key of a `kind:key` form."""
    if kind == "drug" and key:
        return drug_ref(key)
    if kind == "gene" and _GENE.fullmatch(key):
        return Ref("gene", key)
    if kind == "mutation" and (match := _MUTATION.fullmatch(key)):
        return Ref("mutation", key if match[1] else match[2])
    if kind in ("trial", "mesh", "hpo", "snp"):
        ref = parse_ref(key) if ":" not in key or kind == "hpo" else None
        if ref is not None and ref.kind == kind:
            return ref
    raise RefError(f"not a {KIND_NAMES[kind][0]}: {key!r}")
