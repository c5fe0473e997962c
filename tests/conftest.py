"""What all tests share: a store of the seed documents, and the real data beside the checkout where it is present."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from trialtui.ingest.pages import build

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"


def pytest_configure() -> None:
    """Listen to Ctrl+c, which programs that a shell starts in the background ignore, as would those that tests stop."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Say how many processes `-n auto` stands for: tests in a terminal wait more than they work."""
    return max(4, os.cpu_count() or 1)


@pytest.fixture(scope="session")
def seeds() -> Path:
    return CHECKOUT / "seeds"


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A store of the seed documents; tests only read it."""
    folder = tmp_path_factory.mktemp("seed") / "store"
    build(folder, [seeds], lambda _line: None)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real data (../shared) is not here")
    return SHARED


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the user's own store or settings."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TRIALTUI_STORE", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
