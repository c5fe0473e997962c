"""Which words of an intervention's name do not name what is given: placebos, what is withheld, classes, tests."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialtui.vocab.words import split

SALTS = frozenset((
    "acetate", "alafenamide", "anhydrous", "aspartate", "benzoate", "besylate", "bisulfate", "bitartrate", "bromide",
    "calcium", "carbonate", "chloride", "citrate", "decanoate", "dihydrate", "dihydrochloride", "dimesylate",
    "dipropionate", "disodium", "disoproxil", "ditosylate", "edisylate", "enanthate", "ethanolate", "fumarate",
    "furoate", "gluconate", "glucuronate", "hemihydrate", "hydrate", "hydrobromide", "hydrochloride", "hydroxide",
    "iodide", "isethionate", "lactate", "lysine", "magnesium", "malate", "maleate", "medoxomil", "mesylate",
    "methylsulfate", "mofetil", "monohydrate", "napsylate", "nitrate", "oxalate", "palmitate", "pamoate", "phosphate",
    "pivoxil", "potassium", "propionate", "saccharate", "salt", "sodium", "stearate", "succinate", "sulfate",
    "sulphate", "tartrate", "tosylate", "trihydrate", "trisodium", "tromethamine", "valerate", "zinc",
))  # fmt: skip
"""Salts, esters and hydrates: after a substance's name they are part of it, not a substance of their own."""

CATIONS = frozenset(("sodium", "potassium", "disodium", "ammonium"))
"""Before a substance's name these are part of it: `sodium pyruvate`."""

_CHEMICAL = re.compile(r"[a-z]{2,}(?:yl|ide|ides|ate|ine|one|ol|ase|oside|osine)")
"""What a word of a chemical name ends with."""

_MEASURED = re.compile(
    r"\b(?:analys[ie]s|assessments?|tests?|testing|sampl(?:e|es|ing)|collection|questionnaires?|measurements?|assays?|"
    r"detection|kits?|swabs?|evaluation|education|survey|monitoring|screening)\b",
    re.IGNORECASE,
)
"""What makes of a name that is no drug's a measurement."""

_AFTER = re.compile(
    r"[\s)-]*(?:\d+[a-z]?[\s-]+)?(?:\([^()]*\)\s*)?(?:alpha |beta |type \d |rapid |serum |blood )?"
    r"(?:inhibit\w*|antagoni\w*|agoni\w*|block(?:er|ers|ade|ing)|receptors?|analog(?:ue)?s?|antibod(?:y|ies)|assays?|tests?|"
    r"testing|levels?|measure\w*|determination|concentration|saturation|deficien\w*|resistan\w*|sensitiv\w*|naive|"
    r"withdrawal|discontinuation|cessation|reduction|restriction|avoidance|gene|genes|polymorphism|genotyp\w*|"
    r"based|monitor\w*|pump|sensor|meter|free|sparing|questionnaire|education|counsel\w*|screening|binding|like|induced)\b",
    re.IGNORECASE,
)
"""What makes of a substance's name something else: a class of drugs, a test, a withdrawal."""

_SALT_AFTER = re.compile(r"\s+\w+(?:ate|ide|ite)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\banti|\bnon|\bantagonist of|\binhibitor of|\bresponse to|\ballerg\w+ to)[\s-]*$", re.IGNORECASE
)

_WITHHELD = re.compile(
    r"\b(?:(?:will|do|does|did|is|are|was|were) not|not|without|no|never|absence of|withh\w+|discontinu\w+|"
    r"stop(?:ping)?|withdraw\w*|avoid\w*|instead of|other than|prior to|except)\b[^,;.+]*",
    re.IGNORECASE,
)
_PLACEBO = r"(?:placebos?|shams?|dummy|dummies|sugar pills?)"
_ANY_PLACEBO = re.compile(rf"\b{_PLACEBO}\b", re.IGNORECASE)
_PLACEBO_OF = re.compile(
    rf"\b{_PLACEBO}\b[^+,;]*?\b(?:match\w*|for|of|to|compar\w+|simulating|mimicking|resembling)\b[^+,;]*",
    re.IGNORECASE,
)
_OF_PLACEBO = re.compile(
    rf"(?:^|(?<=[+,;&(/])|(?<=\bor\b)|(?<=\band\b)|(?<=\bplus\b))[^+,;&(]*?[\w)][\s-]*"
    rf"(?:match\w*[\s-]+|-?like[\s-]+|oral[\s-]+|tablets?[\s-]+|capsules?[\s-]+|inject\w*[\s-]+)*\(?{_PLACEBO}\b[^+,;&]*",
    re.IGNORECASE,
)
_BARE_PLACEBO = re.compile(
    rf"(?:\bor\b|\band\b|\bplus\b|\bversus\b|\bvs\.?|[/+,;&])\s*(?:matching\s+|a\s+|the\s+)?{_PLACEBO}\b[\s\w]*",
    re.IGNORECASE,
)

_FROM_PLACEBO = re.compile(rf"\b{_PLACEBO}\b(?:(?!\b(?:and|plus|or|with)\b)[^+;,/&])*", re.IGNORECASE)


def given_parts(name: str) -> str:
    """Blank out of an intervention's name what is withheld or only imitated; every offset stays.

    `Placebo to match adalimumab`, `adalimumab placebo`, `Placebo (starch)`, `will not receive adalimumab` and `without
    adalimumab` name nothing that is given; `adalimumab or placebo` and `adalimumab + placebo` name adalimumab.
    """
    patterns = (_WITHHELD, _PLACEBO_OF, _BARE_PLACEBO, _OF_PLACEBO, _FROM_PLACEBO)
    for pattern in patterns if _ANY_PLACEBO.search(name) else patterns[:1]:
        name = pattern.sub(lambda match: " " * len(match[0]), name)
    return name


def is_placebo(name: str) -> bool:
    """Tell whether a name is that of a placebo or sham and of nothing that is given beside it."""
    return _ANY_PLACEBO.search(name) is not None and not re.search(r"\w", given_parts(name))


def is_measurement(name: str) -> bool:
    """Tell whether a name tells what is measured, so that a substance in it is not given."""
    return bool(_MEASURED.search(name))


def is_part_of_chemical(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether beside the substances at these spans a name has a chemical's word that is none of them and no salt.

    Then they are parts of its name: `cytosine` in `cytosine-beta-arabinoside`.
    """
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return any(word not in SALTS and _CHEMICAL.fullmatch(word) for word in split("".join(rest)))


def names_what_is_given(text: str, start: int, end: int) -> bool:
    """Tell whether a substance's name at `start` to `end` stands for it: not `anti-X`, `X inhibitor`, `X test`.

    Nor does the cation of a salt whose name no vocabulary has: `trans sodium crocetinate`.
    """
    if text[start:end].casefold() in CATIONS and _SALT_AFTER.match(text, end):
        return False
    return not _AFTER.match(text, end) and not _BEFORE.search(text[max(0, start - 20) : start])
