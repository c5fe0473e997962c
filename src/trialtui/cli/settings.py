"""The user's settings, as far as the command line does not say otherwise."""

from __future__ import annotations

import argparse

from trialtui.user.locations import settings_folder
from trialtui.user.settings import FILE_NAME, ReadSettings, read_settings


def settings_of(options: argparse.Namespace) -> ReadSettings:
    """Read the settings of the session's user; options go before them."""
    folder = settings_folder(options.policy)
    read = read_settings(folder / FILE_NAME if folder is not None else None)
    theme = getattr(options, "theme", None)
    wanted = read.settings._replace(ascii=options.ascii or read.settings.ascii, theme=theme or read.settings.theme)
    return read._replace(settings=wanted)
