"""Links that lead outside: shown whole, opened only where the reader sits before this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.tui.driving import browsing
from tests.tui.small_catalogue import FIRST

from trialtui.model.places import EntityPlace
from trialtui.tui.features.outside import local_opener, open_address

ADDRESS = "https://clinicaltrials.gov/study/NCT00000001"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a display, whose opener notes what it is given."""
    script = f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/part\nmv {tmp_path}/part {tmp_path}/opened\n'
    for name in ("xdg-open", "open"):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_TTY", raising=False)
    return tmp_path


def test_there_is_a_browser_only_on_a_desktop(desktop: Path) -> None:
    xdg, mac = str(desktop / "xdg-open"), str(desktop / "open")
    assert local_opener({"DISPLAY": ":0"}, "linux") == xdg
    assert local_opener({"WAYLAND_DISPLAY": "wayland-0"}, "linux") == xdg
    assert local_opener({}, "darwin") == mac
    assert local_opener({}, "linux") == ""
    for ssh in ("SSH_CONNECTION", "SSH_TTY"):
        assert local_opener({"DISPLAY": ":10", ssh: "x"}, "linux") == local_opener({ssh: "x"}, "darwin") == ""


async def test_an_outside_link_is_opened_on_a_desktop(desktop: Path) -> None:
    async with browsing(start=EntityPlace(FIRST)) as driver:
        await driver.press("o")
        await driver.answers(f"Handed to the web browser: {ADDRESS}")
        await driver.until((desktop / "opened").exists, "the opener")
    assert (desktop / "opened").read_text() == f"{ADDRESS}\n"


async def test_over_ssh_its_address_is_shown_whole(desktop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5000 10.0.0.2 22")
    async with browsing(start=EntityPlace(FIRST)) as driver:
        await driver.press("o")
        await driver.answers(f"Registry: {ADDRESS}")
    assert not (desktop / "opened").exists()


def test_only_web_addresses_are_opened(desktop: Path) -> None:
    for url in ("file:///etc/passwd", "javascript:alert(1)", "--help", "mailto:owl@example.org"):
        assert open_address(str(desktop / "xdg-open"), url) == f"Not an address for a web browser: {url}"
    assert not (desktop / "opened").exists()
