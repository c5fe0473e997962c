"""A store of the real COVID-19 trials, made once a session whatever the number of test processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from trialtui.ingest.terms import TermBook
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.codec import to_document
from trialtui.model.refs import trial_ref
from trialtui.model.trial import Eligibility, Trial
from trialtui.sources.files import read_files
from trialtui.store.store import Store
from trialtui.store.writer import Writer


@pytest.fixture(scope="session")
def covid_records(shared: Path) -> Path:
    """The file of real records; the test is skipped where it is absent."""
    path = shared / "data" / "covid-trials.jsonl.gz"
    if not path.exists():
        pytest.skip("the real COVID-19 trials (../shared/data) are not here")
    return path


@pytest.fixture(scope="session")
def covid_store(covid_records: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store; the first process that needs it makes it while the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "covid-store"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "index.db").exists():
            _import(folder, covid_records)
    store = Store(folder)
    yield store
    store.close()


def _import(folder: Path, records: Path) -> None:
    """Import the records; their long texts are searched as they are, but not read for mentions, which takes long."""
    linker = TrialLinker()
    with Writer(folder) as writer:
        terms = TermBook(writer, linker)
        for item in read_files([records], lambda _problem: None, lambda _read, _total: None):
            links = linker.links(_without_long_texts(item.trial))
            for link in links:
                terms.use(link.ref)
            for drug, substances in linker.substances(item.trial).items():
                terms.name_substances(drug, substances)
            document = {"linker": "1", "vocabularies": {}, "links": [to_document(link) for link in links]}
            writer.put_trial(trial_ref(item.trial.nct_id).nct_number, to_document(item.trial), document)


def _without_long_texts(trial: Trial) -> Trial:
    return replace(
        trial,
        brief_summary="",
        detailed_description="",
        eligibility=Eligibility(),
        outcomes=(),
        arm_groups=(),
        interventions=tuple(replace(item, description="") for item in trial.interventions),
    )
