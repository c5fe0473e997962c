"""Entities by name: any name of theirs, whole, by its beginning, or by words that it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trialtui.model.refs import KINDS, Ref, trial_ref
from trialtui.query.tree import also_mentioned, shown_count
from trialtui.store.index_facts import OTHER_NAME
from trialtui.store.index_find import best_names_with, names_equal, names_of, names_with, titles_with
from trialtui.store.index_read import Index, TermRow
from trialtui.store.index_tops import TOP
from trialtui.store.text_keys import name_key

_key = lru_cache(maxsize=2048)(name_key)
"""The key of a name; each further letter that is typed looks at the same names again."""

EXACT, BEGINS, HOLDS = 0, 1, 2
"""How a name was found: it is what was typed, begins so, or holds its words or their beginnings."""

_AT_A_TIME = 500
_SURE = 0.3
"""An "other name" that fewer of a term's trials speak for ranks with the names that hold the words, however it fits."""

_LOOKED_AT = 2
"""How many times more terms than are listed are looked at closely."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that was found by a name.

    Attributes:
        ref: The entity.
        name: The name that it is shown by.
        matched: The name that was found, which may be another.
        rank: One of `EXACT`, `BEGINS`, `HOLDS`.
        trials: Its number of trials.
        mentioned: How many more only mention it; 0 where trials are narrowed.
        row: A term's row in the index; None for a trial.
    """

    ref: Ref
    name: str
    matched: str
    rank: int
    trials: int
    mentioned: int = 0
    row: TermRow | None = None


def named_term(row: TermRow, matched: str, rank: int) -> Named:
    """Return a term as it was found."""
    return Named(row.ref, row.name, matched, rank, shown_count(row), also_mentioned(row), row)


def find_named(
    index: Index, text: str, kinds: Collection[str], limit: int, *, thorough: bool = True
) -> dict[str, list[Named]]:
    """Return the entities that a text names, by kind, the best first.

    Whole names come first, then beginnings of names, then names that hold all words; within each of these the terms of
    most trials, then by name. Trials are found by title and acronym.

    Args:
        index: The index of the store.
        text: What was typed, without the syntax of the search language.
        kinds: The kinds wanted.
        limit: How many of each kind.
        thorough: Look for names that hold the words apart from one another even where each of them is common.
    """
    key = name_key(text)
    if not key or not limit:
        return {}
    found: dict[str, list[Named]] = {kind: [] for kind in KINDS if kind in kinds}
    if "trial" in found:
        found["trial"] = _trials(index, key, limit)
    if set(found) - {"trial"}:
        ranks = _ranks(index, key, thorough=thorough, all_names=limit > TOP)
        for named in _best(index, ranks, set(found) - {"trial"}, limit, key):
            found[named.ref.kind].append(named)
    return {kind: rows for kind, rows in found.items() if rows}


def _ranks(index: Index, key: str, *, thorough: bool, all_names: bool) -> dict[int, int]:
    """Return how each term (`tid`) was found."""
    best = None if all_names else best_names_with(index, key)
    if best is not None:
        ranks = dict.fromkeys(best[1], HOLDS) | dict.fromkeys(best[0], BEGINS)
    else:
        ranks = dict.fromkeys(_holding(index, key.split(), thorough), HOLDS)
        hits = names_with(index, key)
        ranks |= {tid: HOLDS for at, tid in hits if at}
        ranks |= {tid: BEGINS for at, tid in hits if not at}
    return ranks | dict.fromkeys(names_equal(index, key), EXACT)


def _holding(index: Index, words: Sequence[str], thorough: bool) -> set[int]:
    """Return the terms that have a name which holds words that begin so, in any order."""
    rare = [word for word in words if best_names_with(index, word) is None]
    if len(words) < 2 or not (rare or thorough):
        return set()
    held = set.intersection(*({tid for _, tid in names_with(index, word)} for word in rare or words))
    names = names_of(index, sorted(held))
    return {tid for tid, rows in names.items() if any(_name_holds(name, words) for _, name, _ in rows)}


