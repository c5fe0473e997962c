"""The tour, in a real terminal over real trials, and without a terminal over a small store."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.terminal import in_terminal
from tests.tui.driving import browsing
from tests.tui.small_store import make_catalogue
from tests.tui.tour import LEAVING, PANES, Scene, Step, steps

from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.setup import NOTHING_SET, set_up
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles

REAL = Scene("remdesivir", "Remdesivir", "covid")
SMALL = Scene("zinc", "Zinc", "study")

_BYTES = {"enter": "\r", "escape": "\x1b", "slash": "/", "greater_than_sign": ">", "question_mark": "?"}
_COMMAND = [sys.executable, "-m", "trialtui"]


def _done(step: Step, before: str, shown: Callable[[], str]) -> bool:
    """Tell whether the screen shows what a step leads to."""
    return step.sees in shown() if step.sees else shown() != before


@pytest.fixture(scope="session")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the real trials that speak of remdesivir."""
    records = shared / "data" / "covid-trials.jsonl.gz"
    if not records.exists():
        pytest.skip("the real COVID-19 trials (../shared/data) are not here")
    folder = tmp_path_factory.mktemp("tour")
    with gzip.open(records) as lines:
        chosen = b"".join(line for line in lines if b"emdesivir" in line)
    (folder / "some.jsonl").write_bytes(chosen)
    command = [*_COMMAND, "--store", str(folder / "store"), "import", str(folder / "some.jsonl")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "store"


@pytest.mark.parametrize("size", PANES)
def test_the_tour_in_a_terminal_over_real_trials(real_store: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    environment = {**kept, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", str(tmp_path), *_COMMAND, "--store", str(real_store)]
    with in_terminal(command, environment, size) as terminal:
        terminal.sees("Home")
        terminal.settled()
        for step in steps(REAL, PANES[size]):
            before = terminal.text
            for key in step.keys:
                terminal.press(_BYTES.get(key, key))
            if step.does == LEAVING:
                break
            terminal.until(partial(_done, step, before, lambda: terminal.text), step.does)
            terminal.settled(0.2)
        assert terminal.ends() == 0
        assert terminal.is_as_before() == []
    assert len((tmp_path / "marked.csv").read_text(encoding="utf-8").splitlines()) > 2


@pytest.mark.parametrize("size", PANES)
async def test_the_tour_over_a_small_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    make_catalogue(tmp_path / "store").store.close()
    monkeypatch.chdir(tmp_path)
    user = UserData(UserFiles(tmp_path / "user"))
    catalogue = StoreCatalogue(Store(tmp_path / "store"), user=user)
    async with browsing(catalogue, setup=set_up(NOTHING_SET, user), size=size) as driver:
        for step in steps(SMALL, PANES[size]):
            before = driver.text
            await driver.press(*step.keys)
            if step.does != LEAVING:
                await driver.until(partial(_done, step, before, lambda: driver.text), step.does)
        await driver.until(lambda: driver.app.return_code == 0, "the end")
    assert len((tmp_path / "marked.csv").read_text(encoding="utf-8").splitlines()) == 3
