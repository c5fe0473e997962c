"""Whether what has the form of a protein change is one: decoys, changes of DNA, and the evidence around it.

A letter, a number and a letter also make cell lines, doses, visit days and scales, and `C677T` is a change of DNA. So a
bare one-letter form counts only where the text around it speaks of such things, or where the same change stands in the
text in a form that leaves no doubt.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trialtui.linking.variant_forms import Candidate
from trialtui.linking.variant_lists import DECOYS, DNA_CHANGES, GLUED_GENES, PROTEIN_CHANGES, WELL_KNOWN
from trialtui.model.term import Mention

_EVIDENCE = re.compile(
    r"mutat|mutant|variants?\b|substitution|polymorphi|amino[ -]acid|residue|\bcodon|allel|genotyp|missense|nonsense"
    r"|\bexon|wild[- ]?type|\bproteins?\b|\bgenes?\b|heterozyg|homozyg|pseudovir|\bspike|kinase|lineage"
    r"|crystal(?!loid)|\benzyme\b|active[ -]site|catalytic|binding site|subunit|haplotyp|\bSNP|h(?:a)?emoglobin [A-Z]",
    re.IGNORECASE,
)
_STRONG_EVIDENCE = re.compile(
    r"mutat|mutant|mutein|variant|substitut|allel|missense|nonsense|polymorphi|\bdelet|cystic", re.IGNORECASE
)
_PROTEIN_WORDS = re.compile(
    r"\bmut(?:ants?|eins?|agenesis)\b|amino[ -]acid|residue|missense|active[ -]site|crystal|kinase|enzym|\bproteins?\b"
    r"|subunit|cataly|cysteine|alanine|\bvariant proteins?|recombinant|structure|substrate|\bK-?RAS\b",
    re.IGNORECASE,
)
_DNA_WORDS = re.compile(
    r"polymorphi|\bSNPs?\b|nucleotide|promoter|\ballel|genotyp|haplotyp|\bintron|\bUTRs?\b|transition\b|transversion"
    r"|\bmtDNA|mitochondrial|\bbp\b|base[ -]pair|restriction|\bRFLP|carriers?\b|\blocus\b|\bcDNA|\bc\. ?\d|\btRNA\b"
    r"|\bMTHFR|[ACGT]\s?-*>\s?[ACGT]\b",
    re.IGNORECASE,
)
_DOSE_BEFORE = re.compile(
    r"(?:\d|\b(?:m[gl]|mcg|[µu]g|units?|IU|IV|PO|SC|p\.o\.|doses?|daily|orally))\s?$", re.IGNORECASE
)
_LABEL_BEFORE = re.compile(r"\b(?:plate|(?<!as )well|visit|day|vitamin|room|ward|kit) ?$", re.IGNORECASE)
"""Words whose letter and number are a label: `plate A12C`, `visit D14E`, `vitamin B12A`."""

_HOURS = frozenset(("10", "12", "18", "24", "36", "48", "60", "72", "96", "120", "168"))
_SCHEDULES = frozenset("DWMYH")
_INTERVALS = frozenset(("Q12H", "Q24H", "Q72H", "Q12W", "Q24W", "Q12M", "Q24M"))
"""The commonest of those: they say how often a drug is given, and stand for a change only beside its gene."""

_SHAPE = re.compile(r"([A-Z])(-?\d+)([A-Z*])?")
_DNA_PREFIX = re.compile(r"(?:\b[cgmnr]\.\s?|[-+]|\b(?:nt|nucleotide|position) )$")
_WORD = string.ascii_letters + string.digits
_CHAINS = ("alpha", "beta", "gamma", "delta", "epsilon", "α", "β", "γ", "δ", "ε")
"""Names of subunits that are written into one word with a change: `hGRalphaD401H`."""

_LAST_DOUBTFUL_PLACE = 1000
"""Beyond this place a change spelled in nucleotides' letters is read as one of DNA; few proteins are as long."""

_BESIDE, _CLOSE, _NEAR, _AROUND = 2, 30, 60, 250
"""How far evidence is looked for, in code points: a gene beside, words close, strong words near, any word around."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of a text: the keys that are certain in it, the places they are at, and where genes stand."""

    text: str
    sure: frozenset[str]
    sites: frozenset[str]
    changed_places: frozenset[str]
    gene_starts: frozenset[int]
    gene_ends: frozenset[int]
    dna: frozenset[str] = frozenset()

    def around(self, candidate: Candidate, width: int) -> str:
        return self.text[max(0, candidate.start - width) : candidate.end + width]

    def has_gene_beside(self, candidate: Candidate) -> bool:
        if any(candidate.start - gap in self.gene_ends for gap in range(_BESIDE + 1)):
            return True
        if candidate.end + 1 in self.gene_starts:
            return True
        before = self.text[max(0, candidate.start - 10) : candidate.start].rstrip(" -:_(^")
        return before.endswith(tuple(GLUED_GENES))