def _name_holds(name: str, beginnings: Sequence[str]) -> bool:
    """Tell whether a name holds words that begin so; most that do not are told without taking it apart."""
    if name.isascii():
        lower = name.lower()
        if not all(beginning in lower for beginning in beginnings):
            return False
    return _holds(_key(name), beginnings)


def _holds(key: str, beginnings: Sequence[str]) -> bool:
    """Tell whether a name's key holds words that begin so."""
    words = f" {key}"
    return all(f" {beginning}" in words for beginning in beginnings)


def _best(index: Index, ranks: dict[int, int], kinds: Collection[str], limit: int, key: str) -> Iterator[Named]:
    """Yield the best terms of each kind."""
    by_kind: dict[str, list[tuple[int, int, str, TermRow]]] = {}
    for row in _rows(index, list(ranks)):
        if row.ref.kind in kinds:
            rank = (ranks[row.tid], -shown_count(row), row.name.casefold(), row)
            by_kind.setdefault(row.ref.kind, []).append(rank)
    for rows in by_kind.values():
        rows.sort(key=lambda item: (*item[:3], item[3].ref))
        looked_at = [(place, row) for place, _, _, row in rows[: limit * _LOOKED_AT]]
        others = names_of(index, [row.tid for place, row in looked_at if _fit(_key(row.name), key) > place])
        found = [_named(row, others.get(row.tid, ()), key, place) for place, row in looked_at]
        found.sort(key=lambda item: (item[0].rank, -item[1], item[0].name.casefold(), item[0].ref))
        for named, _ in found[:limit]:
            yield named


def _named(row: TermRow, others: Sequence[tuple[str, str, int]], key: str, rank: int) -> tuple[Named, int]:
    """Return a term as found by the name that fits best, and how many trials speak for that name."""
    matched, speak = _matched(row, others, key)
    return named_term(row, matched, rank if speak >= _SURE * shown_count(row) else max(rank, HOLDS)), speak


def _rows(index: Index, tids: Sequence[int]) -> Iterable[TermRow]:
    for start in range(0, len(tids), _AT_A_TIME):
        yield from index.terms(tids[start : start + _AT_A_TIME])


def _matched(row: TermRow, others: Sequence[tuple[str, str, int]], key: str) -> tuple[str, int]:
    """Return the name by which a term was found, and how many trials speak for it.

    The name that it is shown by goes before `others` that fit no better. An "other name" that one trial alone registers
    speaks for that trial only: its mistake must not rank by all the trials of a common drug.
    """
    whole = shown_count(row)
    names = [(row.name, whole), (row.ref.key, whole)]
    names += [(name, 1 if what == OTHER_NAME and n < 2 else whole) for what, name, n in others]
    return min(names, key=lambda item: (_fit(_key(item[0]), key), item[0] != row.name, -item[1]))


def _fit(name: str, key: str) -> int:
    """Return how a name's key fits what was typed; the least fits best."""
    if name == key:
        return EXACT
    if name.startswith(key):
        return BEGINS
    if f" {key}" in name:
        return HOLDS
    return HOLDS + (1 if _holds(name, key.split()) else 2)


def _trials(index: Index, key: str, limit: int) -> list[Named]:
    """Return the trials whose title or acronym is, or begins with, what was typed."""
    hits: dict[int, int] = {}
    for name, nct in titles_with(index, key, 4 * limit):
        hits.setdefault(nct, EXACT if name == key else BEGINS)
    ranked = sorted((rank, nct) for nct, rank in hits.items())[:limit]
    rows = {row.nct: row for row in index.trial_rows([nct for _, nct in ranked])}
    return [
        Named(trial_ref(nct), rows[nct].title, _title_matched(rows[nct].title, rows[nct].acronym, key), rank, 1)
        for rank, nct in ranked
        if nct in rows
    ]


def _title_matched(title: str, acronym: str, key: str) -> str:
    return acronym if acronym and name_key(acronym).startswith(key) else title
