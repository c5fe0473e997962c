"""Which texts of a trial are read for mentions, and which of their lines are exclusion criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialtui.linking.criteria_titles import exclusion_stretches
from trialtui.linking.denied_criteria import denied_stretches
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial

_MARKUP = re.compile(r"[\\&*_`<\[]")
_LETTERED = re.compile(r"[A-Za-z]{1,5}[.)]")
"""What may be the letter of a list's item."""

CRITERIA = "eligibility.criteria"
"""The path of the text that says who may take part."""


class FieldText(NamedTuple):
    """A text of a trial: its path, its plain text, and the stretches (start, end) that only exclude.

    `short` marks titles, conditions and keywords, in which MeSH terms are looked for.
    """

    path: str
    plain: str
    short: bool = False
    excluding: tuple[tuple[int, int], ...] = ()

    def excludes(self, start: int) -> bool:
        """Tell whether what stands at this offset is only excluded."""
        return any(first <= start < last for first, last in self.excluding) if self.excluding else False


def field_texts(trial: Trial) -> Iterator[FieldText]:
    """Yield the texts of a trial that may name terms, in the order of its page."""
    for path in ("brief_title", "official_title"):
        if text := getattr(trial, path):
            yield FieldText(path, _plain(text, "plain"), True)
    for name in ("conditions", "keywords"):
        for number, text in enumerate(getattr(trial, name)):
            yield FieldText(f"{name}[{number}]", _plain(text, "plain"), True)
    for path, text in _long_texts(trial):
        if text:
            yield FieldText(path, _plain(text, trial.text_format))
    for number, outcome in enumerate(trial.outcomes):
        if outcome.measure:
            yield FieldText(f"outcomes[{number}].measure", _plain(outcome.measure, "plain"))
        if outcome.description:
            yield FieldText(f"outcomes[{number}].description", _plain(outcome.description, trial.text_format))
    if trial.eligibility.criteria:
        plain = _plain(trial.eligibility.criteria, trial.text_format)
        yield FieldText(CRITERIA, plain, False, (*exclusion_stretches(plain), *denied_stretches(plain)))


def _long_texts(trial: Trial) -> Iterator[tuple[str, str]]:
    yield "brief_summary", trial.brief_summary
    yield "detailed_description", trial.detailed_description
    yield "why_stopped", trial.why_stopped
    for number, arm in enumerate(trial.arm_groups):
        yield f"arm_groups[{number}].description", arm.description
    for number, item in enumerate(trial.interventions):
        yield f"interventions[{number}].description", item.description
    yield "eligibility.study_population", trial.eligibility.study_population


def _plain(text: str, text_format: str) -> str:
    """Return a registered text's plain text; one line without markers, markup and entities is plain as it is."""
    if text[:1].isalpha() and text.isprintable() and not _is_marked(text, text_format):
        return text.rstrip(" ")
    return read_registered(text, text_format).plain


def _is_marked(line: str, text_format: str) -> bool:
    """Tell whether a line that begins with a letter may hold what is not plain text."""
    if text_format == "plain":
        return "&" in line
    return _MARKUP.search(line) is not None or _LETTERED.match(line) is not None
