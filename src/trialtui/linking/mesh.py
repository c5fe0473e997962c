"""MeSH descriptors in conditions, keywords and titles, and the dictionary that they share with the substances."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from trialtui.linking.automaton import Dictionary, Hit, Matcher, longest
from trialtui.model.refs import Ref
from trialtui.model.term import Mention
from trialtui.vocab import MeshRecord, MeshTable
from trialtui.vocab.mesh import joined
from trialtui.vocab.words import split, stem

_DICTIONARY = "mesh"

_TREES = ("B04", "C", "E01", "E02", "E03", "E04", "E06", "F")
"""Outside tree D: viruses, diseases, diagnosis, treatment, anaesthesia, surgery, dentistry, behaviour, psychiatry."""

TOO_GENERAL = frozenset((
    "Disease", "Syndrome", "Emergencies", "Facies", "Death", "Wounds and Injuries", "Signs and Symptoms",
    "Recurrence", "Chronic Disease", "Acute Disease", "Therapeutics", "Diagnosis", "Prognosis", "Injections", "Masks",
    "Pharmaceutical Preparations", "Placebos", "Tablets", "Capsules", "Solutions", "Aerosols", "Powders", "Gels",
    "Proteins", "Emulsions", "Ointments", "Suspensions", "Dosage Forms", "Delayed-Action Preparations", "Biomarkers",
    "Antibodies", "Antigens", "Nasal Sprays", "Biological Products", "Pharmaceutic Aids", "Excipients", "Solvents",
    "Dental Materials", "Role", "Association", "Efficiency", "Volition", "Comprehension", "Hope", "Learning",
    "Family", "Parents", "Mothers", "Fathers", "Communication", "Habits", "Behavior", "Perception", "Attitude",
    "Awareness", "Morals", "Memory", "Fear", "Thinking", "Goals", "Motivation", "Judgment", "Character",
    "Individuality", "Attention", "Intention", "Aptitude", "Reference Standards", "Indicators and Reagents",
    "Biocompatible Materials", "Micronutrients", "Nutrients", "Elements", "Ions", "Gases", "Acids", "Salts", "Oils",
    "Peptides", "Cytokines", "Hormones", "Enzymes", "Macromolecular Substances", "Drug Combinations",
    "Combined Antibody Therapeutics", "Isoenzymes", "Recombinant Proteins", "Buffers", "RNA, Messenger", "RNA", "DNA",
    "Complement System Proteins", "Patients", "Adult", "Humans", "Face", "Safety", "Health", "Research", "Time",
    "Risk", "Female", "Male", "Child", "Persons", "Methods", "Population", "Work",
))  # fmt: skip
"""Descriptors that say nothing of a trial, or whose names mostly mean something else there."""

_SHORT = 4
"""Up to this length a single word must stand in the text as MeSH writes it, since case tells `AIDS` from `aids`."""

_SHORTEST_SYNONYM = 4
_MOST_WORDS_SPACED = 6
_TEXTS_KEPT, _LONGEST_KEPT = 10_000, 200
"""Conditions and keywords come again and again: how many texts are remembered, of what length."""


class Named(NamedTuple):
    """What a key of the shared matcher stands for.

    Attributes:
        id: The record's unique id.
        name: Its preferred name.
        substance: Whether it is a substance: a descriptor of tree D, or a supplementary record of a drug.
        supplementary: Whether it is a supplementary record, not a descriptor.
        spelling: The key itself where it is a single word; empty for longer ones.
    """

    id: str
    name: str
    substance: bool
    supplementary: bool
    spelling: str = ""


def mesh_matcher(mesh: MeshTable) -> Matcher:
    """Build the dictionary of names that both linkers of MeSH share; payloads are `Named`."""
    return Matcher([Dictionary(_DICTIONARY, (), mesh.keys, lambda row: _entries(mesh, mesh.row(row)))])


def _entries(mesh: MeshTable, record: MeshRecord) -> Iterator[tuple[str, Named]]:
    """Yield a record's keys: its names but those written back to front, and `B12` beside `B 12`."""
    supplementary = bool(record.mapped)
    substance = mesh.is_substance(record.id) if supplementary else any(tree.startswith("D") for tree in record.trees)
    heading = not supplementary and any(tree.startswith(_TREES) for tree in record.trees)
    if not (substance or heading) or (record.name in TOO_GENERAL and not supplementary):
        return
    whole = Named(record.id, record.name, substance, supplementary)
    for name in (record.name, *record.synonyms, *mesh.drug_names(record.id)):
        if ", " in name or (supplementary and len(name) < _SHORTEST_SYNONYM):
            continue
        named = whole if " " in name else whole._replace(spelling=name)
        yield from ((key, named) for key in dict.fromkeys((name, joined(name))))


