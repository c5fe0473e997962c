"""What a store knows of a query of the registry: up to when it is complete, how far a sync came, what fits it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from trialtui.ingest.nct_set import NctSet
from trialtui.model.codec import from_document, to_document
from trialtui.model.registry import RegistryQuery
from trialtui.store.index_changes import MEMBERS, SCOPE
from trialtui.store.layout import document_id
from trialtui.store.writer import Writer

OVERLAP = timedelta(days=1)
"""A sync begins so long before the time of the data of the last one: the registry's days are not everyone's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far a query was fetched.

    Attributes:
        data: The time of the registry's data up to which the store has all of it; empty where it never had.
        since: Of a sync that broke off: from which day of last update it fetched (empty from the first).
        reached: Of such a sync: the day that it came to; empty where none broke off.
    """

    data: str = ""
    since: str = ""
    reached: str = ""

    @property
    def begin(self) -> str:
        """The day of last update from which on there may be news; empty where all is."""
        try:
            return str(date.fromisoformat(self.data[:10]) - OVERLAP)
        except ValueError:
            return ""

    def resumed(self, begin: str) -> str:
        """Return from which day on to fetch, if all since `begin` is wanted: from where one that broke off came to."""
        return max(begin, self.reached) if self.reached and self.since <= begin else begin


class ScopeBook:
    """Reads and writes what is known of one query."""

    def __init__(self, writer: Writer, query: RegistryQuery) -> None:
        """Work through this writer."""
        self._writer, self._query = writer, query
        self._scope_id, self._members_id = document_id(SCOPE, query.key), document_id(MEMBERS, query.key)
        found = writer.document("changes", self._scope_id)
        self.scope = Scope() if found is None else from_document(Scope, found)

    def members(self) -> NctSet | None:
        """Return the trials that fitted the query when it was last fetched as a whole; None if it never was."""
        found = self._writer.document("changes", self._members_id)
        return None if found is None else NctSet.from_steps(found["steps"])

    def reach(self, since: str, reached: str) -> None:
        """Note how far the present sync has come; it is durable with the next commit."""
        if reached:
            self._put(replace(self.scope, since=since, reached=reached))

    def complete(self, data: str, members: NctSet | None) -> None:
        """Note that the store has all of the query as of `data`, and which trials fit it."""
        self._put(Scope(data=data))
        if members is not None:
            about = {"entry": MEMBERS, "query": str(self._query), "as_of": data[:10]}
            self._writer.put_change({**about, "steps": members.steps()}, self._members_id)

    def _put(self, scope: Scope) -> None:
        self.scope = scope
        self._writer.put_change({"entry": SCOPE, "query": str(self._query), **to_document(scope)}, self._scope_id)
