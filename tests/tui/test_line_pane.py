from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region

from trialtui.tui.widgets.line_pane import LinePane


class Numbers(LinePane):
    """Lines that say their numbers, and count how often they are drawn."""

    def __init__(self, total: int, *, ascii_only: bool = False) -> None:
        super().__init__(ascii_only=ascii_only)
        self.total = total
        self.drawn = 0

    @property
    def line_total(self) -> int:
        return self.total

    def draw(self, number: int) -> list[Segment]:
        self.drawn += 1
        return [Segment(str(number).ljust(self.size.width - 1), self.look())]

    def shown(self) -> list[str]:
        return [strip.text for strip in self.render_lines(Region(0, 0, *self.size))]

    def thumb(self) -> list[int]:
        return [y for y, line in enumerate(self.shown()) if line.endswith(("▐", "|"))]


class NumbersApp(App[None]):
    def __init__(self, pane: Numbers) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        yield self.pane


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_scroll_bar_shows_where_the_view_stands(ascii_only: bool) -> None:
    app = NumbersApp(Numbers(100, ascii_only=ascii_only))
    async with app.run_test(size=(20, 10)):
        assert app.pane.thumb() == [0]
        app.pane.action_bottom()
        assert (app.pane.top, app.pane.thumb()) == (90, [9])
        app.pane.scroll_to_line(45)
        assert app.pane.thumb() in ([4], [5])


async def test_there_is_no_scroll_bar_where_all_is_in_view() -> None:
    app = NumbersApp(Numbers(10))
    async with app.run_test(size=(20, 10)):
        assert app.pane.thumb() == []
        app.pane.action_page_down()
        assert app.pane.top == 0


async def test_the_mouse_drags_the_scroll_bar_and_lets_it_go() -> None:
    app = NumbersApp(Numbers(100))
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.mouse_down(Numbers, offset=(19, 0))
        await pilot.hover(Numbers, offset=(19, 9))
        assert app.pane.top == 90
        await pilot.hover(Numbers, offset=(3, 0))
        assert app.pane.top == 0
        await pilot.mouse_up(Numbers, offset=(3, 0))
        await pilot.hover(Numbers, offset=(19, 9))
        assert app.pane.top == 0
        assert app.screen.get_selected_text() is None


async def test_a_line_is_drawn_once_until_it_changes() -> None:
    app = NumbersApp(Numbers(100))
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        before = app.pane.drawn
        app.pane.action_line_down()
        await pilot.pause()
        app.pane.action_line_up()
        await pilot.pause()
        assert app.pane.drawn == before + 2
        app.pane.repaint_lines(3)
        await pilot.pause()
        assert app.pane.drawn == before + 3


async def test_it_stays_within_its_lines_when_they_grow_fewer_or_the_view_larger() -> None:
    app = NumbersApp(Numbers(100))
    async with app.run_test(size=(20, 10)) as pilot:
        app.pane.action_bottom()
        await pilot.resize_terminal(20, 30)
        await pilot.pause()
        assert app.pane.shown()[0].startswith("70")


async def test_what_waits_for_the_paint_comes_after_it() -> None:
    app = NumbersApp(Numbers(100))
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        drawn: list[int] = []
        before = app.pane.drawn
        app.pane.forget()
        app.pane.once_painted(lambda: drawn.append(app.pane.drawn))
        await pilot.pause()
        assert drawn == [before + 10]
        app.pane.once_painted(lambda: drawn.append(0))
        await pilot.pause()
        assert drawn == [before + 10, 0]
