"""Named points of a commit, so that tests can stop a writer anywhere."""

from __future__ import annotations

from collections.abc import Callable

POINTS = (
    "segment-created", "segment-written", "segment-synced", "segment-renamed", "segment-committed",
    "index-copied", "index-applied", "index-synced", "index-renamed", "index-published", "replaced-removed",
)  # fmt: skip
"""Every point, in the order in which a commit passes it."""

hook: Callable[[str], None] | None = None
"""Called with the name of each point that is passed; a test's hook may raise, or end the process."""


def at(point: str) -> None:
    """Pass a named point."""
    if hook is not None:
        hook(point)
