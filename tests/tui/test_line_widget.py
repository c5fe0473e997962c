"""Widgets of few lines: drawn when something has changed, and no more often."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from trialtui.tui.widgets.line_widget import LineWidget


class Words(LineWidget):
    """Lines that say a word, and count how often they are drawn."""

    DEFAULT_CSS = "Words { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.word = "one"
        self.drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += 1
        return Strip([Segment(self.word.ljust(self.size.width), self.look())])

    def shown(self) -> set[str]:
        return {strip.text for strip in self.render_lines(Region(0, 0, *self.size))}


class WordsApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Words()


async def test_lines_are_drawn_anew_only_after_a_change() -> None:
    app = WordsApp()
    async with app.run_test(size=(5, 3)):
        words = app.query_one(Words)
        assert words.shown() == {"one  "}
        before = words.drawn
        assert words.shown() == {"one  "}
        assert words.drawn == before
        words.word = "two"
        words.refresh()
        assert words.shown() == {"two  "}


async def test_lines_are_drawn_anew_at_another_size_and_in_another_theme() -> None:
    app = WordsApp()
    async with app.run_test(size=(5, 3)) as pilot:
        words = app.query_one(Words)
        await pilot.resize_terminal(7, 2)
        assert words.shown() == {"one    "}
        before = [segment.style for segment in words.render_lines(Region(0, 0, 7, 1))[0]]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in words.render_lines(Region(0, 0, 7, 1))[0]] != before