def believable(text: str, candidates: Sequence[Candidate], genes: Sequence[Mention] = ()) -> list[Candidate]:
    """Keep the candidates that are protein changes.

    Args:
        text: The text they were found in.
        candidates: What has the form of one.
        genes: The genes that the text names, as evidence.

    Returns:
        The candidates to keep, in the order given.
    """
    if not candidates:
        return []
    sure = frozenset(c.key for c in candidates if c.certain and not (c.glued or c.short or c.other_way))
    context = _Context(
        text,
        sure,
        sites=frozenset(map(_site, sure)),
        changed_places=frozenset(place for c in candidates if (place := _changed_place(c.key))),
        gene_starts=frozenset(gene.start for gene in genes),
        gene_ends=frozenset(gene.end for gene in genes),
    )
    plain = [c for c in candidates if not (c.nucleotides or c.glued or c.short) and _is_evident(c, context)]
    context = replace(context, sites=context.sites | frozenset(_site(c.key) for c in plain))
    context = replace(context, dna=frozenset(c.key for c in candidates if c.nucleotides and _says_dna(c, context)))
    held = frozenset(c.key for c in candidates if not c.other_way and _holds(c, context))
    context = replace(context, sure=sure | held)
    return [_turned(candidate, context) for candidate in candidates if _holds(candidate, context)]


def _turned(candidate: Candidate, context: _Context) -> Candidate:
    """Turn a change of open direction (`X for Y`) the way in which the text has it elsewhere."""
    if candidate.other_way in context.sure and candidate.key not in context.sure:
        return replace(candidate, key=candidate.other_way)
    return candidate


def _holds(candidate: Candidate, context: _Context) -> bool:
    if candidate.key in context.dna or _is_genotype(candidate, context):
        return False
    if candidate.key in context.sure:
        return True
    if candidate.short and candidate.key not in WELL_KNOWN:
        return False
    if candidate.glued and not _glued_to_gene(candidate, context):
        return False
    if candidate.certain:
        return True
    if candidate.nucleotides and not _is_protein(candidate, context):
        return False
    return _is_evident(candidate, context)


def _is_genotype(candidate: Candidate, context: _Context) -> bool:
    """Whether a silent form is the wild type beside a change at its place (`Met326Met/Met326Ile`), so no change."""
    match = _SHAPE.fullmatch(candidate.key)
    if match is None or match[1] != match[3]:
        return False
    return match[2] in context.changed_places or "enotyp" in context.around(candidate, _NEAR)


def _glued_to_gene(candidate: Candidate, context: _Context) -> bool:
    before = context.text[max(0, candidate.start - 12) : candidate.start]
    word = before[len(before.rstrip(_WORD)) :]
    return candidate.start in context.gene_ends or word in GLUED_GENES or word.endswith(_CHAINS)


def _is_evident(candidate: Candidate, context: _Context) -> bool:
    """Judge a one-letter form by what it is known as and by the words around it."""
    key = candidate.key
    if key in DECOYS:
        return False
    if candidate.glued or key in WELL_KNOWN or context.has_gene_beside(candidate):
        return True
    start = candidate.start
    if key in _INTERVALS or _LABEL_BEFORE.search(context.text, max(0, start - 12), start):
        return False
    if _wants_strong_evidence(key):
        if _DOSE_BEFORE.search(context.text, max(0, start - 12), start):
            return False
        return _STRONG_EVIDENCE.search(context.around(candidate, _NEAR)) is not None
    return bool(context.sure) or _EVIDENCE.search(context.around(candidate, _AROUND)) is not None


def _wants_strong_evidence(key: str) -> bool:
    """Whether the form is also that of a dosing interval (Q12H), a visit (D14D), a difference (ΔT12), or is rare."""
    match = _SHAPE.fullmatch(key)
    if not match or not match[3]:
        return key.endswith("del")
    first, place, last = match.groups()
    timed = last in _SCHEDULES and place in _HOURS
    return timed or first == last or last in "X*" or place.startswith("-")


def _says_dna(candidate: Candidate, context: _Context) -> bool:
    """Whether the text beside a form in nucleotides' letters says that it is a change of DNA."""
    start = candidate.start
    if candidate.key in DNA_CHANGES or _DNA_PREFIX.search(context.text, max(0, start - 12), start):
        return True
    if candidate.key in PROTEIN_CHANGES or _site(candidate.key) in context.sites:
        return False
    return _DNA_WORDS.search(context.around(candidate, _CLOSE)) is not None


def _is_protein(candidate: Candidate, context: _Context) -> bool:
    """Judge a form in nucleotides' letters that nothing beside it settles: by all words around it."""
    if candidate.key in PROTEIN_CHANGES or _site(candidate.key) in context.sites:
        return True
    match = _SHAPE.match(candidate.key)
    if match is None or match[1] == match[3] or not 0 < int(match[2]) <= _LAST_DOUBTFUL_PLACE:
        return False
    around = context.around(candidate, _AROUND)
    return len(_PROTEIN_WORDS.findall(around)) + len(context.sites) > len(_DNA_WORDS.findall(around))


def _changed_place(key: str) -> str:
    """Return the place of a substitution that changes its residue; empty for all other keys."""
    match = _SHAPE.fullmatch(key)
    return match[2] if match and match[3] and match[1] != match[3] else ""


def _site(key: str) -> str:
    """Return the residue and place of a change, the part that several changes of one residue share."""
    match = _SHAPE.match(key)
    return match[1] + match[2] if match else key
