"""Terms, and the links that tie trials to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from trialtui.model.refs import Ref

VIAS = ("registered", "mapped", "mentioned")
"""How a link came about: the record says so; a cross-reference table maps to it; it was found in the text."""


PUBLISHED_SOURCE = "CovidResearchTrials page"
"""How the source of a term begins that a page of the original site names; other sources are vocabularies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Any entity but a trial.

    Attributes:
        ref: The term.
        name: Its preferred name, or the registered or published one where no vocabulary knows it.
        synonyms: Other names.
        parents: The next broader terms.
        related: Terms of another kind that the vocabulary ties to it: an HPO term's genes, a gene's HPO terms.
        source: The vocabulary or page that says so.
        note: What a reader must know of this term (such as that its name is lost).
    """

    ref: Ref
    name: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[Ref, ...] = ()
    related: tuple[Ref, ...] = ()
    source: str = ""
    note: str = ""


class Mention(NamedTuple):
    """An entity named in a text; offsets are code points of the plain text, end exclusive."""

    ref: Ref
    name: str
    start: int
    end: int
    text: str
    negated: bool = False


class Link(NamedTuple):
    """A tie from a trial to a term.

    A tuple, since an import makes dozens for each trial. Name its fields where you make one.

    Attributes:
        ref: The term.
        via: One of `VIAS`.
        field: The trial's field, as a path (`interventions[0].name`, `eligibility.criteria`).
        start: Where it begins in that field's plain text, in code points; -1 where the field as a whole says it.
        end: Where it ends, exclusive; -1 likewise.
        name: The name as it stands there.
        excluded: The text names it only to exclude it (an exclusion criterion, "no fever").
    """

    ref: Ref
    via: str
    field: str = ""
    start: int = -1
    end: int = -1
    name: str = ""
    excluded: bool = False
