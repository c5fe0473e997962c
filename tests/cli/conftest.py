from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trialtui.cli.main import run

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Result:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], seed_store: Path) -> Cli:
    """Run a command line over the seed store."""

    def call(*arguments: str, store: Path | None = seed_store) -> Result:
        place = [] if store is None else ["--store", str(store)]
        try:
            code = run([*place, *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, which `TRIALTUI_GOLDEN=write` writes anew."""
    import os

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("TRIALTUI_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
