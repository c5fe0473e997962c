"""From a query to the set of trials that it describes, as a bitmap over the index's trial numbers (`tno`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialtui.model.labels import canonical
from trialtui.model.refs import Ref
from trialtui.query.clauses import Clause, Narrowing, Query, Term, Words
from trialtui.query.cooccurrence import base_or_mentioned_bits
from trialtui.query.coverage import not_found
from trialtui.query.resolve import find
from trialtui.query.search_countries import named_countries
from trialtui.query.search_fields import PHASE_WORDS, UNSTATED, phase_codes, year_range
from trialtui.store.index_find import frequent_bits, names_equal, phrase, sponsor_bits, text_match
from trialtui.store.index_read import TermRow
from trialtui.store.postings import to_bits
from trialtui.store.store import Store
from trialtui.store.text_keys import name_key, words

_FACET_OF = {"status": "status", "phase": "phase", "type": "study_type", "class": "sponsor_class"}
"""The index's facets that fields with a fixed list of values ask."""


class TrialSets:
    """Evaluates queries over one store; `notes` gathers what a reader must know of how a query was read."""

    def __init__(self, store: Store) -> None:
        """Evaluate over this store."""
        self._store, self._index = store, store.index
        self.notes: list[str] = []

    @property
    def every(self) -> int:
        """All trials."""
        return (1 << self._index.summary.trials) - 1

    def of(self, query: Query) -> int:
        """Return the trials that fit all clauses."""
        texts = [c.item for c in query.clauses if isinstance(c.item, Words) and not c.excluded]
        bits = self.text(texts)
        for clause in query.clauses:
            if clause.item not in texts or clause.excluded:
                bits &= self.clause(clause)
        return bits

    def clause(self, clause: Clause) -> int:
        """Return the trials that fit one clause."""
        item = clause.item
        if isinstance(item, Words):
            bits = self.text([item])
        else:
            bits = self.term(item) if isinstance(item, Term) else self._narrowing(item)
        return self.every & ~bits if clause.excluded else bits

    def text(self, items: Iterable[Words]) -> int:
        """Return the trials whose text has all these words and phrases."""
        bits, expressions = self.every, []
        for item in items:
            known = frequent_bits(self._index, item.parts[0]) if len(item.parts) == 1 and not item.begins else None
            if known is None:
                expressions.append(phrase(item.parts, begins=item.begins))
            else:
                bits &= known
        return bits & to_bits(text_match(self._index, expressions)) if expressions else bits

    def term(self, item: Term) -> int:
        """Return the trials of an entity."""
        ref = self.resolve(item.ref)
        if ref is not None and ref.kind == "trial":
            row = self._index.trial(ref.nct_number)
            return 1 << row.tno if row else 0
        bits = 0
        for term in self._named(item, ref):
            bits |= self._of(term, item)
        return bits

    def terms(self, item: Term) -> Iterator[TermRow]:
        """Yield the terms by a link to one of which a trial is among those of an entity; none for a trial itself."""
        ref = self.resolve(item.ref)
        if ref is None or ref.kind != "trial":
            for term in self._named(item, ref):
                yield from self._counted(term, item)

    def _named(self, item: Term, ref: Ref | None) -> list[TermRow]:
        """Return the term that a reference was found to name, else all drugs that have this other name."""
        if ref is None:
            return self._other_name(item)
        term = self._index.term(ref)
        return [term] if term else []

    def resolve(self, ref: Ref) -> Ref | None:
        """Find the one entity that a reference names, and note where that goes by another name."""
        found = find(self._store, ref)
        if found is not None and found != ref:
            self._note(f"{ref}: read as {found}")
        return found

    def _other_name(self, item: Term) -> list[TermRow]:
        """Return all drugs that have this other name, since none is registered by it."""
        named = names_equal(self._index, name_key(item.ref.key)) if item.ref.kind == "drug" else []
        drugs = [row for row in self._index.terms(named) if row.ref.kind == "drug"]
        if not drugs:
            kind = "" if item.ref.kind in ("trial", "mesh", "hpo", "snp") else f"{item.ref.kind} "
            self._note(not_found(self._store, f"{kind}{item.ref.key}"))
            return []
        more = f" and {len(drugs) - 3} more" if len(drugs) > 3 else ""
        self._note(f"{item.ref}: another name of {', '.join(str(row.ref) for row in drugs[:3])}{more}")
        return drugs

    def _of(self, term: TermRow, item: Term) -> int:
        """Return the trials of a term, with those of narrower ones or of the substance's other names where wide."""
        if term.ref.kind == "drug" and item.wide:
            return self._substance(term, item.mentions)
        bits = 0
        for row in self._counted(term, item):
            bits |= self.own(row, mentions=item.mentions)
        return bits

    def _counted(self, term: TermRow, item: Term) -> Iterator[TermRow]:
        """Yield the terms whose own trials count as those of a term."""
        if term.ref.kind == "drug" and item.wide:
            substances = self._index.terms(self._substances_named(term))
            yield from (term, *self._names(substances), *substances)
        elif item.wide or (term.ref.kind == "mutation" and not item.mentions):
            yield from self._family(term)
        else:
            yield term

    def own(self, term: TermRow, *, mentions: bool = False) -> int:
        """Return a term's own trials: by registered and mapped links, by any where terms of its kind have no other."""
        if mentions or term.ref.kind in MENTIONED_KINDS:
            return base_or_mentioned_bits(self._index, term.tid)
        return self._index.base_bits(term.tid)

    def _family(self, term: TermRow) -> Iterator[TermRow]:
        """Yield a term and all narrower ones."""
        waiting, seen = [term.tid], {term.tid}
        while waiting:
            yield from self._index.terms(waiting[:500])
            below = {child for tid in waiting[:500] for child in self._index.children(tid)} - seen
            seen |= below
            waiting = [*waiting[500:], *below]

    def _substance(self, term: TermRow, mentions: bool) -> int:
        """Return the trials of every drug that names the substances that this one names, and of these themselves."""
        substances = self._index.terms(self._substances_named(term))
        bits = self.own(term, mentions=mentions)
        if not substances:
            return bits
        together = self.every
        for row in substances:
            together &= self.own(row, mentions=mentions)
        for row in self._names(substances):
            bits |= self.own(row, mentions=mentions)
        return bits | together

    def _names(self, substances: Sequence[TermRow]) -> list[TermRow]:
        """Return the drugs that name all these substances."""
        if not substances:
            return []
        names = set.intersection(*(set(self._index.children(row.tid)) for row in substances))
        return [row for row in self._index.terms(sorted(names)) if row.ref.kind == "drug"]

    def _substances_named(self, term: TermRow) -> list[int]:
        """Return the substances that a drug's own name holds; all that it is tied to where that holds none.

        The others come from "other names" of single trials, which may hold a whole chemical description.
        """
        substances, own = self._index.parents(term.tid), f" {name_key(term.ref.key)} "
        held = [tid for tid in substances if any(f" {name_key(name)} " in own for _, name, _ in self._index.names(tid))]
        return held or substances

    def _narrowing(self, item: Narrowing) -> int:
        """Return the trials that have a field's value."""
        match item.name:
            case "phase":
                return self._phase(item)
            case "country":
                return self._country(item.value)
            case "year":
                return self._year(item.value)
            case "sponsor":
                return sponsor_bits(self._index, words(item.value))
            case "kind":
                return self.every if item.value == "trial" else 0
            case name:
                return self._facet(_FACET_OF[name], "" if item.value == UNSTATED else item.value)

    def _facet(self, facet: str, value: str) -> int:
        """Return the trials that have a value of a facet, however the source spells it."""
        wanted, bits = canonical(value), 0
        for each, _ in self._index.facet_values(facet):
            if canonical(each) == wanted:
                bits |= self._index.facet_bits(facet, each)
        return bits

    def _phase(self, item: Narrowing) -> int:
        if item.value == UNSTATED:
            return self._facet("phase", "")
        codes, bits = phase_codes(item.value), self.every
        for code in PHASE_WORDS:
            if code in codes:
                bits &= self._facet("phase", code)
            elif item.exact:
                bits &= ~self._facet("phase", code)
        return bits

    def _country(self, value: str) -> int:
        if value == UNSTATED:
            return self._facet("country", "")
        known = [each for each, _ in self._index.facet_values("country") if each]
        found, hint = named_countries(value, known)
        if not found:
            self._note(not_found(self._store, f"country {value}") + (f"; did you mean {hint}?" if hint else ""))
        bits = 0
        for each in found:
            bits |= self._index.facet_bits("country", each)
        return bits

    def _year(self, value: str) -> int:
        if value == UNSTATED:
            return self._facet("year", "")
        first, last = year_range(value)
        bits = 0
        for each, _ in self._index.facet_values("year"):
            if each and first <= each <= last:
                bits |= self._index.facet_bits("year", each)
        return bits

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)


MENTIONED_KINDS = ("gene", "snp", "mutation")
"""The kinds of term that no record registers, so that their trials are those that mention them."""


def filters(query: Query) -> Query:
    """Return a query without its words and terms: what narrows any set of trials."""
    return Query(tuple(clause for clause in query.clauses if isinstance(clause.item, Narrowing)))


def terms_of(query: Query) -> list[Ref]:
    """Return the entities whose trials a query asks for."""
    return [clause.item.ref for clause in query.clauses if isinstance(clause.item, Term) and not clause.excluded]
