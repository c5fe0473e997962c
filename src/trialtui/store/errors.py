"""What can be wrong with a store, each with what to do about it."""

from __future__ import annotations


class StoreError(Exception):
    """A store that cannot be read or written; the message names the folder or file, and the next step."""


class StoreMissingError(StoreError):
    """There is no store at this place."""


class StoreLockedError(StoreError):
    """Another process is writing to this store."""


class StoreNewerError(StoreError):
    """The store was written by a newer version of the program."""


class StoreDamagedError(StoreError):
    """A segment, a record or the index is damaged; the message names it."""
