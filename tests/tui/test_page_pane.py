from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from tests.render.blocks import words
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from trialtui.model.places import EntityPlace, HomePlace, Target
from trialtui.model.refs import Ref
from trialtui.pages.page import Block, Column, Heading, ListBlock, Page, Paragraph, Span, Table
from trialtui.pages.page import Item as ListItem
from trialtui.tui.widgets.page_pane import PagePane, PageState

STYLES = Path(__file__).resolve().parents[2] / "styles" / "page_pane.tcss"
FEVER = EntityPlace(Ref("mesh", "D005334"))
COUGH = EntityPlace(Ref("mesh", "D003371"))
ADDRESS = "https://example.org/"


def page_of(*blocks: Block, title: str = "A page") -> Page:
    return Page(title=title, place=HomePlace(), blocks=blocks)


def link_page(count: int, apart: int = 1) -> Page:
    """A page with `count` links, each followed by `apart` lines of text."""
    blocks: list[Block] = []
    for number in range(count):
        target = EntityPlace(Ref("mesh", f"D{number:06d}"))
        blocks.append(ListBlock((ListItem((Span(f"link {number}", target),)), *[ListItem(words("text"))] * apart)))
    return page_of(*blocks)


class PaneApp(App[None]):
    """One pane, the keys that a screen would bind, and a list of what it says."""

    CSS_PATH: ClassVar[Path | None] = STYLES
    CSS = "PagePane { height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"pane('{action}')", priority=True)
        for key, action in {
            "tab": "next_link", "shift+tab": "previous_link", "enter": "follow_link", "j": "line_down",
            "k": "line_up", "pagedown": "page_down", "pageup": "page_up", "g": "top", "G": "bottom",
        }.items()
    ]  # fmt: skip

    def __init__(self, page: Page | None = None, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.first = page
        self.ascii_only = ascii_only
        self.followed: list[Target] = []
        self.selected: list[tuple[Target | None, int, int, bool]] = []

    def compose(self) -> ComposeResult:
        yield PagePane(id="pane", ascii_only=self.ascii_only)

    def on_mount(self) -> None:
        self.pane.focus()
        if self.first is not None:
            self.pane.show(self.first)

    @property
    def pane(self) -> PagePane:
        return self.query_one(PagePane)

    def action_pane(self, action: str) -> None:
        getattr(self.pane, f"action_{action}")()

    def on_page_pane_followed(self, message: PagePane.Followed) -> None:
        assert message.control is self.pane
        self.followed.append(message.target)

    def on_page_pane_selected(self, message: PagePane.Selected) -> None:
        self.selected.append((message.target, message.index, message.total, message.at_end))

    def shown(self) -> list[str]:
        """The lines in view, as text."""
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


def shown(pane: PagePane) -> str:
    """The text of a pane with its scroll bar."""
    return "\n".join(strip.text for strip in pane.render_lines(Region(0, 0, *pane.outer_size)))


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_tab_steps_through_the_links_in_reading_order_and_enter_follows() -> None:
    app = PaneApp(
        page_of(
            Paragraph((Span("Fever", FEVER), Span(" or "), Span("cough", COUGH), Span(": "), Span("site", ADDRESS)))
        )
    )
    async with app.run_test(size=(60, 10)) as pilot:
        await press(pilot, "enter")
        assert app.followed == []
        await press(pilot, "tab", "tab")
        await press(pilot, "enter", "shift+tab", "enter", "tab", "tab", "enter")
        assert app.followed == [COUGH, FEVER, ADDRESS]
        assert app.selected[:3] == [(None, -1, 3, False), (FEVER, 0, 3, False), (COUGH, 1, 3, False)]


async def test_steps_stop_at_both_ends_and_say_so() -> None:
    app = PaneApp(page_of(Paragraph((Span("Fever", FEVER), Span(" "), Span("cough", COUGH)))))
    async with app.run_test(size=(60, 10)) as pilot:
        await press(pilot, "tab", "tab", "tab")
        assert app.selected[-1] == (COUGH, 1, 2, True)
        await press(pilot, "shift+tab", "shift+tab")
        assert app.selected[-1] == (FEVER, 0, 2, True)
        assert app.pane.state.selected == 0


async def test_a_page_without_links_says_that_there_are_none() -> None:
    app = PaneApp(page_of(Paragraph(words("nothing"))))
    async with app.run_test(size=(60, 10)) as pilot:
        await press(pilot, "tab", "shift+tab", "enter")
        assert app.selected[-1] == (None, -1, 0, True)
        assert app.followed == []


async def test_a_step_brings_the_link_into_view_and_the_page_follows() -> None:
    app = PaneApp(link_page(40, apart=7))
    async with app.run_test(size=(60, 12)) as pilot:
        for number in range(10):
            await press(pilot, "tab")
            assert app.pane.state.selected == number
            assert any(f"link {number}" in line for line in app.shown())
        await press(pilot, *["shift+tab"] * 9)
        assert app.pane.state.selected == 0
        assert any("link 0" in line for line in app.shown())


async def test_after_scrolling_away_a_step_begins_in_view() -> None:
    app = PaneApp(link_page(100, apart=0))
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "tab", "pagedown", "pagedown")
        first_in_view = next(line for line in app.shown() if "link" in line)
        last_in_view = [line for line in app.shown() if "link" in line][-1]
        await press(pilot, "tab")
        assert first_in_view.endswith(f" {app.pane.state.selected}")
        await press(pilot, "pagedown", "pageup", "pagedown", "pagedown", "pageup", "pageup")
        await press(pilot, "g", "shift+tab")
        assert app.pane.top == 0
        await press(pilot, "g", "pagedown", "pagedown", "shift+tab")
        assert last_in_view.endswith(f" {app.pane.state.selected}")


