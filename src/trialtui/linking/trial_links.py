"""A trial's links: what its record registers, what the cross-reference table maps that to, what its texts mention."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import Any

from trialtui.linking.genes import GeneLinker
from trialtui.linking.mentions import TextReader
from trialtui.linking.mesh import MeshLinker, mesh_matcher
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.substances import SubstanceLinker
from trialtui.model.refs import Ref, RefError, drug_ref, mesh_ref
from trialtui.model.term import Link, Term
from trialtui.model.trial import MeshTerm, Trial
from trialtui.vocab import load_genes, load_hpo, load_mesh, versions

LINKER = "4"
"""The version of the linking rules, stored with every trial's links; raise it when a rule changes."""

_SELDOM = 50_000
"""After how many new objects the garbage collector looks for cycles."""


@cache
def _gene(symbol: str) -> Ref:
    """Return a gene's reference; HPO terms have dozens of genes, and mostly the same ones."""
    return Ref("gene", symbol)


@cache
def _linkers() -> tuple[SubstanceLinker, TextReader]:
    """Build the dictionaries, once in a process.

    The garbage collector would walk these large tables again and again while they grow, and at every turn after that.
    What is made for a trial is let go of without it, so that it need not look for cycles every few hundred objects.
    """
    gc.disable()
    try:
        mesh = load_mesh()
        matcher = mesh_matcher(mesh)
        reader = TextReader(MeshLinker(mesh, matcher), PhenotypeLinker(load_hpo()), GeneLinker(load_genes()))
        return SubstanceLinker(mesh, matcher), reader
    finally:
        gc.freeze()
        gc.set_threshold(_SELDOM)
        gc.enable()


def text_reader() -> TextReader:
    """Return the reader of any text."""
    return _linkers()[1]


class TrialLinker:
    """Links trials to terms, and says what the vocabularies know of those terms."""

    def __init__(self, mesh_ids: Mapping[str, str] | None = None) -> None:
        """Take the vocabularies; they are loaded, and the linkers built, when first asked for.

        Args:
            mesh_ids: Further MeSH unique ids by casefolded name, as published pages give them.
        """
        self._mesh_ids = mesh_ids or {}
        self._mesh, self._hpo, self._genes = load_mesh(), load_hpo(), load_genes()

    @cached_property
    def about(self) -> dict[str, Any]:
        """By what links are made: the version of the rules, and those of the vocabularies by name."""
        return {"linker": LINKER, "vocabularies": versions()}

    def links(self, trial: Trial) -> list[Link]:
        """Return a trial's links: registered ones first, then mapped ones, then mentions in the order of its page."""
        registered = [*self._drugs(trial), *self._registered_mesh(trial)]
        return [*registered, *self._mapped(registered), *text_reader().links(trial)]

    def unlinked(self, trial: Trial) -> list[str]:
        """Return the MeSH names, each once, that a trial registers and that lead to no unique id."""
        terms = (*trial.condition_meshes, *trial.intervention_meshes)
        return list(dict.fromkeys(term.term for term in terms if self._mesh_ref(term) is None))

    def substances(self, trial: Trial) -> dict[Ref, tuple[Ref, ...]]:
        """Return the MeSH substances that each drug of a trial names, for those that name any."""
        found = {}
        substances, _ = _linkers()
        for item in trial.interventions:
            refs = substances.substances(item.name, item.other_names, item.type)
            if refs:
                found[drug_ref(item.name)] = refs
        return found

    def term(self, ref: Ref) -> Term | None:
        """Return what the vocabularies say of a term; None where they do not know it."""
        if ref.kind == "gene":
            gene = self._genes.term(ref.key)
            return gene and replace(gene, related=tuple(Ref("hpo", key) for key in self._hpo.of_gene(ref.key)))
        if ref.kind == "mutation" and ":" in ref.key:
            bare = Ref("mutation", ref.key.partition(":")[2])
            return Term(ref=ref, name=ref.key, parents=(bare,), source="the text of trials")
        if ref.kind == "mesh":
            return self._mesh.term(ref.key)
        term = self._hpo.term(ref.key) if ref.kind == "hpo" else None
        return term and replace(term, related=tuple(map(_gene, self._hpo.genes_of(ref.key))))

    def _drugs(self, trial: Trial) -> Iterator[Link]:
        for number, item in enumerate(trial.interventions):
            ref = drug_ref(item.name)
            if ref.key:
                yield Link(ref=ref, via="registered", field=f"interventions[{number}].name", name=item.name)

    def _registered_mesh(self, trial: Trial) -> Iterator[Link]:
        for field in ("condition_meshes", "intervention_meshes"):
            for number, term in enumerate(getattr(trial, field)):
                ref = self._mesh_ref(term)
                if ref is not None:
                    yield Link(ref=ref, via="registered", field=f"{field}[{number}]", name=term.term)

    def _mesh_ref(self, term: MeshTerm) -> Ref | None:
        """Find a registered MeSH term by its id, else by its name; None where neither leads to a term."""
        unique_id = term.id or self._mesh.by_name(term.term) or self._mesh_ids.get(term.term.casefold(), "")
        try:
            return Ref("mesh", self._mesh.normalise(mesh_ref(unique_id).key))
        except RefError:
            return None

    def _mapped(self, registered: list[Link]) -> Iterator[Link]:
        """Map registered MeSH terms to HPO by cross-reference: an HPO term has the trials of all its MeSH terms."""
        for link in registered:
            if link.ref.kind == "mesh":
                for key in self._hpo.of_mesh(link.ref.key):
                    yield Link(ref=Ref("hpo", key), via="mapped", field=link.field, name=link.name)
