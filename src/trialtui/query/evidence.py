"""Where a link comes from: the field's text, and the sentence that a mention stands in."""

from __future__ import annotations

import re
from functools import lru_cache

from trialtui.model.term import Link
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial

_PATH = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_PLAIN_FIELDS = re.compile(
    r"(?:brief_title|official_title|acronym|conditions\[\d+\]|keywords\[\d+\]"
    r"|interventions\[\d+\]\.name|outcomes\[\d+\]\.(?:measure|time_frame)|arm_groups\[\d+\]\.label)$"
)
"""The registry's fields that are plain text in every source; the others are of the type `markup`."""

_SENTENCE_END = re.compile(r"[.!?][\"')\]]?\s+(?=[A-Z0-9(\[\"'])|\n")
_LONGEST = 400


def field_value(trial: Trial, path: str) -> str:
    """Return the text of a field by its path (`outcomes[2].measure`); empty where there is no such text."""
    value: object = trial
    for part in path.split("."):
        match = _PATH.fullmatch(part)
        if match is None:
            return ""
        value = getattr(value, match[1], "")
        if match[2] is not None:
            index = int(match[2])
            value = value[index] if isinstance(value, tuple) and index < len(value) else ""
    return value if isinstance(value, str) else ""


def field_format(trial: Trial, path: str) -> str:
    """Return how a field's text is to be read: `markdown` or `plain`."""
    return "plain" if _PLAIN_FIELDS.fullmatch(path) else trial.text_format


def sentence(trial: Trial, link: Link) -> str:
    """Return the sentence of the plain text in which a link's mention stands; empty where it has no offsets."""
    return "".join(quotation(trial, link))


def quotation(trial: Trial, link: Link) -> tuple[str, str, str]:
    """Return the sentence in which a link's mention stands: what is before it, the mention, what is after it."""
    if link.start < 0:
        return "", "", ""
    plain = _plain(field_value(trial, link.field), field_format(trial, link.field))
    starts = [match.end() for match in _SENTENCE_END.finditer(plain, 0, link.start)]
    start = max(starts[-1] if starts else 0, link.start - _LONGEST)
    after = _SENTENCE_END.search(plain, link.end)
    end = min(after.start() + 1 if after else len(plain), link.end + _LONGEST)
    return plain[start : link.start].lstrip(), plain[link.start : link.end], plain[link.end : end].rstrip()


@lru_cache(maxsize=64)
def _plain(text: str, text_format: str) -> str:
    return read_registered(text, text_format).plain
