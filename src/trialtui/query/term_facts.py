"""What a store knows of a term: the facts that pages lay out and that JSON gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trialtui.model.refs import Ref
from trialtui.store.index_read import TermRow, TrialRow
from trialtui.store.index_schema import VIAS
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.published import PublishedPage
    from trialtui.model.term import Term
    from trialtui.query.correlation import Pair

SMALL_STORE = 20
"""Below this number of trials, correlations describe the store rather than the field."""


@dataclass(frozen=True, slots=True)
class CorrelatedRow:
    """A row of a correlated table: computed, published, or both.

    `correlation` is None where no figure can be computed, since no trial in the store has the other term (`n_b` is 0).
    """

    ref: Ref
    name: str
    correlation: float | None
    trials: int
    n_a: int
    n_b: int
    published: float | None = None

    @property
    def unsupported(self) -> bool:
        """Whether it was published but no trial in the store has both terms."""
        return self.published is not None and self.trials == 0


@dataclass(frozen=True, slots=True)
class MentionedIn:
    """Where a trial's text mentions a term: the field's path, the sentence, and whether that only excludes it.

    The sentence comes in three parts, of which the middle one is the mention.
    """

    row: TrialRow
    field: str
    sentence: tuple[str, str, str]
    excluded: bool


@dataclass(frozen=True, slots=True)
class CorrelatedTable:
    """The first rows of a correlated table, and how many rows it has in all."""

    rows: list[CorrelatedRow]
    total: int


@dataclass(frozen=True, slots=True)
class LinkedTrial:
    """A trial of a term, and how it is linked: one of `registered`, `mapped`, `mentioned`, `excluded`."""

    row: TrialRow
    via: str


class TermFacts:
    """What a store knows of a term; the dear parts are worked out when asked for."""

    def __init__(self, store: Store, row: TermRow) -> None:
        """Gather the facts of the term in this row."""
        self.store, self.row = store, row
        self.ref, self.name = row.ref, row.name

    @cached_property
    def term(self) -> Term | None:
        """What a vocabulary or a published page says of it."""
        return self.store.term(self.ref)

    @cached_property
    def names(self) -> list[tuple[str, str, int]]:
        """Its names as (what, name, times registered)."""
        return self.store.index.names(self.row.tid)

    @property
    def synonyms(self) -> list[str]:
        """Its other names, each once."""
        return [name for name in dict.fromkeys(name for _, name, _ in self.names) if name != self.name]

    @cached_property
    def types(self) -> list[tuple[str, int]]:
        """A drug's intervention types with their numbers of registrations."""
        return self.store.index.types(self.row.tid)

    @cached_property
    def parents(self) -> list[TermRow]:
        """The next broader terms."""
        return self.store.index.terms(self.store.index.parents(self.row.tid))

    @cached_property
    def children(self) -> list[TermRow]:
        """The next narrower terms that the store knows."""
        return self.store.index.terms(self.store.index.children(self.row.tid))

    @cached_property
    def drugs(self) -> tuple[list[TermRow], list[TermRow]]:
        """The drugs that are tied to this substance: those whose own name holds it, and the others."""
        from trialtui.query.substances import part_drugs

        drugs = [row for row in self.children if row.ref.kind == "drug" != self.ref.kind]
        return part_drugs(self.store.index, self.row, drugs) if drugs else ([], [])

    @cached_property
    def substances(self) -> tuple[list[TermRow], list[TermRow]]:
        """The substances that this drug is tied to: those that its own name holds, and the others."""
        from trialtui.query.substances import part_substances

        substances = [row for row in self.parents if row.ref.kind != self.ref.kind]
        return part_substances(self.store.index, self.row, substances) if substances else ([], [])

    @cached_property
    def by_name(self) -> int:
        """The number of trials that register a drug whose name holds this substance; 0 for what is none."""
        posting = self.store.index.posting
        return len(set().union(*(posting(row.tid)["registered"] for row in self.drugs[0])))

    @cached_property
    def published(self) -> list[PublishedPage]:
        """Its published pages, newest snapshot first."""
        return self.store.published(self.store.index.published_of(self.row.tid))

    @cached_property
    def named_on(self) -> list[PublishedPage]:
        """The published pages whose tables name it, newest first, where nothing but such a page tells of it."""
        from trialtui.model.term import PUBLISHED_SOURCE

        if self.row.anywhere or self.term is None or not self.term.source.startswith(PUBLISHED_SOURCE):
            return []
        ids = [doc_id for (doc_id,) in self.store.index.ask("SELECT id FROM published ORDER BY snapshot DESC, id")]
        pages = self.store.published(ids)
        return [page for page in pages if any(row.ref == self.ref for table in page.tables for row in table.rows)]

    @cached_property
    def trials_by_via(self) -> dict[str, list[int]]:
        """Its trials (NCT numbers as digits, ascending), each once, by the strongest way in which it is linked."""
        posting, nct_of = self.store.index.posting(self.row.tid), self.store.index.nct_of
        known: set[int] = set()
        groups = {}
        for via in VIAS:
            fresh = set(posting[via]) - known if known else set(posting[via])
            groups[via] = sorted(map(nct_of.__getitem__, fresh))
            known |= fresh
        return groups

    @cached_property
    def trial_vias(self) -> dict[int, str]:
        """Its trials (NCT numbers as digits, ascending) with the strongest way in which each is linked."""
        return dict(sorted((nct, via) for via, ncts in self.trials_by_via.items() for nct in ncts))

    def trials(self, limit: int | None = None) -> list[LinkedTrial]:
        """Return its trials: registered ones first, then mapped, mentioned, excluded; each by NCT number."""
        found: list[LinkedTrial] = []
        for via, ncts in self.trials_by_via.items():
            wanted = ncts if limit is None else ncts[: limit - len(found)]
            for start in range(0, len(wanted), 500):
                rows = self.store.index.trial_rows(wanted[start : start + 500])
                found += [LinkedTrial(row, via) for row in rows]
        return found

    def mentions(self, limit: int) -> list[MentionedIn]:
        """Return the first mention in each of `limit` trials at most: those that mean it first, by NCT number."""
        from trialtui.query.evidence import quotation

        posting, nct_of = self.store.index.posting(self.row.tid), self.store.index.nct_of
        meant = sorted(map(nct_of.__getitem__, posting["mentioned"]))
        found = []
        for nct in (*meant, *self.trials_by_via["excluded"])[:limit]:
            trial, row = self.store.trial(nct), self.store.index.trial(nct)
            links = [link for link in self.store.links(nct) if link.ref == self.ref and link.start >= 0]
            if trial is not None and row is not None and links:
                first = min(links, key=lambda link: link.excluded)
                found.append(MentionedIn(row, first.field, quotation(trial, first), first.excluded))
        return found

    @property
    def only_mentioned(self) -> bool:
        """Whether trials mention the term and none registers it, as with genes: it is then correlated by mentions."""
        return not self.row.n and self.row.mentioned > 0

    def correlated(
        self, *, mentions: bool = False, metric: str = "cosine", kinds: Collection[str] = (), sort: str = "correlation"
    ) -> dict[str, list[CorrelatedRow]]:
        """Return the correlated terms by kind, computed and published rows together.

        Computed rows come sorted (see `query.correlation.correlate`), then those that were only published. A term that
        is only mentioned is correlated by mentions in any case.
        """
        from trialtui.query.correlation import correlate

        mentions = mentions or self.only_mentioned
        pairs = correlate(self.store.index, self.row, mentions=mentions, metric=metric, kinds=kinds, sort=sort)
        return {kind: self._with_published(kind, found, mentions) for kind, found in pairs.items()}

    def correlated_top(
        self,
        shown: int,
        *,
        mentions: bool = False,
        metric: str = "cosine",
        sort: str = "correlation",
        several_first: bool = True,
    ) -> dict[str, CorrelatedTable]:
        """Return the first rows of the correlated terms by kind, as `query.correlation.correlate_top` does.

        Published rows that are not among the first `shown` follow these. A term that is only mentioned is correlated
        by mentions in any case.
        """
        from trialtui.query.correlation import correlate_top

        mentions = mentions or self.only_mentioned
        printed = [row.ref for page in self.published[:1] for table in page.tables for row in table.rows]
        tops = correlate_top(
            self.store.index, self.row, shown, also=printed,
            mentions=mentions, metric=metric, sort=sort, several_first=several_first,
        )  # fmt: skip
        tables = {}
        for kind, top in tops.items():
            rows = self._with_published(kind, top.rows, mentions)
            tables[kind] = CorrelatedTable(rows, top.total + len(rows) - len(top.rows))
        return tables

    def _with_published(self, kind: str, pairs: Sequence[Pair], mentions: bool) -> list[CorrelatedRow]:
        """Put the newest published table of a kind beside the computed one."""
        tables = [table for page in self.published[:1] for table in page.tables if table.kind == kind]
        printed = {row.ref: row for table in tables for row in table.rows}
        rows = [
            CorrelatedRow(
                pair.ref, pair.name, pair.correlation, pair.trials, pair.n_a, pair.n_b,
                printed[pair.ref].correlation if pair.ref in printed else None,
            )
            for pair in pairs
        ]  # fmt: skip
        known = {pair.ref for pair in pairs}
        n_a = pairs[0].n_a if pairs else self._size(self.row, mentions)
        for row in printed.values():
            if row.ref not in known:
                other = self.store.index.term(row.ref)
                n_b = self._size(other, mentions) if other else 0
                name = other.name if other else row.name
                figure = 0.0 if n_b and n_a else None
                rows.append(CorrelatedRow(row.ref, name, figure, 0, n_a, n_b, row.correlation))
        return rows

    def _size(self, row: TermRow, mentions: bool) -> int:
        """Return the number of a term's trials, by mentions too where these count."""
        if not mentions or not row.mentioned:
            return row.n
        from trialtui.query.cooccurrence import base_or_mentioned_bits

        return base_or_mentioned_bits(self.store.index, row.tid).bit_count()


def term_facts(store: Store, ref: Ref) -> TermFacts | None:
    """Gather the facts of a term; None where the store lacks it."""
    row = store.index.term(ref)
    return TermFacts(store, row) if row else None
