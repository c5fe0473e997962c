"""What a store knows of a trial: the facts that pages lay out and that JSON gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trialtui.model.refs import KINDS, Ref
from trialtui.query.tree import shown_count
from trialtui.query.trial_log import NO_LOG, TrialLog, trial_log
from trialtui.store.store import Store

if TYPE_CHECKING:
    from trialtui.model.published import PublishedPage
    from trialtui.model.term import Link
    from trialtui.model.trial import Trial


@dataclass(frozen=True, slots=True)
class LinkedTerm:
    """A term that a trial is linked to, with every link, the strongest first, and its numbers of trials in the store.

    `trials` register it or are mapped to it (or mention it, where its kind is not registered); `mentioned` mention it.
    """

    ref: Ref
    name: str
    links: tuple[Link, ...]
    trials: int = 0
    mentioned: int = 0

    @property
    def via(self) -> str:
        """How it is linked, by the strongest link."""
        return self.links[0].via


@dataclass(slots=True)
class TrialFacts:
    """A trial, its terms by kind, the published pages that list it, and what imports and syncs say of it."""

    trial: Trial
    terms: dict[str, list[LinkedTerm]]
    published: list[PublishedPage] = field(default_factory=list)
    log: TrialLog = NO_LOG

    @property
    def ref(self) -> Ref:
        """The trial's reference."""
        return Ref("trial", self.trial.nct_id)

    @property
    def name(self) -> str:
        """Its brief title, else its official one, else its number."""
        return self.trial.brief_title or self.trial.official_title or self.trial.nct_id


def trial_facts(store: Store, nct: int) -> TrialFacts | None:
    """Gather the facts of a trial by its NCT number as digits; None where the store lacks it."""
    trial = store.trial(nct)
    return None if trial is None else facts_of_trial(store, trial, store.links(nct))


def facts_of_trial(store: Store, trial: Trial, links: Sequence[Link]) -> TrialFacts:
    """Gather the facts of a trial that was read, with its links."""
    strength = {"registered": 0, "mapped": 1, "mentioned": 2}
    by_ref: dict[Ref, list[Link]] = {}
    for link in links:
        by_ref.setdefault(link.ref, []).append(link)
    terms: dict[str, list[LinkedTerm]] = {kind: [] for kind in KINDS[1:]}
    for ref, own in by_ref.items():
        own.sort(key=lambda link: (strength[link.via], link.excluded))
        row = store.index.term(ref)
        name = row.name if row else own[0].name or ref.key
        counts = (shown_count(row), row.mentioned) if row else (0, 0)
        terms[ref.kind].append(LinkedTerm(ref, name, tuple(own), *counts))
    nct = int(trial.nct_id[3:])
    published = store.published(store.index.published_with(nct))
    return TrialFacts(trial, terms, published, trial_log(store, nct, trial.record_as_of))
