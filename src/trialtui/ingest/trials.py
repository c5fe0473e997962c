"""Trials into the store: which version stays, and its links."""

from __future__ import annotations

from typing import Any

import orjson

from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.differences import READER, same_record, same_version
from trialtui.ingest.terms import TermBook
from trialtui.linking.trial_links import LINKER, TrialLinker
from trialtui.model.codec import to_document
from trialtui.model.refs import trial_ref
from trialtui.model.term import Link
from trialtui.model.trial import Trial
from trialtui.store.writer import Writer
from trialtui.vocab import versions

SEED_PAGE, CSV = "seed page", "ClinicalTrials.gov CSV"


class TrialBook:
    """Puts trials into the store; an older or poorer version never replaces a newer or fuller one."""

    def __init__(self, writer: Writer, linker: TrialLinker, log: ChangeLog | None = None) -> None:
        """Write through this writer, with the links of this linker; `log` is told what changes."""
        self._writer, self._linker, self._log = writer, linker, log
        self._terms = TermBook(writer, linker)
        self._about = {"linker": LINKER, "vocabularies": versions()}

    def put(self, trial: Trial) -> str:
        """Add a trial where it is new or newer, with its links and their terms.

        A version that says the same as the store's brings its later date and nothing else: its links stay. One that
        says more only because this program reads more takes the other's place, and is no change.

        Returns:
            `added`, `updated`, or `unchanged` where the store's version stays.
        """
        nct = trial_ref(trial.nct_id).nct_number
        stored = self._writer.document("trials", nct)
        document = {**to_document(trial), "reader": READER}
        if stored is not None and rank(stored) >= rank(document):
            return "unchanged"
        if stored is not None and same_record(stored, document):
            self._writer.put_json("trials", nct, orjson.dumps(document))
            if self._log is not None:
                self._log.confirm()
            return "unchanged"
        fuller = stored is not None and rank(stored)[:2] < rank(document)[:2]
        if stored is not None and not fuller and same_version(stored, document):
            self._writer.put_trial(nct, document, self._link(trial))
            if self._log is not None:
                self._log.confirm()
            return "unchanged"
        if self._log is not None:
            self._log.record(nct, stored, document, fuller=fuller)
        self._writer.put_trial(nct, document, self._link(trial))
        return "added" if stored is None else "updated"

    def relink(self, nct: int, trial: Trial) -> bool:
        """Link a stored trial anew; False where its links are the same as before."""
        return self._writer.put_links(nct, self._link(trial))

    def _link(self, trial: Trial) -> dict[str, Any]:
        """Return a trial's links as a document, after writing what is known of their terms."""
        links = self._linker.links(trial)
        self._terms.link(links)
        for drug, substances in self._linker.substances(trial).items():
            self._terms.name_substances(drug, substances)
        return {**self._about, "links": [_link_document(link) for link in links]}


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


def rank(document: dict[str, Any]) -> tuple[Any, ...]:
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
