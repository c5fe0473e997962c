"""How long tests wait for a registry: hardly."""

from __future__ import annotations

from trialtui.sources.ctgov_api import Patience

QUICK = Patience(
    connect=2.0, silence=2.0, answer=0.6, first_attempts=12, attempts=12, wait=0.001, longest_wait=0.01,
    asked_to_wait=5.0, per_minute=1_000_000,
)  # fmt: skip
