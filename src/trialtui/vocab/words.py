"""Words as dictionaries compare them: folded letter by letter, so that offsets stay, then brought to one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable


class _Folding(dict[int, str]):
    """Each character's folded form, learnt as text is met: one base letter in lower case, or a digit, else a blank."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFKD", character)[:1] if code > 0x7F else character
        folded = base.lower() if base.isalnum() else " "
        self[code] = folded if len(folded) == 1 else " "
        return self[code]


_FOLDING = _Folding()
_ALL_ASCII = bytes(range(128))
_ASCII = bytes(ord(_FOLDING[code]) for code in range(128)) + bytes(range(128, 256))

_IRREGULAR = {
    "feet": "foot", "teeth": "tooth", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
    "vertices": "vertex", "phalanges": "phalanx", "larynges": "larynx", "pharynges": "pharynx", "meninges": "meninx",
    "criteria": "criterion", "mitochondria": "mitochondrion", "ganglia": "ganglion", "calculi": "calculus",
    "emboli": "embolus", "thrombi": "thrombus", "bronchi": "bronchus", "nuclei": "nucleus", "nevi": "nevus",
    "fungi": "fungus", "bacilli": "bacillus", "diverticula": "diverticulum", "septa": "septum", "ova": "ovum",
    "halluces": "hallux", "indices": "index", "appendices": "appendix", "cortices": "cortex", "biceps": "biceps",
    "diabetes": "diabetes", "herpes": "herpes", "rabies": "rabies", "scabies": "scabies", "caries": "caries",
    "series": "series", "species": "species", "pes": "pes", "does": "do", "facies": "face", "pancreas": "pancreas",
    "bias": "bias", "atlas": "atlas", "psoas": "psoas", "whereas": "whereas", "canvas": "canvas", "has": "has",
    "was": "was", "pneumoniae": "pneumoniae", "this": "this", "always": "always", "chaos": "chaos", "lens": "lens",
}  # fmt: skip
"""Plurals that no ending tells, and words that look like plurals but are none."""

_BRITISH = (
    ("aemi", "emi"), ("haem", "hem"), ("oedem", "edem"), ("oesoph", "esoph"), ("oestr", "estr"), ("paed", "ped"),
    ("orrhoe", "orrhe"), ("foet", "fet"), ("coel", "cel"), ("caec", "cec"), ("gynaec", "gynec"), ("anaesth", "anesth"),
    ("leuco", "leuko"), ("sulph", "sulf"), ("tumour", "tumor"), ("colour", "color"), ("behaviour", "behavior"),
    ("odour", "odor"), ("fibre", "fiber"), ("centre", "center"), ("dyspnoe", "dyspne"), ("apnoe", "apne"),
    ("naev", "nev"), ("ischaem", "ischem"), ("aetiol", "etiol"), ("grey", "gray"), ("mould", "mold"),
    ("dysaesth", "dysesth"), ("paraesth", "paresth"), ("paresthaes", "paresthes"), ("isation", "ization"),
    ("ised", "ized"), ("lysed", "lyzed"), ("programme", "program"), ("dactylia", "dactyly"), ("cephalia", "cephaly"),
)  # fmt: skip
"""British spellings and the American ones that stand for both."""

_MARKS = (
    "ae", "oe", "our", "ould", "euco", "ulph", "ibre", "entre", "grey", "isation", "ised", "lysed", "gramme", "tylia",
    "phalia",
)  # fmt: skip
"""Every British spelling holds one of these, so that words without any are left alone quickly."""

_MOST_WORDS_KEPT = 200_000
"""Distinct words of which something is remembered."""

_IES_TO_Y = re.compile(r"[a-z]{2,}ies")
_ES_DROPPED = re.compile(r"[a-z]+(?:ss|sh|ch|x|zz)es")
_SES_TO_SIS = re.compile(r"[a-z]+(?:o|y|a|e|i)ses")
_ENDINGS = ("s", "ae", "mata")
_S_KEPT = ("ss", "us", "is")
_SHORTEST_PLURAL = 4


def fold(text: str) -> str:
    """Fold a text letter by letter: lower case without accents; all that is no letter or digit becomes a blank.

    A possessive `'s` becomes blanks too. The result is exactly as long as the text.
    """
    if "'s " in text or "’s " in text:
        text = text.replace("'s ", "   ").replace("’s ", "   ")
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    kept = []
    for char in set(text.encode("utf-8", "surrogatepass").translate(None, _ALL_ASCII).decode("utf-8", "surrogatepass")):
        folded = _FOLDING[ord(char)]
        if not folded.isascii():
            kept.append(char)
        elif folded != " ":
            text = text.replace(char, folded)
    plain = text.encode("ascii", "replace").translate(_ASCII).decode("ascii")  # all that is foreign is a blank
    return _with_letters(plain, text, kept) if kept else plain


def _with_letters(plain: str, text: str, letters: Iterable[str]) -> str:
    """Put foreign letters of a text, folded, into it where it has been folded to blanks."""
    chars = list(plain)
    for letter in letters:
        at = text.find(letter)
        while at >= 0:
            chars[at] = _FOLDING[ord(letter)]
            at = text.find(letter, at + 1)
    return "".join(chars)


def split(text: str) -> list[str]:
    """Fold and split at every single blank: joined by blanks the words give the folded text again, so offsets stay.

    Where several separators follow each other, empty words stand between.
    """
    return fold(text).split(" ")


class Learnt(dict[str, str]):
    """What a function makes of each word, learnt as words are met; emptied when full, so that it stays bounded."""

    def __init__(self, function: Callable[[str], str]) -> None:
        """Remember the results of this function."""
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> str:
        """Learn a word."""
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        self[word] = found = self._function(word)
        return found


def stem(word: str) -> str:
    """Bring a folded word to the form that stands for its singular and plural, British and American spelling."""
    return _STEMS[word]


def _stem(word: str) -> str:
    if any(map(word.__contains__, _MARKS)):
        for british, american in _BRITISH:
            word = word.replace(british, american)
    return _singular(word)


_STEMS = Learnt(_stem)


def stems_of(text: str) -> tuple[str, ...]:
    """Return a text's words as stems."""
    return tuple(map(_STEMS.__getitem__, filter(None, split(text))))


def _singular(word: str) -> str:
    if known := _IRREGULAR.get(word):
        return known
    if not word.endswith(_ENDINGS):
        return word
    if len(word) > _SHORTEST_PLURAL and word.endswith(("ae", "mata")):
        return word[:-1] if word.endswith("ae") else word[:-2]
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(_S_KEPT):
        return word
    if _IES_TO_Y.fullmatch(word):
        return word[:-3] + "y"
    if _ES_DROPPED.fullmatch(word):
        return word[:-2]
    if _SES_TO_SIS.fullmatch(word):
        return word[:-2] + "is"
    return word[:-1]
