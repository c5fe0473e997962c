"""The form in which names are looked up: case, punctuation and spacing do not count."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[^\w+%]+|_+")


def name_key(name: str) -> str:
    """Fold a name for lookup: compatibility form, case folded, every run of punctuation or white space one blank.

    `+` and `%` count, since they tell names apart (`CD4+`, `1% lidocaine`). `COVID-19`, `Covid 19` and `COVID_19` have
    one key.
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return _SEPARATORS.sub(" ", name.casefold()).strip()


def inverted(name: str) -> str | None:
    """Return a name written back to front in reading order: `Pneumonia, Viral` -> `Viral Pneumonia`.

    Returns:
        None where the name has no comma followed by a blank.
    """
    head, comma, tail = name.partition(", ")
    return f"{inverted(tail) or tail} {head}" if comma else None