def spelled_well(surface: str, named: Named) -> bool:
    """Tell whether a surface may stand for a key: a single short word must have the key's very letters and case."""
    return not named.spelling or len(surface) > _SHORT or surface == named.spelling


class MeshLinker:
    """Finds MeSH descriptors in short texts: conditions, keywords, titles."""

    def __init__(self, mesh: MeshTable, matcher: Matcher | None = None) -> None:
        """Make the linker over `mesh_matcher(mesh)`, built here unless given."""
        self._mesh = mesh
        self._matcher = matcher or mesh_matcher(mesh)
        self._of_text = lru_cache(maxsize=_TEXTS_KEPT)(self._find)

    def mentions(self, text: str) -> list[Mention]:
        """Return the descriptors that a text names, the longest of overlapping ones, in the text's order.

        A text that as a whole is a name that MeSH knows, inverted or not and in whatever tree, gives that record alone;
        so does one that writes a word of a name as two (`Corona Virus Infection`).
        """
        return list(self._of_text(text) if len(text) <= _LONGEST_KEPT else self._find(text))

    def _find(self, text: str) -> tuple[Mention, ...]:
        whole = self._mesh.get(self._mesh.by_name(text) or self._spaced(text) or "")
        if whole is not None and whole.name not in TOO_GENERAL:
            return (_whole(text, whole),)
        found: dict[tuple[int, int], Hit] = {}
        for hit in longest(hit for hit in self._matcher.find(text) if _counts(text, hit)):
            span = hit.start, hit.end
            if span not in found or _rank(text, hit) < _rank(text, found[span]):
                found[span] = hit
        return tuple(_mention(text, hit) for hit in found.values())

    def _spaced(self, text: str) -> str | None:
        """Return the record of which a short text is a name but for a blank or hyphen within a word."""
        words = [word for word in split(text) if word]
        if len(words) > _MOST_WORDS_SPACED:
            return None
        for number in range(1, len(words)):
            if min(map(len, words[number - 1 : number + 1])) > 2:
                joint = [*words[: number - 1], words[number - 1] + words[number], *words[number + 1 :]]
                if self._mesh.keys.rows(list(map(stem, joint))) and (found := self._mesh.by_name(" ".join(joint))):
                    return found
        return None


def _counts(text: str, hit: Hit) -> bool:
    return not hit.payload.supplementary and spelled_well(text[hit.start : hit.end], hit.payload)


def _rank(text: str, hit: Hit) -> tuple[bool, bool]:
    """Order the records of one span: one whose very word it is (`Ketosis`, not `Ketoses`) first, then headings."""
    named: Named = hit.payload
    return named.spelling.lower() != text[hit.start : hit.end].lower(), named.substance


def _whole(text: str, record: MeshRecord) -> Mention:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return Mention(ref=Ref("mesh", record.id), name=record.name, start=start, end=end, text=text[start:end])


def _mention(text: str, hit: Hit) -> Mention:
    named: Named = hit.payload
    surface = text[hit.start : hit.end]
    return Mention(ref=Ref("mesh", named.id), name=named.name, start=hit.start, end=hit.end, text=surface)