async def test_keys_scroll_without_animation() -> None:
    app = PaneApp(link_page(100, apart=0))
    async with app.run_test(size=(60, 12)) as pilot:
        for key, line in (
            ("j", 1),
            ("j", 2),
            ("k", 1),
            ("pagedown", 11),
            ("pageup", 1),
            ("g", 0),
            ("G", app.pane.last_top),
            ("j", app.pane.last_top),
        ):
            await press(pilot, key)
            assert app.pane.top == line
        assert "link 99" in app.shown()[-1]


async def test_a_click_on_any_line_of_a_link_follows_it_and_beside_it_does_not() -> None:
    text = (Span("Before "), Span("a link that is so long that it wraps", FEVER), Span(" after."))
    app = PaneApp(page_of(Paragraph(text), title=""))
    async with app.run_test(size=(24, 10)) as pilot:
        link = app.pane.layout_.links[0]
        assert len(link.parts) >= 2
        for count, (line, start, _) in enumerate(link.parts, 1):
            await pilot.click(PagePane, offset=(1 + start, line))
            await pilot.pause()
            assert app.followed == [FEVER] * count
            if start:
                await pilot.click(PagePane, offset=(start, line))
            assert app.pane.state.selected == 0
        await pilot.click(PagePane, offset=(1 + link.parts[-1][2], line))
        await pilot.click(PagePane, offset=(1, 9))
        assert app.followed == [FEVER] * len(link.parts)


async def test_a_click_counts_from_the_line_at_the_top() -> None:
    app = PaneApp(link_page(100, apart=0))
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "pagedown")
        row, line = next((row, line) for row, line in enumerate(app.shown()) if "link" in line)
        await pilot.click(PagePane, offset=(5, row))
        await pilot.pause()
        assert line.endswith(f" {app.pane.state.selected}")
        assert len(app.followed) == 1


