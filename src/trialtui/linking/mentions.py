"""What a trial's texts mention: MeSH and HPO terms, genes, SNPs, protein mutations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialtui.linking.automaton import Hit, Matcher
from trialtui.linking.fields import FieldText, field_texts
from trialtui.linking.genes import GeneLinker
from trialtui.linking.mesh import MeshLinker
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.snps import may_name_snp, snp_mentions
from trialtui.linking.variants import may_name_mutation, mutation_mentions
from trialtui.linking.word_classes import phenotype_form
from trialtui.model.refs import Ref
from trialtui.model.term import Link, Mention
from trialtui.model.trial import Trial

_BETWEEN = "\n\n"


class TextReader:
    """Finds the terms that texts mention."""

    def __init__(self, mesh: MeshLinker, phenotypes: PhenotypeLinker, genes: GeneLinker) -> None:
        """Read with these linkers."""
        self._mesh, self._phenotypes, self._genes = mesh, phenotypes, genes
        dictionaries = [*phenotypes.dictionaries, genes.dictionary]
        self._matcher = Matcher(dictionaries, phenotype_form, coordinated=True)

    def mentions(self, text: str, *, short: bool = False) -> list[Mention]:
        """Return the terms that a plain text mentions, by where they begin.

        Args:
            text: The text.
            short: It is a title, condition or keyword; MeSH terms are looked for in those alone.
        """
        return next(self._read([(text, short)]))

    def links(self, trial: Trial) -> Iterator[Link]:
        """Yield a link for each mention in a trial; a mutation named with its gene is linked by its bare key too."""
        fields = list(field_texts(trial))
        every = self._read([(field.plain, field.short) for field in fields])
        for field, mentions in zip(fields, every, strict=True):
            for mention in mentions:
                yield _link(field, mention)
                if mention.ref.kind == "mutation" and ":" in mention.ref.key:
                    bare = Ref("mutation", mention.ref.key.partition(":")[2])
                    yield _link(field, replace(mention, ref=bare))

    def _read(self, texts: Sequence[tuple[str, bool]]) -> Iterator[list[Mention]]:
        """Yield the mentions of each text; with each it is said whether it is short.

        Dictionaries are looked up in all texts together, since most are a few words long; no name lies across the empty
        line between two of them.
        """
        together = _BETWEEN.join([text for text, _ in texts])
        hits = self._matcher.find(together)
        mutated, numbered = may_name_mutation(together), may_name_snp(together)
        at = begin = 0
        for text, short in texts:
            until = begin + len(text)
            own = []
            while at < len(hits) and hits[at].start < until:
                start, end, dictionary, payload = hits[at]
                own.append(Hit(start - begin, end - begin, dictionary, payload))
                at += 1
            begin = until + len(_BETWEEN)
            found = self._mesh.mentions(text) if short else []
            found += self._phenotypes.mentions_from(text, own)
            genes = self._genes.mentions_from(text, own)
            found += genes
            if numbered:
                found += snp_mentions(text)
            if mutated:
                found += mutation_mentions(text, genes)
            found.sort(key=_place)
            yield found


def _place(mention: Mention) -> tuple[int, int, Ref]:
    return mention.start, -mention.end, mention.ref


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
