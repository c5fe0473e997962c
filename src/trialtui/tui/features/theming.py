"""The theme: chosen from a list, seen at once, and written to the settings."""

from __future__ import annotations

from functools import partial

from trialtui.tui.screens.picker import Picker, words_fit
from trialtui.tui.session import Session
from trialtui.tui.themes import names
from trialtui.tui.widgets.pick_lines import Pick
from trialtui.user.errors import UserFileError
from trialtui.user.settings_file import write_setting


def feature(session: Session) -> Theming:
    """Return what changes the theme."""
    return Theming(session)


class Theming:
    """Lets the reader choose a theme."""

    def __init__(self, session: Session) -> None:
        """Choose for the session's application."""
        self._session = session
        self._app = session.screen.app

    def do(self, command_id: str) -> str:
        """List the themes, beginning at the present one."""
        before, themes = self._app.theme, names()
        picker = Picker(
            "Theme",
            self._fitting,
            hint="Enter: take it   Esc: the one before   Up, Down: look",
            nothing="No theme is called so.",
            cursor=themes.index(before) if before in themes else 0,
            ascii_only=self._session.ascii_only,
        )

        def picked(pick: Pick | None) -> None:
            if pick is None:
                self._show(before)
            else:
                pick.act()

        self._app.push_screen(picker, picked)
        return "NO_COLOR is set: no theme shows any colour." if self._app.no_color else ""

    def _fitting(self, typed: str) -> list[Pick]:
        return [
            Pick(name, partial(self._take, name), _says(name), show=partial(self._show, name))
            for name in names()
            if words_fit(typed, name, _says(name))
        ]

    def _show(self, name: str) -> None:
        if self._app.theme != name:
            self._app.theme = name

    def _take(self, name: str) -> None:
        """Take a theme for good, as far as the settings can be written, and say so."""
        self._show(name)
        path = self._session.setup.read.path
        again = f"{self._session.key('theme')} changes it again."
        if path is None or not self._session.policy.may_write_user_data:
            self._session.say(f"{name}, until you leave: nothing is kept on disk here. {again}")
            return
        try:
            write_setting(path, "theme", name)
        except UserFileError as error:
            self._session.say(f"{name}, until you leave. {error}.")
        else:
            self._session.say(f'{name}, from now on: theme = "{name}" is written to {path}. {again}')


def _says(name: str) -> str:
    """Say what is special about a theme."""
    return "the terminal's own sixteen colours" if name.startswith("ansi-") else ""
