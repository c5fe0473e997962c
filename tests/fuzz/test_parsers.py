"""What is spoiled is refused by the error that its parser names, or read; `tests/soak/parsers.py` tries for hours."""

from __future__ import annotations

import pytest
from tests.fuzz.parsers import TARGETS, attempt

ATTEMPTS = 60


@pytest.mark.parametrize("name", TARGETS)
def test_every_document_as_it_is_can_be_read(name: str) -> None:
    for data in TARGETS[name].corpus:
        TARGETS[name].parse(data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_spoiled_document_is_read_or_refused(name: str) -> None:
    for seed in range(ATTEMPTS):
        attempt(name, seed)
