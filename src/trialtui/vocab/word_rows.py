"""Rows of a table by a word of each of their names: of a quarter of a million names a text meets a few thousand.

A name can stand in a text only where all its words stand, so it is enough to know it by one of them: the one that the
fewest names have. The rows of a word are read when a text, or a name that is looked up, has that word for the first
time; most words of a vocabulary never come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from trialtui.vocab.words import fold_cell, stem_all

_AT_ONCE = 2_000
"""Cells counted together."""

_LONG = 3
_AVOIDED = 1 << 40
"""Added to the number of names that have a word, where that word is to be taken only for want of another."""


def rows_by_word(
    cells: Sequence[str],
    forms_of: Callable[[Sequence[str]], list[str]] = stem_all,
    *,
    avoided: Callable[[str], bool] = lambda _word: False,
    more: Callable[[str], Iterable[str]] | None = None,
) -> dict[str, tuple[int, ...]]:
    """Index rows so that each name of a row is known by its rarest word.

    Args:
        cells: Each row's names, joined by `|`.
        forms_of: Brings folded words to what is compared; a word that becomes empty is not indexed.
        avoided: Tells of a folded word that a name is to be known by it only where it has no other; so are numbers and
            words of one or two letters, rare as they may be in names, since all texts have them.
        more: Gives further words by which a name is known that is known by this word.

    Returns:
        For each form the numbers of its rows, ascending.
    """
    by_word = _by_rarest(cells, avoided)
    if more:
        for word, rows in list(by_word.items()):
            for other in more(word):
                by_word[other] = sorted({*by_word.get(other, ()), *rows})
    found: dict[str, tuple[int, ...]] = {}
    for form, rows in zip(forms_of(list(by_word)), by_word.values(), strict=True):
        found[form] = tuple(sorted({*found[form], *rows})) if form in found else tuple(rows)
    found.pop("", None)
    return found


def _by_rarest(cells: Sequence[str], avoided: Callable[[str], bool]) -> dict[str, list[int]]:
    """Index rows by the rarest word, not yet brought to a form, of each of their names."""
    folded = list(map(fold_cell, cells))
    counts = Counter[str]()
    for first in range(0, len(folded), _AT_ONCE):
        counts.update("|".join(folded[first : first + _AT_ONCE]).replace("|", " ").split())
    counts.update({word: _AVOIDED for word in counts if len(word) < _LONG or word.isdigit() or avoided(word)})
    found: dict[str, list[int]] = {}
    for row, cell in enumerate(folded):
        for word in _rarest(cell, counts.__getitem__):
            found.setdefault(word, []).append(row)
    return found


def _rarest(cell: str, number: Callable[[str], int]) -> Iterator[str]:
    """Yield a row's words; a name that has one that the row is known by already needs no other."""
    names = f" {cell} ".replace("|", " | ").split("|")
    while names:
        if words := names[0].split():
            word = min(words, key=number)
            yield word
            spaced = f" {word} "
            names = [name for name in names if spaced not in name]
        else:
            del names[0]
