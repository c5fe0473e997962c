"""Timelines: counts as columns of block characters over an axis; where there is no room, neighbours share a column."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.pages.page import Tick, Timeline
from trialtui.render.lines import Piece
from trialtui.render.wrap import Row, Setting, row_cells, wrap

_HEIGHT = 4
_WIDEST = 6
"""The lines that the columns are high, and the most cells that one takes, with the gap after it."""

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_COARSE = " .:#"
"""What part of a line a column fills, drawn in blocks and in ASCII."""


def lay_timeline(block: Timeline, setting: Setting) -> list[Row]:
    """Draw a timeline, its greatest count on the left, the groups under the axis, and its note below."""
    note = setting.pieces(block.note, "dim")
    if not block.ticks:
        return wrap(note, setting.measure) if note else []
    lead = len(f"{max(tick.value for tick in block.ticks):,}") + 1
    ticks, together = _fitting(block.ticks, setting.measure - lead - 1)
    top = max(tick.value for tick in ticks)
    lead = max(lead, len(f"{top:,}") + 1)
    width = min((setting.measure - lead - 1) // len(ticks), _WIDEST)
    lines = [*_columns(ticks, top, width, lead, setting.ascii_only), *_axis(ticks, width, lead, setting)]
    if together > 1:
        note = (*setting.words(f"Each column is {together} of the table's steps. ", "dim"), *note)
    return lines + (wrap(note, setting.measure) if note else [])


def _fitting(ticks: Sequence[Tick], room: int) -> tuple[list[Tick], int]:
    """Put neighbours together until all fit; return them and how many each stands for."""
    together = -(-len(ticks) // max(room, 1))
    parts = [ticks[start : start + together] for start in range(0, len(ticks), together)]
    return [Tick(part[0].label, sum(tick.value for tick in part), part[0].group) for part in parts], together


def _columns(ticks: Sequence[Tick], top: int, width: int, lead: int, ascii_only: bool) -> list[Row]:
    """Draw the lines of the columns from the highest down."""
    parts, side = (_COARSE, "|") if ascii_only else (_EIGHTHS, "│")
    steps = len(parts) - 1
    heights = [max(round(tick.value / top * _HEIGHT * steps), 1) if tick.value > 0 else 0 for tick in ticks]
    drawn = width - 1 if width > 2 else width
    lines: list[Row] = []
    for line in range(_HEIGHT - 1, -1, -1):
        filled = (parts[min(max(height - line * steps, 0), steps)] for height in heights)
        body = "".join((part * drawn).ljust(width) for part in filled).rstrip(" ")
        label = f"{top:,}" if line == _HEIGHT - 1 else ""
        lines.append(
            (Piece(f"{label:>{lead - 1}} ", "dim"), Piece(side, "rule"), *([Piece(body, "bar")] if body else []))
        )
    return lines


def _axis(ticks: Sequence[Tick], width: int, lead: int, setting: Setting) -> list[Row]:
    """Draw the axis, and under it each group where it begins and has room."""
    corner = "+" if setting.ascii_only else "└"
    rule = Piece(corner + setting.rule(width * len(ticks)).text, "rule")
    axis: Row = (Piece(f"{'0':>{lead - 1}} ", "dim"), rule)
    names: Row = ()
    taken, before = -1, ""
    for number, tick in enumerate(ticks):
        at, name = number * width, setting.words(tick.group if tick.group != before else "", "dim")
        before = tick.group or before
        if name and taken < at and at + row_cells(name) <= setting.measure - lead - 1:
            names = (*names, Piece(" " * (at - max(taken, 0))), *name)
            taken = at + row_cells(name)
    return [axis, (Piece(" " * (lead + 1)), *names)] if names else [axis]
