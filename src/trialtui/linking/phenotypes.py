"""HPO terms in running text: names and synonyms in the forms that texts give them, with what is negated marked so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from trialtui.linking.automaton import Dictionary, Hit, Matcher, longest
from trialtui.linking.instruments import names_instrument
from trialtui.linking.negation import is_negated
from trialtui.linking.phenotype_keys import Meaning, phenotype_dictionary
from trialtui.linking.phenotype_stops import NEVER, SWALLOWING
from trialtui.linking.word_classes import SKIPPED, is_adjective, phenotype_form
from trialtui.model.refs import Ref
from trialtui.model.term import Mention
from trialtui.vocab import HpoTable
from trialtui.vocab.words import split, stems_of

_UNEXPLAINED_ABBREVIATION = 4
"""An abbreviation shorter than this counts only where the text names the same term in words as well."""

_MOST_READINGS_KEPT = 100_000
_CONJUNCTIONS = frozenset(("and", "or"))

_TERMS, _SWALLOWING = "hpo", "swallowing"
"""The names of the dictionaries, by which their hits are told apart in a shared pass."""

_NEVER = frozenset(stems_of(phrase) for phrase in NEVER)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The term that a surface stands for; `short` marks an abbreviation that needs its long form beside it."""

    ref: Ref
    name: str
    short: bool = False


class PhenotypeLinker:
    """Finds HPO terms in texts. What it has read of the table and met in texts it remembers."""

    def __init__(self, hpo: HpoTable) -> None:
        """Build the dictionary from the table."""
        self._hpo = hpo
        self._readings: dict[str, _Reading | None] = {}
        self._broader = cache(lambda unique_id: frozenset(hpo.ancestors(unique_id)))

    @property
    def dictionaries(self) -> list[Dictionary]:
        """The names, for a matcher that several linkers share; it must take `phenotype_form` and coordination."""
        swallowing = Dictionary(_SWALLOWING, ((phrase, None) for phrase in SWALLOWING))
        return [phenotype_dictionary(_TERMS, self._hpo), swallowing]

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.dictionaries, phenotype_form, coordinated=True)

    def mentions(self, text: str, *, nested: bool = True) -> list[Mention]:
        """Return the HPO terms that a text names, by where they begin, longer ones first.

        Of overlapping terms the longest counts. With `nested`, terms within it count too where they are what the longer
        one is a kind of: broader in HPO, or its last words (`severe mental retardation` names `mental retardation`).

        Args:
            text: Plain text.
            nested: Whether to return terms within longer ones.
        """
        return self.mentions_from(text, self._matcher.find(text), nested=nested)

    def mentions_from(self, text: str, hits: Iterable[Hit], *, nested: bool = True) -> list[Mention]:
        """Return the HPO terms of a text with the hits of a shared pass; those of other dictionaries are left out."""
        hits = self._readable(text, hits) if hits else []
        if not hits:
            return []
        kept = longest(hits)
        if nested and len(kept) < len(hits):
            kept = self._with_nested(hits, kept)
        kept.sort(key=lambda hit: (hit.start, -hit.end))
        return [_mention(text, hit) for hit in kept if not names_instrument(text, hit.end)]

    def _readable(self, text: str, found: Iterable[Hit]) -> list[Hit]:
        """Return one hit for each span that stands for a term, the term's reading as payload."""
        spans: dict[tuple[int, int], list[Meaning | None]] = {}
        for start, end, dictionary, meaning in found:
            if dictionary in (_TERMS, _SWALLOWING):
                spans.setdefault((start, end), []).append(meaning)
        hits: list[Hit] = []
        swallowed: list[tuple[int, int]] = []
        for (start, end), meanings in spans.items():
            if None in meanings:
                swallowed.append((start, end))
            elif reading := self._read(text[start:end], meanings):
                hits.append(Hit(start, end, _TERMS, reading))
        if swallowed:
            hits = [hit for hit in hits if not any(start <= hit.start and hit.end <= end for start, end in swallowed)]
        spelled_out = {hit.payload.ref for hit in hits if not hit.payload.short}
        return [hit for hit in hits if not hit.payload.short or hit.payload.ref in spelled_out]

    def _read(self, surface: str, meanings: list[Meaning | None]) -> _Reading | None:
        """Choose a surface's term, and remember it."""
        if surface in self._readings:
            return self._readings[surface]
        if len(self._readings) > _MOST_READINGS_KEPT:
            self._readings.clear()
        reading = self._choose(surface, [meaning for meaning in meanings if meaning is not None])
        self._readings[surface] = reading
        return reading

    def _choose(self, surface: str, meanings: list[Meaning]) -> _Reading | None:
        """Choose the term whose name is closest to the surface: literally, then by rank, then the broadest."""
        words = [word for word in split(surface) if word]
        literal = stems_of(surface)
        small = not SKIPPED.isdisjoint(words)
        possible = [meaning for meaning in meanings if _admits(meaning, surface, words, literal, small)]
        if literal in _NEVER or not possible:
            return None
        best = possible[0]
        if len(possible) > 1:
            best = min(possible, key=lambda each: (stems_of(each.key) != literal, each.rank, *self._order(each)))
        record = self._hpo.get(best.id)
        short = best.spelled and len(surface) < _UNEXPLAINED_ABBREVIATION
        return _Reading(Ref("hpo", best.id), record.name if record else "", short)

    def _with_nested(self, hits: list[Hit], kept: list[Hit]) -> list[Hit]:
        """Add to the longest hits those within them that they are a kind of."""
        result = list(kept)
        spans = {(hit.start, hit.end) for hit in kept}
        for hit in hits:
            if (hit.start, hit.end) in spans:
                continue
            inner = hit.payload.ref.key
            for outer in kept:
                if outer.start <= hit.start and hit.end <= outer.end:
                    broader = inner != outer.payload.ref.key and (
                        hit.end == outer.end or inner in self._broader(outer.payload.ref.key)
                    )
                    result += [hit] * broader
                    break
        return result

    def _order(self, meaning: Meaning) -> tuple[int, str]:
        return len(self._broader(meaning.id)), meaning.id


def _admits(meaning: Meaning, surface: str, words: list[str], literal: tuple[str, ...], small: bool) -> bool:
    """Tell whether a surface may stand for a meaning whose key has the same words by class.

    A phrase does not end with an adjective ("absence of retinal ..."), unless an adverb goes with it.
    """
    if meaning.spelled:
        return surface == meaning.key
    if len(literal) == 1:
        return _same_word(meaning.key, words[0], literal)
    if meaning.joined and not small:
        return False
    if meaning.turned and not _CONJUNCTIONS.isdisjoint(words) and _CONJUNCTIONS.isdisjoint(split(meaning.key)):
        return False
    own = stems_of(meaning.key)
    participle = words[-2].endswith("ly")
    return own == literal or own[-1] == literal[-1] or participle or not is_adjective(words[-1])


def _same_word(key: str, word: str, literal: tuple[str, ...]) -> bool:
    """Compare single words: their stems are the same, and a key in the plural (`Falls`) is not met by its singular."""
    plural = key.endswith("s") and stems_of(key)[0] != key.lower()
    return stems_of(key) == literal and (not plural or word.endswith("s"))


def _mention(text: str, hit: Hit) -> Mention:
    return Mention(
        ref=hit.payload.ref,
        name=hit.payload.name,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        negated=is_negated(text, hit.start, hit.end),
    )
