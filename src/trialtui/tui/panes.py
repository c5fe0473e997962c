"""How the panes share the terminal's width: three side by side, two, or one at a time."""

from __future__ import annotations

from typing import NamedTuple

TREE = "tree"
PAGE = "page"
RELATED = "related"

_MOST = 44


class Widths(NamedTuple):
    """From how many columns on there is room for more panes.

    Attributes:
        two: The tree stands beside the page; below, one of them is shown at a time.
        three: The related terms have a pane of their own; below, they end the page.
    """

    two: int = 80
    three: int = 120


USUAL = Widths()


class Arrangement(NamedTuple):
    """Which panes there are, and which of them are shown.

    Attributes:
        panes: The panes that the reader can go to, from left to right.
        visible: Those of them on the screen.
        side: The width of the tree and of the related pane, in cells.
        related_in_page: Whether the related terms end the page.
    """

    panes: tuple[str, ...]
    visible: tuple[str, ...]
    side: int
    related_in_page: bool


def arrange(width: int, active: str, *, zoomed: bool, with_related: bool, widths: Widths = USUAL) -> Arrangement:
    """Share out a terminal.

    Args:
        width: The terminal's columns.
        active: The pane that the reader is in.
        zoomed: Whether that pane is to have the whole screen.
        with_related: Whether the place shown is one that has related terms.
        widths: From how many columns on there is room for more panes.
    """
    wide = width >= widths.three
    panes = (TREE, PAGE, RELATED) if wide and with_related else (TREE, PAGE)
    shown = active if active in panes else PAGE
    visible = (shown,) if zoomed or width < widths.two else panes
    return Arrangement(panes, visible, min(width // (4 if wide else 3), _MOST), not wide)
