"""Texts fitted to a number of cells of the terminal."""

from __future__ import annotations

from rich.cells import set_cell_size

from trialtui.render.wrap import cells

ELLIPSIS = "…"
ASCII_ELLIPSIS = "..."


def ellipsis(*, ascii_only: bool) -> str:
    """Return the mark of what was left out."""
    return ASCII_ELLIPSIS if ascii_only else ELLIPSIS


def clip(text: str, width: int, mark: str = ELLIPSIS) -> str:
    """Cut a text to at most `width` cells, ending in `mark` where something was cut and the mark has room."""
    if cells(text) <= width:
        return text
    room = width - cells(mark)
    return set_cell_size(text, room).rstrip() + mark if room > 0 else set_cell_size(text, max(width, 0))


def fit(text: str, width: int, mark: str = ELLIPSIS) -> str:
    """Cut or pad a text to exactly `width` cells."""
    return set_cell_size(clip(text, width, mark), max(width, 0))
