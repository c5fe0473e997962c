"""How the browser looks: two pictures, kept beside the tests."""

from __future__ import annotations

from typing import Protocol

import pytest
from tests.tui.driving import Driver
from tests.tui.small_catalogue import ASPIRIN, SmallCatalogue
from textual.app import App
from textual.pilot import Pilot

from trialtui.model.places import EntityPlace
from trialtui.tui.app import TrialtuiApp


class Compare(Protocol):
    def __call__(self, app: App[None], *, terminal_size: tuple[int, int], run_before: object) -> bool: ...


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_term_with_a_selected_link(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = TrialtuiApp(SmallCatalogue(), EntityPlace(ASPIRIN))

    async def select_a_link(pilot: Pilot[None]) -> None:
        driver = Driver(app, pilot)
        await driver.sees("▾ Drugs")
        await driver.press("tab", "tab")
        await driver.says("Trial NCT00000001")

    assert snap_compare(app, terminal_size=size, run_before=select_a_link)
