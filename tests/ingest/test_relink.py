"""Links made anew: the same by one process and by several, whatever stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from tests.studies import study, write_lines

from trialtui.ingest import workers
from trialtui.ingest.records import import_records
from trialtui.ingest.relink import relink
from trialtui.ingest.report import Report
from trialtui.linking.trial_links import TrialLinker
from trialtui.store.errors import StoreDamagedError
from trialtui.store.layout import INDEX_NAME, segment_path
from trialtui.store.store import Store

NUMBERS = range(10_000_001, 10_000_061)


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 10)
    monkeypatch.setattr(workers, "_BATCH", 4)
    monkeypatch.setattr(workers, "_cores", lambda: 2)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose links an older program made, which found none."""
    studies = [study(number, descriptionModule__briefSummary=f"Fever in {number} owls.") for number in NUMBERS]
    with monkeypatch.context() as old_rules:
        old_rules.setattr(TrialLinker, "links", lambda _linker, _trial: [])
        take_in(tmp_path / "s", write_lines(tmp_path / "all.jsonl", studies))
    return tmp_path / "s"


def take_in(folder: Path, records: Path) -> None:
    import_records(folder, [records], lambda _: None, lambda _: None, lambda _: None, workers=0)


def again(folder: Path, count: int, show: Callable[[int], None] = lambda _done: None) -> tuple[Report, bool]:
    return relink(folder, lambda _: None, lambda _total: nullcontext(show), workers=count)


def with_fever(folder: Path) -> list[int]:
    store = Store(folder)
    return [nct for nct in NUMBERS if "HP:0001945" in {str(link.ref) for link in store.links(nct)}]


@pytest.mark.parametrize("count", [0, 2])
def test_every_trial_is_linked_anew_once(store: Path, count: int) -> None:
    assert with_fever(store) == []
    done: list[int] = []
    assert again(store, count, done.append) == (Report(updated=len(NUMBERS)), False)
    assert done == list(range(1, len(NUMBERS) + 1))
    assert with_fever(store) == list(NUMBERS)
    assert again(store, count) == (Report(unchanged=len(NUMBERS)), False)


def test_it_says_how_many_there_are_before_it_begins(store: Path) -> None:
    totals = []

    @contextmanager
    def progress(total: int) -> Iterator[Callable[[int], None]]:
        totals.append(total)
        yield lambda _done: None

    relink(store, lambda _: None, progress, workers=0)
    assert totals == [len(NUMBERS)]


@pytest.mark.parametrize("count", [0, 2])
def test_what_was_linked_before_an_interruption_is_kept(store: Path, count: int) -> None:
    def interrupt(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    assert again(store, count, interrupt) == (Report(updated=20), True)
    assert with_fever(store) == list(NUMBERS[:20])
    assert again(store, count)[0] == Report(updated=len(NUMBERS) - 20, unchanged=20)


@pytest.mark.parametrize("count", [0, 2])
def test_a_damaged_trial_is_named(store: Path, count: int) -> None:
    path = segment_path(store, 1)
    path.write_bytes(path.read_bytes().replace(b"in 10000030 owls", b"in 10000030 OWLS"))
    with pytest.raises(StoreDamagedError, match="record trials/10000030 is damaged"):
        again(store, count)


def test_what_an_earlier_writer_could_not_publish_is_linked_too(store: Path, tmp_path: Path) -> None:
    newer = study(
        NUMBERS[0],
        descriptionModule__briefSummary="Cough in one owl.",
        derivedSection__miscInfoModule__versionHolder="2030-01-01",
    )
    published = (store / INDEX_NAME).read_bytes()
    take_in(store, write_lines(tmp_path / "newer.jsonl", [newer]))
    (store / INDEX_NAME).write_bytes(published)  # as if the writer had been killed before
    assert again(store, 2)[0] == Report(updated=len(NUMBERS) - 1, unchanged=1)
    assert "HP:0012735" in {str(link.ref) for link in Store(store).links(NUMBERS[0])}
    assert with_fever(store) == list(NUMBERS[1:])
