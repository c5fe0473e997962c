"""Who may take part: sex and ages, and the criteria as lists under their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialtui.model.labels import label
from trialtui.model.trial import Eligibility
from trialtui.pages.field_texts import FieldTexts
from trialtui.pages.page import Block, Heading, KeyValues, Paragraph, plain
from trialtui.pages.spans import heading, rows, text

_TITLE = re.compile(r"(?:[^\W\d_][\w-]* ){0,3}(?:non-)?(inclusion|exclusion) criteria *[:：.]?", re.IGNORECASE)
"""A paragraph of the criteria that is the title of what follows."""

_AGE = re.compile(r"(\d+) (\w+?)s?")


def eligibility_blocks(item: Eligibility, texts: FieldTexts) -> list[Block]:
    """Lay out the eligibility module; nothing where the source says nothing."""
    groups = ", ".join(map(label, item.std_ages)) if not item.minimum_age and not item.maximum_age else ""
    volunteers = {True: "Accepted", False: "Not accepted", None: ""}[item.healthy_volunteers]
    facts = rows(
        ("Sex", text(label(item.sex) if item.sex else "")),
        ("Gender", texts.line("eligibility.gender_description", item.gender_description)),
        ("Ages", text(ages_words(item.minimum_age, item.maximum_age))),
        ("Age groups", text(groups)),
        ("Healthy volunteers", text(volunteers)),
        ("Study population", texts.line("eligibility.study_population", item.study_population)),
        ("Sampling", text(label(item.sampling_method) if item.sampling_method else "")),
    )
    criteria = _titled(texts.blocks("eligibility.criteria", item.criteria))
    if not facts and not criteria:
        return []
    return [heading("Eligibility", "eligibility"), *([KeyValues(facts)] if facts else []), *criteria]


def ages_words(minimum: str, maximum: str) -> str:
    """Return limits of age, given as the registry gives them (`18 Years`): `18 to 70 years`, `up to 6 months`."""
    if not minimum or not maximum:
        return f"{minimum} and older" if minimum else (f"up to {maximum}" if maximum else "")
    first, last = _AGE.fullmatch(minimum), _AGE.fullmatch(maximum)
    if first is None or last is None or first[2] != last[2]:
        return f"{minimum} to {maximum}"
    return f"{first[1]} to {maximum}"


def _titled(blocks: Sequence[Block]) -> list[Block]:
    """Make headings of the titles among the criteria; the first of inclusion and of exclusion criteria have anchors."""
    free = {"inclusion", "exclusion"}
    titled: list[Block] = []
    for block in blocks:
        title = _TITLE.fullmatch(plain(block.text).strip()) if isinstance(block, Paragraph | Heading) else None
        if title is None or not isinstance(block, Paragraph | Heading):
            titled.append(block)
            continue
        kind = "exclusion" if "non" in title[0].lower() else title[1].lower()
        titled.append(Heading(block.text, 3, kind if kind in free else ""))
        free.discard(kind)
    return titled
