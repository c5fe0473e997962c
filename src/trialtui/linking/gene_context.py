"""The words around a gene symbol that settle whether it means a gene: what speaks for one, and what against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialtui.linking.amino_acids import CODE, LETTERS

_CHANGE = rf"(?:p\.\s?\(?)?(?:[{LETTERS}][1-9]\d{{1,3}}[{LETTERS}X*](?![A-Za-z0-9])|{CODE}-?[1-9])"
_GENETIC_AFTER = re.compile(
    r"[- ](?:genes?\b(?![- ]therap)|mutations?\b|mutants?\b|mutated\b|polymorphisms?\b|alleles?\b|genotypes?\b"
    r"|variants?\b|rearrange|(?:gene )?fusions?\b|translocations?\b|amplifi|mRNA\b|transcripts?\b|promoter\b|exon\b"
    rf"|overexpress|knock-?out|wild[- ]?type|haplotype|methylation|{_CHANGE})|{_CHANGE}"
)
_PROTEIN_AFTER = re.compile(
    r"[- ](?:receptors?\b|(?:tyrosine )?kinases?\b|proteins?\b|expression\b|(?:tyrosine kinase )?inhibit|antagonis"
    r"|agonis|TKIs?\b|signal|pathway|express|antibod|serum levels?\b|plasma levels?\b|concentrations?\b)"
)
_GENETIC_BEFORE = re.compile(
    r"(?:\bgenes?|\bmutations? (?:in|of)|\bvariants? (?:in|of)|\bpolymorphisms? (?:in|of)|\brearrangements? (?:in|of)"
    r"|\bencod(?:es?|ing)|\bmutant|\bmutated|\bamplification of|\b(?:proto-)?oncogene)[ :(-]+(?:the )?(?:human )?$",
    re.IGNORECASE,
)
_TARGETED_BEFORE = re.compile(
    r"(?:anti|antibod\w*(?: (?:against|to))?|targeting|targeted at|soluble|against)[- ]$", re.IGNORECASE
)
_TARGETED_AFTER = re.compile(
    r"[- ](?:antibod|directed|targeted|targeting|antigen|receptor|ligand|expression|CAR\b|inhibit|antagonis|agonis"
    r"|monoclonal|specific|gene\b|protein|blockade|bispecific|molecule|levels?\b|pathway)",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(r"\s?(?:\+|[-−](?![A-Za-z0-9]))")
_KIDNEY = re.compile(r"ml/min|mL/|1\.73|glomerul|creatinin|renal|kidney|MDRD|CKD|estimated|clearance", re.IGNORECASE)
_TUMOUR = re.compile(r"mutat|TKI|tyrosine|lung|NSCLC|exon|ALK|inhibitor|receptor|antibod|amplif|gene", re.IGNORECASE)
_DRUG_CLASS = re.compile(r"[\s)(/-]*(?:ACE)?[\s)(/-]*(?:inhibit|-?I\b|i\b|blocker|ARB)", re.IGNORECASE)
_DEFINED = re.compile(r"\(\s?([A-Za-z][A-Za-z0-9αβγ/-]{1,10})(?:\s?[;,)=:]|\s?$)")
_PANEL = re.compile(r"mutat|\bgenes?\b|alterat|panel|rearrang|variant|genom|sequenc", re.IGNORECASE)
_SMALL_WORDS = frozenset(("of", "the", "and", "in", "for", "to", "a", "an", "on", "with", "by", "de", "la"))
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _BESIDE, _DEFINITION, _FAR = 40, 60, 120, 400
"""How far each kind of evidence is looked for, in code points."""


def speaks_of_gene(text: str, start: int, end: int, *, approved: bool) -> bool:
    """Whether the words beside a symbol say that it is a gene's: `X mutation`, `the X gene`, `X inhibitor`.

    Args:
        text: The text.
        start: Where the symbol begins.
        end: Where it ends, exclusive.
        approved: The symbol is an approved one; then words for the protein count too.
    """
    if _GENETIC_AFTER.match(text, end) or _GENETIC_BEFORE.search(text, max(0, start - _BEFORE), start):
        return True
    return approved and _PROTEIN_AFTER.match(text, end) is not None


def is_targeted(text: str, start: int, end: int) -> bool:
    """Whether a CD antigen is named as a molecule (`anti-CD20`), not as a mark of cells (`CD4+ T cells`)."""
    return (
        _TARGETED_BEFORE.search(text, max(0, start - _BEFORE), start) is not None
        or _TARGETED_AFTER.match(text, end) is not None
        or _GENETIC_AFTER.match(text, end) is not None
    )


def is_sign_of_cells(text: str, end: int) -> bool:
    """Whether a plus or minus after a symbol says that cells carry it or do not: `CXCR3+ lymphocytes`."""
    return _SIGN_AFTER.match(text, end) is not None


def is_filtration_rate(text: str, start: int, end: int) -> bool:
    """Whether `EGFR` in capitals stands for the estimated glomerular filtration rate."""
    around = text[max(0, start - _BESIDE) : end + _BESIDE]
    return _KIDNEY.search(around) is not None and _TUMOUR.search(around) is None


def is_drug_class(text: str, end: int) -> bool:
    """Whether what follows the converting enzyme or its symbol makes it a class of drugs: `ACE inhibitors`."""
    return _DRUG_CLASS.match(text, end) is not None


def is_panel(text: str, start: int, end: int) -> bool:
    """Whether the text around speaks of gene panels, so that a list of symbols is one of genes."""
    return _PANEL.search(text, max(0, start - _FAR), end + _FAR) is not None


def definitions(text: str) -> Iterator[tuple[str, int]]:
    """Yield each abbreviation that stands in parentheses after words, and where those words end."""
    for match in _DEFINED.finditer(text):
        end = match.start()
        while end and text[end - 1].isspace():
            end -= 1
        if end:
            yield match[1], end


def spelled_by(text: str, end: int, abbreviation: str) -> tuple[str, ...]:
    """Return the words before a place whose initials spell an abbreviation; none where they do not."""
    letters = [char.lower() for char in abbreviation if char.isalpha()]
    words = [word.lower() for word in _WORD.findall(text, max(0, end - _DEFINITION), end)]
    for chosen in (words, [word for word in words if word not in _SMALL_WORDS]):
        last = chosen[-len(letters) :]
        if len(letters) > 1 and [word[0] for word in last] == letters:
            return tuple(last)
    return ()
