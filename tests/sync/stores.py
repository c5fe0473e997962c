"""Bringing stores in step with a registry of our own, and looking at what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.studies import Study, study
from tests.sync.patience import QUICK
from tests.sync.registry_server import RegistryServer

from trialtui.ingest.records import Progress
from trialtui.ingest.sync import Listeners, Synced, sync
from trialtui.model.registry import RegistryQuery
from trialtui.sources.ctgov_api import Registry
from trialtui.store.store import Store

COVID = RegistryQuery("COVID-19")


@dataclass
class Heard:
    """What a sync told on its way."""

    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    progress: list[tuple[int, int | None]] = field(default_factory=list)

    def listeners(self) -> Listeners:
        return Listeners(self.said.append, lambda problem: self.problems.append(str(problem)), self._on_progress)

    def _on_progress(self, progress: Progress) -> None:
        self.progress.append((progress.read, progress.total))


def synced(folder: Path, server: RegistryServer, *, heard: Heard | None = None, **options: Any) -> Synced:
    """Bring a store in step."""
    with Registry(server.url, QUICK) as registry:
        return sync(folder, registry, options.pop("query", COVID), (heard or Heard()).listeners(), **options)


def counts(result: Synced) -> tuple[int, int, int, int, int]:
    report = result.report
    return report.added, report.updated, report.unchanged, report.rejected, report.left


def record(number: int, day: str = "2021-01-01", **changes: Any) -> Study:
    """A record of the registry, last updated on a day."""
    updated = {"statusModule__lastUpdatePostDateStruct": {"date": day, "type": "ACTUAL"}}
    version = {"derivedSection__miscInfoModule__versionHolder": "2026-11-26"}
    return study(10_000_000 + number, **{**updated, **version, **changes})


def newer(number: int, day: str, **changes: Any) -> Study:
    """A record as of the day of its last update."""
    return record(number, day, derivedSection__miscInfoModule__versionHolder=day, **changes)


def contents(folder: Path) -> dict[str, dict[int, Any]]:
    """The trials and links of a store, by number."""
    store = Store(folder)
    try:
        return {table: {doc.doc_id: dict(doc) for doc in store.db.table(table)} for table in ("trials", "links")}
    finally:
        store.close()
