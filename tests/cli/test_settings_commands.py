"""The command line and the user's settings."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from tests.cli.conftest import Cli

from trialtui.tui.commands import COMMANDS
from trialtui.tui.keymap import FIXED
from trialtui.user.locations import config_folder, data_folder


@pytest.fixture
def settings() -> Path:
    path = config_folder() / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)


def test_keys_are_those_of_the_settings_and_mistakes_are_told_beside(cli: Cli, settings: Path) -> None:
    settings.write_text('ascii = true\n[keys]\nsearch = "f3"\nzoom = "ctrl+b"\n', encoding="utf-8")
    done = cli("keys")
    assert done.code == 0 and done.out.isascii()
    assert any(line.split()[:2] == ["F3", "Searches"] for line in done.out.splitlines())
    assert done.err == f'trialtui: {settings}: keys.zoom = ["ctrl+b"]: Ctrl+b cannot be had: tmux takes it.\n'


def test_keys_can_be_printed_as_the_settings_have_them(cli: Cli) -> None:
    keys = tomllib.loads(cli("keys", "--toml").out)["keys"]
    assert keys == {item.id: list(item.keys) for item in COMMANDS if item.id not in FIXED}


def test_what_is_printed_so_is_no_mistake(cli: Cli, settings: Path) -> None:
    settings.write_text(cli("keys", "--toml").out, encoding="utf-8")
    assert cli("keys").err == ""


def test_info_names_the_settings_and_where_bookmarks_are(cli: Cli) -> None:
    lines = dict(line.split(maxsplit=1) for line in cli("info").out.splitlines())
    assert lines["settings"] == f"{config_folder() / 'settings.toml'} (not there yet)"
    assert lines["bookmarks"].startswith(str(data_folder()))
    assert "settings" not in cli("info", "--json").json


def test_a_theme_that_there_is_not_is_refused_with_those_that_there_are(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "xterm-256color")
    done = cli("--theme", "nrod")
    assert done.code == 2
    assert "nord" in done.err and "ansi-dark" in done.err


def test_a_terminal_that_can_show_nothing_opens_no_browser(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    done = cli()
    assert done.code == 2
    assert "TERM=dumb" in done.err
