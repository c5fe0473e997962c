"""The amino acids: one-letter codes, three-letter codes and names, and expressions that find them in text.

Source of the codes: IUPAC-IUB, Nomenclature and symbolism for amino acids and peptides (1983).
"""

from __future__ import annotations

import re

_ROWS = """
A Ala alanine
C Cys cysteine
D Asp aspartic acid|aspartate|aspartic
E Glu glutamic acid|glutamate|glutamic
F Phe phenylalanine
G Gly glycine
H His histidine
I Ile isoleucine
K Lys lysine
L Leu leucine
M Met methionine
N Asn asparagine
P Pro proline
Q Gln glutamine
R Arg arginine
S Ser serine
T Thr threonine
V Val valine
W Trp tryptophan
Y Tyr tyrosine
"""

_TABLE = [row.split(" ", 2) for row in _ROWS.strip().splitlines()]

LETTERS = "".join(letter for letter, _, _ in _TABLE)
"""The twenty one-letter codes."""

NUCLEOTIDES = frozenset("ACGT")
"""One-letter codes of amino acids that are also those of nucleotides: with these two readings a text must decide."""

NAMES = tuple(name for _, _, names in _TABLE for name in names.split("|"))
"""The names in full, lower case; `aspartic` and `glutamic` also stand alone."""

STOP = "*"
"""A stop codon in the one-letter form (HGVS, protein recommendations)."""

_LETTER_OF = {code.lower(): letter for letter, code, _ in _TABLE}
_LETTER_OF |= {name: letter for letter, _, names in _TABLE for name in names.split("|")}
_LETTER_OF |= dict.fromkeys(("x", "*", "ter", "stop", "term", "stop codon", "termination", "termination codon"), STOP)
_LETTER_OF |= {letter.lower(): letter for letter in LETTERS}


def letter_of(residue: str) -> str:
    """Return the one-letter code of a residue in any spelling; `X`, `Ter` and `stop` are `*`.

    Raises:
        KeyError: the text names no residue.
    """
    return _LETTER_OF[" ".join(residue.lower().split())]


def _any_case(word: str) -> str:
    """Return an expression for the word in any case, its first letter a capital."""
    return word[0] + "".join(f"[{char.upper()}{char}]" for char in word[1:].lower())


def _initial_either(word: str) -> str:
    """Return an expression for the word with its first letter in either case."""
    return f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}"


ONE = f"[{LETTERS}]"
"""Expression: a one-letter code."""

THREE = "(?:" + "|".join(_any_case(code) for _, code, _ in _TABLE) + ")"
"""Expression: a three-letter code that begins with a capital (`Ala`, `ALA`, `GLn`)."""

NAME = "(?:" + "|".join(_initial_either(name) for name in sorted(NAMES, key=len, reverse=True)) + ")"
"""Expression: a name in full."""

CODE = "(?:" + "|".join(code for _, code, _ in _TABLE) + ")(?![a-z])"
"""Expression: a three-letter code in its usual spelling."""

TAIL = "(?:" + "|".join(f"(?<={code[0]}){code[1:]}" for _, code, _ in _TABLE) + ")"
"""Expression: what follows the capital of a three-letter code."""
