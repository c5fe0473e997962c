"""What was meant, where nothing was found: names and words that are spelled alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log10

from trialtui.query.clauses import Clause, Query, Words, quote
from trialtui.query.search import Results, search
from trialtui.query.tree import shown_count
from trialtui.store.index_find import frequent_bits, known_keys, known_words, names_equal, phrase, text_match
from trialtui.store.index_read import Index
from trialtui.store.store import Store
from trialtui.store.text_keys import name_key

_SHORTEST = 4
_MOST_WORDS = 12
"""Longer queries are texts, not names that were misspelled."""

_FEW, _TIMES_AS_MANY = 5, 5
"""So many trials may have misspelled a name; a likelier spelling has so many times as many."""

_FAR = 3
"""A name with so many errors is likely only if no word with fewer is."""

_TRIED, _WEIGHED = 4, 20
"""How many spellings of each word are tried, and how many names are weighed for that."""


def distance_allowed(text: str) -> int:
    """Return how many characters may be wrong, missing, or too many: one in short words, up to three in long ones."""
    return 0 if len(text) < _SHORTEST else 1 if len(text) < 8 else 2 if len(text) < 11 else 3


def suggestions(store: Store, results: Results, limit: int = 3) -> list[Query]:
    """Return queries that are spelled almost like one that found nothing, and that find something; the likeliest first.

    So too for one that names nothing and that very few trials have, who may have misspelled it themselves, if the other
    finds many times as many. A name of the store comes before words that occur in its texts. Fields and terms of the
    query are kept.
    """
    query, fewest = results.query, _TIMES_AS_MANY * len(results.trials)
    if results.found and (set(results.entities) - {"trial"} or len(results.trials) > _FEW):
        return []
    if not 0 < sum(len(item.parts) for item in query.words) <= _MOST_WORDS:
        return []
    found: list[Query] = []
    for candidate in _candidates(store.index, query):
        if candidate not in found:
            hits = search(store, candidate, limit=1)
            if len(hits.trials) > fewest if fewest else hits.found:
                found.append(candidate)
        if len(found) == limit:
            break
    return found


def _candidates(index: Index, query: Query) -> Iterator[Query]:
    """Yield queries to try."""
    rest = tuple(clause for clause in query.clauses if clause.excluded or not isinstance(clause.item, Words))
    text = name_key(" ".join(item.text for item in query.words))
    allowed = distance_allowed(text)
    known = known_keys(index, len(text) - allowed, len(text) + allowed) if allowed else []
    names = _likeliest(index, text, _alike(text, known, allowed, most=_WEIGHED))
    near = [name for name in names if _distance(text, name) < _FAR]
    yield from (Query((*_name_clauses(name), *rest)) for name in near)
    if not near:
        yield from map(Query, _corrected(index, query))
    yield from (Query((*_name_clauses(name), *rest)) for name in names if name not in near)


def _likeliest(index: Index, text: str, keys: Sequence[str]) -> list[str]:
    """Return the likeliest names: one that ten times as many trials have may be spelled with one error more."""

    def unlikeliness(key: str) -> tuple[float, str]:
        trials = max((shown_count(row) for row in index.terms(names_equal(index, key))), default=0)
        return _distance(text, key) - log10(1 + trials), key

    return sorted(keys, key=unlikeliness)[:_TRIED]


def _name_clauses(name: str) -> tuple[Clause, ...]:
    return tuple(Clause(Words(word, (word,))) for word in name.split())


def _corrected(index: Index, query: Query) -> Iterator[tuple[Clause, ...]]:
    """Yield the clauses with the words that no text holds replaced by words that are spelled alike."""
    counts = dict(known_words(index))
    choices: list[list[Clause]] = []
    for clause in query.clauses:
        item = clause.item
        unknown = isinstance(item, Words) and not clause.excluded and not _occurs(index, item)
        if not unknown or not isinstance(item, Words):
            choices.append([clause])
            continue
        parts = [[part] if part in counts else _words_alike(part, counts) for part in item.parts]
        texts = [" ".join(part[0] for part in parts if part)] if len(parts) > 1 else parts[0]
        choices.append([_clause(clause, text) for text in texts if text] or [clause])
    for number in range(max(map(len, choices), default=0)):
        yield tuple(options[min(number, len(options) - 1)] for options in choices)


def _clause(clause: Clause, text: str) -> Clause:
    parts = tuple(text.split())
    return replace(clause, item=Words(text, parts, quoted=quote(text) != text))


def _occurs(index: Index, item: Words) -> bool:
    """Tell whether any text holds a word or phrase."""
    if len(item.parts) == 1 and not item.begins and frequent_bits(index, item.parts[0]) is not None:
        return True
    return bool(text_match(index, [phrase(item.parts, begins=item.begins)], limit=1))


def _words_alike(word: str, counts: dict[str, int]) -> list[str]:
    """Return the words of the texts that are spelled alike, the commonest of the nearest first."""
    return sorted(
        _alike(word, [known for known in counts if known[0] == word[0]], distance_allowed(word), most=50),
        key=lambda known: (_distance(word, known), -counts[known], known),
    )[:_TRIED]


def _alike(text: str, known: Sequence[str], allowed: int, most: int = _TRIED) -> list[str]:
    """Return what is known and spelled alike, the nearest first."""
    if not allowed:
        return []
    # 30 ms to import, and needed only where nothing was found.
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found = extract(text, known, scorer=OSA.distance, score_cutoff=allowed, limit=most)
    return [name for name, distance, _ in sorted(found, key=lambda item: (item[1], item[0])) if distance]


def _distance(one: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other))
