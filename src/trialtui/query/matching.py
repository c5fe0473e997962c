"""Why a trial is in a result: for each condition of a query, the link, value or text that meets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialtui.model.refs import Ref
from trialtui.model.term import VIAS, Link
from trialtui.model.trial import Trial
from trialtui.query.clauses import Clause, Narrowing, Query, Term, Words
from trialtui.query.search_trials import MENTIONED_KINDS, TrialSets
from trialtui.query.word_fields import fields_with
from trialtui.store.store import Store

_FIELDS = {
    "status": "overall_status",
    "phase": "phases",
    "country": "locations",
    "year": "start_date",
    "sponsor": "lead_sponsor",
    "type": "study_type",
    "class": "lead_sponsor.agency_class",
    "kind": "nct_id",
}
"""Where each field of the search language looks."""


@dataclass(frozen=True, slots=True)
class Match:
    """What meets a condition.

    Attributes:
        clause: The condition, as read.
        via: `registered`, `mapped` or `mentioned` for a link, `text` for words, `value` for a field, `number` for the
            trial itself, `listed`, `marked` or `chosen` for one that was named.
        field: The path of the field that says so.
        ref: The term that is linked to, which may be narrower than the one asked for.
        name: The term's name as it stands there.
    """

    clause: str
    via: str
    field: str = ""
    ref: Ref | None = None
    name: str = ""

    def __str__(self) -> str:
        """Return it in words: `D018352+: D045169 registered in condition_meshes[0]`."""
        term = f": {self.ref}" if self.ref is not None and str(self.ref) != self.clause else ""
        via = "" if self.via in ("text", "value") else f" {self.via}"
        place = f" in {self.field}" if self.field else ""
        return f"{self.clause}{term}{via}{place}"


def matched_words(matches: Sequence[Match]) -> str:
    """Return all matches of a trial in one line."""
    return "; ".join(map(str, matches))


class Matcher:
    """Says of the trials of a query why they are in it. Conditions that exclude have no match."""

    def __init__(self, store: Store, query: Query) -> None:
        """Prepare for a query: which terms count for each term of it."""
        sets = TrialSets(store)
        self._clauses = [clause for clause in query.clauses if not clause.excluded]
        self._words = [clause.item for clause in self._clauses if isinstance(clause.item, Words)]
        self._counted = {
            clause.item: frozenset(row.ref for row in sets.terms(clause.item))
            for clause in self._clauses
            if isinstance(clause.item, Term)
        }

    @property
    def needs_links(self) -> bool:
        """Whether it must see the links of a trial."""
        return bool(self._counted)

    def matches(self, trial: Trial, links: Sequence[Link]) -> tuple[Match, ...]:
        """Return what meets each condition in a trial, in the order of the query."""
        held = fields_with(trial, self._words)
        return tuple(match for clause in self._clauses for match in self._match(clause, trial, links, held))

    def _match(self, clause: Clause, trial: Trial, links: Sequence[Link], held: dict[Words, str]) -> Iterator[Match]:
        item = clause.item
        if isinstance(item, Words):
            if item in held:
                yield Match(str(item), "text", held[item])
        elif isinstance(item, Narrowing):
            yield Match(str(item), "value", _field_of(item, trial))
        elif item.ref.kind == "trial":
            yield Match(str(item), "number", "nct_id" if item.ref.key == trial.nct_id else "nct_id_aliases")
        else:
            counted = [link for link in links if link.ref in self._counted[item] and _counts(link, item.mentions)]
            if counted:
                yield link_match(str(item), min(counted, key=lambda link: VIAS.index(link.via)))


def link_match(clause: str, link: Link) -> Match:
    """Return the match by a link."""
    return Match(clause, f"{link.via}, excluding" if link.excluded else link.via, link.field, link.ref, link.name)


def _counts(link: Link, mentions: bool) -> bool:
    """Tell whether a search counts a link: a mention for terms that no record registers or where asked for."""
    return not link.excluded and (mentions or link.via != "mentioned" or link.ref.kind in MENTIONED_KINDS)


def _field_of(item: Narrowing, trial: Trial) -> str:
    """Return the field that has the value; a sponsor may be a collaborator."""
    if item.name == "sponsor" and not _names_sponsor(item, trial.lead_sponsor.name):
        return "collaborators"
    return _FIELDS[item.name]


def _names_sponsor(item: Narrowing, name: str) -> bool:
    from trialtui.store.text_keys import words

    return set(words(item.value)) <= set(words(name))
