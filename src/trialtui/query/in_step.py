"""What of the registry a store was last brought in step with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from trialtui.model.registry import DEFAULT_CONDITION, RegistryQuery
from trialtui.store.index_history import runs
from trialtui.store.store import Store


class InStep(NamedTuple):
    """Where a store is, the query that it is kept in step with, and the day of the data that it has of it, if any."""

    folder: Path
    query: RegistryQuery
    as_of: str


def in_step_of(store: Store) -> InStep:
    """Return the query of the last sync; of a store that never was in step, the one that a sync begins with."""
    for run in runs(store.index):
        query = RegistryQuery(run.condition, run.words)
        if run.kind == "sync" and run.source == (str(query),):
            return InStep(store.folder, query, run.as_of)
    return InStep(store.folder, RegistryQuery(DEFAULT_CONDITION), "")
