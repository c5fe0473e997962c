"""Random keys, sizes and commits: no exception, and nothing stale on the screen. `tests/soak` does so for hours."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.tui.fuzzing import Browsing


def test_whatever_is_pressed_it_goes_on_and_shows_what_would_be_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Browsing, "folder", tmp_path, raising=False)
    few = settings(
        max_examples=2, stateful_step_count=30, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Browsing, settings=few)
