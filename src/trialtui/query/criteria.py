"""Eligibility criteria one by one: what stands under inclusion, what under exclusion."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialtui.model.text import read_registered
from trialtui.model.trial import Trial

INCLUSION, EXCLUSION = "inclusion", "exclusion"

_NAMED = re.compile(r"\b(non-?inclusion|inclusion|exclusion)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SAYS_NO_MORE = frozenset(
    {
        "key", "main", "major", "general", "the", "list", "of", "were", "are", "is", "following", "patient", "patients",
        "subject", "subjects", "participant", "participants", "inclusion", "exclusion", "noninclusion", "non",
        "criteria", "criterion",
    }
)  # fmt: skip
"""The words of a title that says no more than which criteria follow."""

_OPENING = re.compile(
    r"\W*(?:(?:key|main|major|general)\s+)?(inclusion|exclusion)\s+criteri(?:a|on)\s*:\s*(\S.*)", re.IGNORECASE
)
"""A title with the first criterion, or whom it is about, on the same line."""

_LONGEST_TITLE = 80
_FEW = 3


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as plain text, its sub-items behind it; `section` is empty where the text does not say which.

    A title that names a group (`Exclusion criteria for donors`) stands before each criterion below it.
    """

    section: str
    text: str


def criteria_of(trial: Trial) -> list[Criterion]:
    """Return a trial's criteria in the order of its text; titles that say nothing else are read and left out."""
    read = read_registered(trial.eligibility.criteria, trial.text_format)
    found: list[Criterion] = []
    section, group, base, open_item = "", "", 0, False
    for block in read.blocks:
        words = read.plain[block.start : block.end].strip()
        if opening := _OPENING.fullmatch(words):
            section, group, base, open_item, words = opening[1].lower(), "", 0, False, opening[2]
        title = _section_of(words)
        if title is not None:
            section, base, open_item = title, block.level + 1 if block.kind == "item" else 0, False
            group = "" if _is_plain(words) else f"{words.rstrip(' :')}: "
        elif open_item and block.level > base:
            before = found.pop().text
            joint = " " if before.endswith(":") or block.kind != "item" else "; "
            found.append(Criterion(section, f"{before}{joint}{words}"))
        else:
            found.append(Criterion(section, group + words))
            open_item = block.kind == "item"
    return found


def _section_of(words: str) -> str | None:
    """Return the section that a title opens, an empty one where it names both; None where it is no title."""
    named = {match[1].lower() for match in _NAMED.finditer(words)} if len(words) <= _LONGEST_TITLE else set()
    if not named or not _is_title(words):
        return None
    return (INCLUSION if named == {INCLUSION} else EXCLUSION) if len(named) == 1 else ""


def _is_title(words: str) -> bool:
    """Tell a title from a criterion that speaks of inclusion or exclusion."""
    if _WORD.findall(words.lower())[0] == "no":
        return False
    if "criteri" not in words.lower():
        return words.endswith(":") and len(_WORD.findall(words)) <= _FEW
    if ":" in words[:-1]:
        return False
    short = len(_WORD.findall(words)) <= _FEW
    return words.endswith(":") or short or _is_plain(words) or _NAMED.match(words) is not None


def _is_plain(words: str) -> bool:
    """Tell whether a title says no more than which criteria follow."""
    return all(word in _SAYS_NO_MORE for word in _WORD.findall(words.lower()))
