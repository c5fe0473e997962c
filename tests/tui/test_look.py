"""How the browser looks: pictures of its main screens, kept beside the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from tests.tui.driving import Driver
from tests.tui.small_catalogue import ASPIRIN, SmallCatalogue
from tests.tui.small_store import FEVER, make_catalogue
from textual.app import App
from textual.pilot import Pilot

from trialtui.model.places import ComparePlace, EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import mesh_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
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


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        (HomePlace(), ("Trials by start", "Trials by status")),
        (EntityPlace(trial_ref(10_000_004)), ("beta study 4", "in its record (1)")),
        (EntityPlace(mesh_ref(FEVER)), ("Trials by start (15 registered)", "Correlated Drug Terms (1)")),
        (SearchPlace("study status:completed"), ("Search · 6 trials", "Narrow 6 trials")),
        (ComparePlace((trial_ref(10_000_004), trial_ref(10_000_005))), ("2 trials compared",)),
    ],
    ids=["home", "trial", "term", "search", "compare"],
)
def test_a_main_screen(
    snap_compare: Compare, place: Place, texts: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_catalogue(tmp_path / "store").store.close()
    monkeypatch.chdir(tmp_path)  # home names the store's folder
    app = TrialtuiApp(StoreCatalogue(Store(Path("store"))), place)

    async def see_it_whole(pilot: Pilot[None]) -> None:
        await Driver(app, pilot).sees(*texts)

    assert snap_compare(app, terminal_size=(120, 40), run_before=see_it_whole)
