"""Counting which terms the trials of a set have, by registered and mapped links, or by mentions too."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from trialtui.store.index_find import meta_array, meta_bytes
from trialtui.store.index_read import Index
from trialtui.store.postings import ITEM, from_bits, to_bits, unpack

_WALKED = 400
"""Up to this many trials are looked up one by one; for more, the arrays of all links are read."""

_AT_A_TIME = 500

Counts: TypeAlias = "Counter[int] | array[int]"
"""How many trials have each term, by `tid`: of the terms that any has, or of all terms."""

_BASE = ("registered", "mapped")
_ANY = (*_BASE, "mentioned")


def count_terms(index: Index, bits: int, *, mentions: bool = False) -> Counts:
    """Count, for each term (`tid`), how many trials of a set have it by registered and mapped links.

    Of a set that holds most trials, the others are counted and taken from the terms' own numbers.

    Args:
        index: The index of the store.
        bits: The set, as a bitmap of `tno`.
        mentions: Count trials that only mention a term, too.
    """
    size, every = bits.bit_count(), (1 << index.summary.trials) - 1
    if size <= _WALKED:
        return _count_by_links(index, list(from_bits(bits)), _ANY if mentions else _BASE)
    if 2 * size <= every.bit_count():
        return _count(index, bits, mentions)
    counts = term_sizes(index, mentions=mentions)
    for tid, n in _count(index, every & ~bits, mentions).items():
        counts[tid] -= n
    return counts


def counted(counts: Counts) -> Iterable[tuple[int, int]]:
    """Return the terms with their counts, some of which may be 0."""
    return counts.items() if isinstance(counts, Counter) else enumerate(counts)


def term_sizes(index: Index, *, mentions: bool = False) -> array[int]:
    """Return the number of trials of each term, by `tid`, by registered and mapped links or by mentions too."""
    return meta_array(index, "term_named" if mentions else "term_n")


def base_or_mentioned_bits(index: Index, tid: int) -> int:
    """Return the bitmap of a term's trials by registered, mapped and mentioned links."""
    posting = index.posting(tid)
    return to_bits(chain.from_iterable(posting[via] for via in _ANY))


def _count_by_links(index: Index, tnos: Sequence[int], vias: Sequence[str]) -> Counter[int]:
    """Count the terms of trials that are looked up one by one, by any of the links named."""
    counts: Counter[int] = Counter()
    columns = ", ".join(vias)
    for start in range(0, len(tnos), _AT_A_TIME):
        part = tnos[start : start + _AT_A_TIME]
        marks = ",".join("?" * len(part))
        for row in index.ask(f"SELECT {columns} FROM trial_terms WHERE tno IN ({marks})", *part):
            arrays = [unpack(data) for data in row if data]
            counts.update(arrays[0] if len(arrays) == 1 else set().union(*arrays))
    return counts


def _count(index: Index, bits: int, mentions: bool) -> Counter[int]:
    """Count the terms of the trials of a bitmap: the run of each is cut from the array of all links, as bytes."""
    name = "named" if mentions else "links"
    starts, links = meta_array(index, f"{name}_from"), memoryview(meta_bytes(index, name))
    places = [(ITEM * starts[tno], ITEM * starts[tno + 1]) for tno in from_bits(bits)]
    return Counter(unpack(b"".join([links[start:end] for start, end in places])))
