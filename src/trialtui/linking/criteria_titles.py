"""Which stretches of eligibility criteria stand under a title of exclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialtui.linking.hinted_lines import lines_with

_LONGEST_TITLE = 80
"""A line of the criteria longer than this is a criterion, not the title of a list of them."""

_EXCLUDING = re.compile(r"exclusion|non-?inclusion|not (?:be )?eligible|must not", re.IGNORECASE)
_INCLUDING = re.compile(r"(?<!non-)(?<!non )\binclusion", re.IGNORECASE)
_CRITERIA = re.compile(r"(?:in|ex)clusions? cri?teri\w*", re.IGNORECASE)
_SPOKEN_OF_BEFORE = re.compile(
    r"\b(?:meet\w*|met|fulfil\w*|satisf\w*|not|no|hav\w+|has|fail\w*|mismatch|any|one of|listed|selected|same|"
    r"check\w*|who)\b",
    re.IGNORECASE,
)
_SPOKEN_OF_AFTER = re.compile(
    r" (?:apply|applies|will|are|is|could|may|can|must|should|mentioned|above)\b", re.IGNORECASE
)
_HINTS = ("clusion", "eligible", "must not")
"""Every title has one of these; they are far quicker to look for."""

_ALONE = re.compile(r"\W*(?:in|ex)clusions?\W*", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:^|[.;] )\W{0,9}(?:[\w-]{1,20} ){0,3}((?:non-)?(?:in|ex)clusion) criteri(?:a|on) ?[:.](?= |$)", re.IGNORECASE
)


def exclusion_stretches(plain: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of eligibility criteria that stand under a title of exclusion criteria.

    A title of inclusion ends such a stretch; a line that says both (`Inclusion/Exclusion Criteria`) decides nothing.
    """
    stretches: list[tuple[int, int]] = []
    begin = -1
    for offset, excluding in _titles(plain):
        if excluding and begin < 0:
            begin = offset
        elif not excluding and begin >= 0:
            stretches.append((begin, offset))
            begin = -1
    return (*stretches, (begin, len(plain) + 1)) if begin >= 0 else tuple(stretches)


def _titles(plain: str) -> Iterator[tuple[int, bool]]:
    """Yield the place of each title, and whether it is one of exclusion."""
    for offset, line in lines_with(plain, _HINTS):
        if len(line) > _LONGEST_TITLE:
            for match in _WITHIN.finditer(line):
                yield offset + match.start(1), match[1].lower() != "inclusion"
        else:
            excluding, including = bool(_EXCLUDING.search(line)), bool(_INCLUDING.search(line))
            if excluding != including and _is_title(line):
                yield offset, excluding


def _is_title(line: str) -> bool:
    """Tell a title from a criterion that speaks of one (`Stroke within a year before inclusion`)."""
    if line.rstrip(" .").endswith(":") or _ALONE.fullmatch(line):
        return True
    match = _CRITERIA.search(line)
    if match is None:
        return False
    return not _SPOKEN_OF_BEFORE.search(line, 0, match.start()) and not _SPOKEN_OF_AFTER.match(line, match.end())
