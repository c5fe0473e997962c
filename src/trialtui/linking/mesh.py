"""MeSH descriptors in conditions, keywords and titles, and the dictionary that they share with the substances."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialtui.linking.automaton import Dictionary, Hit, Matcher, longest
from trialtui.model.refs import Ref
from trialtui.model.term import Mention
from trialtui.vocab import MeshRecord, MeshTable

HEADINGS, SUBSTANCES = "headings", "substances"
"""The dictionaries of the shared matcher: descriptors outside tree D; descriptors of tree D and supplementary drugs."""

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
_PARTED = re.compile(r"\b([A-Za-z]) (\d+)\b")


def mesh_matcher(mesh: MeshTable) -> Matcher:
    """Build the dictionary of names that both linkers of MeSH share; it takes one to two seconds.

    Payloads are pairs of the key and its `MeshRecord`.
    """
    headings = (record for record in mesh.descriptors() if _is_heading(record))
    substances = (record for record in mesh.descriptors() if _in_trees(record, ("D",)))
    supplementary = (record for record in mesh.supplementary() if mesh.is_substance(record.id))
    return Matcher(
        [
            Dictionary(HEADINGS, _entries(headings, mesh)),
            Dictionary(SUBSTANCES, _entries(substances, mesh)),
            Dictionary(SUBSTANCES, _entries(supplementary, mesh)),
        ]
    )


def _is_heading(record: MeshRecord) -> bool:
    return _in_trees(record, _TREES) and not _in_trees(record, ("D",))


def _in_trees(record: MeshRecord, trees: tuple[str, ...]) -> bool:
    return record.name not in TOO_GENERAL and any(tree.startswith(trees) for tree in record.trees)


def _entries(records: Iterable[MeshRecord], mesh: MeshTable) -> Iterator[tuple[str, tuple[str, MeshRecord]]]:
    """Yield each record's keys: its names but those written back to front, and `B12` beside `B 12`."""
    for record in records:
        for name in (record.name, *record.synonyms, *mesh.drug_names(record.id)):
            if ", " in name or (record.mapped and len(name) < _SHORTEST_SYNONYM):
                continue
            yield name, (name, record)
            if _PARTED.search(name):
                yield _PARTED.sub(r"\1\2", name), (name, record)


def spelled_well(surface: str, key: str) -> bool:
    """Tell whether a surface may stand for a key: a single short word must have the key's very letters and case."""
    if " " in key or len(surface) > _SHORT:
        return True
    return surface == key


class MeshLinker:
    """Finds MeSH descriptors in short texts: conditions, keywords, titles."""

    def __init__(self, mesh: MeshTable, matcher: Matcher | None = None) -> None:
        """Make the linker over `mesh_matcher(mesh)`, built here unless given."""
        self._mesh = mesh
        self._matcher = matcher or mesh_matcher(mesh)

    def mentions(self, text: str) -> list[Mention]:
        """Return the descriptors that a text names, the longest of overlapping ones, in the text's order.

        A text that as a whole is a name that MeSH knows, inverted or not and in whatever tree, gives that record alone.
        """
        whole = self._mesh.get(self._mesh.by_name(text) or "")
        if whole is not None and whole.name not in TOO_GENERAL:
            return [_whole(text, whole)]
        hits = [hit for hit in self._matcher.find(text) if self._counts(text, hit)]
        found = {(hit.start, hit.end): hit for hit in reversed(longest(hits))}
        return [_mention(text, found[span]) for span in sorted(found)]

    def _counts(self, text: str, hit: Hit) -> bool:
        key, record = hit.payload
        return not record.mapped and spelled_well(text[hit.start : hit.end], key)


def _whole(text: str, record: MeshRecord) -> Mention:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return Mention(ref=Ref("mesh", record.id), name=record.name, start=start, end=end, text=text[start:end])


def _mention(text: str, hit: Hit) -> Mention:
    _, record = hit.payload
    return Mention(
        ref=Ref("mesh", record.id), name=record.name, start=hit.start, end=hit.end, text=text[hit.start : hit.end]
    )
