"""How the panes share the width, and texts their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.driving import browsing
from tests.tui.small_catalogue import ASPIRIN

from trialtui.model.clean import clean_line
from trialtui.model.places import EntityPlace
from trialtui.render.wrap import cells
from trialtui.tui.cells import clip, fit
from trialtui.tui.panes import Widths, arrange
from trialtui.tui.setup import Setup
from trialtui.user.settings import ReadSettings, Settings


@pytest.mark.parametrize(
    ("width", "active", "zoomed", "visible", "in_page"),
    [
        (200, "tree", False, ("tree", "page", "related"), False),
        (120, "page", False, ("tree", "page", "related"), False),
        (120, "related", True, ("related",), False),
        (119, "page", False, ("tree", "page"), True),
        (119, "related", False, ("tree", "page"), True),
        (80, "tree", False, ("tree", "page"), True),
        (80, "tree", True, ("tree",), True),
        (79, "tree", False, ("tree",), True),
        (60, "page", False, ("page",), True),
        (60, "related", False, ("page",), True),
    ],
)
def test_which_panes_are_shown(width: int, active: str, zoomed: bool, visible: tuple[str, ...], in_page: bool) -> None:
    arrangement = arrange(width, active, zoomed=zoomed, with_related=True)
    assert (arrangement.visible, arrangement.related_in_page) == (visible, in_page)


def test_the_settings_can_say_from_what_width_on_there_are_more_panes() -> None:
    widths = Widths(two=100, three=140)
    shown = [arrange(width, "page", zoomed=False, with_related=True, widths=widths).visible for width in (99, 100, 140)]
    assert shown == [("page",), ("tree", "page"), ("tree", "page", "related")]


async def test_the_browser_takes_the_widths_from_the_settings() -> None:
    read = ReadSettings(Settings(two_panes=60, three_panes=90))
    async with browsing(start=EntityPlace(ASPIRIN), setup=Setup(read=read), size=(90, 24)) as driver:
        await driver.sees("Related terms", "▾ Drugs", "Goes with:")


def test_a_place_without_related_terms_leaves_their_room_to_the_page() -> None:
    assert arrange(160, "page", zoomed=False, with_related=False).visible == ("tree", "page")


def test_the_tree_takes_no_more_than_it_needs() -> None:
    assert arrange(300, "page", zoomed=False, with_related=True).side == 44
    assert arrange(80, "page", zoomed=False, with_related=True).side == 26


@given(st.text(max_size=30).map(clean_line), st.integers(min_value=0, max_value=20))
def test_a_fitted_text_takes_exactly_its_room(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
    assert cells(clip(text, width)) <= max(width, 0)


def test_what_is_cut_is_marked() -> None:
    assert (clip("abcdef", 6), clip("abcdef", 4), clip("漢字漢字", 5), clip("abc", 0)) == (
        "abcdef",
        "abc…",
        "漢字…",
        "",
    )
