"""Which store a command reads, and opening it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trialtui.cli.exits import UNUSABLE, CommandError
from trialtui.cli.output import say
from trialtui.store.errors import StoreError, StoreMissingError
from trialtui.user.locations import NoHomeError, default_store, named_store
from trialtui.user.policy import Policy

if TYPE_CHECKING:
    from trialtui.store.store import Store


class StoreChoice(NamedTuple):
    """Which store a command line is about: the one named by option or environment, and what may be done to it."""

    name: str | None
    policy: Policy


def store_folder(choice: StoreChoice) -> Path:
    """Return the folder of the store: the one named, else the user's own.

    Raises:
        CommandError: none is named, and the user has no home directory.
    """
    try:
        return named_store(choice.name) or default_store()
    except NoHomeError as error:
        raise CommandError(f"{error}; name a store with --store DIR or TRIALTUI_STORE", UNUSABLE) from error


def open_store(choice: StoreChoice) -> Store:
    """Open the store to read. The user's own place is built from the shipped seed documents when it is empty.

    Raises:
        CommandError: the store is missing or cannot be read.
    """
    from trialtui.store.store import Store

    folder = store_folder(choice)
    try:
        return Store(folder, progress=say, writable=choice.policy.may_write_store)
    except StoreMissingError as error:
        if not choice.policy.may_write_store:
            raise CommandError(f"{error}, and none is made here: {_reason(choice)}", UNUSABLE) from error
        if choice.name is not None:
            raise CommandError(f"{error}; make one with: trialtui --store {folder} build", UNUSABLE) from error
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    return _build_default(folder)


def _reason(choice: StoreChoice) -> str:
    return choice.policy.refusal("build", "write_store")


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
