"""What is written to the terminal: after any writing it shows what Textual's own writing would show."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from trialtui.tui.output.cells import LeanStrip
from trialtui.tui.output.pen import Pen
from trialtui.tui.output.shown import Shown

CONSOLE = Console(color_system="truecolor", force_terminal=True)
WIDTH, HEIGHT, CUT = 24, 6, 9
MANY = settings(deadline=None, max_examples=60)
COLOURS = st.sampled_from([None, "#ff0000", "#102030", "#e0e0e0"])
STYLES = st.builds(
    Style, color=COLOURS, bgcolor=COLOURS, bold=st.booleans(), italic=st.booleans(), underline=st.booleans(),
    reverse=st.booleans(),
)  # fmt: skip
FEW = st.sampled_from([Style(), Style(color="#ff0000"), Style(color="#e0e0e0", bgcolor="#102030", underline=True)])
TEXTS = st.text("ab  ─√肺é", min_size=1, max_size=9)


def strips(width: int) -> st.SearchStrategy[Strip]:
    """Lines of some width."""
    segments = st.lists(st.builds(Segment, TEXTS, st.none() | STYLES | FEW, st.none()), max_size=5)
    return segments.map(lambda found: LeanStrip(Strip(found).adjust_cell_length(width), width))


SCREENS = st.lists(strips(WIDTH), min_size=HEIGHT, max_size=HEIGHT)
PARTS = st.tuples(strips(CUT), strips(WIDTH - CUT))


class Terminal:
    """A terminal, and what was written to it last."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.written = ""

    def feed(self, written: str) -> None:
        self.written = written
        self.stream.feed(written)

    @property
    def shown(self) -> list[list[object]]:
        """What a reader sees, cell by cell: the colour of a blank is not seen."""
        return [[_seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(char: pyte.screens.Char) -> object:
    unseen = char.data == " " and not char.underscore and not char.reverse
    return char._replace(fg="default", bold=False, italics=False) if unseen else char


def whole(lines: Sequence[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, HEIGHT))


def textual_s_own(lines: Sequence[Strip]) -> list[list[object]]:
    terminal = Terminal()
    terminal.feed(whole([Strip(line) for line in lines]).render_segments(CONSOLE))
    return terminal.shown


@MANY
@given(st.lists(SCREENS, min_size=1, max_size=4))
def test_after_any_screens_the_last_one_is_shown(screens: list[list[Strip]]) -> None:
    terminal, shown = Terminal(), Shown()
    for lines in screens:
        terminal.feed(shown.write(whole(lines), CONSOLE))
        assert terminal.shown == textual_s_own(lines)


@MANY
@given(SCREENS, st.lists(st.dictionaries(st.integers(0, HEIGHT - 1), PARTS, min_size=1), max_size=3), st.booleans())
def test_parts_of_lines_change_and_the_rest_stays(
    lines: list[Strip], changes: list[dict[int, tuple[Strip, Strip]]], right_only: bool
) -> None:
    terminal, shown = Terminal(), Shown()
    rows = [(line.crop(0, CUT), line.crop(CUT, WIDTH)) for line in lines]
    terminal.feed(shown.write(LayoutUpdate(list(rows), Region(0, 0, WIDTH, HEIGHT)), CONSOLE))
    for change in changes:
        chops: list[dict[int, Strip | None]] = [{0: None, CUT: None} for _ in range(HEIGHT)]
        for y, (left, right) in change.items():
            rows[y] = (rows[y][0] if right_only else left, right)
            chops[y] = {0: None if right_only else left, CUT: right}
        spans = [(y, CUT if right_only else 0, WIDTH) for y in sorted(change)]
        terminal.feed(shown.write(ChopsUpdate(chops, spans, [[CUT, WIDTH]] * HEIGHT), CONSOLE))
        assert terminal.shown == textual_s_own([Strip([*left, *right]) for left, right in rows])


@MANY
@given(st.lists(strips(WIDTH), min_size=3 * HEIGHT, max_size=3 * HEIGHT), st.lists(st.integers(0, 2 * HEIGHT)))
def test_lines_that_move_are_shown_where_they_are_now(lines: list[Strip], tops: list[int]) -> None:
    terminal, shown = Terminal(), Shown()
    for top in tops:
        terminal.feed(shown.write(whole(lines[top : top + HEIGHT]), CONSOLE))
        assert terminal.shown == textual_s_own(lines[top : top + HEIGHT])


def numbered(first: int) -> list[Strip]:
    return [LeanStrip([Segment(f"This is line {number:<11}")], WIDTH) for number in range(first, first + HEIGHT)]


def test_a_step_over_the_whole_width_is_the_terminal_s_own_scrolling_and_one_new_line() -> None:
    terminal, shown = Terminal(), Shown()
    terminal.feed(shown.write(whole(numbered(0)), CONSOLE))
    for first in (1, 3, 2):
        terminal.feed(shown.write(whole(numbered(first)), CONSOLE))
        assert [line.strip() for line in terminal.screen.display] == [line.text.strip() for line in numbered(first)]
        assert len(terminal.written) < 25 * 3


def test_what_is_shown_already_takes_no_bytes_and_what_was_forgotten_is_written_anew() -> None:
    shown = Shown()
    first = shown.write(whole(numbered(0)), CONSOLE)
    assert shown.write(whole(numbered(0)), CONSOLE) == ""
    shown.forget()
    assert shown.write(whole(numbered(0)), CONSOLE) == first


def test_a_picture_is_written_in_one_with_what_lets_a_terminal_show_it_at_once() -> None:
    shown, apart = Shown(), Shown()
    shown.at_once = True
    picture = apart.write(whole(numbered(0)), CONSOLE)
    assert shown.write(whole(numbered(0)), CONSOLE) == f"\x1b[?2026h{picture}\x1b[?2026l"
    assert shown.write(whole(numbered(0)), CONSOLE) == ""


def test_one_changed_letter_is_written_alone() -> None:
    shown = Shown()
    lines = numbered(0)
    shown.write(whole(lines), CONSOLE)
    lines[2] = LeanStrip([Segment("This is Line 2          ")], WIDTH)
    assert shown.write(whole(lines), CONSOLE) == "\x1b[3;9HL"


def test_a_change_of_colour_is_written_alone_and_blanks_need_none() -> None:
    grey, blue = Style(color="#888888", bgcolor="#121212"), Style(color="#0178d4", bgcolor="#121212")
    line = LeanStrip([Segment("a", grey), Segment("b", blue), Segment("c", blue), Segment(" ", grey)], 4)
    written = Shown().write(LayoutUpdate([[line]], Region(0, 0, 4, 1)), CONSOLE)
    assert written == "\x1b[1H\x1b[38;2;136;136;136;48;2;18;18;18ma\x1b[38;2;1;120;212mbc \x1b[0m"


def test_a_terminal_of_256_colours_gets_no_others() -> None:
    pen = Pen(ColorSystem.EIGHT_BIT)
    pen.write("a", Style(color="#0178d4"), 1)
    pen.write("b", Style(), 1)
    assert pen.finish() == "\x1b[38;5;32ma\x1b[0mb"
