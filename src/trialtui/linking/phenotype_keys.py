"""The keys under which HPO terms are sought: their names and synonyms, and the ways in which texts turn them about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from trialtui.linking.automaton import Dictionary
from trialtui.linking.word_classes import SKIPPED, forms_of, is_adjective, phenotype_form
from trialtui.vocab import HpoRecord, HpoSynonym, HpoTable
from trialtui.vocab.hpo import HPO_TABLES
from trialtui.vocab.keys import KeyTable, load_keys
from trialtui.vocab.words import split, stems_of

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


_ROWS_KEPT = 4096
"""Rows of which the keys are remembered, since most terms are met under several of their names."""


class Meaning(NamedTuple):
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


def phenotype_dictionary(name: str, hpo: HpoTable) -> Dictionary:
    """Return every key of every live term in the branches that are sought, with its meaning.

    It is for a matcher that takes `phenotype_form`.
    """
    keys = load_keys("hpo", HPO_TABLES, hpo.directory, lambda: phenotype_keys(hpo))
    read = lru_cache(maxsize=_ROWS_KEPT)(lambda row: tuple(_entries(hpo, hpo.row(row))))
    return Dictionary(name, (), keys, read)


def phenotype_keys(hpo: HpoTable) -> KeyTable:
    """Make the keys of every term that is sought, which takes seconds."""
    sought = {*hpo.descendants(_FINDINGS), *hpo.descendants(_INHERITANCE)}
    rows = (row for row, unique_id in enumerate(hpo.ids) if unique_id in sought)
    return KeyTable.of((row, [forms_of(key) for key, _ in _entries(hpo, hpo.row(row))]) for row in rows)


def _entries(hpo: HpoTable, record: HpoRecord) -> Iterator[tuple[str, Meaning]]:
    """Yield a term's keys; of a mode of inheritance only its name and keys of two words or more."""
    if _INHERITANCE not in hpo.ancestors(record.id):
        return _keys(record)
    return (entry for entry in _keys(record) if entry[1].rank == 0 or " " in entry[0])


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
    for synonym in record.synonyms:
        rank = _RANKS.get(synonym.scope)
        if rank is None or synonym.sort in _NO_NAME:
            continue
        if rank == 1 or not _ends_with(record.name, synonym.text):
            yield rank, synonym


def _ends_with(name: str, last: str) -> bool:
    words = stems_of(last)
    return stems_of(name)[-len(words) :] == words


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
