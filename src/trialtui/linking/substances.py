"""Registered intervention names to every MeSH substance that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from trialtui.linking.automaton import Hit, Matcher, longest
from trialtui.linking.mesh import TOO_GENERAL, Named, mesh_matcher, spelled_well
from trialtui.linking.substance_rules import (
    CATIONS,
    SALTS,
    given_parts,
    is_measurement,
    is_part_of_chemical,
    is_placebo,
    names_what_is_given,
)
from trialtui.model.labels import canonical
from trialtui.model.refs import Ref
from trialtui.vocab import MeshTable
from trialtui.vocab.words import fold, split, stem

_NOTHING_GIVEN = frozenset(("DIAGNOSTIC_TEST", "BEHAVIORAL", "PROCEDURE"))
"""Types of intervention whose names tell what is measured or done: "IL-6 assay", "insulin education"."""

_DRUGS = frozenset(("", "DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"))
"""Types whose names are those of what is given, whatever else they say; an empty type is not known."""

_SYSTEMATIC = re.compile(r"[(\[].*[(\[].*[(\[]|\d,\d")
_JOINED = re.compile(r"[/+&,]|\band\b", re.IGNORECASE)
_NAMES_KEPT = 50_000


class SubstanceLinker:
    """Finds the MeSH substances (descriptors of tree D, supplementary drugs) that an intervention's names name."""

    def __init__(self, mesh: MeshTable, matcher: Matcher | None = None) -> None:
        """Make the linker over `mesh_matcher(mesh)`, built here unless given (it is the one that MeshLinker uses)."""
        self._mesh = mesh
        self._matcher = matcher or mesh_matcher(mesh)
        self._of_name = lru_cache(maxsize=_NAMES_KEPT)(self._find)

    def substances(self, name: str, other_names: Iterable[str] = (), type: str = "") -> tuple[Ref, ...]:
        """Return the substances that an intervention names, each once, in the order in which they are named.

        Combinations give each part, and the combination itself where MeSH has it; dose, form, route and salt do not
        count; a placebo, or what is withheld, gives nothing, and a placebo's other names are not looked at.
        Where the name itself names a substance, parts of a chemical's name among the others do not count, such as the
        cytosine of `cytosine-beta-arabinoside`.

        Args:
            name: The registered name.
            other_names: Its registered synonyms.
            type: The registered intervention type; diagnostic tests, behaviours and procedures give nothing.
        """
        kind = canonical(type)
        if kind in _NOTHING_GIVEN or is_placebo(name) or (kind not in _DRUGS and is_measurement(name)):
            return ()
        found = dict.fromkeys(self._of_name(name))
        named = bool(found)
        for other in other_names:
            if not _SYSTEMATIC.search(other):
                found.update(dict.fromkeys(self._of_name(other, synonym=named)))
        return tuple(Ref("mesh", unique_id) for unique_id in found)

    def _find(self, name: str, *, synonym: bool = False) -> tuple[str, ...]:
        """Return the ids of the substances that a name names, or a further name of what is known to be a substance."""
        text = given_parts(name)
        every = self._matcher.find(text)
        hits = [hit for hit in every if hit.payload.substance and spelled_well(text[hit.start : hit.end], hit.payload)]
        if not hits:
            return ()
        hits = _without_salts(text, _with_parts(text, hits))
        hits = [hit for hit in hits if names_what_is_given(text, hit.start, hit.end)]
        if synonym and is_part_of_chemical(text, [(hit.start, hit.end) for hit in hits]):
            return ()
        found: dict[str, None] = {}
        for hit in hits:
            found[hit.payload.id] = None
            found.update(dict.fromkeys(self._bases(hit.payload)))
        return tuple(found)

    def _bases(self, named: Named) -> list[str]:
        """Return the descriptors of a supplementary record whose whole name is in its own: `dexamethasone acetate`."""
        record = self._mesh.get(named.id) if named.supplementary else None
        if record is None:
            return []
        words = {stem(word) for word in split(record.name)}
        bases = (self._mesh.get(mapped) for mapped in record.mapped)
        return [
            base.id
            for base in bases
            if base and base.name not in TOO_GENERAL and {stem(word) for word in split(base.name)} <= words
        ]


def _with_parts(text: str, hits: list[Hit]) -> list[Hit]:
    """Keep the longest hits, and within those that are combinations the hits between their joints.

    Of one span's records a descriptor goes before a supplementary record.
    """
    kept = longest(hits)
    spans = {(hit.start, hit.end) for hit in kept}
    for outer in list(kept):
        surface = text[outer.start : outer.end]
        if _JOINED.search(surface):
            inner = [hit for hit in hits if outer.start <= hit.start and hit.end <= outer.end]
            kept += [hit for hit in inner if (hit.start, hit.end) not in spans and _between_joints(surface, outer, hit)]
    best: dict[tuple[int, int], Hit] = {}
    for hit in kept:
        other = best.get((hit.start, hit.end))
        if other is None or (other.payload.supplementary and not hit.payload.supplementary):
            best[hit.start, hit.end] = hit
    return [best[span] for span in sorted(best)]


def _between_joints(surface: str, outer: Hit, inner: Hit) -> bool:
    before = surface[: inner.start - outer.start].rstrip()
    after = surface[inner.end - outer.start :].lstrip()
    return (not before or bool(_JOINED.fullmatch(before.split()[-1][-3:].strip()) or before[-1] in "/+&,")) and (
        not after or after[0] in "/+&," or after.lower().startswith("and ")
    )


def _without_salts(text: str, hits: list[Hit]) -> list[Hit]:
    """Drop salts, esters and hydrates that follow a substance, and the sodium or potassium that goes before one."""
    kept: list[Hit] = []
    for hit in hits:
        between = set(split(text[kept[-1].end : hit.start])) - SALTS - {""} if kept else {"first"}
        if not between and _word(text, kept[-1]) in CATIONS:
            kept[-1] = hit
        elif between or _word(text, hit) not in SALTS or "," in text[kept[-1].end : hit.start]:
            kept.append(hit)
    return kept


def _word(text: str, hit: Hit) -> str:
    return fold(text[hit.start : hit.end]).strip()
