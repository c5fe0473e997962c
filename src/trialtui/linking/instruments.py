"""Names of rating scales and tests: what they measure is not said of anyone.

The rule is general and names no scale: a finding is part of an instrument's name where `scale`, `inventory`,
`questionnaire`, `score`, `index` or `test` ends the phrase that it stands in (`Hospital Anxiety and Depression Scale`,
`Insomnia Severity Index`, `pain score`). Between the two only the words of such names may stand: those with a capital,
what is joined by a conjunction, and what says in which respect something is rated.
"""

from __future__ import annotations

import re

_BETWEEN = (
    r"(?:and|or|&) [A-Za-z]+|[A-Z][A-Za-z]*|severity|symptoms?|intensity|frequency|rating|assessment|screening|impact"
    r"|disability|impairment|interference|status|self-rating|numerical|numeric|visual|analog(?:ue)?|risk"
)
_INSTRUMENT_AFTER = re.compile(
    rf"(?:[ /-]+(?:{_BETWEEN})){{0,4}}?[ -]+(?i:scales?|inventor(?:y|ies)|questionnaires?|scores?|ind(?:ex|exes|ices)"
    r"|tests?)\b(?!-)"
)


def names_instrument(text: str, end: int) -> bool:
    """Tell whether the phrase that goes on at this offset ends as the name of an instrument."""
    return _INSTRUMENT_AFTER.match(text, end) is not None
