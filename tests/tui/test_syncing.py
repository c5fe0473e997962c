from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.sync.registry_server import RegistryServer
from tests.sync.stores import newer, record, synced
from tests.tui.driving import Driver, browsing

from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.child import Child
from trialtui.user.policy import Policy


@asynccontextmanager
async def reading(folder: Path, server: RegistryServer) -> AsyncIterator[Driver]:
    """Browse a store that was in step a day ago."""
    synced(folder, server)
    server.answers.data = "2026-11-27T09:00:05"
    server.answers.put(newer(2, "2026-11-27", statusModule__overallStatus="COMPLETED"), newer(3, "2026-11-27"))
    server.requests.clear()
    store = Store(folder)
    async with browsing(StoreCatalogue(store)) as driver:
        yield driver
    store.close()


async def test_it_asks_first_and_names_the_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer([record(1)]) as server:
        monkeypatch.setenv("TRIALTUI_API_URL", server.url)
        async with reading(tmp_path, server) as driver:
            await driver.press("S")
            await driver.sees("Fetch from ClinicalTrials.gov?", "sync condition COVID-19")
            await driver.sees("only what changed since 2026-11-26")
            await driver.press("escape")
            await driver.sees_no("Fetch from")
            assert server.requests == []


async def test_it_works_while_one_reads_on_and_offers_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RegistryServer([record(1), record(2)]) as server:
        monkeypatch.setenv("TRIALTUI_API_URL", server.url)
        async with reading(tmp_path, server) as driver:
            await driver.press("S", "s")
            await driver.says("Syncing condition COVID-19. Read on; S says how far it is, and stops it.")
            await driver.press("down")
            await driver.says("sync: begun")
            await driver.says("Condition COVID-19 is in step with the registry: 1 new, 1 changed; S shows it.")
            assert "2 trials" in driver.header  # nothing changes by itself
            await driver.press("down")
            await driver.says("new data: S shows it")
            await driver.press("S")
            await driver.sees("show what came", "only what changed since 2026-11-27")
            await driver.press("r")
            await driver.says("This page and the tree show what is in the store now.")
            await driver.sees("1 added, 1 updated")
            assert "3 trials" in driver.header
            await driver.press("S", "w")
            await driver.sees("What changed", "Terminated → Completed")


async def test_it_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer([record(1)]) as server:
        monkeypatch.setenv("TRIALTUI_API_URL", server.url)
        async with reading(tmp_path, server) as driver:
            server.pause = 30.0
            await driver.press("S", "s")
            await driver.until(lambda: bool(server.requests), "the first request")
            await driver.press("S")
            await driver.sees("Syncing condition COVID-19: just begun", "stop it")
            await driver.press("x")
            await driver.says("The sync of condition COVID-19 was stopped. What had come is kept; S fetches the rest.")
            await driver.press("S")
            await driver.sees("sync condition COVID-19")


async def test_a_failure_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer([record(1)]) as server:
        async with reading(tmp_path, server) as driver:
            monkeypatch.setenv("TRIALTUI_API_URL", server.url + "/elsewhere")
            await driver.press("S", "s")
            await driver.sees("The sync of condition COVID-19 failed: 127.0.0.1 answers with HTTP 404")
            await driver.sees("nothing was changed.", "Check the network; S tries again.")


async def test_another_condition_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RegistryServer([record(1)]) as server:
        monkeypatch.setenv("TRIALTUI_API_URL", server.url)
        async with reading(tmp_path, server) as driver:
            await driver.press("S", "a")
            await driver.sees("A condition, such as long covid or asthma.")
            await driver.press(*"owl", "space", *"flu", "enter")
            await driver.sees("Condition owl flu is in step")
            assert server.requests[1][1]["query.cond"] == "owl flu"


async def test_where_nothing_may_be_fetched_the_key_says_why() -> None:
    async with browsing(policy=Policy(secure=True)) as driver:
        await driver.press("S")
        await driver.says("S sync: not in secure mode")


async def test_a_child_is_heard_line_by_line_and_ends_when_it_is_asked_to() -> None:
    lines: list[str] = []
    ended: list[tuple[int, str]] = []
    program = "import sys, time; print('one', file=sys.stderr, flush=True); print('{}', flush=True); time.sleep(60)"
    child = Child([sys.executable, "-c", program], lines.append, lambda code, out: ended.append((code, out)))
    while not lines:
        await asyncio.sleep(0.01)
    assert lines == ["one"] and ended == []
    child.interrupt()
    while not ended:
        await asyncio.sleep(0.01)
    assert ended[0][1] == "{}\n" and ended[0][0] != 0 and lines[-1].startswith("KeyboardInterrupt")
    child.interrupt()  # of no effect any more


async def test_the_palette_leads_to_what_changed(tmp_path: Path) -> None:
    with RegistryServer([record(1)]) as server:
        async with reading(tmp_path, server) as driver:
            await driver.press(":", *"what", "space", *"changed")
            await driver.sees("Goes to what imports and syncs changed")
            await driver.press("enter")
            await driver.at("Changes")
            await driver.sees("Nothing has changed since the first records (2026-11-26)")
