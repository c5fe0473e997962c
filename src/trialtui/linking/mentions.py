"""What a trial's texts mention: MeSH and HPO terms, genes, SNPs, protein mutations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialtui.linking.fields import FieldText, field_texts
from trialtui.linking.genes import GeneLinker
from trialtui.linking.mesh import MeshLinker
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.snps import snp_mentions
from trialtui.linking.variants import mutation_mentions
from trialtui.model.refs import Ref
from trialtui.model.term import Link, Mention
from trialtui.model.trial import Trial


class TextReader:
    """Finds the terms that texts mention."""

    def __init__(self, mesh: MeshLinker, phenotypes: PhenotypeLinker, genes: GeneLinker) -> None:
        """Read with these linkers."""
        self._mesh, self._phenotypes, self._genes = mesh, phenotypes, genes

    def mentions(self, text: str, *, short: bool = False) -> list[Mention]:
        """Return the terms that a plain text mentions, by where they begin.

        Args:
            text: The text.
            short: It is a title, condition or keyword; MeSH terms are looked for in those alone.
        """
        found = self._mesh.mentions(text) if short else []
        found += self._phenotypes.mentions(text)
        genes = self._genes.mentions(text)
        found += genes
        found += snp_mentions(text)
        found += mutation_mentions(text, genes)
        found.sort(key=lambda mention: (mention.start, -mention.end, mention.ref))
        return found

    def links(self, trial: Trial) -> Iterator[Link]:
        """Yield a link for each mention in a trial; a mutation named with its gene is linked by its bare key too."""
        for field in field_texts(trial):
            for mention in self.mentions(field.plain, short=field.short):
                yield _link(field, mention)
                if mention.ref.kind == "mutation" and ":" in mention.ref.key:
                    bare = Ref("mutation", mention.ref.key.partition(":")[2])
                    yield _link(field, replace(mention, ref=bare))


def _link(field: FieldText, mention: Mention) -> Link:
    """Tie a trial to what one of its fields mentions; what is denied or excluded is marked."""
    return Link(
        ref=mention.ref,
        via="mentioned",
        field=field.path,
        start=mention.start,
        end=mention.end,
        name=mention.text,
        excluded=mention.negated or field.excludes(mention.start),
    )
