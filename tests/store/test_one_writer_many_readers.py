"""One process writes at a time; readers keep reading while it does, and see the new state when they ask for it."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.store.making import FEVER, link, make_store, put, seen, seen_in, trial, write_second
from tests.store.stopped_writer import CHECKOUT, command, environment

from trialtui.store import hooks
from trialtui.store.errors import StoreLockedError
from trialtui.store.layout import INDEX_NAME, segment_numbers
from trialtui.store.store import Store
from trialtui.store.verify import repair
from trialtui.store.writer import Writer


@pytest.fixture
def other_writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing to the store in `tmp_path`/store."""
    folder = make_store(tmp_path / "store", "first")
    process = subprocess.Popen(
        command(folder, "second", "hold"), cwd=CHECKOUT, env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("write", [make_store, repair], ids=["write", "repair"])
def test_a_second_writer_is_told_which_process_writes(
    write: Callable[[Path], object], other_writer: subprocess.Popen[str], tmp_path: Path
) -> None:
    with pytest.raises(StoreLockedError, match=rf"process {other_writer.pid} is writing"):
        write(tmp_path / "store")
    assert Store(tmp_path / "store").trial(1) is not None


def test_the_lock_ends_with_the_process_that_holds_it(other_writer: subprocess.Popen[str], tmp_path: Path) -> None:
    other_writer.send_signal(signal.SIGKILL)
    other_writer.wait(timeout=20)
    with Writer(tmp_path / "store") as writer:
        put(writer, trial(9))
    assert Store(tmp_path / "store").trial(9) is not None


def test_a_writer_that_is_left_gives_the_lock_back(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    with pytest.raises(ZeroDivisionError), Writer(tmp_path):
        raise ZeroDivisionError
    make_store(tmp_path, "second")


def test_a_reader_of_a_store_without_index_reads_while_another_writes(
    other_writer: subprocess.Popen[str], tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    wanted = seen_in(folder)
    (folder / INDEX_NAME).unlink()
    before = sorted(path.name for path in folder.iterdir())
    reader = Store(folder)
    assert seen(reader) == wanted
    assert sorted(path.name for path in folder.iterdir()) == before
    other_writer.kill()
    other_writer.wait(timeout=20)
    make_store(folder, "second")
    assert seen(reader) == wanted
    assert reader.refresh()
    assert seen(reader) == seen_in(folder)
    reader.close()


def test_readers_see_the_old_state_at_every_point_of_a_commit_then_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_store(tmp_path / "store", "first")
    reader, old = Store(folder), seen_in(folder)
    passed: list[str] = []

    def look(point: str) -> None:
        passed.append(point)
        assert seen(reader) == old
        if point not in ("index-renamed", "index-published"):
            assert not reader.refresh()
            assert seen_in(folder) == old

    monkeypatch.setattr(hooks, "hook", look)
    make_store(folder, "second")
    monkeypatch.setattr(hooks, "hook", None)
    assert set(passed) == set(hooks.POINTS) - {"replaced-removed"}
    assert seen(reader) == old
    assert reader.refresh()
    assert not reader.refresh()
    new = seen(reader)
    assert new == seen_in(folder)
    assert new != old


def test_readers_see_the_same_at_every_point_of_a_compaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_store(tmp_path / "store", "first", "second")
    early, state = Store(folder), seen_in(folder)
    passed: list[str] = []

    def look(point: str) -> None:
        passed.append(point)
        assert seen(early) == state
        late = Store(folder)
        assert seen(late) == state
        late.close()

    monkeypatch.setattr(hooks, "hook", look)
    make_store(folder, "compaction")
    monkeypatch.setattr(hooks, "hook", None)
    assert set(passed) == set(hooks.POINTS)
    assert segment_numbers(folder) == [3]
    early.refresh()
    assert seen(early) == state


def test_a_reader_that_comes_late_to_a_removed_segment_finds_its_records(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", "first", "second")
    state = seen_in(folder)
    reader = Store(folder)  # has opened no segment yet
    make_store(folder, "compaction")
    assert segment_numbers(folder) == [3]
    index = reader.index
    assert seen(reader) == state
    assert reader.index is index  # lists stay as they are until the reader asks
    assert reader.refresh()
    assert seen(reader) == state


def test_a_reader_that_holds_a_segment_open_reads_on_after_its_removal(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", "first", "second")
    reader = Store(folder)
    state = seen(reader)
    make_store(folder, "compaction")
    assert seen(reader) == state


def test_many_compactions_later_a_reader_still_finds_its_records(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", "first")
    reader = Store(folder)
    for number in range(10, 13):
        with Writer(folder) as writer:
            put(writer, trial(number), link(FEVER))
            writer.compact(everything=True)
        assert reader.trial(2) == trial(2, "aspirin")
    assert reader.index.summary.trials == 3
    assert reader.refresh()
    assert reader.index.summary.trials == 6


def test_a_long_import_publishes_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialtui.store.writer.SEGMENT_BYTES", 2000)
    monkeypatch.setattr("trialtui.store.writer.PUBLISH_EVERY", 0.0)
    monkeypatch.setattr("trialtui.store.writer._PUBLISH_SHARE", 0)
    counts = []
    with Writer(tmp_path) as writer:
        for number in range(1, 30):
            put(writer, trial(number))
            if segment_numbers(tmp_path):
                counts.append(seen_in(tmp_path)["summary"].trials)
    assert counts == sorted(counts)
    assert len(set(counts)) > 3
    assert seen_in(tmp_path)["summary"].trials == 29


def test_an_interrupted_import_shows_what_was_committed(tmp_path: Path) -> None:
    make_store(tmp_path, "first")
    with pytest.raises(KeyboardInterrupt), Writer(tmp_path) as writer:
        write_second(writer)
        writer.commit()
        put(writer, trial(77))
        raise KeyboardInterrupt
    rows: list[tuple[Any, ...]] = seen_in(tmp_path)["rows"]
    assert [row[0] for row in rows] == [1, 2, 3, 4]
