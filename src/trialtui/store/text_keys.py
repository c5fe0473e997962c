"""How text is folded to be searched: case, accents and compatibility forms do not count, hyphens part words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(dict.fromkeys("™℠®©", " "))
"""Signs that decomposition would turn into letters of the name before them (`Kaletra™` into `KaletraTM`)."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[^\W_]+")

LONGEST_KEY = 80
"""Keys of names are cut at this length."""


def fold(text: str) -> str:
    """Fold a text: lower case, no accents, compatibility forms resolved; offsets are not kept."""
    return (text if text.isascii() else _BEYOND_ASCII.sub(_plain, text)).casefold()


def fold_for_index(text: str) -> str:
    """Fold a text as far as the index's tokenizer, which folds the case of ASCII itself, does not."""
    return text if text.isascii() else _BEYOND_ASCII.sub(_plain, text)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; what is neither letter nor digit parts them."""
    return _WORD.findall(fold(text))


def name_key(name: str) -> str:
    """Return what a name is looked up by: its folded words, joined by single blanks."""
    return " ".join(words(name))[:LONGEST_KEY].rstrip()


def _plain(match: re.Match[str]) -> str:
    return _folded(match[0])


@lru_cache(maxsize=1 << 14)
def _folded(run: str) -> str:
    """Fold a run of characters beyond ASCII; few different ones occur, such as `≥` and `’`."""
    decomposed = unicodedata.normalize("NFKD", run.translate(_SIGNS))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
