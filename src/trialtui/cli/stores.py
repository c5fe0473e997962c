"""Which store a command reads, and opening it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trialtui.cli.exits import UNUSABLE, CommandError
from trialtui.cli.output import say
from trialtui.store.errors import StoreError, StoreMissingError
from trialtui.user.locations import default_store, named_store

if TYPE_CHECKING:
    from trialtui.store.store import Store


def store_folder(option: str | None) -> Path:
    """Return the folder of the store: the one named by option or environment, else the user's own."""
    return named_store(option) or default_store()


def open_store(option: str | None) -> Store:
    """Open the store to read. The user's own place is built from the shipped seed documents when it is empty.

    Raises:
        CommandError: the store is missing or cannot be read.
    """
    from trialtui.store.store import Store

    folder = store_folder(option)
    try:
        return Store(folder, progress=say)
    except StoreMissingError as error:
        if named_store(option) is not None:
            raise CommandError(f"{error}; make one with: trialtui --store {folder} build", UNUSABLE) from error
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    return _build_default(folder)


def _build_default(folder: Path) -> Store:
    """Build the user's own store from the seed documents, and open it."""
    from trialtui.assets import asset
    from trialtui.ingest.pages import build
    from trialtui.store.store import Store

    say(f"{folder}: a store is made here from the seed documents")
    try:
        build(folder, [asset("seeds")], say)
        return Store(folder, progress=say)
    except (StoreError, OSError) as error:
        raise CommandError(f"{error}; or name another place with --store DIR or TRIALTUI_STORE", UNUSABLE) from error
