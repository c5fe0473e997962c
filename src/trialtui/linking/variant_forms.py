"""Compact forms of protein changes: `V600E`, `p.Val600Glu`, `Pro246fsX12`, `delF508`, `E746_A750del`, `V600E/K`.

The forms follow HGVS' recommendations for proteins and what abstracts write beside them (MutationFinder, Caporaso et
al. 2007; tmVar, Wei et al. 2013). This module reads what is written; whether it is a protein change at all, where the
form leaves that open, `variant_doubt.py` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trialtui.linking.amino_acids import LETTERS, NUCLEOTIDES, ONE, TAIL, THREE, letter_of
from trialtui.linking.variant_lists import ANY_RESIDUE


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that has the form of a protein change.

    Attributes:
        start: Where it begins, in code points.
        end: Where it ends, exclusive.
        key: The change in its one-letter form, without a gene.
        certain: The form alone says that it is a protein change (`p.`, three-letter codes, written out, frameshift).
        nucleotides: Every letter of it is also a nucleotide's, so that it may stand for a change of DNA.
        glued: Letters or digits come directly before it (`BRAFV600E`): it counts only where those are a gene.
        short: A one-letter form with a place of one digit (`T2D`): it counts only where a longer form says the same.
        other_way: The key with its residues exchanged, where the wording leaves open which one was there first.
    """

    start: int
    end: int
    key: str
    certain: bool
    nucleotides: bool = False
    glued: bool = False
    short: bool = False
    other_way: str = ""


_ARROW = r"\s?(?:-{0,4}>|=+>|→|-{2,4})\s?"
_ALTERED = rf"(?:delins[{LETTERS}]{{1,20}}|del|dup|ins[{LETTERS}]{{0,20}})(?![a-z0-9])"
_FRAME = rf"(?:{THREE}|{ONE})?[ -]?fs(?:[ -]?(?:X|\*|[Tt]er|[Ss]top)[ ]?\d{{0,4}}|\d{{1,4}}X?)?(?![A-Za-z0-9])"
_STOPS = r"(?:[Ss]top|STOP|[Tt]er|TER|\*)(?![A-Za-z0-9])"
_NO_MORE = r"(?![A-Za-z0-9*])(?!\.\d)"

_ONE_LETTER = re.compile(
    rf"(?P<first>{ONE})\(?(?P<place>[1-9]\d{{0,3}})\)?"
    rf"(?:(?P<frame>{_FRAME})|(?P<altered>[-]?{_ALTERED})|(?P<stop>{_STOPS})"
    rf"|(?P<last>[{LETTERS}X]){_NO_MORE}(?P<more>(?:/[{LETTERS}](?![A-Za-z0-9]))*)"
    rf"|{_ARROW}(?P<again>{ONE})(?P=place)(?!\d)"
    rf"|[-_](?P<first2>{ONE})(?P<place2>[1-9]\d{{0,3}})(?P<altered2>{_ALTERED}))"
)
_THREE_LETTER = re.compile(
    rf"(?P<first>{THREE})[ -]?\(?(?P<place>[1-9]\d{{0,3}})\)?"
    rf"(?:[ -]?(?P<frame>{_FRAME})|[ -]?(?P<altered>{_ALTERED})|[ -]?(?P<stop>{_STOPS}|X{_NO_MORE})"
    rf"|[-_](?P<first2>{THREE})(?P<place2>[1-9]\d{{0,3}})(?P<altered2>{_ALTERED})"
    rf"|(?:{_ARROW}|[ -](?:to|by|with)[ -](?:an? )?|[ -])?"
    rf"(?:(?P<last>{THREE})(?:(?P<same>[ -]?(?P=place))(?!\d)|(?![a-z0-9]|[ -]?\(?\d))"
    r"|(?P<ends>[Ss]top(?: codon)?|STOP|[Tt]ermination(?: codon)?)(?![a-z])))"
    rf"(?P<more>(?:/{THREE}(?![a-z0-9]))*)"
)
_DELETED = re.compile(
    rf"(?:[Dd]el(?:ta)?|Δ|∆|&Delta;)[- ]?(?P<first>{ONE}|{THREE})(?P<place>[1-9]\d{{1,3}})"
    rf"(?:[-_/–](?P<first2>{ONE}|{THREE})(?P<place2>[1-9]\d{{1,3}}))?(?![A-Za-z0-9])"
)
_BEFORE_ALLELE = r"(?=[\s)]*(?:[,.;)/]|$|mutation|homozyg|heterozyg|allele|variant|carrier|CFTR))"
_SPACED_DELETION = re.compile(rf"(?P<first>{ONE})(?P<place>[1-9]\d{{1,3}}) del{_BEFORE_ALLELE}")
_SIGNAL_PEPTIDE = re.compile(rf"(?P<first>{ONE})\(?(?P<place>-[1-9]\d?)\)?(?P<last>{ONE})(?![A-Za-z0-9])")
HINT_AFTER = (
    rf"(?:[(-]?[1-9]\d{{0,3}}\)?(?:[{LETTERS}X](?![A-Za-z0-9])|[A-Z]?[ -]?fs|[A-Z][a-z][a-z]fs|\*|[- ]?del|ins|dup"
    r"|[Ss]top|STOP|[Tt]er|TER|[-_][A-Z]\d{1,4}(?:del|ins|dup)|\s?[-=]*[>→]|\s?----?[A-Z])"
    rf"|(?=[a-z]{{2}}(?:[ -]?\(?[1-9]|\s?[-=]*[>→])){TAIL}"
    r"|(?=[1-9]\d)(?:(?<=[eE]l.)|(?<=[eE]l[ -].)|(?<=ta.)|(?<=ta[ -].)|(?<=[Δ∆;].)|(?<=[Δ∆;][ -].)))"
)
"""Expression: what follows a one-letter code in every compact form."""

