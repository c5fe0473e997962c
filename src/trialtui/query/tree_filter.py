"""The tree with nothing but what is named so: while somebody types, over any number of trials and terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialtui.model.refs import KIND_NAMES, KINDS, Ref
from trialtui.query.tree import HIERARCHIES, SHOWN, LazyNodes, term_node, trial_nodes
from trialtui.query.tree_node import Node
from trialtui.store.index_find import LAST, names_of, text_match
from trialtui.store.index_read import Index
from trialtui.store.text_keys import name_key

LEAST = 2
"""The characters from which on the tree is filtered: one alone is in the name of almost anything."""

NCT_DIGITS = 8
"""The digits of an NCT number."""

_NUMBER = re.compile(rf"nct([0-9]{{1,{NCT_DIGITS}}})")

FILTERED = "filter"
"""How the ids of the nodes begin, so that none is taken for one of the whole tree."""


class TreeFilter:
    """A tree of the trials whose titles or numbers, and the terms whose names, have words that begin as typed."""

    def __init__(self, index: Index, typed: str) -> None:
        """Filter the tree of this index."""
        self._index = index
        self._words = name_key(typed).split()
        enough = len("".join(self._words)) >= LEAST
        self._tnos = self._trials() if enough else []
        self._counts = {"trial": len(self._tnos), **(self._terms() if enough else {})}

    @property
    def total(self) -> int:
        """The number of entries."""
        return sum(self._counts.values())

    def size(self, node: Node) -> int:
        """Return the number of a root's children, without fetching them."""
        return self._counts[node.id[1]]

    def roots(self) -> Sequence[Node]:
        """Return a node for each kind that has entries, with their number."""
        return [self._root(kind) for kind in KINDS if self._counts.get(kind)]

    def children(self, node: Node) -> Sequence[Node]:
        """Return the entries of a kind: trials by number; terms that begin so first, then those of most trials."""
        path, kind = node.id, node.id[1]
        if kind == "trial":
            return trial_nodes(self._index, path, sorted(self._index.ncts(self._tnos)))
        named, values = self._named()
        query = (
            f"SELECT tid FROM term WHERE +kind = ? AND {SHOWN} AND {named} "
            "ORDER BY folded NOT BETWEEN ? AND ?, max(n, mentioned) DESC, folded"
        )
        first = " ".join(self._words)
        tids = [tid for (tid,) in self._index.ask(query, kind, *values, first, first + LAST)]
        place = {tid: number for number, tid in enumerate(tids)}

        def locate(key: str) -> int | None:
            row = self._index.term(Ref(kind, key))
            return place.get(row.tid) if row is not None else None

        return LazyNodes(len(tids), lambda start, stop: self._term_nodes(path, tids[start:stop]), locate)

    def _term_nodes(self, path: tuple[str, ...], tids: Sequence[int]) -> list[Node]:
        """Return terms as nodes; where another of its names is the one that was found, it is told."""
        rows = self._index.terms(tids)
        others = names_of(self._index, [row.tid for row in rows if not self._fits(row.name)])
        nodes = []
        for row in rows:
            node = term_node(path, row, expandable=False)
            names = [name for _, name, _ in others.get(row.tid, ())]
            found = next(filter(self._fits, names), "")
            nodes.append(replace(node, label=f"{node.label} ({found})") if found else node)
        return nodes

    def _fits(self, name: str) -> bool:
        """Tell whether a name has all words that were typed, or words that begin so."""
        words = name_key(name).split()
        return all(any(word.startswith(begun) for word in words) for begun in self._words)

    def _root(self, kind: str) -> Node:
        """Say how many entries of how many there are; a hierarchy also has entries that only hold others together."""
        summary, found = self._index.summary, self._counts[kind]
        total = summary.trials if kind == "trial" else summary.terms.get(kind, 0)
        name = KIND_NAMES[kind][1]
        of = "" if kind in HIERARCHIES else f" of {total:,}"
        return Node((FILTERED, kind), f"{name[0].upper()}{name[1:]}: {found:,}{of}", None, None, True)

    def _trials(self) -> list[int]:
        """Return the trials (`tno`) whose title or other ids have the words, or whose number begins as typed."""
        number = _NUMBER.fullmatch(" ".join(self._words))
        if number is not None:
            digits = number[1]
            bounds = int(digits.ljust(NCT_DIGITS, "0")), int(digits.ljust(NCT_DIGITS, "9"))
            return [tno for (tno,) in self._index.ask("SELECT tno FROM trial WHERE nct BETWEEN ? AND ?", *bounds)]
        return text_match(self._index, [f'{{ids title}} : "{word}" *' for word in self._words])

    def _named(self) -> tuple[str, list[str]]:
        """Return the condition that a term is named so, and its values."""
        one = "tid IN (SELECT tid FROM name_key WHERE key >= ? AND key < ?)"
        values = [value for word in self._words for value in (word, word + LAST)]
        return " AND ".join([one] * len(self._words)), values

    def _terms(self) -> dict[str, int]:
        """Count the terms that are named so, by kind."""
        named, values = self._named()
        query = f"SELECT kind, count(*) FROM term WHERE {SHOWN} AND {named} GROUP BY kind"
        return dict(self._index.ask(query, *values))
