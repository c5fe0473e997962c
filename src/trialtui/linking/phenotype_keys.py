"""The keys under which HPO terms are sought: their names and synonyms, and the ways in which texts turn them about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialtui.linking.automaton import Dictionary
from trialtui.linking.word_classes import SKIPPED, is_adjective, phenotype_form
from trialtui.vocab import HpoRecord, HpoSynonym, HpoTable
from trialtui.vocab.word_rows import rows_by_word
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
    """Return every key of every live term in the branches that are sought, with its meaning; findings row by row."""
    findings = hpo.descendants(_FINDINGS)
    inherited = filter(None, map(hpo.get, hpo.descendants(_INHERITANCE)))
    modes = (entry for record in inherited for entry in _keys(record) if entry[1].rank == 0 or " " in entry[0])

    def read(row: int) -> Iterator[tuple[str, Meaning]]:
        record = hpo.get(findings[row])
        return _keys(record) if record else iter(())

    rows = rows_by_word(list(map(hpo.names, findings)), _forms_of, avoided=_is_left_out_or_parted, more=_last_part)
    return Dictionary(name, modes, rows, read, phenotype_form)


def _forms_of(words: Sequence[str]) -> list[str]:
    return list(map(phenotype_form, words))


def _is_left_out_or_parted(word: str) -> bool:
    """Tell of a folded word whether a text may have the name without it, or with a blank within it."""
    return word in SKIPPED or word in _FORM_WORDS or _GLUED.search(word) is not None


def _last_part(word: str) -> list[str]:
    """Return what stands behind the last blank that a text may put into a word."""
    return _GLUED.sub(r"\1 \2", word).split()[1:]


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
