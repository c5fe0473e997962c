from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.studies import study, write_lines

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

_HAWKS = {
    "identificationModule__briefTitle": "Remdesivir in Hawks [red]With[/red] Pneumonia",
    "statusModule__overallStatus": "RECRUITING",
    "statusModule__whyStopped": None,
    "statusModule__startDateStruct": {"date": "2020-06", "type": "ESTIMATED"},
    "designModule__enrollmentInfo": {"count": 1200, "type": "ESTIMATED"},
    "conditionsModule__conditions": ["pneumonia", "Influenza\x1b[2J"],
    "outcomesModule__primaryOutcomes": [{"measure": "Flight", "description": "Minutes", "timeFrame": "Day 15"}],
    "outcomesModule__otherOutcomes": [{"measure": "Song.", "timeFrame": "day 1"}, {"measure": "Sleep"}],
    "eligibilityModule__eligibilityCriteria": (
        "Inclusion Criteria:\n\n* Hawk\n* Age ≥ 18\n\nExclusion Criteria:\n\n* Eagle"
    ),
}


@pytest.fixture(scope="session")
def aviary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three small studies that a test only reads; their records lie beside it in `birds.jsonl`."""
    from trialtui.ingest.records import import_records

    folder = tmp_path_factory.mktemp("aviary")
    bats = study(10_000_003, identificationModule__briefTitle="Bats", eligibilityModule=None, outcomesModule=None)
    path = write_lines(folder / "birds.jsonl", [study(10_000_001), study(10_000_002, **_HAWKS), bats])
    import_records(folder / "store", [path], lambda _: None, lambda _: None, lambda _: None)
    return folder / "store"


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
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
