"""When something of the user's was written: by their own clock, to the second."""

from __future__ import annotations

import time


def now() -> str:
    """Return the time as the user's files have it: `2026-11-22T10:30:00`."""
    return time.strftime("%Y-%m-%dT%H:%M:%S")
