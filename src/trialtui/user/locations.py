"""Where things of the user's are: the default store, settings."""

from __future__ import annotations

import os
from pathlib import Path

STORE_VARIABLE = "TRIALTUI_STORE"


def data_folder() -> Path:
    """Return the user's data folder, by the platform's rules."""
    import platformdirs

    return Path(platformdirs.user_data_dir("trialtui", appauthor=False))


def default_store() -> Path:
    """Return the place of the store that is used where none is named."""
    return data_folder() / "store"


def named_store(option: str | None) -> Path | None:
    """Return the store that the user named, by option or else by environment; None where none is named."""
    name = option or os.environ.get(STORE_VARIABLE)
    return Path(name).expanduser() if name else None
