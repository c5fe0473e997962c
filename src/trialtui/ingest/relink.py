"""`trialtui build --relink`: links and terms made anew, after a change of rules or vocabularies; trials stay."""

from __future__ import annotations

from pathlib import Path

from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.trials import TrialBook
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.codec import from_document
from trialtui.model.trial import Trial
from trialtui.store.writer import Writer


def relink(folder: Path, say: Narrator) -> Report:
    """Link every trial of the store in `folder` anew.

    Returns:
        How many trials' links changed (`updated`) and did not (`unchanged`).

    Raises:
        StoreError: the store cannot be written to; what was committed before is kept.
    """
    report = Report()
    with Writer(folder, progress=say) as writer:
        book = TrialBook(writer, TrialLinker())
        for nct in writer.ids("trials"):
            document = writer.document("trials", nct)
            if document is not None:
                report.count("updated" if book.relink(nct, from_document(Trial, document)) else "unchanged")
    return report
