"""The navigable tree: groups and terms with their trial counts; children are made when they are looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import overload

from trialtui.model.labels import INTERVENTION_TYPES, PHASES, STATUSES, intervention_type_label, label, status_label
from trialtui.model.places import EntityPlace, HomePlace, Place
from trialtui.model.refs import KIND_NAMES, KINDS, Ref, trial_ref
from trialtui.query.listing import marked_title
from trialtui.query.tree_node import Node
from trialtui.store.index_read import Index, TermRow
from trialtui.store.index_schema import LISTED
from trialtui.store.postings import from_bits

_CHUNK = 200
"""How many children are fetched at a time."""

HIERARCHIES = ("mesh", "hpo")
"""The kinds whose tree is their own; a broader term counts the trials of all narrower ones."""

SHOWN = "(anywhere > 0 OR excluded > 0 OR published > 0)"
"""The terms that a hierarchy shows: those that trials or pages name, and what lies above them (an SQL condition)."""

_ONLY_MENTIONED = ("gene", "snp", "mutation")
"""The kinds that no record registers; the trials that mention them are all the trials that they have."""

_FACETS = {"status": "By status", "phase": "By phase", "year": "By year of start"}


class LazyNodes(Sequence[Node]):
    """A node's children: the length is known, items are fetched in chunks when asked for."""

    def __init__(
        self, length: int, fetch: Callable[[int, int], list[Node]], locate: Callable[[str], int | None]
    ) -> None:
        """Serve `length` nodes from `fetch(start, stop)`; `locate` finds the index of a child by its id's last part."""
        self._length, self._fetch, self._locate = length, fetch, locate
        self._chunks: dict[int, list[Node]] = {}

    def __len__(self) -> int:
        """Return the number of children."""
        return self._length

    def position(self, node_id: tuple[str, ...]) -> int | None:
        """Return the index of the child with this id, None where there is none."""
        return self._locate(node_id[-1])

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        """Return a child, or some."""
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(self._length))]
        position = range(self._length)[index]
        number, offset = divmod(position, _CHUNK)
        if number not in self._chunks:
            self._chunks[number] = self._fetch(number * _CHUNK, min(self._length, (number + 1) * _CHUNK))
        return self._chunks[number][offset]


