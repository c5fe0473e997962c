"""Whether a text names a finding only to say that it is absent: "no fever, cough or dyspnea", "denies chest pain"."""

from __future__ import annotations

import re

from trialtui.vocab.words import fold

_REACH = 120
"""How many characters before a mention are looked at."""

_MOST_WORDS = 10

_BEFORE = re.compile(
    r"\b(?:no|(?<!or )(?<!/)(?:without|absence of)|den(?:y|ies|ied|ying)|lack of|lacking|free (?:of|from)|"
    r"negative for|nor|never (?:had|have|has)|rul(?:e|es|ed|ing) out|"
    r"(?:not|n't|cannot) (?:have|having|had|present(?:ing)? with|develop(?:ed|ing)?|experienc(?:e|ed|ing)|"
    r"show(?:n|ing)?|suffer(?:ed|ing)?(?: from)?|exhibit(?:ed|ing)?|report(?:ed|ing)?|involve|due to|caused by|"
    r"associated with|a|an|any))\b",
    re.IGNORECASE,
)
_SEEMING = re.compile(
    r"no (?:longer|more|changes?|increase|decrease|difference|effect|improvement|matter|later|less|fewer|response|"
    r"restriction|limit|limitation|treatment|therapy|approved|specific|effective|standard|other treatment)\b|"
    r"without (?:regard|respect|any change|treatment|therapy)\b|absence of [^,]*,",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[.;:!?=](?:\s|$)|\n|\d|,\s+(?:an?|the)\b|\b(?:but|however|except|although|though|unless|which|who|whom|that|whose|for|to|"
    r"because|after|before|during|than|until|while|has|have|is|are|was|were|had|will|may|can|should|must|with|receiving|"
    r"treated|if|when|as|by)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:(?:is|are|was|were|be|been|has been|have been|should be|must be)\s+)"
    r"(?:not (?:present|observed|seen|found|detected|reported)|absent|ruled out|denied|negative)\b|"
    r"\s*:\s*(?:no|none|absent)\b",
    re.IGNORECASE,
)


_HINTS = frozenset((
    "no", "without", "absence", "deny", "denies", "denied", "denying", "lack", "lacking", "free", "negative", "nor",
    "never", "rule", "rules", "ruled", "ruling", "not", "t", "cannot",
))  # fmt: skip
"""Every negation before a mention has one of these words (`n't` is folded to two); they are quicker to look for."""


def is_negated(text: str, start: int, end: int) -> bool:
    """Tell whether what stands at `start` to `end` (code points) is said not to be there.

    A negation reaches over a list up to ten words on, within its sentence and clause. "Not" counts only with a verb of
    having or showing, so that "not responding to treatment of asthma" leaves asthma as it is; "absence of" reaches no
    further than a comma, and "presence or absence of" and "with or without" deny nothing.
    """
    begin = max(0, start - _REACH)
    begin = max(begin, text.rfind("\n", begin, start) + 1, text.rfind(". ", begin, start) + 1)
    before = text[begin:start]
    hinted = not _HINTS.isdisjoint(fold(before).split(" "))
    for match in _BEFORE.finditer(before) if hinted else ():
        rest = before[match.end() :]
        seeming = _SEEMING.match(before, match.start())
        if not seeming and not _BREAK.search(rest) and len(rest.split()) <= _MOST_WORDS:
            return True
    return _AFTER.match(text, end) is not None
