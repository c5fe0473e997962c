"""What of a page is in view, and where a step through its links leads. It knows no screen."""

from __future__ import annotations

from typing import NamedTuple

from trialtui.model.places import EntityPlace
from trialtui.pages.page import Page
from trialtui.render.lines import Layout, LinkSpan

NO_LINK = -1
"""Stands for the index of a link where there is none."""


class PageState(NamedTuple):
    """How a page was left, so that it can be shown again as it was.

    Attributes:
        scroll_y: The line at the top.
        selected: The index of the selected link; -1 for none.
        folded: The names of the folded sections.
        width: The width in cells for which `scroll_y` holds.
        position: What stood at the top, for any other width (see `Layout.position`).
    """

    scroll_y: int = 0
    selected: int = NO_LINK
    folded: frozenset[str] = frozenset()
    width: int = 0
    position: tuple[int, int] = (-1, 0)


def in_view(link: LinkSpan, view: range) -> bool:
    """Tell whether a link begins within the lines in view."""
    return link.parts[0][0] in view


def step(layout: Layout, selected: int, view: range, *, forward: bool) -> int:
    """Find the link that a step leads to.

    Args:
        layout: The page.
        selected: The index of the selected link; -1 for none.
        view: The lines in view.
        forward: Step to the next link, else to the previous one.

    Returns:
        The index of the neighbour of a selected link in view. Where there is none in view, that of the first link in
        view (the last, for a step back), else of the nearest one beyond. -1 where there is no further link.
    """
    links = layout.links
    if 0 <= selected < len(links) and in_view(links[selected], view):
        index = selected + (1 if forward else -1)
        return index if index < len(links) else NO_LINK
    numbers = range(len(links)) if forward else range(len(links) - 1, -1, -1)
    beyond = range(view.start, len(layout.lines)) if forward else range(view.stop)
    for lines in (view, beyond):
        for number in numbers:
            if in_view(links[number], lines):
                return number
    return NO_LINK


def top_for(line: int, height: int) -> int:
    """Return the line to bring to the top so that another is seen a third down a view of some height."""
    return max(0, line - height // 3)


def begin_line(page: Page | None, layout: Layout, height: int) -> int:
    """Return the line at which a page begins to be read.

    Args:
        page: The page. Where it was come to from a term (its place has a focus), its evidence is to be in view.
        layout: The page laid out.
        height: How many lines are in view.
    """
    if page is None or not isinstance(page.place, EntityPlace) or page.place.focus is None:
        return 0
    lines = enumerate(layout.lines)
    evidence = next((number for number, line in lines if any(piece.style == "evidence" for piece in line.pieces)), 0)
    return top_for(evidence, height) if evidence >= height else 0


def section_at(layout: Layout, line: int) -> str:
    """Return the anchor of the section that a line stands in; empty before the first."""
    before = [(at, anchor) for anchor, at in layout.anchors.items() if at <= line]
    return max(before, key=lambda item: item[0])[1] if before and line else ""
