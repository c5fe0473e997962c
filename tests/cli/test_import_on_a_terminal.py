"""An import as one who waits for it sees it."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from tests.studies import study, write_lines
from tests.terminal import in_terminal

ENVIRONMENT = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
BAR = """
import time
from trialtui.cli.progress_bar import ProgressBar
from trialtui.ingest.records import Progress
from trialtui.ingest.report import Report

with ProgressBar() as show:
    for number in range(1, 9):
        show(Progress(number * 1000, 60_000, Report(added=number * 50, rejected=number)))
        time.sleep(0.11)
"""


def test_a_bar_tells_count_and_rate_and_the_last_line_is_json(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "many.jsonl", [study(10_000_000 + number) for number in range(300)])
    command = [sys.executable, "-m", "trialtui", "--store", str(tmp_path / "s"), "import", str(path)]
    with in_terminal(command, ENVIRONMENT) as terminal:
        assert terminal.ends() == 0
        shown = terminal.output.decode()
        assert re.search(r"\d+ records", shown) and re.search(r"\d+/s", shown)
        lines = terminal.text.rstrip().splitlines()
    assert json.loads(lines[-1]) == {"added": 300, "updated": 0, "unchanged": 0, "rejected": 0}
    assert not any("records" in line for line in lines)


def test_the_bar_tells_the_time_left() -> None:
    with in_terminal([sys.executable, "-c", BAR], ENVIRONMENT) as terminal:
        assert terminal.ends() == 0
        shown = terminal.output.decode()
    assert re.search(r"\d:\d\d:\d\d", shown)
    assert "408 records" in shown
