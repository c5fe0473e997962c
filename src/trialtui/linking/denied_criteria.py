"""Criteria that say what participants must not have, wherever they stand: `No known HIV, hepatitis B or C`."""

from __future__ import annotations

import re

from trialtui.linking.hinted_lines import lines_with

_HEAD = re.compile(
    r"(?:^|(?<=[.;:] ))[^\w\n]{0,20}(?:(?:\d+|[A-Za-z]|[ivx]+)[.)]\s{0,3}){0,3}"
    r"(?:"
    r"(?:[^.;:\n]{0,40}\b)?not (?:been )?(?:diagnosed with|presented|suffering from|known to have)\b"
    r"|[^.;:\n]{0,40}\b(?:must|should|may|can|do|does|did|will) ?(?:not|n't) (?:currently )?"
    r"(?:have|harbou?r|carry|exhibit)\b(?! (?:received|undergone|been|taken|participated|used|started|initiated))"
    r"|(?:[^.;:\n]{0,25}\b(?:has|have|had|with) )?no (?:prior |previous |past |recent |current |other |"
    r"known |documented |clinical |concurrent )*"
    r"(?:known|evidence|history|active|current|concurrent|concomitant|coexist\w+|co-exist\w+|uncontrolled|clinically|"
    r"significant|symptomatic|serious|severe|ongoing|signs?|symptoms?|presence|documented|acute|chronic|unstable)\b"
    r"|(?:the )?absence of\b|without\b(?! (?:regard|respect|any change))|free (?:of|from)\b|negative for\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"\n|(?<!e\.g)(?<!i\.e)[.;](?:\s|$)|\b(?:except|unless|however|although|though|other than|apart from|aside from|"
    r"with the exception|"
    r"but(?! (?:is |are )?not (?:limited|restricted))|who|whose|must|should|eligible|allowed|permitted|"
    r"progress(?:ion|ed|ing|ive)|worsening|improvement|(?:chemo|radio|immuno)?therapy|treatments?|medications?|drugs?|use|"
    r"does have|participation|confirmation|response|more than|less than|at least)\b",
    re.IGNORECASE,
)
_HINTS = ("no ", "not ", "n't ", "absence of", "without", "free ", "negative for")
"""Every such criterion has one of these on its line; they are far quicker to look for."""


def denied_stretches(plain: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of eligibility criteria that tell what a participant must not have.

    A criterion counts where it begins so: `Patients must not have ...`, `No known ...`, `Absence of ...`. Unlike a
    negation within running text it reaches to the end of its sentence, over lists however long, or to an exception.
    """
    stretches = []
    for begin, line in lines_with(plain, _HINTS):
        for head in _HEAD.finditer(plain, begin, begin + len(line)):
            end = _END.search(plain, head.end())
            stretches.append((head.end(), end.start() if end else len(plain)))
    return tuple(stretches)
