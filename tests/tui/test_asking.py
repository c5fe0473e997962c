"""The two small screens that features ask with: a list of choices, and a line to type in."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from tests.tui.driving import Driver, browsing
from textual.screen import ModalScreen

from trialtui.tui import screens
from trialtui.tui.screens.chooser import Choice, Chooser
from trialtui.tui.screens.modal import Modal
from trialtui.tui.screens.prompt import Prompt

CHOICES = (Choice("i", "the id", "NCT00000001"), Choice("l", "the link"), Choice("[", "[red]brackets[/red]"))


async def ask(driver: Driver, screen: Chooser | Prompt) -> list[str | None]:
    answers: list[str | None] = []
    driver.app.push_screen(screen, answers.append)
    await driver.until(lambda: driver.app.screen is screen, "the question")
    return answers


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["l"], "l"),
        (["["], "["),
        (["enter"], "i"),
        (["down", "enter"], "l"),
        (["j", "j", "k", "enter"], "l"),
        (["up", "enter"], "["),
        (["x", "escape"], None),
        (["q"], None),
    ],
)
async def test_a_choice_is_made_by_its_letter_or_by_the_cursor(keys: list[str], answer: str | None) -> None:
    async with browsing() as driver:
        answers = await ask(driver, Chooser("Take [b]what[/b]", CHOICES))
        await driver.sees("i  the id", "NCT00000001", "[  [red]brackets[/red]")
        await driver.press(*keys)
        await driver.until(lambda: answers == [answer], f"{answer!r}")
        assert driver.app.return_value is None and len(driver.app.screen_stack) == 1


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_the_cursor_of_the_choices_is_seen_without_colour(size: tuple[int, int]) -> None:
    async with browsing(size=size, ascii_only=True) as driver:
        await ask(driver, Chooser("Take", CHOICES, ascii_only=True))
        await driver.press("down")
        await driver.sees("> l  the link")
        assert driver.text.isascii()


async def test_a_line_is_typed_and_answered_while_it_is_typed() -> None:
    async with browsing() as driver:
        screen = Prompt(
            "Type a number.",
            "4",
            changed=lambda text: f"{len(text)} so far",
            check=lambda text: "" if text.isdigit() else "That is no number.",
        )
        answers = await ask(driver, screen)
        await driver.sees("1 so far")
        await driver.press("2", "x", "enter")
        await driver.sees("That is no number.")
        await driver.press("backspace", "enter")
        await driver.until(lambda: answers == ["42"], "the answer")


async def test_esc_leaves_a_line_without_an_answer_and_letters_are_no_commands_in_it() -> None:
    async with browsing() as driver:
        answers = await ask(driver, Prompt("Say something."))
        await driver.sees("Say something.")
        await driver.press("q", "escape")
        await driver.until(lambda: answers == [None], "the answer")


async def test_a_screen_closes_once_however_often_it_is_asked_to() -> None:
    async with browsing() as driver:
        for opens in ("?", "s", ":"):
            await driver.press(opens)
            await driver.until(lambda: len(driver.app.screen_stack) == 2, f"what {opens} opens")
            over = driver.app.screen
            for _ in range(3):
                over.dismiss()
            await driver.pilot.pause()
            assert len(driver.app.screen_stack) == 1 and driver.app.is_running


def test_every_screen_over_the_browser_closes_once() -> None:
    for path in Path(screens.__path__[0]).glob("*.py"):
        import_module(f"{screens.__name__}.{path.stem}")
    ours = {kind for kind in _below(ModalScreen) if kind.__module__.startswith("trialtui.")}
    assert {kind.__name__ for kind in ours} >= {
        "HelpScreen",
        "SearchScreen",
        "Chooser",
        "Prompt",
        "Picker",
        "NoteEditor",
    }
    assert all(issubclass(kind, Modal) for kind in ours)


def _below(kind: type[object]) -> set[type[object]]:
    return {found for below in kind.__subclasses__() for found in {below, *_below(below)}}
