"""Trials into the store: which version stays, and its links."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.differences import same_record, same_version
from trialtui.ingest.prepared import Links, Prepared, Relinked, links_of, rank, stays, trial_document
from trialtui.ingest.terms import TermBook
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.codec import from_document
from trialtui.model.refs import trial_ref
from trialtui.model.trial import Trial
from trialtui.store.writer import Writer


class TrialBook:
    """Puts trials into the store; an older or poorer version never replaces a newer or fuller one."""

    def __init__(self, writer: Writer, linker: TrialLinker, log: ChangeLog | None = None) -> None:
        """Write through this writer, with the links of this linker; `log` is told what changes."""
        self._writer, self._linker, self._log = writer, linker, log
        self._terms = TermBook(writer, linker)

    def put(self, trial: Trial) -> str:
        """Add a trial where it is new or newer, with its links and their terms.

        A version that says the same as the store's brings its later date and nothing else: its links stay. One that
        says more only because this program reads more takes the other's place, and is no change.

        Returns:
            `added`, `updated`, or `unchanged` where the store's version stays.
        """
        data = orjson.dumps(trial_document(trial))
        return self._put(trial_ref(trial.nct_id).nct_number, data, lambda: links_of(self._linker, trial))

    def put_prepared(self, found: Prepared, as_of: str = "") -> str:
        """Add a trial that is prepared, as `put` does.

        Args:
            found: The trial.
            as_of: The day of the registry's data, for a record that does not say.
        """
        data = found.data
        if as_of and b'"version_holder":' not in data:
            data = orjson.dumps({**orjson.loads(data), "record_as_of": as_of})
        return self._put(
            found.nct, data, lambda: found.links or links_of(self._linker, from_document(Trial, orjson.loads(data)))
        )

    def _put(self, nct: int, data: bytes, link: Callable[[], Links]) -> str:
        stored = self._writer.document("trials", nct)
        if stored is None:
            if self._log is not None:
                self._log.add(nct, data)
            self._put_linked(nct, data, link())
            return "added"
        document = orjson.loads(data)
        if stays(stored, document):
            return "unchanged"
        if same_record(stored, document):
            self._writer.put_json("trials", nct, data)
            self._confirm()
            return "unchanged"
        fuller = rank(stored)[:2] < rank(document)[:2]
        if not fuller and same_version(stored, document):
            self._confirm()
            self._put_linked(nct, data, link())
            return "unchanged"
        if self._log is not None:
            self._log.record(nct, stored, document, fuller=fuller)
        self._put_linked(nct, data, link())
        return "updated"

    def relink(self, found: Relinked) -> bool:
        """Put the new links of a stored trial in place of the old ones; False where they are the same as before."""
        self._write_terms(found.links)
        return self._writer.put_links(found.nct, found.links.data)

    def _confirm(self) -> None:
        if self._log is not None:
            self._log.confirm()

    def _put_linked(self, nct: int, data: bytes, links: Links) -> None:
        """Write a trial and its links, after what is known of their terms."""
        self._write_terms(links)
        self._writer.put_linked(nct, data, links.data)

    def _write_terms(self, links: Links) -> None:
        for ref in links.refs:
            self._terms.use(ref)
        for drug, substances in links.substances.items():
            self._terms.name_substances(drug, substances)