async def test_the_wheel_scrolls() -> None:
    app = PaneApp(link_page(100, apart=0))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        app.pane.post_message(events.MouseScrollDown(app.pane, 5, 5, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.pane.top > 0


async def test_resizing_keeps_what_stood_at_the_top_and_the_selected_link() -> None:
    page = page_of(*(Paragraph((Span(f"paragraph {n} "), Span("link", FEVER), Span(" word" * 60))) for n in range(30)))
    app = PaneApp(page)
    async with app.run_test(size=(100, 20)) as pilot:
        await press(pilot, "pagedown", "pagedown", "tab")
        selected = app.pane.state.selected
        block = app.pane.layout_.lines[app.pane.top].block
        for size in ((40, 20), (70, 9), (100, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.pane.layout_.width == size[0] - 3
            assert app.pane.layout_.lines[app.pane.top].block == block
            assert app.pane.state.selected == selected
            assert all(len(line) < size[0] for line in app.shown())


async def test_back_at_the_former_width_the_page_stands_exactly_as_before() -> None:
    page = page_of(*(Paragraph(words(f"paragraph {n}" + " word" * 90)) for n in range(30)))
    app = PaneApp(page)
    async with app.run_test(size=(100, 12)) as pilot:
        await press(pilot, "pagedown", "j", "j", "j")
        line = app.pane.top
        for width in (37, 61, 24, 100):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
        assert app.pane.top == line
        state = app.pane.state
        app.pane.show(None)
        await pilot.resize_terminal(41, 12)
        app.pane.show(page, state=state)
        await pilot.pause()
        await pilot.resize_terminal(100, 12)
        await pilot.pause()
        assert app.pane.top == line


async def test_a_page_is_shown_again_as_it_was_left() -> None:
    page, other = link_page(100), link_page(3)
    app = PaneApp(page)
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "pagedown", "pagedown", "tab", "tab")
        state, lines = app.pane.state, app.shown()
        app.pane.show(other)
        await pilot.pause()
        assert app.pane.state == PageState(width=57)
        app.pane.show(page, state=state)
        await pilot.pause()
        assert (app.pane.state, app.shown()) == (state, lines)
        assert app.selected[-1][1:] == (state.selected, 100, False)


async def test_a_state_of_another_width_leads_to_the_same_text() -> None:
    page = page_of(*(Paragraph(words(f"paragraph {n}" + " word" * 60)) for n in range(30)))
    app = PaneApp(page)
    async with app.run_test(size=(100, 12)) as pilot:
        line = next(n for n, line in enumerate(app.pane.layout_.lines) if "paragraph 20" in line.text)
        app.pane.scroll_to_line(line)
        state = app.pane.state
        app.pane.show(None)
        await pilot.resize_terminal(40, 12)
        app.pane.show(page, state=state)
        await pilot.pause()
        assert "paragraph 20" in app.shown()[0]


async def test_a_page_shown_before_there_is_room_is_laid_out_when_there_is() -> None:
    class HiddenApp(PaneApp):
        CSS = "PagePane { display: none; } PagePane.-on { display: block; }"

        def compose(self) -> ComposeResult:
            yield Static("first")
            yield from super().compose()

    app = HiddenApp()
    async with app.run_test(size=(60, 12)) as pilot:
        state = PageState(scroll_y=5, selected=4, width=57)
        app.pane.show(link_page(50), state=state)
        await pilot.pause()
        assert app.pane.layout_.lines == ()
        assert app.pane.state == state
        app.pane.add_class("-on")
        await pilot.pause()
        await pilot.pause()
        assert app.pane.layout_.width == 57
        assert (app.pane.state.scroll_y, app.pane.state.selected) == (5, 4)


async def test_the_beginning_of_a_long_page_is_shown_first_and_nothing_of_the_rest_is_missing() -> None:
    app = PaneApp()
    page = link_page(300)
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.show(page, beginning_first=True)
        await pilot.pause()
        early = shown(app.pane)
        app.pane.show(None)
        app.pane.show(page)
        await pilot.pause()
        assert shown(app.pane) == early
        whole = app.pane.layout_
        app.pane.show(None)
        app.pane.show(page, beginning_first=True)
        app.pane.action_bottom()
        assert app.pane.layout_ == whole
        assert app.pane.view.stop == len(whole.lines)


@pytest.mark.parametrize(("top", "selected"), [(0, 0), (30, 40), (30, 250), (595, 299)])
async def test_a_long_page_is_shown_again_as_it_was_left_whether_its_rest_comes_later_or_not(
    top: int, selected: int
) -> None:
    app = PaneApp(link_page(300))
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.select_link(selected)
        app.pane.scroll_to_line(top)
        await pilot.pause()
        state, left = app.pane.state, shown(app.pane)
        assert state.selected == selected
        for width in (40, 30):
            await pilot.resize_terminal(width, 10)
            looks = []
            for beginning_first in (False, True):
                app.pane.show(None)
                app.pane.show(link_page(300), state=state, beginning_first=beginning_first)
                await pilot.pause()
                looks.append((shown(app.pane), app.pane.state, app.pane.selected_link))
            assert looks[0] == looks[1]
            assert width != 40 or looks[0][:2] == (left, state)


async def test_only_the_beginning_of_a_long_page_is_laid_out_before_it_is_painted() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.show(link_page(300), beginning_first=True)
        assert "▐" not in shown(app.pane)
        await pilot.pause()
        assert "▐" in shown(app.pane)


async def test_a_page_opens_at_a_section_and_goes_to_one() -> None:
    sections: list[Block] = []
    for n in range(6):
        sections += [Heading(words(f"Section {n}"), 2, f"s{n}"), *[Paragraph(words("text"))] * 12]
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(page_of(*sections), section="s3")
        await pilot.pause()
        assert "Section 3" in app.shown()[0]
        assert app.pane.go_to_section("s1")
        await pilot.pause()
        assert "Section 1" in app.shown()[0]
        assert not app.pane.go_to_section("arms")
        assert app.pane.go_to_section("overview")
        assert app.pane.top == 0


async def test_going_to_a_section_unfolds_what_hides_it() -> None:
    blocks: list[Block] = [Heading(words("Outer"), 2, "outer"), Heading(words("Inner"), 3, "inner")]
    blocks += [Paragraph(words("text"))] * 40
    blocks += [Heading(words("Last"), 2, "last"), Paragraph(words("the end"))]
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(page_of(*blocks), state=PageState(folded=frozenset({"outer", "last"})))
        await pilot.pause()
        assert not any("Inner" in line for line in app.shown())
        assert app.pane.go_to_section("inner")
        await pilot.pause()
        assert "Inner" in app.shown()[0]
        assert app.pane.state.folded == frozenset({"last"})


async def test_a_trial_come_to_from_a_term_begins_where_its_evidence_is_in_view() -> None:
    blocks = (
        *[Paragraph(words("text"))] * 30,
        Paragraph((Span("with "), Span("fever", FEVER, "evidence"))),
        *[Paragraph(words("text"))] * 30,
    )
    trial = Ref("trial", "NCT00000001")
    app = PaneApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(Page(title="T", place=EntityPlace(trial, "", FEVER.ref), blocks=blocks))
        await pilot.pause()
        assert any("with fever" in line for line in app.shown())
        app.pane.show(Page(title="T", place=EntityPlace(trial), blocks=blocks))
        await pilot.pause()
        assert app.pane.top == 0


async def test_the_selected_link_stands_out_without_colour() -> None:
    app = PaneApp(page_of(Paragraph((Span("Fever", FEVER), Span(" "), Span("cough", COUGH))), title=""))
    async with app.run_test(size=(60, 5)) as pilot:
        await press(pilot, "tab")
        looks = {segment.text: segment.style for segment in app.pane.render_line(0)}
        fever, cough = looks["Fever"], looks["cough"]
        assert fever is not None and fever.reverse and fever.underline
        assert cough is not None and not cough.reverse and cough.underline


async def test_a_step_paints_anew_only_the_cells_of_two_links(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PaneApp(link_page(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "tab")
        painted: list[Region] = []
        refresh = PagePane.refresh

        def record(
            pane: PagePane, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
        ) -> PagePane:
            painted.extend(regions)
            return refresh(pane, *regions, repaint=repaint, layout=layout, recompose=recompose)

        monkeypatch.setattr(PagePane, "refresh", record)
        await press(pilot, "tab")
        assert sorted(painted) == [Region(2, 3, 6, 1), Region(2, 6, 6, 1)]


async def test_wide_characters_stay_within_the_pane_and_their_links_where_they_stand() -> None:
    text = (Span("新型コロナウイルス感染症 " * 8), Span("肺炎", FEVER), Span(" の治療"))
    app = PaneApp(page_of(Paragraph(text), title="肺炎"))
    async with app.run_test(size=(31, 14)) as pilot:
        ((line, start, end),) = app.pane.layout_.links[0].parts
        assert end - start == 4
        assert all(app.pane.paint_line(y).cell_length == app.pane.outer_size.width for y in range(14))
        await pilot.click(PagePane, offset=(start + 4, line))
        await pilot.pause()
        assert app.followed == [FEVER]


async def test_a_page_of_two_thousand_lines_is_walked_from_end_to_end() -> None:
    app = PaneApp(link_page(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        assert len(app.pane.layout_.lines) > 2000
        await press(pilot, "G", "shift+tab", "enter")
        assert app.followed == [EntityPlace(Ref("mesh", "D000999"))]
        await press(pilot, "g", "tab", "enter")
        assert app.followed[-1] == EntityPlace(Ref("mesh", "D000000"))


HOSTILE = [
    "[red]red[/red]",
    "[@click=app.quit]quit[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGk=\x07",
    "\u202egnp.exe",
    "{{7*7}} $HOME",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    column = Column(text)
    blocks = (Heading(words(text), 2, "a"), Paragraph((Span(text, FEVER),)), Table((column,), ((words(text),),)))
    app = PaneApp(page_of(*blocks, title=text))
    async with app.run_test(size=(60, 20)) as pilot:
        shown = "\n".join(app.shown())
        assert not any(sign in shown for sign in ("\x1b", "\x07", "\u202e"))
        visible = text.replace("\x1b", "␛").replace("\x07", "␇").replace("\u202e", "\ufffd")
        assert shown.count(visible) == 5
        line, start, _ = app.pane.layout_.links[0].parts[0]
        await pilot.click(PagePane, offset=(1 + start + 2, line))
        await pilot.pause()
        assert app.followed == [FEVER]
        assert app.is_running


async def test_text_dragged_over_is_selected_and_follows_no_link() -> None:
    app = PaneApp(page_of(Paragraph((Span("one two three "), Span("four", FEVER))), title=""))
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.mouse_down(PagePane, offset=(5, 0))
        await pilot.hover(PagePane, offset=(10, 0))
        await pilot.hover(PagePane, offset=(16, 0))
        await pilot.mouse_up(PagePane, offset=(16, 0))
        await pilot.pause()
        assert app.screen.get_selected_text() == "two three fo"
        assert app.followed == []
        assert app.pane.paint_line(0).cell_length == app.pane.outer_size.width


async def test_it_works_without_its_style_sheet_and_in_ascii() -> None:
    class PlainApp(PaneApp):
        CSS_PATH: ClassVar[Path | None] = None

    app = PlainApp(
        page_of(Heading(words("Head"), 2, "a"), ListBlock((ListItem((Span("Fever", FEVER),)),))), ascii_only=True
    )
    async with app.run_test(size=(60, 10)) as pilot:
        await press(pilot, "tab", "enter")
        assert app.followed == [FEVER]
        assert "\n".join(app.shown()).isascii()


async def test_an_empty_pane_is_blank_and_takes_every_key() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.pane.show(None)
        await press(pilot, "tab", "shift+tab", "enter", "j", "k", "pagedown", "pageup", "g", "G")
        assert set(app.shown()) == {""}
        assert app.pane.page is None


async def test_other_messages_than_its_own_are_not_sent_while_nothing_happens() -> None:
    seen: list[Message] = []

    class QuietApp(PaneApp):
        def on_page_pane_selected(self, message: PagePane.Selected) -> None:
            seen.append(message)

    app = QuietApp(link_page(50))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause(0.2)
        assert len(seen) == 1