_HINT = re.compile(ONE + HINT_AFTER)
"""Every text with a compact form has this; it begins with a set of letters, which makes the search quick."""

_PREFIX = re.compile(r"(?<![A-Za-z0-9.])[pP]\.\s?[(\[]?$")


def has_compact_form(text: str) -> bool:
    """Tell quickly whether a text may have a compact form."""
    return _HINT.search(text) is not None


def compact_candidates(text: str) -> list[Candidate]:
    """Find every text in a compact form, in no order; they may overlap."""
    found = [*_substitutions(text, _THREE_LETTER, spelled=True), *_substitutions(text, _ONE_LETTER, spelled=False)]
    for form, read in ((_DELETED, _deletion), (_SPACED_DELETION, _deletion), (_SIGNAL_PEPTIDE, _signal)):
        found += [read(match) for match in form.finditer(text) if not _joined(text, match.start())]
    return found


def _joined(text: str, start: int) -> bool:
    """Whether a letter or digit stands directly before."""
    return start > 0 and text[start - 1].isalnum()


def _substitutions(text: str, form: re.Pattern[str], *, spelled: bool) -> Iterator[Candidate]:
    """Yield the candidates of one of the two big forms, lists (`V600E/K`) as one candidate for each change."""
    for match in form.finditer(text):
        prefix = _PREFIX.search(text, max(0, match.start() - 4), match.start())
        start = prefix.start() if prefix else match.start()
        glued = not prefix and _joined(text, start)
        if spelled and glued and text[start - 1].islower():
            continue
        if not prefix and start > 0 and text[start - 1] == ".":
            continue
        shape = Candidate(
            start,
            match.end(),
            "",
            certain=spelled or bool(prefix),
            glued=glued and not spelled,
            short=not (spelled or prefix) and len(match["place"]) < 2,
        )
        yield from _read(match, shape)


def _read(match: re.Match[str], shape: Candidate) -> Iterator[Candidate]:
    """Read a match of one of the two big forms; `shape` says how it stands in the text."""
    groups = match.groupdict()
    site = letter_of(match["first"]) + match["place"]
    if altered := groups["altered"] or groups["altered2"]:
        end = f"_{letter_of(groups['first2'])}{groups['place2']}" if groups["first2"] else ""
        open_to_doubt = not (shape.certain or end) and site[0] in NUCLEOTIDES
        key = f"{site}{end}{altered.lstrip('-')}"
        yield replace(shape, key=key, certain=not (open_to_doubt or shape.short), nucleotides=open_to_doubt)
    elif groups["frame"] is not None:
        yield replace(shape, key=f"{site}fs", certain=not shape.short)
    else:
        yield from _read_substitution(match, site, shape)


def _read_substitution(match: re.Match[str], site: str, shape: Candidate) -> Iterator[Candidate]:
    """Yield one candidate for each residue that a substitution names: `V600E/K` holds two."""
    groups = match.groupdict()
    if groups.get("same") and len(match["place"]) < 2:
        return
    if groups["stop"] and groups["stop"] not in "*X":
        shape = replace(shape, certain=not shape.short)
    target = groups["stop"] or groups["last"] or groups.get("again") or groups.get("ends") or ""
    letter = "X" if site + target in ANY_RESIDUE else letter_of(target)
    more = match["more"] or ""
    split = match.end() - len(more)
    yield replace(shape, end=split, key=site + letter, nucleotides=_in_doubt(site, letter, shape))
    for item in re.finditer(r"[A-Za-z]+", more):
        letter = letter_of(item[0])
        nucleotides = _in_doubt(site, letter, shape)
        start, end = split + item.start(), split + item.end()
        yield replace(shape, start=start, end=end, key=site + letter, nucleotides=nucleotides)


def _in_doubt(site: str, letter: str, shape: Candidate) -> bool:
    return not shape.certain and site[0] in NUCLEOTIDES and letter in NUCLEOTIDES


def _deletion(match: re.Match[str]) -> Candidate:
    groups = match.groupdict()
    key = letter_of(match["first"]) + match["place"]
    if groups.get("first2"):
        key += f"_{letter_of(groups['first2'])}{groups['place2']}"
    marked = match[0].startswith(("del", "Del", "Δ", "∆", "&")) and match[0][:6] not in ("delta ", "Delta ")
    in_doubt = match["first"] in NUCLEOTIDES or not marked
    return Candidate(match.start(), match.end(), key + "del", not in_doubt)


def _signal(match: re.Match[str]) -> Candidate:
    """Read a change in a signal peptide, numbered backwards (`R-4Q`); with nucleotides' letters it is a promoter's."""
    first, last = match["first"], match["last"]
    both = first in NUCLEOTIDES and last in NUCLEOTIDES
    return Candidate(match.start(), match.end(), f"{first}{match['place']}{last}", False, both)
