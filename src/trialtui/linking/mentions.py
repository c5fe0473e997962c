"""What a trial's texts mention: MeSH and HPO terms, genes, SNPs, protein mutations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

from trialtui.linking.automaton import Hit, Matcher
from trialtui.linking.fields import CRITERIA, FieldText, field_texts
from trialtui.linking.gene_tokens import Symbol
from trialtui.linking.genes import GeneLinker
from trialtui.linking.mesh import MeshLinker
from trialtui.linking.negation import is_negated
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.snps import may_name_snp, snp_mentions
from trialtui.linking.variants import may_name_mutation, may_name_variant, mutation_mentions
from trialtui.linking.word_classes import phenotype_form
from trialtui.model.refs import Ref
from trialtui.model.term import Link, Mention
from trialtui.model.trial import Trial

_BETWEEN = "\n\n"
_GENETIC = frozenset(("gene", "snp", "mutation"))


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
        return self._read([(text, short)]).get(0, [])

    def links(self, trial: Trial) -> Iterator[Link]:
        """Yield a link for each mention in a trial; a mutation named with its gene is linked by its bare key too."""
        fields = list(field_texts(trial))
        found = self._read([(field.plain, field.short) for field in fields])
        for number in sorted(found):
            for mention in found[number]:
                yield _link(fields[number], mention)
                if mention.ref.kind == "mutation" and ":" in mention.ref.key:
                    bare = Ref("mutation", mention.ref.key.partition(":")[2])
                    yield _link(fields[number], mention._replace(ref=bare))

    def _read(self, texts: Sequence[tuple[str, bool]]) -> dict[int, list[Mention]]:
        """Return the mentions of each text that has any, by its number; with each it is said whether it is short.

        Dictionaries are looked up in all texts together, since most are a few words long; no name lies across the empty
        line between two of them. What takes more is done only for texts that have something in the first place.
        """
        together = _BETWEEN.join([text for text, _ in texts])
        starts = _starts([text for text, _ in texts])
        hits = _by_text(self._matcher.find(together), starts)
        symbols = _by_text(self._genes.symbols(together), starts)
        suspect = may_name_variant(together)
        mutated = range(len(texts)) if suspect and may_name_mutation(together) else ()
        numbered = range(len(texts)) if suspect and may_name_snp(together) else ()
        found = {number: self._mesh.mentions(text) for number, (text, short) in enumerate(texts) if short}
        for number in {*hits, *symbols, *mutated, *numbered}:
            text, own = texts[number][0], hits.get(number, ())
            genes = self._genes.mentions_from(text, own, symbols.get(number, ()))
            mentions = found.setdefault(number, [])
            mentions += self._phenotypes.mentions_from(text, own)
            mentions += genes
            if numbered:
                mentions += snp_mentions(text)
            if mutated:
                mentions += mutation_mentions(text, genes)
            mentions.sort(key=_place)
        return found


_Placed = TypeVar("_Placed", Hit, Symbol)


def _starts(texts: Sequence[str]) -> list[int]:
    """Return where each of the texts begins in all of them together."""
    return [0, *accumulate(len(text) + len(_BETWEEN) for text in texts)]


def _by_text(items: Iterable[_Placed], starts: Sequence[int]) -> dict[int, list[_Placed]]:
    """Divide what was found in the texts together, in order, among the texts, each with its place there."""
    found: dict[int, list[_Placed]] = {}
    number = begin = until = 0
    for item in items:
        if item.start >= until:
            number = bisect_right(starts, item.start) - 1
            begin, until = starts[number], starts[number + 1]
        placed = type(item)(item.start - begin, item.end - begin, *item[2:])
        found.setdefault(number, []).append(placed)
    return found


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
        excluded=mention.negated or field.excludes(mention.start) or _is_denied(field, mention),
    )


def _is_denied(field: FieldText, mention: Mention) -> bool:
    """Tell whether a criterion denies a gene or its change (`without EGFR mutation`); elsewhere it is a subject."""
    if field.path != CRITERIA or mention.ref.kind not in _GENETIC:
        return False
    return is_negated(field.plain, mention.start, mention.end)
