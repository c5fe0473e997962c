"""Where things of the user's are: the default store, what they keep, settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trialtui.user.policy import Policy


class NoHomeError(Exception):
    """The user has no home directory."""


def data_folder() -> Path:
    """Return the user's data folder, by the platform's rules.

    Raises:
        NoHomeError: the user has none.
    """
    import platformdirs

    return _absolute(platformdirs.user_data_dir("trialtui", appauthor=False))


def config_folder() -> Path:
    """Return the user's folder of settings, by the platform's rules.

    Raises:
        NoHomeError: the user has none.
    """
    import platformdirs

    return _absolute(platformdirs.user_config_dir("trialtui", appauthor=False))


def _absolute(name: str) -> Path:
    """Return a folder; one that hangs on no root is what is made of a home that is not known."""
    path = Path(name)
    if not path.is_absolute():
        raise NoHomeError("there is no home directory")
    return path


def user_folder(policy: Policy) -> Path | None:
    """Return the folder of bookmarks, notes and history; None where the session has none of its own."""
    return _own(data_folder, policy)


def settings_folder(policy: Policy) -> Path | None:
    """Return the folder of settings; None where the session has none of its own."""
    return _own(config_folder, policy)


def _own(folder: Callable[[], Path], policy: Policy) -> Path | None:
    """Return a folder, or the profile's part of it; None without a home, or on a shared account without a profile."""
    if policy.secure and not policy.profile:
        return None
    try:
        return folder() / "profiles" / policy.profile if policy.profile else folder()
    except NoHomeError:
        return None


def default_store() -> Path:
    """Return the place of the store that is used where none is named.

    Raises:
        NoHomeError: the user has no home directory.
    """
    return data_folder() / "store"


def named_store(name: str | None) -> Path | None:
    """Return the folder that a name stands for, `~` being the user's home where there is one; None without a name."""
    if not name:
        return None
    try:
        return Path(name).expanduser()
    except RuntimeError:  # no home: `~` stays what it is
        return Path(name)
