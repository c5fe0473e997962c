"""Other keys for commands: which can be had, what is said of the others, and where the new ones stand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.driving import browsing

from trialtui.tui.command import PANES
from trialtui.tui.commands import COMMANDS
from trialtui.tui.keymap import Remapped, remap
from trialtui.tui.setup import set_up
from trialtui.user.data import in_memory
from trialtui.user.settings import ReadSettings, Settings

Keys = Mapping[str, tuple[str, ...]]
BY_ID = {command.id: command for command in COMMANDS}


def keys_of(remapped: Remapped, name: str) -> tuple[str, ...]:
    return next(command.keys for command in remapped.commands if command.id == name)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("x", "x"), ("X", "X"), ("F5", "f5"), ("Ctrl+F", "ctrl+f"), ("alt+left", "alt+left"), ("esc", "escape"),
        ("PgUp", "pageup"), (" ", "space"), (",", ","), ("+", "+"), ("ctrl+alt+x", "alt+ctrl+x"), ("é", "é"),
    ],
)  # fmt: skip
def test_keys_are_read_as_users_write_them(written: str, key: str) -> None:
    remapped = remap(COMMANDS, {"zoom": (written,)})
    if key in {other for item in COMMANDS for other in item.keys}:
        assert key in remapped.problems[0]
    else:
        assert (keys_of(remapped, "zoom"), remapped.problems) == ((key,), ())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"zoom": ("ctrl+b",)}, 'keys.zoom = ["ctrl+b"]: Ctrl+b cannot be had: tmux takes it.'),
        ({"zoom": ("ctrl+s",)}, "flow control takes it"),
        ({"zoom": ("Ctrl+H",)}, "terminals send it for Backspace"),
        ({"zoom": ("cmd+k",)}, "cmd does not reach a program in a terminal"),
        ({"zoom": ("ctrl+ü",)}, "only letters and digits can go with ctrl or alt"),
        ({"zoom": ("shift+x",)}, "only letters and digits can go with ctrl or alt"),
        ({"zoom": ("foo",)}, "there is no key foo"),
        ({"zoom": ("",)}, "there is no key"),
        ({"zoom": ("\x01",)}, "cannot be typed"),
        ({"zooom": ("x",)}, 'keys.zooom = ["x"]: there is no such command; did you mean zoom?'),
        ({"interrupt": ("x",)}, "leaving at once is always Ctrl+c"),
        ({"help": ()}, "this command must have a key"),
        ({"zoom": ("s",)}, 's is also a key of search; zoom keeps ["z"]'),
        ({"zoom": ("x",), "search": ("x",)}, 'x is also a key of search; zoom keeps ["z"]'),
    ],
)
def test_what_cannot_be_had_is_named_with_its_key_and_changes_nothing(wanted: Keys, said: str) -> None:
    remapped = remap(COMMANDS, wanted)
    (problem,) = remapped.problems
    assert said in problem
    assert keys_of(remapped, "zoom") == ("z",)


def test_a_key_that_another_command_gave_up_can_be_had() -> None:
    remapped = remap(COMMANDS, {"zoom": ("s",), "search": ("z",), "back": ()})
    assert remapped.problems == ()
    assert [keys_of(remapped, name) for name in ("zoom", "search", "back")] == [("s",), ("z",), ()]


def test_a_key_can_mean_one_thing_in_the_tree_and_another_in_the_page() -> None:
    remapped = remap(COMMANDS, {"open_branch": ("x",), "pane_right": ("x",)})
    assert remapped.problems == ()


@given(
    st.dictionaries(
        st.sampled_from([*BY_ID, "nothing"]),
        st.lists(st.sampled_from(["s", "x", "z", "f9", "ctrl+f", "ctrl+b", "left", "?", "tab", "nokey"]), max_size=3),
    )
)
def test_whatever_is_asked_for_no_key_means_two_things_and_nothing_fails_in_silence(
    wanted: dict[str, list[str]],
) -> None:
    remapped = remap(COMMANDS, wanted)
    for pane in PANES:
        keys = [key for command in remapped.commands if pane in command.where for key in command.keys]
        assert len(keys) == len(set(keys))
    for name, asked in wanted.items():
        got = keys_of(remapped, name) if name in BY_ID else None
        as_asked = got == tuple(dict.fromkeys(asked))
        assert as_asked or any(f"keys.{name} =" in problem for problem in remapped.problems)


async def test_changed_keys_work_and_stand_in_footer_help_and_palette() -> None:
    read = ReadSettings(Settings(keys={"search": ("f3",), "help": ("!",), "zoom": ("s",), "back": ("f9",)}))
    async with browsing(setup=set_up(read, in_memory())) as driver:
        await driver.sees("! help", "F3 search", "F9 back")
        await driver.press("f3")
        await driver.sees("Search everything")
        await driver.press("escape", "!")
        await driver.sees("Keys", "Here, in the tree")
        await driver.press("pagedown")
        await driver.sees("Searches everything as you type")
        assert any("F3 " in line and "Searches everything" in line for line in driver.lines)
        await driver.press("!", ":", "s", "e", "a", "r", "c", "h")
        await driver.sees("> Search ")
        assert any("Search " in line and "F3" in line for line in driver.lines)
        await driver.press("escape", "x")
        await driver.says("x does nothing here. Press ! for the keys.")


async def test_what_is_wrong_with_the_settings_is_said_and_the_browser_opens() -> None:
    read = ReadSettings(
        Settings(keys={"zoom": ("ctrl+b",)}), ("/c/settings.toml: ascii = 1: true or false is wanted.",)
    )
    async with browsing(setup=set_up(read, in_memory())) as driver:
        await driver.sees("ascii = 1: true or false is wanted", "Ctrl+b cannot be had: tmux takes it")
        await driver.press("j")
        await driver.sees_no("tmux takes it")
