"""Tables, labelled facts and bars: blocks that are set in columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from trialtui.pages.page import Bars, Column, KeyValues, Table
from trialtui.render.lines import Piece
from trialtui.render.wrap import GAP, MEASURE, Row, Setting, cells, hang, row_cells, side_by_side, wrap

_EASY = 24
_LEAST = 12
"""What a column that wraps should have, and the least that it can do with, in cells."""

_WIDEST_BAR = 40
_LEAST_BAR = 4
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def lay_key_values(block: KeyValues, setting: Setting) -> list[Row]:
    """Set labelled facts in two columns, the values wrapping in theirs; in very little room, one below the other."""
    labels = [setting.words(label, "label") for label, _ in block.rows]
    values = [setting.pieces(value) for _, value in block.rows]
    width = min(max(map(row_cells, labels), default=0), max(_LEAST, setting.measure // 3))
    room = setting.measure - width - GAP
    lines: list[Row] = []
    for label, value in zip(labels, values, strict=True):
        if room < _LEAST:
            lines += [*wrap(label, setting.width), *_indented(value, setting.width)]
        else:
            lines += side_by_side((wrap(label, width), wrap(value, room)), (width, room), (False, False))
    return lines


_SHORT = 20
"""In a table whose columns have no room side by side, cells of up to so many cells share a line."""


_TOLD_APART = 2
"""So many cells below the first one can be told apart without their titles."""


def lay_table(table: Table, setting: Setting) -> list[Row]:
    """Set a table: in columns where they fit, else row by row with each cell under its title."""
    titles = [setting.words(column.title, "label") for column in table.columns]
    rows, details = [], []
    for number, row in enumerate(table.rows):
        rows.append([setting.pieces(cell) for cell in row])
        details.append([setting.pieces(part) for part in table.details[number]] if table.details else [])
    widths = column_widths(table.columns, titles, rows, setting.width)
    rules = dict(table.rules_before)
    if widths is None:
        lines = _stacked(titles, rows, details, rules, setting)
    else:
        lines = _grid(table.columns, titles, rows, details, widths, rules, setting)
    return lines + _note(setting.pieces(table.note, "dim"), setting)


def column_widths(
    columns: Sequence[Column], titles: Sequence[Row], rows: Sequence[Sequence[Row]], room: int
) -> list[int] | None:
    """Share the room among a table's columns.

    Each gets what its content takes; where that is too much, first the wide columns give way, then titles wrap, then
    every column gives way that is not of numbers.

    Returns:
        The width of each column in cells; None where the table does not fit as columns.
    """
    room -= GAP * (len(columns) - 1)
    content = [max((row_cells(row[number]) for row in rows), default=0) for number in range(len(columns))]
    natural = [max(taken, row_cells(title)) for taken, title in zip(content, titles, strict=True)]
    natural = [n if column.right else min(n, MEASURE) for n, column in zip(natural, columns, strict=True)]
    if sum(natural) <= room:
        return natural
    tight = [max(taken, _longest_word(title)) for taken, title in zip(content, titles, strict=True)]
    wide = [number for number, column in enumerate(columns) if column.wide]
    left = [number for number, column in enumerate(columns) if not column.right]
    for fixed, giving, least in ((natural, wide, _EASY), (tight, wide, _LEAST), (tight, left, _LEAST)):
        if widths := _share(natural, fixed, giving, least, room):
            return widths
    return None


def _longest_word(title: Row) -> int:
    """Return the cells that a title's longest word takes."""
    return max((cells(word) for piece in title for word in piece.text.split()), default=0)


