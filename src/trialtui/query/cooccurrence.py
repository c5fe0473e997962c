"""Counting which terms the trials of a set have, by registered and mapped links."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from trialtui.store.index_find import meta_array
from trialtui.store.index_read import Index
from trialtui.store.postings import from_bits, to_bits, unpack

_WALKED = 400
"""Up to this many trials are looked up one by one; for more, the array of all links is read."""

_AT_A_TIME = 500


def count_terms(index: Index, bits: int) -> Mapping[int, int]:
    """Count, for each term (`tid`), how many trials of a set have it by registered and mapped links.

    Of a set that holds most trials, the others are counted and taken from the terms' own numbers.
    """
    size, every = bits.bit_count(), (1 << index.summary.trials) - 1
    if size <= _WALKED:
        return count_by_links(index, list(from_bits(bits)), ("registered", "mapped"))
    starts, links = meta_array(index, "links_from"), meta_array(index, "links")
    if 2 * size <= every.bit_count():
        return _count(starts, links, bits)
    others = _count(starts, links, every & ~bits)
    counts = enumerate(meta_array(index, "term_n"))
    return {tid: left for tid, n in counts if n and (left := n - others.get(tid, 0))}


def count_by_links(index: Index, tnos: Sequence[int], vias: Sequence[str]) -> Counter[int]:
    """Count, for each term (`tid`), how many of these trials have it by any of the links named."""
    counts: Counter[int] = Counter()
    columns = ", ".join(vias)
    for start in range(0, len(tnos), _AT_A_TIME):
        part = tnos[start : start + _AT_A_TIME]
        marks = ",".join("?" * len(part))
        for row in index.ask(f"SELECT {columns} FROM trial_terms WHERE tno IN ({marks})", *part):
            arrays = [unpack(data) for data in row if data]
            counts.update(arrays[0] if len(arrays) == 1 else set().union(*arrays))
    return counts


def base_or_mentioned_bits(index: Index, tid: int) -> int:
    """Return the bitmap of a term's trials by registered, mapped and mentioned links."""
    posting = index.posting(tid)
    return to_bits(chain(posting["registered"], posting["mapped"], posting["mentioned"]))


def _count(starts: array[int], links: array[int], bits: int) -> Counter[int]:
    """Count the terms of the trials of a bitmap, all in C: a slice of all links for each trial."""
    tnos = list(from_bits(bits))
    slices = map(slice, map(starts.__getitem__, tnos), map(starts.__getitem__, (tno + 1 for tno in tnos)))
    return Counter(chain.from_iterable(map(links.__getitem__, slices)))
