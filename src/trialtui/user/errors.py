"""What can go wrong with the user's files."""

from __future__ import annotations


class UserFileError(Exception):
    """The user's file cannot be read or written; the message names it and says why."""