def _share(
    natural: Sequence[int], fixed: Sequence[int], giving: Sequence[int], least: int, room: int
) -> list[int] | None:
    """Share what fixed columns leave among the giving ones, the narrow of which keep what they take."""
    widths = list(fixed)
    rest = room - sum(taken for number, taken in enumerate(fixed) if number not in giving)
    for done, number in enumerate(sorted(giving, key=natural.__getitem__)):
        widths[number] = min(natural[number], rest // (len(giving) - done))
        if widths[number] < min(natural[number], least):
            return None
        rest -= widths[number]
    return widths if rest >= 0 else None


def _grid(
    columns: Sequence[Column],
    titles: Sequence[Row],
    rows: Sequence[Sequence[Row]],
    details: Sequence[Sequence[Row]],
    widths: Sequence[int],
    rules: dict[int, str],
    setting: Setting,
) -> list[Row]:
    """Set a table's rows in columns under its titles, what is too long for them below each row."""
    rights = [column.right for column in columns]
    total = sum(widths) + GAP * (len(widths) - 1)
    total = max([total, *(min(len(caption) + 8, setting.width) for caption in rules.values())])
    blocks = [
        side_by_side([wrap(c, w) for c, w in zip(row, widths, strict=True)], widths, rights)
        + [line for part in detail for line in _indented(part, setting.measure)]
        for row, detail in zip(rows, details, strict=True)
    ]
    apart = any(details) or sum(map(len, blocks)) > 2 * len(blocks)
    lines = _header(titles, widths, rights, setting)
    for number, block in enumerate(blocks):
        if number in rules:
            lines += _caption_rule(rules[number], total, setting)
        elif apart and number:
            lines.append(())
        lines += block
    return lines


def _header(titles: Sequence[Row], widths: Sequence[int], rights: Sequence[bool], setting: Setting) -> list[Row]:
    """Set the titles, flush with the rules under them; nothing where there are no titles."""
    if not any(titles):
        return []
    wrapped = [wrap(title, width) for title, width in zip(titles, widths, strict=True)]
    height = max(map(len, wrapped))
    flush: list[list[Row]] = [[()] * (height - len(column)) + column for column in wrapped]
    lines = side_by_side(flush, widths, rights)
    return lines + side_by_side([[(setting.rule(width),)] for width in widths], widths, rights)


def _caption_rule(caption: str, width: int, setting: Setting) -> list[Row]:
    """Draw a rule with its caption set into it; what has no room in it goes on below."""
    first, *more = wrap(setting.words(caption, "dim"), max(width - 6, 1))
    rest = width - row_cells(first) - 4
    if not first or rest < 0:
        return [first or (setting.rule(width),), *more]
    return [(setting.rule(2), Piece(" "), *first, Piece(" "), setting.rule(rest)), *hang((Piece("   "),), more, 3)]


def _stacked(
    titles: Sequence[Row],
    rows: Sequence[Sequence[Row]],
    details: Sequence[Sequence[Row]],
    rules: dict[int, str],
    setting: Setting,
) -> list[Row]:
    """Set a table's rows one below the other: the first cell, below it the short ones on a line, then the long ones.

    Titles are left out where without them each row has one such line; rows that do need no blank lines between them.
    """
    firsts = [wrap(row[0], setting.measure) if row[0] else [] for row in rows]
    held = [[item for item in zip(titles, row, strict=True) if item[1]][bool(row[0]) :] for row in rows]
    others = [_below(each, setting) for each in held]
    if any(len(each) > 1 for each in others) and all(len(each) <= _TOLD_APART for each in held):
        bare = [_below([((), cell) for _, cell in each], setting) for each in held]
        others = bare if all(len(each) == 1 for each in bare) else others
    apart = any(len(each) != 1 for each in others) or any(details)
    lines: list[Row] = []
    for number, (first, below) in enumerate(zip(firsts, others, strict=True)):
        if number in rules:
            lines += _caption_rule(rules[number], setting.width, setting)
        elif number and apart:
            lines.append(())
        lines += [*first, *below]
        for part in details[number]:
            lines += _indented(part, setting.measure)
    return lines


def _below(titled: Sequence[tuple[Row, Row]], setting: Setting) -> list[Row]:
    """Set what stands below a row's first cell, each cell after its title: the short ones on a line, then the long."""
    short = [item for item in titled if row_cells(item[1]) <= _SHORT]
    long = [item for item in titled if row_cells(item[1]) > _SHORT]
    groups = ([short] if short else []) + [[item] for item in long]
    return [line for group in groups for line in _indented(_labelled(group), setting.measure)]


def _labelled(group: Iterable[tuple[Row, Row]]) -> Row:
    """Set cells one after the other, each after its title."""
    joined: list[Piece] = []
    for title, cell in group:
        lead = (*title, Piece(" ", "label")) if title else ()
        joined += [*([Piece("  ")] if joined else []), *lead, *cell]
    return tuple(joined)


def _indented(row: Row, width: int) -> list[Row]:
    """Wrap pieces with an indent of two cells."""
    return hang((Piece("  "),), wrap(row, width - 2), 2)


def lay_bars(block: Bars, setting: Setting) -> list[Row]:
    """Draw bars, each between its label and its caption; without the bars where there is no room for them."""
    labels = [setting.pieces(bar.label) for bar in block.rows]
    captions = [setting.words(bar.caption, "dim") for bar in block.rows]
    widest = max(map(row_cells, captions), default=0)
    width = min(max(map(row_cells, labels), default=0), max(_LEAST, setting.width // 3))
    room = min(setting.width - width - widest - 2 * GAP, _WIDEST_BAR)
    if room < _LEAST_BAR:
        room, widest = 0, max(setting.width - width - 2 * GAP, 1)
    top = max((bar.value for bar in block.rows if math.isfinite(bar.value)), default=0)
    draw = _draw_ascii if setting.ascii_only else _draw_eighths
    lines: list[Row] = []
    for bar, label, caption in zip(block.rows, labels, captions, strict=True):
        drawn = _bar(bar.value, top, room, draw)
        columns = (wrap(label, width), [drawn], wrap(caption, widest))
        lines += side_by_side(columns, (width, room, widest), (False, False, False))
    return lines + _note(setting.pieces(block.note, "dim"), setting)


def _bar(value: float, top: float, room: int, draw: Callable[[float], str]) -> Row:
    """Draw one bar in proportion to the longest; a value that is not null shows at least a little."""
    if not room or not math.isfinite(value) or value <= 0:
        return ()
    return (Piece(draw(value / top * room), "bar"),)


def _draw_eighths(length: float) -> str:
    """Draw a length in cells to the eighth."""
    full, part = divmod(max(round(length * 8), 1), 8)
    return "█" * full + _EIGHTHS[part].strip()


def _draw_ascii(length: float) -> str:
    """Draw a length in whole cells."""
    return "#" * max(round(length), 1)


def _note(note: Row, setting: Setting) -> list[Row]:
    """Set the note below a block."""
    return wrap(note, setting.measure) if note else []
