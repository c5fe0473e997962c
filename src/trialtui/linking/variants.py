"""Protein mutations in text, normalised to one key, with their gene where the text names it beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialtui.linking import snps, variant_forms
from trialtui.linking.amino_acids import LETTERS
from trialtui.linking.spans import longest_apart
from trialtui.linking.variant_doubt import believable
from trialtui.linking.variant_forms import Candidate, compact_candidates, has_compact_form
from trialtui.linking.variant_genes import gene_of_each
from trialtui.linking.variant_prose import has_coded_site, has_prose_form, prose_candidates
from trialtui.model.refs import Ref
from trialtui.model.term import Mention

_DIGIT = re.compile("[0-9]")
_HINT = re.compile(rf"[1-9{LETTERS}](?:(?<=[1-9]){snps.HINT_AFTER}|(?<=[{LETTERS}]){variant_forms.HINT_AFTER})")
"""The hints of both kinds in one pass; it begins with a set of characters, which makes the search quick."""


def may_name_variant(text: str) -> bool:
    """Tell quickly whether a text may have a reference number of a SNP or a protein change."""
    return _HINT.search(text) is not None or "SNP" in text or has_prose_form(text)


def may_name_mutation(text: str) -> bool:
    """Tell quickly whether a text may have a protein change."""
    return bool(_DIGIT.search(text)) and (has_compact_form(text) or has_prose_form(text))


def mutation_mentions(text: str, genes: Sequence[Mention] = ()) -> list[Mention]:
    """Find protein changes: substitutions, stops, frameshifts, deletions, insertions, duplications.

    Args:
        text: Plain text, as registered.
        genes: The gene mentions of the same text; a change beside a gene takes it into its key (`BRAF:V600E`).

    Returns:
        The mentions in order, none within another. The name is the normal form: one-letter codes, `*` for a stop
        (`R117*`), frameshifts without what follows them (`P246fs`), ranges joined by `_` (`E746_A750del`). `X` stays
        at the hot spots where it means any residue (`G719X`).
    """
    if not _DIGIT.search(text):
        return []
    hinted = has_compact_form(text)
    compact = compact_candidates(text) if hinted else []
    prose = prose_candidates(text) if has_prose_form(text) or (hinted and has_coded_site(text)) else []
    candidates = longest_apart(believable(text, [*compact, *prose], genes))
    if not candidates:
        return []
    owners = gene_of_each(text, candidates, genes)
    return [_mention(text, candidate, owner) for candidate, owner in zip(candidates, owners, strict=True)]


def _mention(text: str, candidate: Candidate, gene: str) -> Mention:
    key = f"{gene}:{candidate.key}" if gene else candidate.key
    start, end = candidate.start, candidate.end
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    return Mention(ref=Ref("mutation", key), name=candidate.key, start=start, end=end, text=text[start:end])
