"""Protein changes written out: `valine to alanine at position 42`, `Tyr-63 was replaced by Leu`, `Ala for Pro80`.

Every form needs two residues by three-letter code or name and a place. `X to Y`, `X by Y` and `X with Y` change X into
Y; `X for Y` puts X in Y's place. Several places or several targets make one change each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialtui.linking.amino_acids import CODE, LETTERS, NAME, ONE, THREE, letter_of
from trialtui.linking.variant_forms import Candidate

_RESIDUE = rf"(?:{THREE}|{NAME}(?: acid)?)(?![A-Za-z])"
_PLACE = r"[1-9]\d{0,3}"
_NO_DOSE = r"(?![.,]?\d|\s?(?:[mkuµ]?[gGlLM]|mcg|grams?|mmol|mol|%|x|times|mL)\b)"
_WHERE = (
    r"(?:amino[ -]acid (?:codon|position|residue)|amino[ -]acid|codon|position|residue|site)s?(?: (?:number|no\.?))?"
)
_SITE = (
    rf"(?:(?:{THREE}|{NAME})[ -]?\(?{_PLACE}\)?{_NO_DOSE}"
    rf"|{_RESIDUE}(?: residue)?,? (?:at|in|of) (?:the )?{_WHERE} {_PLACE}(?!\d)"
    rf"|(?<![A-Za-z0-9-]){ONE}[1-9]\d{{1,3}}(?![A-Za-z0-9]))"
)
_ARROW = r"\s?(?:-{0,4}>|=+>|→|-{2,4})\s?"
_CHANGED = r"(?:replaced|mutated|changed|converted|substituted|exchanged|altered|modified)"
_CHANGE = (
    r"(?:replac(?:e|ing|ements?)|substitut(?:e|ing|ions?)|chang(?:e|es|ing)|conver(?:t|ting|sions?)|exchang(?:e|es|ing)"
    r"|mutat(?:e|ing|ions?))"
)
_LIST = r"(?:,? (?:and|or) (?:by |to |with )?|, |/)"
_TARGET = rf"(?:an? |the )?(?:small |bulky |large |smaller |larger )?{_RESIDUE}(?![ -]?\(?\d)"
_NOTE = r"(?: ?\([^()]{1,12}\))?"
_TARGETS = rf"(?P<targets>{_TARGET}{_NOTE}(?:{_LIST}{_TARGET}{_NOTE}){{0,11}})(?P<pairs>[^.;]{{0,40}}?\brespectively)?"
_LINK = rf"{_ARROW}|/|[ -](?:to|for|by|with|into|(?:is |was )?{_CHANGED} (?:to|by|with|for))[ -](?:an? )?"
_FILLER = (
    r"(?:is|was|were|the|an?|from|of|changed|changing|change|missense|mutation|mutated|amino acid|substitution|with|by)"
)

_SITES_CHANGED = re.compile(
    rf"(?P<lead>\b{_CHANGE}(?: of)?(?: (?:the|both|either))? )?"
    rf"(?<![A-Za-z])(?P<sites>{_SITE}(?:{_LIST}(?:the )?{_SITE}){{0,5}})"
    rf"(?: residues?)?(?P<verb>\)?[^.;:]{{0,40}}?\b{_CHANGED}[^.;:\d]{{0,20}}?)?"
    rf"(?:{_ARROW}|\)?[ -](?:to|by|with|into|for)[ -]|[ -](?={NAME})){_TARGETS}"
)
_PAIR_AT_PLACE = re.compile(
    rf"(?<![A-Za-z])(?P<one>{_RESIDUE})(?P<link>{_LINK})(?P<other>{_RESIDUE})"
    rf"[^.;:\d()]{{0,30}}?[ (](?:at|in|of|on) (?:the )?{_WHERE} (?P<place>{_PLACE})(?!\d)"
)
_PLACE_THEN_PAIR = re.compile(
    rf"\b{_WHERE} (?P<place>{_PLACE})[ ,(:]+(?:{_FILLER} ){{0,4}}(?P<one>{_RESIDUE})"
    rf"(?P<link>{_LINK}|-)(?P<other>{_RESIDUE})"
)
_FOR_SITE = re.compile(
    rf"(?<![A-Za-z])(?P<other>{_RESIDUE}) for (?P<one>{THREE}|{NAME})[ -]?\(?(?P<place>{_PLACE})\)?{_NO_DOSE}"
)

_WORDS = ("odon", "esidue", "osition", "mino acid", "mino-acid", "utat", "ubstitut", "eplac")
_PARTS_OF_NAMES = (
    "lanine", "ysteine", "spart", "lutam", "lycine", "istidine", "leucine", "ysine", "ethionine", "sparagine", "roline",
    "rginine", "serine", "Serine", "hreonine", "valine", "Valine", "ryptophan", "yrosine",
)  # fmt: skip
"""What every written-out form by names holds, without first letters, so that their case needs no folding."""

_NUMBERED = re.compile(rf"(?:[^c]ine|eucine|ate|ic|phan|acid)[ -]?\(?[1-9]|{_WHERE} [1-9]")
_CODED = re.compile(CODE)
_CODED_SITE = re.compile(rf"{CODE}[ -]?\(?[1-9]")
_SITE_PARTS = re.compile(rf"(?P<residue>{THREE}|{NAME}|{ONE}(?=\d))\D*?(?P<place>{_PLACE})(?!\d)")
_RESIDUES = re.compile(_RESIDUE)


def has_prose_form(text: str) -> bool:
    """Tell quickly whether a text may have a change that is written out without any compact form beside it."""
    if not any(word in text for word in _WORDS):
        return False
    if any(part in text for part in _PARTS_OF_NAMES) and _NUMBERED.search(text):
        return True
    return _CODED.search(text) is not None


def has_coded_site(text: str) -> bool:
    """Tell whether a text has a place by three-letter code (`Pro80`), of which its other residue may stand apart."""
    return _CODED_SITE.search(text) is not None


def prose_candidates(text: str) -> list[Candidate]:
    """Find every change that is written out, in no order; they may overlap."""
    found = [candidate for match in _SITES_CHANGED.finditer(text) for candidate in _sites(match)]
    found += [_pair(match) for match in _PAIR_AT_PLACE.finditer(text)]
    found += [_pair(match) for match in _PLACE_THEN_PAIR.finditer(text)]
    found += [_open_pair(match, match["one"], match["other"]) for match in _FOR_SITE.finditer(text)]
    return found


def _pair(match: re.Match[str]) -> Candidate:
    """Read two residues and a place; only with `for` is the second one the old."""
    one, other = match["one"], match["other"]
    if match["link"].strip(" -") == "for":
        return _open_pair(match, other, one)
    return Candidate(match.start(), match.end(), letter_of(one) + match["place"] + letter_of(other), True)


def _open_pair(match: re.Match[str], old: str, new: str) -> Candidate:
    """Read `X for Y`, of which texts mean either way; the other way holds where the text says so elsewhere."""
    place, before, after = match["place"], letter_of(old), letter_of(new)
    key, other_way = before + place + after, after + place + before
    return Candidate(match.start(), match.end(), key, True, other_way=other_way)


def _sites(match: re.Match[str]) -> Iterator[Candidate]:
    """Yield each place with each of its targets.

    A place and its first target share a span where nothing else stands between; all others have the target's or the
    place's own. `Arg79 and Arg109 ... with Lys and Gln, respectively` goes pair by pair.
    """
    sites = list(_SITE_PARTS.finditer(match["sites"]))
    if sites[0]["residue"] in LETTERS and not (match["lead"] or match["verb"]):
        return
    targets = list(_RESIDUES.finditer(match["targets"]))
    offset, onward = match.start("sites"), match.start("targets")
    paired = bool(match["pairs"]) and len(sites) == len(targets)
    for number, site in enumerate(sites):
        for order, target in enumerate(targets):
            if paired and number != order:
                continue
            key = letter_of(site["residue"]) + site["place"] + letter_of(target[0])
            start = offset + site.start() if order == 0 or paired else onward + target.start()
            joined = number == len(sites) - 1 and (order == 0 or paired)
            end = onward + target.end() if joined or start >= onward else offset + site.end()
            yield Candidate(start, end, key, True)
