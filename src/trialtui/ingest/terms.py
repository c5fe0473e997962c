"""The terms of the store: a vocabulary's word goes before a page's, and pages add up."""

from __future__ import annotations

from dataclasses import replace

from trialtui.linking.trial_links import TrialLinker
from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.store.writer import Writer


class TermBook:
    """Writes each term once."""

    def __init__(self, writer: Writer, linker: TrialLinker) -> None:
        """Write through this writer what this linker's vocabularies know."""
        self._writer, self._linker = writer, linker
        self._known: set[Ref] = set()

    def use(self, ref: Ref) -> bool:
        """Write what the vocabularies know of a term and its broader ones; True if they know it."""
        if ref in self._known:
            return True
        term = self._linker.term(ref)
        if term is not None and term.ref not in self._known:
            self._known.add(term.ref)
            self._writer.put_term(term)
            for parent in term.parents:
                self.use(parent)
        return ref in self._known

    def name_substances(self, drug: Ref, substances: tuple[Ref, ...]) -> None:
        """Tie a drug to the MeSH substances that it names, beside those that other trials' names for it gave."""
        known = self._writer.term(drug) or Term(ref=drug, name="", source="MeSH")
        parents = tuple(dict.fromkeys((*known.parents, *substances)))
        if parents != known.parents:
            self._writer.put_term(replace(known, parents=parents))
        for substance in substances:
            self.use(substance)

    def publish(self, term: Term) -> None:
        """Write a term as a page names it, where no vocabulary knows it; synonyms of several pages add up."""
        if self.use(term.ref):
            return
        known = self._writer.term(term.ref)
        if known is not None and known.name:
            names = dict.fromkeys((*known.synonyms, *term.synonyms, *([] if known.name == term.name else [term.name])))
            term = replace(known, synonyms=tuple(names), note=known.note and term.note)
        elif known is not None:
            term = replace(term, parents=known.parents)
        self._writer.put_term(term)
