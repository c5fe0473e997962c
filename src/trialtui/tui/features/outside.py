"""Links that lead outside: shown whole, and opened where the reader sits before the machine that this runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread

from trialtui.pages.outline import folded_name
from trialtui.tui import wording
from trialtui.tui.screens.chooser import Choice, Chooser
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane

_WEB = ("https://", "http://")
_KEYS = "123456789"


def feature(session: Session) -> Outside:
    """Return what does the commands of outside links."""
    return Outside(session)


class Outside:
    """Does the commands of outside links for a screen."""

    def __init__(self, session: Session) -> None:
        """Look at the session's page."""
        self._session = session

    def do(self, command_id: str) -> str:
        """Do the one command there is, and return what there is to say."""
        addresses = self._addresses()
        if not addresses:
            return "This page has no outside link."
        opener = self._opener()
        if not opener:
            return "\n".join(f"{label}: {url}" if label else url for label, url in addresses)
        if len(addresses) == 1:
            return open_address(opener, addresses[0][1])
        self._choose(opener, addresses)
        return ""

    def _addresses(self) -> list[tuple[str, str]]:
        """Return the selected outside link, else those of the page, as (label, address)."""
        pane = self._session.desk.pane
        link = pane.selected_link if isinstance(pane, PagePane) else None
        if link is not None and isinstance(link.target, str) and folded_name(link.target) is None:
            return [("", wording.target_text(link.target))]
        outside = self._session.journey.page.outside
        return [(wording.target_text(each.label), wording.target_text(each.url)) for each in outside]

    def _opener(self) -> str:
        allowed = self._session.policy.may_open_programs
        return local_opener(os.environ, sys.platform) if allowed else ""

    def _choose(self, opener: str, addresses: list[tuple[str, str]]) -> None:
        """Ask which address to open."""
        choices = [Choice(key, url, label) for key, (label, url) in zip(_KEYS, addresses, strict=False)]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._session.say(open_address(opener, addresses[_KEYS.index(key)][1]))

        screen = Chooser("Open in the web browser", choices, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(screen, chosen)


def local_opener(environment: Mapping[str, str], platform: str) -> str:
    """Return the program that opens addresses where the reader sees it; empty where there is none, as over SSH."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return ""
    if platform == "darwin":
        return shutil.which("open") or ""
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return shutil.which("xdg-open") or ""
    return ""


def open_address(opener: str, url: str) -> str:
    """Open an address in the web browser and say so; only web addresses, which no shell ever sees."""
    if not url.startswith(_WEB):
        return f"Not an address for a web browser: {url}"
    Thread(target=_run, args=(opener, url), daemon=True).start()
    return f"Handed to the web browser: {url}"


def _run(opener: str, url: str) -> None:
    """Run the opener until it ends, in a thread of its own; what it has to say would be written over the screen."""
    with suppress(OSError):
        subprocess.run(
            [opener, url], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, check=False,
        )  # fmt: skip