class TreeQuery:
    """The tree over one index."""

    def __init__(self, index: Index) -> None:
        """Make the tree of this index."""
        self._index = index

    def roots(self) -> Sequence[Node]:
        """Return the home node and one node for each kind, those without entities too."""
        summary = self._index.summary
        home = Node(("home",), "Home", None, HomePlace())
        kinds = []
        for kind in KINDS:
            count = summary.trials if kind == "trial" else summary.terms.get(kind, 0)
            name = KIND_NAMES[kind][1]
            kinds.append(Node((kind,), name[0].upper() + name[1:], count, None, count > 0))
        return [home, *kinds]

    def children(self, node: Node) -> Sequence[Node]:
        """Return a node's children."""
        if node.id == ("trial",):
            names = [Node(("trial", facet), title, None, None, True) for facet, title in _FACETS.items()]
            return [*names, Node(("trial", "all"), "All, by number", self._index.summary.trials, None, True)]
        if node.id[0] == "trial" and len(node.id) == 2:
            return self._all_trials(node.id) if node.id[1] == "all" else self._facet_groups(node.id)
        if node.id[0] == "trial":
            bits = self._index.facet_bits(node.id[1], node.id[2])
            return trial_nodes(self._index, node.id, self._index.ncts(list(from_bits(bits))))
        if node.id == ("drug",):
            return self._drug_groups()
        if node.id[0] == "drug" and len(node.id) == 2:
            return self._drugs(node.id)
        if node.id[0] in HIERARCHIES:
            return self._level(node.id)
        return self._terms(node.id, f"kind = ? AND {LISTED}", node.id[0])

    def reveal(self, place: Place) -> tuple[tuple[str, ...], ...]:
        """Return the ids of the nodes from a root down to where a place stands; none where it stands nowhere."""
        if isinstance(place, HomePlace):
            return (("home",),)
        if not isinstance(place, EntityPlace):
            return ()
        ref = place.ref
        if ref.kind == "trial":
            row = self._index.trial(ref.nct_number)
            if row is None:
                return ()
            path = ("trial", "status", row.status)
            return (path[:1], path[:2], path, (*path, ref.key))
        row_of_term = self._index.term(ref)
        if row_of_term is None:
            return ()
        if ref.kind in HIERARCHIES:
            return self._reveal_in_hierarchy(row_of_term)
        if ref.kind != "drug":
            return ((ref.kind,), (ref.kind, ref.key))
        types = self._index.types(row_of_term.tid)
        group = ("drug", types[0][0] if types else "")
        return (("drug",), group, (*group, ref.key))

    def _facet_groups(self, path: tuple[str, ...]) -> list[Node]:
        """Return the values of a facet in the registry's order, years newest first, unstated last."""
        facet = path[1]
        values = dict(self._index.facet_values(facet))
        if facet == "year":
            order: Iterable[str] = sorted(values, reverse=True)
        else:
            known = STATUSES if facet == "status" else PHASES
            order = [*(value for value in known if value in values), *sorted(set(values) - set(known) - {""})]
        ordered = [*(value for value in order if value), *([""] if "" in values else [])]
        name = status_label if facet == "status" else lambda value: label(value) or "not stated"
        return [Node((*path, value), name(value), values[value], None, True) for value in ordered]

    def _all_trials(self, path: tuple[str, ...]) -> Sequence[Node]:
        return trial_nodes(self._index, path, sorted(self._index.nct_of))

    def _drug_groups(self) -> list[Node]:
        counts = dict(self._index.ask("SELECT type, count(*) FROM term_type GROUP BY type"))
        bare = self._index.ask(
            "SELECT count(*) FROM term WHERE kind = 'drug' AND tid NOT IN (SELECT tid FROM term_type)"
        )[0][0]
        known = [kind for kind in INTERVENTION_TYPES if kind in counts]
        nodes = [
            Node(("drug", kind), intervention_type_label(kind), counts[kind], None, True)
            for kind in [*known, *sorted(set(counts) - set(known))]
        ]
        return nodes + ([Node(("drug", ""), "In published tables only", bare, None, True)] if bare else [])

    def _drugs(self, path: tuple[str, ...]) -> LazyNodes:
        if path[1]:
            return self._terms(path, "tid IN (SELECT tid FROM term_type WHERE type = ?)", path[1])
        return self._terms(path, "kind = 'drug' AND tid NOT IN (SELECT tid FROM term_type)")

    def _level(self, path: tuple[str, ...]) -> LazyNodes:
        """Return one level of a hierarchy: the terms without a broader one, or those narrower than the path's last."""
        if len(path) == 1:
            return self._terms(path, f"kind = ? AND {SHOWN} AND tid NOT IN (SELECT tid FROM parent)", path[0])
        row = self._index.term(Ref(path[0], path[-1]))
        narrower = "tid IN (SELECT tid FROM parent WHERE parent = ?)"
        return self._terms(path, f"{SHOWN} AND {narrower}", row.tid if row else -1)

    def _reveal_in_hierarchy(self, row: TermRow) -> tuple[tuple[str, ...], ...]:
        """Return the path to a term by its first broader term, and that one's first, up to the top."""
        keys = [row.ref.key]
        parents = self._index.parents(row.tid)
        while parents:
            above = self._index.terms(parents[:1])[0]
            if above.ref.key in keys:
                break
            keys.append(above.ref.key)
            parents = self._index.parents(above.tid)
        path = (row.ref.kind, *reversed(keys))
        return tuple(path[:length] for length in range(1, len(path) + 1))

    def _terms(self, path: tuple[str, ...], condition: str, *values: str | int) -> LazyNodes:
        """Return the terms that fit a condition, by name."""
        query = f"SELECT tid FROM term WHERE {condition} ORDER BY folded, key"
        tids = [row[0] for row in self._index.ask(query, *values)]

        def fetch(start: int, stop: int) -> list[Node]:
            rows = self._index.terms(tids[start:stop])
            broader = self._broader(rows) if path[0] in HIERARCHIES else set()
            return [term_node(path, row, row.tid in broader) for row in rows]

        def locate(key: str) -> int | None:
            row = self._index.term(Ref(path[0], key))
            return tids.index(row.tid) if row is not None and row.tid in tids else None

        return LazyNodes(len(tids), fetch, locate)

    def _broader(self, rows: Sequence[TermRow]) -> set[int]:
        """Return which of these terms have narrower ones to show."""
        marks = ",".join("?" * len(rows))
        query = f"SELECT DISTINCT parent FROM parent JOIN term USING (tid) WHERE parent IN ({marks}) AND {SHOWN}"
        return {tid for (tid,) in self._index.ask(query, *(row.tid for row in rows))}


def trial_nodes(index: Index, path: tuple[str, ...], ncts: Sequence[int]) -> LazyNodes:
    """Return trials, given by their numbers, ascending, as the children of a node."""

    def fetch(start: int, stop: int) -> list[Node]:
        return [_trial_node(path, row.nct, marked_title(row)) for row in index.trial_rows(ncts[start:stop])]

    def locate(key: str) -> int | None:
        nct = int(key[3:])
        at = bisect_left(ncts, nct)
        return at if at < len(ncts) and ncts[at] == nct else None

    return LazyNodes(len(ncts), fetch, locate)


def _trial_node(path: tuple[str, ...], nct: int, title: str) -> Node:
    ref = trial_ref(nct)
    return Node((*path, ref.key), f"{ref.key} {title}", None, EntityPlace(ref))


def term_node(path: tuple[str, ...], row: TermRow, expandable: bool) -> Node:
    """Return a term as a child of a node, with its number of trials."""
    count = row.total if row.ref.kind in HIERARCHIES else shown_count(row)
    return Node((*path, row.ref.key), row.name, count, EntityPlace(row.ref), expandable)


def shown_count(row: TermRow) -> int:
    """Return the number of trials that a listing shows for a term.

    Registered and mapped links count, as on the original site; genes, SNPs and mutations are only ever mentioned.
    """
    return row.mentioned if row.ref.kind in _ONLY_MENTIONED else row.n


def also_mentioned(row: TermRow) -> int:
    """Return the number of trials that only mention a term, beside those of `shown_count`."""
    return 0 if row.ref.kind in _ONLY_MENTIONED else row.named - row.n
