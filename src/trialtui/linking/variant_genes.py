"""Which gene a change belongs to: the one that the same part of the sentence names directly before or after it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from trialtui.linking.spans import within
from trialtui.linking.variant_forms import Candidate
from trialtui.linking.variant_lists import GLUED_GENES
from trialtui.model.term import Mention

_TYING = (
    r"genes? proteins? receptors? oncogene mutations? mutants? mutated variants? substitutions? polymorphisms? "
    r"alterations? point missense activating sensiti[sz]ing common classical driver somatic germline resistance "
    r"resistant hotspot specific other uncommon rare known documented positive pathogenic exons? codons? residues? "
    r"positions? deletions? insertions? dels? ins ex del\d* ex\d+del \d+del ex\d+ TKIs? sensitivity amino acids? or "
    r"and of in on at with as than to the a an any such associated include includes? including either both e\.?g "
    r"i\.?e carrying harbou?ring presence \d{1,3}(?:st|nd|rd|th)?"
)
"""Words that tie a gene to a change after it: `EGFR mutations, such as exon 19 deletion or L858R`."""

_BETWEEN = r"[\s:_^,/+&\"'()\[\]-]"
_BEFORE = re.compile(rf"{_BETWEEN}*(?:(?:{'|'.join(_TYING.split())})\.?{_BETWEEN}+)*(?:p\.)?\(?", re.IGNORECASE)
_AFTER = re.compile(
    r"[\s)\]-]*(?:(?:point|missense|activating|somatic|germline)\s)?"
    r"(?:mutations?|mutants?|mutated|variants?|substitutions?|polymorphisms?|alterations?)?[\s-]*"
    r"(?:(?:is |are |was |were )?(?:found |detected |located |identified )?"
    r"(?:in|of|on|within|at)\s(?:the\s|human\s|exon \d+ of (?:the )?)*)?\(?",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:[\s,/]|\bor\b|\band\b)*")
_FAR, _NEAR = 200, 80
"""How far from the change its gene may stand, in code points, with the changes between them and without."""

_LONGEST_LIST = 40
"""How many changes of a list are looked at for the gene that ends it."""


@dataclass(frozen=True, slots=True)
class _Genes:
    """The gene mentions of a text by place, and the changes, for looking from the one to the other."""

    text: str
    genes: Sequence[Mention]
    starts: Sequence[int]
    ends: Sequence[int]
    changes: Sequence[Candidate]
    change_starts: Sequence[int]

    def before(self, number: int) -> tuple[int, str] | None:
        """Return the distance to the gene before a change, and its symbol, where the words between tie them."""
        start = self.changes[number].start
        at = bisect_right(self.ends, start) - 1
        if at < 0 or start - self.ends[at] > _FAR:
            return None
        gap = self._without_changes(self.ends[at], start)
        return (len(gap), self.genes[at].ref.key) if len(gap) <= _NEAR and _BEFORE.fullmatch(gap) else None

    def after(self, number: int) -> tuple[int, str] | None:
        """Return the distance to the gene directly after a change, and its symbol."""
        end = self.changes[number].end
        at = bisect_left(self.starts, end)
        if at == len(self.genes) or self.starts[at] - end > _NEAR:
            return None
        gap = self.text[end : self.starts[at]]
        return (len(gap), self.genes[at].ref.key) if _AFTER.fullmatch(gap) else None

    def after_list(self, number: int) -> str:
        """Return the gene that ends the list of changes in which this one stands: `G12D, G12V or G13D KRAS`."""
        for other in range(number + 1, min(number + _LONGEST_LIST, len(self.changes))):
            gap = self.text[self.changes[other - 1].end : self.changes[other].start]
            if not _LIST.fullmatch(gap) or self.before(other):
                return ""
            if found := self.after(other):
                return found[1]
        return ""

    def _without_changes(self, start: int, end: int) -> str:
        pieces = []
        for at in within(self.change_starts, start, end - 1):
            change = self.changes[at]
            pieces.append(self.text[start : change.start])
            start = change.end
        return "".join([*pieces, self.text[start:end]])


def gene_of_each(text: str, changes: Sequence[Candidate], genes: Sequence[Mention]) -> list[str]:
    """Name the gene of each change.

    Between gene and change only words that tie them may stand (`EGFR exon 21 L858R`, `V600E mutation in BRAF`), and
    other changes, so that a list shares its gene. Of a gene before and one after, the nearer one counts.

    Args:
        text: The text.
        changes: The changes, in order, none within another.
        genes: The gene mentions of the text.

    Returns:
        For each change the gene's approved symbol; empty where no gene stands beside it.
    """
    ordered = sorted((gene for gene in genes if gene.ref.kind == "gene"), key=lambda gene: gene.start)
    known = _Genes(
        text,
        ordered,
        starts=[gene.start for gene in ordered],
        ends=[gene.end for gene in ordered],
        changes=changes,
        change_starts=[change.start for change in changes],
    )
    return [_owner(known, number) for number in range(len(changes))]


def _owner(known: _Genes, number: int) -> str:
    beside = [found for found in (known.before(number), known.after(number)) if found]
    if beside:
        return min(beside)[1]
    return _glued_gene(known.text, known.changes[number]) or known.after_list(number)


def _glued_gene(text: str, change: Candidate) -> str:
    """Name the gene written into one word with the change, where it needs no list of mentions to be known."""
    if not change.glued:
        return ""
    match = re.search(r"[A-Za-z0-9]+$", text[max(0, change.start - 12) : change.start])
    symbol = match[0] if match else ""
    return {"HER2": "ERBB2", "ABL": "ABL1"}.get(symbol, symbol) if symbol in GLUED_GENES else ""
