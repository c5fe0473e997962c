from __future__ import annotations

import pytest

from trialtui.model.places import HomePlace
from trialtui.pages.page import Page, Span, Tick, Timeline
from trialtui.render.layout import lay_out
from trialtui.render.markdown import to_markdown

YEAR = tuple(Tick(f"2020-{month:02d}", (month * 7) % 12, "2020") for month in range(1, 13))


def drawn(block: Timeline, width: int = 40, *, ascii_only: bool = False) -> list[str]:
    page = Page(title="", place=HomePlace(), blocks=(block,))
    return [line.text.rstrip() for line in lay_out(page, width, ascii_only=ascii_only).lines]


def test_columns_are_in_proportion_over_a_named_axis() -> None:
    ticks = (Tick("2020", 8, "2020"), Tick("2021", 4, "2021"), Tick("2022", 0, "2022"), Tick("2023", 1, "2023"))
    assert drawn(Timeline(ticks, (Span("By year."),)), 30) == [
        "8 │█████",
        "  │█████",
        "  │█████ █████",
        "  │█████ █████       ▄▄▄▄▄",
        "0 └────────────────────────",
        "   2020  2021  2022  2023",
        "By year.",
    ]


def test_ascii_draws_with_ascii_only() -> None:
    lines = drawn(Timeline(YEAR), ascii_only=True)
    assert all(line.isascii() for line in lines)
    assert "#" in lines[0] and "#" in lines[3]


def test_the_smallest_count_is_seen_and_none_is_not() -> None:
    lines = drawn(Timeline((Tick("a", 10_000), Tick("b", 1), Tick("c", 0))))
    assert lines[3].endswith("│█████ ▁▁▁▁▁")


def test_where_there_is_no_room_neighbours_share_a_column_and_it_is_said() -> None:
    ticks = tuple(Tick(str(number), 1, "") for number in range(60))
    lines = drawn(Timeline(ticks), 24)
    assert "Each column is 3 of the table's steps." in " ".join(lines)
    assert lines[0] == "3 │" + "█" * 20


def test_no_ticks_draw_nothing_but_the_note() -> None:
    assert drawn(Timeline((), (Span("None."),))) == ["None."]


@pytest.mark.parametrize("width", [20, 27, 40, 80, 200])
def test_group_names_are_cleaned_and_stay_within_the_room(width: int) -> None:
    ticks = tuple(Tick(str(number), number, f"肺\x1b[2J{number}") for number in range(30))
    lines = drawn(Timeline(ticks), width)
    assert not any("\x1b" in line for line in lines)
    assert all(len(line) <= min(width, 80) for line in lines)


def test_markdown_has_one_line_of_columns_between_the_ends() -> None:
    page = Page(title="", place=HomePlace(), blocks=(Timeline(YEAR, (Span("By month."),)),))
    assert to_markdown(page) == "2020-01 `▅▁▇▃█▄▁▆▂▇▄_` 2020-12\n\nBy month.\n"
