"""The fields of the search language: what values they take, and how each is written in the normal form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from trialtui.model.labels import PHASES, STATUSES, canonical, status_code
from trialtui.model.refs import KIND_NAMES, KINDS
from trialtui.store.text_keys import words

UNSTATED = "none"
"""The value that stands for trials that do not state the field."""

STUDY_TYPES = ("INTERVENTIONAL", "OBSERVATIONAL", "EXPANDED_ACCESS")
"""The registry's study types (API v2, enum `StudyType`)."""

SPONSOR_CLASSES = ("NIH", "FED", "OTHER_GOV", "INDIV", "INDUSTRY", "NETWORK", "AMBIG", "OTHER", "UNKNOWN")
"""The registry's agency classes (API v2, enum `AgencyClass`)."""

PHASE_WORDS = {
    "EARLY_PHASE1": "early1",
    "PHASE1": "1",
    "PHASE2": "2",
    "PHASE3": "3",
    "PHASE4": "4",
    "NA": "na",
}
"""How each phase is written in a query."""

_PHASE_ALIASES = {
    "0": "EARLY_PHASE1", "early": "EARLY_PHASE1", "earlyphase1": "EARLY_PHASE1", "i": "PHASE1", "ii": "PHASE2",
    "iii": "PHASE3", "iv": "PHASE4", "n/a": "NA", "notapplicable": "NA",
} | {word: code for code, word in PHASE_WORDS.items()} | {code.casefold(): code for code in PHASES}  # fmt: skip
_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")


class FieldError(ValueError):
    """A value that a field does not take; the message says which it takes."""


def read_field(name: str, value: str) -> str:
    """Return a field's value in its normal form.

    Raises:
        FieldError: the field does not take this value.
    """
    value = " ".join(value.split())
    if value.casefold() == UNSTATED and name in _MAY_BE_UNSTATED:
        return UNSTATED
    return FIELDS[name](value)


def phase_codes(value: str) -> tuple[str, ...]:
    """Return the registry's phases that a value in normal form names (`2/3`)."""
    return tuple(_PHASE_ALIASES[part] for part in value.split("/"))


def year_range(value: str) -> tuple[str, str]:
    """Return the first and last year of a value in normal form; an open end is `0000` or `9999`."""
    first, dots, last = value.partition("..")
    return first or "0000", (last or "9999") if dots else first


def _status(value: str) -> str:
    code = status_code(value)
    if code is None:
        raise FieldError(_unknown("status", value, [each.lower() for each in STATUSES]))
    return code.lower()


def _phase(value: str) -> str:
    folded = re.sub(r"[\s_-]", "", value.casefold())
    whole = _PHASE_ALIASES.get(folded)
    parts = [_PHASE_ALIASES.get(part.removeprefix("phase") or part) for part in folded.split("/")]
    codes = [whole] if whole else parts
    if None in codes:
        raise FieldError(f"no phase {value!r}: there are {', '.join(PHASE_WORDS.values())}, and 1/2 or 2/3 for both")
    return "/".join(dict.fromkeys(PHASE_WORDS[code] for code in PHASES if code in codes))


def _kind(value: str) -> str:
    folded = value.casefold()
    for kind in KINDS:
        if folded in (kind, f"{kind}s", *(name.casefold() for name in KIND_NAMES[kind])):
            return kind
    raise FieldError(_unknown("kind", value, KINDS))


def _country(value: str) -> str:
    if not words(value):
        raise FieldError("country: a name is wanted")
    return value


def _year(value: str) -> str:
    match = _YEARS.fullmatch(value.replace("-", "..") if value.count("-") == 1 else value)
    if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        raise FieldError(f"no year {value!r}: write 2020, 2020..2021, 2020.. or ..2021")
    if match[1] and match[3] and match[1] > match[3]:
        raise FieldError(f"no year lies in {value!r}: the first is later than the last")
    return match[0]


def _sponsor(value: str) -> str:
    if not words(value):
        raise FieldError("sponsor: a name is wanted")
    return value


def _one_of(name: str, codes: Iterable[str]) -> Callable[[str], str]:
    """Make the reader of a field that takes one of the registry's codes."""
    known = tuple(code.lower() for code in codes)

    def read(value: str) -> str:
        code = canonical(value).lower()
        if code not in known:
            raise FieldError(_unknown(name, value, known))
        return code

    return read


def _unknown(name: str, value: str, known: Iterable[str]) -> str:
    """Say that a field has no such value, and which it has."""
    from difflib import get_close_matches

    known, folded = list(known), canonical(value).lower()
    close = [each for each in known if folded in each.split("_")] or get_close_matches(folded, known, n=3)
    return f"no {name} {value!r}: " + (
        f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known)}"
    )


FIELDS: dict[str, Callable[[str], str]] = {
    "status": _status,
    "phase": _phase,
    "kind": _kind,
    "country": _country,
    "year": _year,
    "sponsor": _sponsor,
    "type": _one_of("type", STUDY_TYPES),
    "class": _one_of("class", SPONSOR_CLASSES),
}
"""Each field with the function that reads its value. `type:` is the study type, `class:` the lead sponsor's class."""

_MAY_BE_UNSTATED = frozenset({"status", "phase", "country", "year", "type", "class"})
