"""The keys under which HPO terms are sought: their names and synonyms, and the ways in which texts turn them about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialtui.linking.word_classes import SKIPPED, is_adjective, phenotype_form
from trialtui.linking.words import split, stem
from trialtui.vocab import HpoRecord, HpoSynonym, HpoTable

_FINDINGS = "HP:0000118"
"""Phenotypic abnormalities. Course, modifiers and frequency ("severe", "acute", "frequent") are no findings."""

_INHERITANCE = "HP:0000005"
"""Modes of inheritance; of their one-word names only preferred ones are sought."""

_RANKS = {"exact": 1, "narrow": 2, "related": 2}
"""Synonyms that count, by scope, with how far they stand behind the name. A broad synonym says more than the term."""

_NO_NAME = ("obsolete", "requirement")
_TURNED = 3
_TURNED_WORDS = range(2, 6)
_SMALL = frozenset(
    ("a", "after", "and", "as", "at", "by", "during", "for", "from", "no", "not", "or", "than", "to", "with")
)
"""A name with one of these is a phrase that cannot be turned about."""

_FORM_WORDS = frozenset(("morphology", "physiology", "structure"))
"""Words that HPO's names have and texts leave out: `Abnormal renal morphology` is a renal anomaly."""

_INHERITED = ("inheritance", "transmission", "trait", "inherited")
_SHORTEST_ABBREVIATION = 3
_GLUED = re.compile(
    r"\b([A-Za-z]|(?:neuro|micro|macro|hypo|hyper|cardio|non|poly|pseudo)(?=[a-z]{5}))(\d+\b|(?<!\b\w)[a-z]+)",
    re.IGNORECASE,
)
"""What texts part by a hyphen or blank: `type A-1`, `micro-cephaly`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key stands for.

    Attributes:
        id: The HPO term.
        rank: 0 for its name, 1 for an exact synonym, 2 for a related or narrow one, 3 for a turned about form.
        key: The key.
        spelled: Whether it is an abbreviation, and must stand in the text exactly so.
        joined: Whether it was turned about, and so counts only where a small word such as `of` stands within.
    """

    id: str
    rank: int
    key: str
    spelled: bool = False
    joined: bool = False

    @property
    def turned(self) -> bool:
        """Whether the key is no name of the term but one turned about."""
        return self.rank == _TURNED


def stems_of(text: str) -> tuple[str, ...]:
    """Return a text's words as plain stems."""
    return tuple(stem(word) for word in split(text) if word)


def phenotype_entries(hpo: HpoTable) -> Iterator[tuple[str, Meaning]]:
    """Yield every key of every live term in the branches that are sought, with its meaning."""
    for unique_id in hpo.descendants(_FINDINGS):
        if record := hpo.get(unique_id):
            yield from _keys(record)
    for unique_id in hpo.descendants(_INHERITANCE):
        if record := hpo.get(unique_id):
            yield from ((key, meaning) for key, meaning in _keys(record) if meaning.rank == 0 or " " in key)


def _keys(record: HpoRecord) -> Iterator[tuple[str, Meaning]]:
    for rank, synonym in _names(record):
        text = synonym.text
        if synonym.sort == "abbreviation" and " " not in text:
            if len(text) >= _SHORTEST_ABBREVIATION:
                yield text, Meaning(record.id, rank, text, spelled=True)
            continue
        yield text, Meaning(record.id, rank, text)
        for turned, joined in _turned(text):
            yield turned, Meaning(record.id, _TURNED, turned, joined=joined)


def _names(record: HpoRecord) -> Iterator[tuple[int, HpoSynonym]]:
    """Yield the name and the synonyms that count, each with its rank.

    A related synonym that is the end of the name says more than the term, and does not count: `Hypersensitivity` for
    `Emotional hypersensitivity`.
    """
    yield 0, HpoSynonym(record.name)
    own = stems_of(record.name)
    for synonym in record.synonyms:
        rank = _RANKS.get(synonym.scope)
        if rank is None or synonym.sort in _NO_NAME:
            continue
        words = stems_of(synonym.text)
        if rank == 1 or own[-len(words) :] != words:
            yield rank, synonym


def _turned(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the ways in which texts turn a name about, each with whether it takes a small word within.

    `Calcification of falx cerebri` is also sought as `falx cerebri calcification`, and `vestibular schwannoma` as
    `schwannoma [of the] vestibular ...`. Words that texts leave out are left out; `Type A1` is also `type A-1`.
    """
    every = [word for word in split(name) if word]
    words = [word for word in every if phenotype_form(word)]
    if words[-1:] == ["inheritance"] and words[0] in ("autosomal", "x"):
        yield from ((f"{words[1]} {ending}", False) for ending in _INHERITED)
    if _GLUED.search(name):
        yield _GLUED.sub(r"\1 \2", name), False
    bare = [word for word in words if word not in _FORM_WORDS]
    if len(bare) < 2:
        return
    if bare != words:
        yield " ".join(bare), False
    if len(bare) in _TURNED_WORDS and _SMALL.isdisjoint(bare):
        joined = SKIPPED.isdisjoint(every)
        if not is_adjective(bare[0]):
            yield " ".join([*bare[1:], bare[0]]), joined and bare[0] != "type"
        if not is_adjective(bare[-2]):
            yield " ".join([bare[-1], *bare[:-1]]), joined and "type" not in bare
