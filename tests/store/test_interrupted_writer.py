"""A writer that ends at any point of its work, by a kill, an error or a full disk, leaves the old state or the new."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store.making import WORK, make_store, rubbish_in, seen, seen_in
from tests.store.stopped_writer import Countdown, run
from tinydb import TinyDB

from trialtui.store import hooks
from trialtui.store.errors import StoreError, StoreMissingError
from trialtui.store.layout import is_store, segment_numbers, segment_path
from trialtui.store.store import Store
from trialtui.store.verify import verify
from trialtui.store.writer import Writer

BEFORE = {"first": (), "second": ("first",), "compaction": ("first", "second")}
"""What is in the store before each piece of work."""

ONLY_COMPACTION = "replaced-removed"
NOTHING: dict[str, Any] = {}

CASES = [(work, point) for work in BEFORE for point in hooks.POINTS if work == "compaction" or point != ONLY_COMPACTION]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """What readers see before and after each piece of work."""
    found = {}
    for work, before in BEFORE.items():
        folder = tmp_path_factory.mktemp(work) / "store"
        old = seen_in(make_store(folder, *before)) if before else NOTHING
        found[work] = old, seen_in(make_store(folder, work))
    return found


def shown(folder: Path) -> dict[str, Any]:
    """What a fresh reader sees; nothing where there is no store yet."""
    try:
        return seen_in(folder)
    except StoreMissingError:
        return NOTHING


def check_whole(folder: Path) -> None:
    """Nothing is wrong that the next write does not mend, and stock TinyDB reads every segment."""
    if is_store(folder):
        assert [finding for finding in verify(folder) if not finding.harmless] == []
    for number in segment_numbers(folder):
        with TinyDB(segment_path(folder, number)) as db:
            assert "segment" in db.tables()


def check_completed(folder: Path, work: str, new: dict[str, Any]) -> None:
    """Doing the work again gives the new state, and leaves nothing half written."""
    make_store(folder, work)
    assert seen_in(folder) == new
    assert rubbish_in(folder) == []
    assert list(verify(folder)) == []
    check_whole(folder)


def each_passing(folder: Path, work: str, stop: Callable[[int], bool]) -> int:
    """Stop a writer at the first passing of a point, then, with the store as before, at the second, and so on."""
    original = folder.with_name("original")
    make_store(original, *BEFORE[work]) if BEFORE[work] else original.mkdir()
    for nth in range(1, 30):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(original, folder)
        if not stop(nth):
            return nth - 1
    raise AssertionError("the writer never came to its end")


@pytest.mark.parametrize(("work", "point"), CASES)
def test_a_kill_leaves_the_old_or_the_new_state_and_the_next_writer_completes_it(
    work: str, point: str, tmp_path: Path, states: dict[str, tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    folder, (old, new) = tmp_path / "store", states[work]

    def kill(nth: int) -> bool:
        reader = Store(folder) if is_store(folder) else None
        ended = run(folder, work, "kill", point, nth)
        if ended.returncode == 0:
            return False
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        if reader is not None:
            assert seen(reader) in (old, new)
            reader.close()
        assert shown(folder) in (old, new)
        check_whole(folder)
        committed = segment_numbers(folder) != segment_numbers(tmp_path / "original")
        with Writer(folder):
            pass
        assert shown(folder) == (new if committed else old)
        check_completed(folder, work, new)
        return True

    assert each_passing(folder, work, kill) >= 1


class RaisingCountdown(Countdown):
    error: BaseException

    def act(self) -> None:
        raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left")], ids=repr)
@pytest.mark.parametrize(("work", "point"), CASES)
def test_an_error_leaves_the_old_or_the_new_state_and_the_next_writer_completes_it(
    work: str,
    point: str,
    error: BaseException,
    tmp_path: Path,
    states: dict[str, tuple[dict[str, Any], dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, (old, new) = tmp_path / "store", states[work]

    def stop(nth: int) -> bool:
        reader = Store(folder) if is_store(folder) else None
        hook = RaisingCountdown(point, nth)
        hook.error = error
        monkeypatch.setattr(hooks, "hook", hook)
        try:
            make_store(folder, work)
        except (type(error), StoreError):
            stopped = True
        else:
            stopped = hook.left <= 0
        monkeypatch.setattr(hooks, "hook", None)
        if stopped:
            if reader is not None:
                assert seen(reader) in (old, new)
            assert shown(folder) in (old, new)
            check_whole(folder)
            check_completed(folder, work, new)
        if reader is not None:
            reader.close()
        return stopped

    assert each_passing(folder, work, stop) >= 1


@pytest.mark.parametrize("limit", [0, 1000, 30_000, 100_000])
@pytest.mark.parametrize("work", sorted(WORK))
def test_a_full_disk_is_said_and_costs_nothing_that_was_stored(
    work: str, limit: int, tmp_path: Path, states: dict[str, tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    folder, (old, new) = tmp_path / "store", states[work]
    make_store(folder, *BEFORE[work]) if BEFORE[work] else folder.mkdir()
    ended = run(folder, work, "limit", limit)
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout.startswith(f"StoreError: {folder}")
    assert ended.stderr == ""
    assert shown(folder) in (old, new)
    check_whole(folder)
    check_completed(folder, work, new)
