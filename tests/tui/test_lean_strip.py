from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from trialtui.tui.widgets.lean_strip import LeanStrip

CONSOLE = Console(color_system="truecolor", force_terminal=True)
COLOURS = st.sampled_from([None, "#ff0000", "#102030", "#e0e0e0"])
STYLES = st.builds(
    Style, color=COLOURS, bgcolor=COLOURS, bold=st.booleans(), italic=st.booleans(), underline=st.booleans(),
    reverse=st.booleans(),
)  # fmt: skip
TEXTS = st.text("ab √肺", min_size=1, max_size=4)
SEGMENTS = st.lists(st.builds(Segment, TEXTS, st.none() | STYLES, st.none()), max_size=6)


def on_screen(written: str) -> list[object]:
    """What a terminal shows of a line, cell by cell, with a letter after it that must have no style."""
    screen = pyte.Screen(60, 1)
    pyte.Stream(screen).feed(written + "x")
    return [screen.buffer[0][column] for column in range(60)]


@given(SEGMENTS)
def test_the_terminal_shows_what_it_would_show_of_textual_s_own_strip(segments: list[Segment]) -> None:
    assert on_screen(LeanStrip(segments).render(CONSOLE)) == on_screen(Strip(segments).render(CONSOLE))


@given(SEGMENTS, st.integers(0, 8), st.integers(0, 12))
def test_a_part_of_it_is_the_same_part(segments: list[Segment], start: int, more: int) -> None:
    lean, plain = LeanStrip(segments).crop(start, start + more), Strip(segments).crop(start, start + more)
    assert (lean.text, lean.cell_length) == (plain.text, plain.cell_length)
    assert on_screen(lean.render(CONSOLE)) == on_screen(plain.render(CONSOLE))


def test_a_change_of_colour_is_written_alone() -> None:
    grey, blue = Style(color="#888888", bgcolor="#121212"), Style(color="#0178d4", bgcolor="#121212")
    written = LeanStrip([Segment("a", grey), Segment("b", blue), Segment("c", blue)]).render(CONSOLE)
    assert written == "\x1b[38;2;136;136;136;48;2;18;18;18ma\x1b[38;2;1;120;212mbc\x1b[0m"


def test_a_terminal_of_256_colours_gets_no_others() -> None:
    console = Console(color_system="256", force_terminal=True)
    written = LeanStrip([Segment("a", Style(color="#0178d4")), Segment("b")]).render(console)
    assert written == "\x1b[38;5;32ma\x1b[0mb"
