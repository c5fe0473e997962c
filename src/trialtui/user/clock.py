"""When something of the user's was written: by their own clock, to the second."""

from __future__ import annotations

import time


def now() -> str:
    """Return the time as the user's files have it: `2026-11-22T10:30:00`."""
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def in_order(at: str) -> tuple[bool, str]:
    """Return what puts times of the user's files in order: one that is still to come is a wrong clock's, no news."""
    return at <= now(), at
