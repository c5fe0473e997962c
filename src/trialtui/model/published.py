"""A published page of the original site, kept exactly: what it says, and what was cut."""

from __future__ import annotations

from dataclasses import dataclass

from trialtui.model.refs import Ref
from trialtui.model.trial import Outcome


@dataclass(frozen=True, kw_only=True)
class PublishedRow:
    """A row of a correlated table. `id` is the site's (`drug2951` is a rank in one run only)."""

    id: str
    name: str
    correlation: float
    ref: Ref


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """A correlated table of one kind; `declared` is the count in its heading, None where the heading is missing."""

    kind: str
    declared: int | None = None
    rows: tuple[PublishedRow, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every row that the heading declares is here."""
        return self.declared is not None and self.declared == len(self.rows)


@dataclass(frozen=True, kw_only=True)
class PublishedTrial:
    """A trial block. The raw lines are kept: their lists are blank-separated, and may not be split for sure."""

    ordinal: int | None = None
    title: str = ""
    summary: str = ""
    nct_id: str = ""
    registration_line: str = ""
    conditions: tuple[str, ...] = ()
    interventions: tuple[tuple[str, str], ...] = ()
    mesh_line: str = ""
    mesh_names: tuple[str, ...] = ()
    hpo_line: str = ""
    outcomes: tuple[Outcome, ...] = ()
    truncated_after: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedPage:
    """One page of the site.

    Attributes:
        ref: The entity it reports on.
        kind: `drug`, `mesh` or `hpo`.
        id: The site's id of the entity in that run; empty where neither text nor address has it.
        title: The heading without its link word; empty where the text has lost it.
        synonyms: As printed (often cut-off surface forms).
        layout: `A` (May to August 2020) or `B` (November 2020).
        tables: The correlated tables, in the page's order.
        trial_count: The number in "There are N clinical trials"; None where it is cut.
        trials: The trial blocks that the text holds.
        related_hpo: The last line or section on related HPO nodes; empty where the text stops before it.
        site: The site's name line.
        author: The author line.
        snapshot: The day of the site's run, `YYYY-MM-DD`; empty where it is not known.
        address: Its first address; empty where it is not known.
        truncated_after: What was read last where the text is cut; empty where the page is whole.
        source_file: The name of the file it was read from.
        text: The text, unchanged.
    """

    ref: Ref
    kind: str
    id: str = ""
    title: str = ""
    synonyms: tuple[str, ...] = ()
    layout: str = "A"
    tables: tuple[PublishedTable, ...] = ()
    trial_count: int | None = None
    trials: tuple[PublishedTrial, ...] = ()
    related_hpo: str = ""
    site: str = ""
    author: str = ""
    snapshot: str = ""
    address: str = ""
    truncated_after: str = ""
    source_file: str = ""
    text: str = ""
