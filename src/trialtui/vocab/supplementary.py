"""The choice of MeSH supplementary records that ship: those that trials name, a tenth of the 320,000.

A record is kept where it is indexed under a chemical or drug (tree D) and
- one of its names is that of a drug in DrugBank's vocabulary or the drug-name dictionary (remdesivir, Actemra), or
- it is a combination, protocol or regimen, or a vaccine, or
- it has a name with the stem that the WHO gives to new drugs (`-mab`, `-nib`, `-vir` ...), or
- it has a development code for a name (`AZD7624`, `BB 1101`);
or where it is indexed under diseases only (tree C, neither chemical nor organism): rare diseases; or where HPO
cross-references it. Synonyms that are systematic chemical names are left out: no trial spells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialtui.vocab.hpo import HpoTable
from trialtui.vocab.mesh import MeshTable
from trialtui.vocab.names import name_key
from trialtui.vocab.tables import items
from trialtui.vocab.upstream import Row, cell

_STEM = re.compile(
    r"[a-z]+(?:mab|nib|cept|ciclib|vir|gliptin|gliflozin|glutide|sartan|vastatin|prazole|floxacin|parib|degib|rafenib|"
    r"xaban|gatran|leucel|ersen|siran|grastim|lukast|setron|triptan|vaptan|zomib|toclax|limus|orelin|relix|fungin|"
    r"bactam|cycline|penem|dronate|afil|azepam|gepant|citinib|lisib|stat|tadine|oxetine|idone|piprazole)"
    r"(?: (?:alfa|beta|gamma|pegol|vedotin|deruxtecan|mafodotin|ozogamicin|emtansine|autoleucel))?"
)
_CODE = re.compile(r"[A-Z][A-Za-z]{0,4}[- ]?\d{2,7}[A-Za-z]?(?:[- ]\d{1,4})?")
_COMPOUND = re.compile(r"\b(?:drug combination|protocol|regimen|combination|vaccines?)\b", re.IGNORECASE)
_SYSTEMATIC_LENGTH = 60
_SYSTEMATIC_MARKS = 3


def select(records: Iterable[Row], drug_names: set[str], mesh: MeshTable, hpo: HpoTable) -> Iterator[Row]:
    """Yield the rows of the records that are kept.

    Args:
        records: All supplementary records: id, name, synonyms, mapped headings.
        drug_names: Folded names of drugs.
        mesh: The descriptors.
        hpo: The terms with their cross-references.
    """
    trees = {record.id: {tree[0] for tree in record.trees} for record in mesh.descriptors()}
    for unique_id, name, synonyms, mapped in records:
        names = [name, *items(synonyms)]
        letters = set[str]().union(*(trees.get(each, ()) for each in items(mapped)))
        drug = "D" in letters and any(_is_drug_name(each, drug_names) for each in names)
        disease = "C" in letters and not letters & {"B", "D"}
        if drug or disease or hpo.of_mesh(unique_id):
            yield unique_id, name, cell(each for each in names[1:] if not _is_systematic(each)), mapped


def _is_drug_name(name: str, drug_names: set[str]) -> bool:
    return bool(
        name_key(name) in drug_names or _COMPOUND.search(name) or _STEM.fullmatch(name.lower()) or _CODE.fullmatch(name)
    )


def _is_systematic(name: str) -> bool:
    """Tell whether a name is a systematic chemical one, by its length or its brackets and commas."""
    return len(name) > _SYSTEMATIC_LENGTH or name.count("(") + name.count(",") > _SYSTEMATIC_MARKS
