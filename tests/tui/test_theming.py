"""Themes: chosen from a list, written to the settings; the terminal's own colours; no colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style
from tests.tui.driving import Driver, browsing
from tests.tui.small_catalogue import ASPIRIN
from textual.geometry import Region
from textual.widget import Widget

from trialtui.model.places import EntityPlace
from trialtui.tui.setup import Setup, set_up
from trialtui.tui.themes import names
from trialtui.user.data import in_memory
from trialtui.user.policy import Policy
from trialtui.user.settings import ReadSettings, Settings, read_settings


def styles(driver: Driver) -> list[tuple[str, Style]]:
    """All that is on the screen, with how it is drawn."""
    drawn = []
    for widget in driver.app.screen.walk_children(Widget):
        if widget.is_on_screen and widget.region:
            for strip in widget.render_lines(Region(0, 0, *widget.region.size)):
                drawn += [(segment.text, segment.style) for segment in strip if segment.style is not None]
    return drawn


def colours(driver: Driver) -> set[str]:
    found = {colour for _, style in styles(driver) for colour in (style.color, style.bgcolor) if colour is not None}
    return {colour.name if not colour.is_default else "default" for colour in found}


async def test_a_theme_is_seen_while_choosing_and_written_to_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text("# mine\nascii = false\n", encoding="utf-8")
    async with browsing(setup=set_up(read_settings(path), in_memory())) as driver:
        await driver.press(":", *"theme", "enter")
        await driver.sees("> textual-dark")
        await driver.press("down")
        await driver.until(lambda: driver.app.theme == "textual-light", "the theme under the cursor")
        await driver.press("escape")
        await driver.until(lambda: driver.app.theme == "textual-dark", "the theme before")
        assert "theme" not in path.read_text(encoding="utf-8")
        await driver.press(":", *"theme", "enter", *"nord", "enter")
        await driver.answers("nord, from now on", "settings.toml")
        assert driver.app.theme == "nord"
    assert path.read_text(encoding="utf-8") == 'theme = "nord"\n# mine\nascii = false\n'
    async with browsing(setup=set_up(read_settings(path), in_memory())) as driver:
        assert driver.app.theme == "nord"


@pytest.mark.parametrize("policy", [Policy(read_only=True), Policy(secure=True)])
async def test_where_nothing_is_written_a_theme_lasts_until_the_end(tmp_path: Path, policy: Policy) -> None:
    path = tmp_path / "settings.toml"
    async with browsing(setup=Setup(policy=policy, read=read_settings(path))) as driver:
        await driver.press(":", *"theme", "enter", *"dracula", "enter")
        await driver.answers("dracula, until you leave: nothing is kept on disk here.")
        assert driver.app.theme == "dracula"
    assert not path.exists()


async def test_settings_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("theme = [\n", encoding="utf-8")
    async with browsing(setup=set_up(read_settings(path), in_memory())) as driver:
        await driver.answers("None of its settings count.")
        await driver.press(":", *"theme", "enter", *"nord", "enter")
        await driver.answers("nord, until you leave.", 'write theme = "nord" there yourself')


async def test_a_theme_that_there_is_not_is_said_and_the_browser_opens(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "nrod"\n', encoding="utf-8")
    async with browsing(setup=set_up(read_settings(path), in_memory())) as driver:
        await driver.answers('theme = "nrod": there is no such theme; did you mean nord?')


@pytest.mark.parametrize("theme", names())
async def test_every_theme_can_be_had(theme: str) -> None:
    async with browsing(setup=Setup(read=ReadSettings(Settings(theme=theme)))) as driver:
        await driver.sees("Overview")
        assert driver.app.theme == theme


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_terminal_s_own_colours_are_its_sixteen(theme: str) -> None:
    async with browsing(start=EntityPlace(ASPIRIN), setup=Setup(read=ReadSettings(Settings(theme=theme)))) as driver:
        await driver.press("tab", "?")
        await driver.sees("Here, in the page")
        assert not [name for name in colours(driver) if name.startswith("#")]


@pytest.mark.parametrize("theme", ["", "nord", "ansi-dark"])
async def test_without_colour_what_is_selected_is_shown_in_reverse(monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with browsing(start=EntityPlace(ASPIRIN), setup=Setup(read=ReadSettings(Settings(theme=theme)))) as driver:
        await driver.press("tab")
        await driver.says("https://clinicaltrials.gov")
        assert colours(driver) <= {"default"}
        reversed_ = "".join(text for text, style in styles(driver) if style.reverse)
        assert "https://clinicaltrials.gov" in reversed_
        await driver.press("2")
        await driver.until(
            lambda: any(style.reverse and "Drugs" in text for text, style in styles(driver)), "the cursor of the tree"
        )
        await driver.press(":")
        await driver.sees("> Unfold")
        assert any(style.reverse and "Unfold" in text for text, style in styles(driver))
        assert colours(driver) <= {"default"}
