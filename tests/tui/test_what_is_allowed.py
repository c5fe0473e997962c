"""The browser where not everything is allowed: what its keys say, what it offers, and how one leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import browsing
from tests.tui.small_store import make_catalogue

from trialtui.model.bookmark import Bookmark
from trialtui.model.places import EntityPlace
from trialtui.model.refs import drug_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.tui.command_set import CommandSet
from trialtui.tui.commands import COMMANDS
from trialtui.tui.setup import NOTHING_SET, set_up
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles
from trialtui.user.policy import FREE, Policy

SECURE = Policy(secure=True)


async def test_q_asks_once_where_it_ends_the_connection() -> None:
    async with browsing(policy=SECURE) as driver:
        await driver.press("q")
        await driver.sees("This ends the connection")
        await driver.press("down", "q")
        await driver.sees("This ends the connection")
        await driver.press("£", "q")
        await driver.sees("This ends the connection")
        await driver.press("escape", "q")
        await driver.sees("This ends the connection")
        assert driver.app.is_running
        await driver.press("q")
        await driver.until(lambda: not driver.app.is_running, "the end")


async def test_it_says_that_nothing_is_kept_and_keeps_until_the_end(tmp_path: Path) -> None:
    store = make_catalogue(tmp_path / "store").store
    user = UserData(UserFiles(None))
    setup = set_up(NOTHING_SET, user, SECURE)
    async with browsing(StoreCatalogue(store, user=user), EntityPlace(drug_ref("zinc")), setup=setup) as driver:
        await driver.sees("Nothing is written here")
        await driver.press("b")
        await driver.sees("bookmarked, until you leave")
        await driver.press("H")
        await driver.sees("Bookmarks (1)", "Zinc")
        await driver.press("[", "b")
        await driver.sees("The bookmark of this page is gone.")


async def test_with_read_only_what_was_kept_is_there_and_changes_are_forgotten(tmp_path: Path) -> None:
    store = make_catalogue(tmp_path / "store").store
    UserData(UserFiles(tmp_path / "user")).bookmarks.keep(Bookmark(EntityPlace(drug_ref("zinc")), "Zinc"))
    before = (tmp_path / "user" / "bookmarks.json").read_bytes()
    user = UserData(UserFiles(tmp_path / "user", kept=False))
    setup = set_up(NOTHING_SET, user, Policy(read_only=True))
    async with browsing(StoreCatalogue(store, user=user), EntityPlace(drug_ref("aspirin")), setup=setup) as driver:
        await driver.sees("Nothing is written here")
        await driver.press("H")
        await driver.sees("Bookmarks (1)", "Zinc")
        await driver.press("[", "b", "H")
        await driver.sees("Bookmarks (2)", "Aspirin")
    assert (tmp_path / "user" / "bookmarks.json").read_bytes() == before


@pytest.mark.parametrize("policy", [SECURE, Policy(read_only=True), Policy(secure=True, profile="anna")])
async def test_what_is_not_allowed_is_in_no_help_and_its_key_says_why(policy: Policy) -> None:
    commands = CommandSet(policy=policy)
    allowed = commands.offered
    assert {item.does for item in allowed} == {row.does for row in commands.table()}
    for pane in ("tree", "page"):
        assert set(commands.footer(pane)) == set(CommandSet().footer(pane)) & set(allowed)
    async with browsing(policy=policy) as driver:
        for command in COMMANDS:
            if command not in allowed:
                await driver.press(command.keys[0])
                await driver.sees(policy.refusal(command.name, *command.needs))
    assert CommandSet(policy=FREE).offered == COMMANDS
