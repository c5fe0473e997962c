"""Counting which terms the trials of a set have, by registered and mapped links, or by mentions too."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from trialtui.store.index_find import meta_array
from trialtui.store.index_read import Index
from trialtui.store.postings import from_bits, to_bits, unpack

_WALKED = 400
"""Up to this many trials are looked up one by one; for more, the arrays of all links are read."""

_AT_A_TIME = 500
_BASE = ("registered", "mapped")
_ANY = (*_BASE, "mentioned")


def count_terms(index: Index, bits: int, *, mentions: bool = False) -> Mapping[int, int]:
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
    others = _count(index, every & ~bits, mentions)
    counts = enumerate(term_sizes(index, mentions=mentions))
    return {tid: left for tid, n in counts if n and (left := n - others.get(tid, 0))}


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
    """Count the terms of the trials of a bitmap, all in C: a slice of all links for each trial."""
    tnos = list(from_bits(bits))
    counts: Counter[int] = Counter()
    for name in ("links", "mentions") if mentions else ("links",):
        starts, links = meta_array(index, f"{name}_from"), meta_array(index, name)
        slices = map(slice, map(starts.__getitem__, tnos), map(starts.__getitem__, (tno + 1 for tno in tnos)))
        counts.update(chain.from_iterable(map(links.__getitem__, slices)))
    return counts
