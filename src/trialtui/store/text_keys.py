"""How text is folded to be searched: case, accents and compatibility forms do not count, hyphens part words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(dict.fromkeys("™℠®©", " "))
"""Signs that decomposition would turn into letters of the name before them (`Kaletra™` into `KaletraTM`)."""

_ASCII = bytes(range(128))
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_WORD = re.compile(r"[^\W_]+")

LONGEST_KEY = 80
"""Keys of names are cut at this length."""


def fold(text: str) -> str:
    """Fold a text: lower case, no accents, compatibility forms resolved; offsets are not kept."""
    return fold_for_index(text).casefold()


def fold_for_index(text: str) -> str:
    """Fold a text as far as the index's tokenizer, which folds the case of ASCII itself, does not."""
    if text.isascii():
        return text
    # A text has few different characters beyond ASCII: each is replaced in one go, which is far quicker than a pattern.
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for char in set(beyond):
        text = text.replace(char, _folded(char))
    return text


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; what is neither letter nor digit parts them."""
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()  # quicker than the pattern
    return _WORD.findall(fold(text))


def name_key(name: str) -> str:
    """Return what a name is looked up by: its folded words, joined by single blanks."""
    return " ".join(words(name))[:LONGEST_KEY].rstrip()


@lru_cache(maxsize=1 << 14)
def _folded(char: str) -> str:
    """Fold a character beyond ASCII."""
    decomposed = unicodedata.normalize("NFKD", char.translate(_SIGNS))
    return "".join(part for part in decomposed if not unicodedata.combining(part)).casefold()
