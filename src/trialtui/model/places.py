"""Places: anything that can be shown and returned to. Links, history and bookmarks hold places or addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from trialtui.model.refs import Ref, parse_ref

TRIAL_ANCHORS = (
    "overview", "summary", "description", "conditions", "interventions", "arms", "design", "outcomes",
    "primary-outcomes", "secondary-outcomes", "other-outcomes", "eligibility", "inclusion", "exclusion", "terms",
    "sites", "references", "results", "flow", "reported", "adverse", "history", "sources",
)  # fmt: skip
"""The sections that a trial's page can have, by anchor."""

TERM_ANCHORS = (
    "overview", "synonyms", "parents", "children", "correlated", "correlated-drug", "correlated-mesh",
    "correlated-hpo", "correlated-gene", "correlated-snp", "correlated-mutation", "related-hpo", "timeline", "trials",
    "published", "mentions", "figures", "associated",
)  # fmt: skip
"""The sections that a term's page can have, by anchor."""


@dataclass(frozen=True, slots=True)
class EntityPlace:
    """The page of an entity, at one of its sections where that is named.

    `focus` names what the reader came from (a term that leads to a trial), so that the page can open on the evidence.
    """

    ref: Ref
    section: str = ""
    focus: Ref | None = None

    def __str__(self) -> str:
        """Return the text form, as typed on the command line."""
        return f"{self.ref}#{self.section}" if self.section else str(self.ref)


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """The results of a query; where `listed`, its trials alone, as a list of any length in the order of a column."""

    query: str
    listed: bool = False
    order: str = "nct"

    def __str__(self) -> str:
        """Return the query as typed."""
        return self.query


@dataclass(frozen=True, slots=True)
class HomePlace:
    """The overview of the store."""

    def __str__(self) -> str:
        """Return its name."""
        return "Home"


@dataclass(frozen=True, slots=True)
class ComparePlace:
    """Two to four trials side by side."""

    refs: tuple[Ref, ...]

    def __str__(self) -> str:
        """Return the trials' numbers."""
        return " ".join(str(ref) for ref in self.refs)


@dataclass(frozen=True, slots=True)
class ChangesPlace:
    """What imports and syncs added and changed."""

    def __str__(self) -> str:
        """Return its name."""
        return "Changes"


Place: TypeAlias = EntityPlace | SearchPlace | HomePlace | ComparePlace | ChangesPlace
Target: TypeAlias = Place | str
"""What a link leads to: a place, or an address outside."""


def anchors_of(kind: str) -> tuple[str, ...]:
    """Return the anchors that a page of this kind of entity can have."""
    return TRIAL_ANCHORS if kind == "trial" else TERM_ANCHORS


def parse_place(text: str) -> EntityPlace | None:
    """Read a reference with an optional `#section`.

    A suffix counts as a section only where it is a known anchor of that kind of page, since registered names hold `#`.

    Returns:
        The place, or None where the text has no form of a reference.

    Raises:
        RefError: the text begins with a kind, but what follows is no key of that kind.
    """
    head, mark, tail = text.rpartition("#")
    if mark and head:
        section = tail.strip().lower()
        ref = parse_ref(head) if any(section in anchors for anchors in (TRIAL_ANCHORS, TERM_ANCHORS)) else None
        if ref is not None and section in anchors_of(ref.kind):
            return EntityPlace(ref, section)
    ref = parse_ref(text)
    return EntityPlace(ref) if ref is not None else None
