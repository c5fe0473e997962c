"""What is made of a record before it is stored: the trial's document, its links, what they say of terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from trialtui.ingest.differences import READER, reads_more, same_record
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.codec import from_document, to_document
from trialtui.model.refs import Ref, trial_ref
from trialtui.model.term import Link
from trialtui.model.trial import Trial
from trialtui.sources.files import Problem, RawRecord, Read, decode
from trialtui.store.errors import StoreError
from trialtui.store.index_facts import check_links
from trialtui.store.store import Store

SEED_PAGE, CSV = "seed page", "ClinicalTrials.gov CSV"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between records, which comes out where it went in.

    Attributes:
        total: How many records there are in all, where that is known.
        reached: The day up to which the records before it have come; None where none has come before it.
    """

    total: int | None = None
    reached: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A trial of the published store, to be linked anew."""

    nct: int


Item = RawRecord | Read | Problem | Mark | Stored
"""A record still to be decoded, a trial, what is wrong with a file, a mark, or a trial that is to be linked anew."""


@dataclass(frozen=True, slots=True)
class Links:
    """What a trial is linked to.

    Attributes:
        data: The document of its links, as JSON.
        refs: The terms, each once.
        substances: The MeSH substances that each of its drugs names, for those that name any.
    """

    data: bytes
    refs: tuple[Ref, ...]
    substances: dict[Ref, tuple[Ref, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A trial as it is to be stored.

    Attributes:
        nct: The digits of its NCT number.
        data: Its document, as JSON.
        as_of: The day of the registry's data that it is of; empty where the record does not say.
        links: Its links; None where they seemed not to be wanted.
        part_of: Its source, where that holds a part of the record only; else empty.
    """

    nct: int
    data: bytes
    as_of: str
    links: Links | None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a trial of the published store, by the digits of its NCT number, is linked to now."""

    nct: int
    links: Links


def trial_document(trial: Trial) -> dict[str, Any]:
    """Return a trial's document, with the mark of who read it."""
    return {**to_document(trial), "reader": READER}


def links_of(linker: TrialLinker, trial: Trial) -> Links:
    """Link a trial.

    Raises:
        RefError: a link cannot be stored.
    """
    found = linker.links(trial)
    document = {**linker.about, "links": [_link_document(link) for link in found]}
    if unlinked := linker.unlinked(trial):
        document["unlinked"] = unlinked
    check_links(document)
    refs = tuple(dict.fromkeys(link.ref for link in found))
    return Links(orjson.dumps(document), refs, linker.substances(trial))


def _link_document(link: Link) -> dict[str, Any]:
    """Return a link as a document, as `model.codec` would: a trial has dozens, so this is done by hand."""
    document: dict[str, Any] = {"ref": str(link.ref), "via": link.via, "field": link.field}
    if link.start >= 0:
        document["start"], document["end"] = link.start, link.end
    if link.name:
        document["name"] = link.name
    if link.excluded:
        document["excluded"] = True
    return document


def is_known(stored: dict[str, Any] | None, document: dict[str, Any]) -> bool:
    """Tell whether the store has a version that is as new and as full, or says the same: its links stay."""
    return stored is not None and (stays(stored, document) or same_record(stored, document))


def stays(stored: dict[str, Any], document: dict[str, Any]) -> bool:
    """Tell whether the store's version is as new and as full as another, and read by a program that knew as much."""
    own, other = rank(stored), rank(document)
    return own > other or (own == other and not reads_more(stored, document))


def rank(document: Mapping[str, Any]) -> tuple[Any, ...]:
    """Order the versions of a trial.

    A whole record goes before one downloaded in part, that before a row of a CSV, that before a published page; among
    equals the newer one, by the date of the data and then of the last update; a whole page before one that is cut.
    """
    source = document.get("source")
    updated = document.get("last_update_post_date", {}).get("date", "")
    dates = (document.get("record_as_of", ""), updated)
    if source == SEED_PAGE:
        return (0, not document.get("truncated_after"), *dates)
    return (1 if source == CSV else 2 if document.get("missing") else 3, True, *dates)


Answer = Prepared | Relinked | Problem | Mark
"""What is made of an item."""


class Preparer:
    """Prepares records for a store, of which it only reads what is published."""

    def __init__(self, folder: Path) -> None:
        """Prepare for the store in `folder`; there need be none."""
        self._linker = TrialLinker()
        try:
            self._store: Store | None = Store(folder, writable=False)
        except StoreError:
            self._store = None

    def prepare(self, items: Iterable[Item]) -> Iterator[Answer]:
        """Yield what is made of each item.

        Raises:
            StoreError: a trial that is to be linked anew cannot be read.
        """
        for item in items:
            if isinstance(item, Stored):
                yield Relinked(item.nct, links_of(self._linker, self._trial(item.nct)))
                continue
            found = decode(item) if isinstance(item, RawRecord) else item
            if isinstance(found, Problem | Mark):
                yield found
                continue
            trial = found.trial if isinstance(found, Read) else found
            nct, document = trial_ref(trial.nct_id).nct_number, trial_document(trial)
            links = None if is_known(self._stored(nct), document) else links_of(self._linker, trial)
            part_of = trial.source if trial.missing else ""
            yield Prepared(nct, orjson.dumps(document), trial.record_as_of, links, part_of)

    def _trial(self, nct: int) -> Trial:
        """Return a trial of the published store."""
        document = self._store.document("trials", nct) if self._store else None
        if document is None:
            raise StoreError(f"{trial_ref(nct)}: not in the store any more")
        return from_document(Trial, document)

    def _stored(self, nct: int) -> dict[str, Any] | None:
        """Return what the published store has of a trial; the writer, who knows more, decides what becomes of it."""
        if self._store is None:
            return None
        try:
            return self._store.document("trials", nct)
        except StoreError:
            return None
