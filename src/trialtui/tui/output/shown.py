"""What the terminal shows, so that of a new picture only those cells are written that differ from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from trialtui.tui.output.cells import NO_LOOK, Cells, cells_of
from trialtui.tui.output.pen import Pen

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Between these a terminal that knows them shows nothing of a picture until it has all of it."""

_REACH = 4
"""The most cells that are written again because to skip them takes as many bytes."""


class _Part(NamedTuple):
    """A part of a line that is to be shown: its line, its first column, its width, its cells."""

    y: int
    x: int
    width: int
    cells: Cells


class _LeanUpdate(CompositorUpdate):
    """An update that writes what differs from what is shown when it is written."""

    def __init__(self, shown: Shown, update: ChopsUpdate | LayoutUpdate) -> None:
        """Stand in for an update of Textual's."""
        self._shown, self._update = shown, update

    def __rich__(self) -> str:
        """Stand for nothing anywhere but in a terminal."""
        return ""

    def render_segments(self, console: Console) -> str:
        """Return what is to be written; it counts as shown from now on."""
        return self._shown.write(self._update, console)


class Shown:
    """Holds the cells that the terminal shows. It knows nothing at first; `forget` makes it so again."""

    def __init__(self) -> None:
        """Know nothing."""
        self._rows: list[Cells] = []
        self.at_once = False
        """Whether the terminal can be asked to show each picture at once."""

    @property
    def size(self) -> tuple[int, int]:
        """The columns and lines that something is known of; none at first."""
        return (len(self._rows[0]), len(self._rows)) if self._rows else (0, 0)

    def forget(self) -> None:
        """Take nothing for granted any more: something else has written to the terminal, or changed its size."""
        self._rows = []

    def lean(self, renderable: RenderableType | None) -> RenderableType | None:
        """Return an update of Textual's as one that writes what differs; anything else as it is."""
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            return _LeanUpdate(self, renderable)
        if renderable is not None:
            self.forget()
        return renderable

    def write(self, update: ChopsUpdate | LayoutUpdate, console: Console) -> str:
        """Return what leads from what is shown to what an update shows, which counts as shown from now on."""
        if isinstance(update, LayoutUpdate):
            (width, height), parts = update.region.size, list(_whole_screen(update))
        else:
            (width, height), parts = (update.chop_ends[0][-1], len(update.chops)), list(_spans(update))
        if self.size != (width, height):
            self._rows = [Cells.unknown(width) for _ in range(height)]
        pen = Pen(COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR))
        self._scroll(parts, pen)
        for part in parts:
            self._write(part, pen)
        written = pen.finish()
        return f"{_BEGIN}{written}{_END}" if written and self.at_once else written

    def _write(self, part: _Part, pen: Pen) -> None:
        """Write what differs of a part."""
        y, x, width, new = part
        row = self._rows[y]
        here = slice(x, x + width)
        old = (row.texts[here], row.looks[here])
        if len(new) != width:
            row.texts[here], row.looks[here] = Cells.unknown(width).texts, [NO_LOOK] * width
            _put(new, [(0, len(new))], x, y, pen)
        elif (new.texts, new.looks) != old:
            row.texts[here], row.looks[here] = new.texts, new.looks
            doubtful = new.doubtful or min(old[1]) < NO_LOOK
            _put(new, [(0, width)] if doubtful else _runs(new, *old), x, y, pen)
        if x + width >= len(row):
            pen.lose()

    def _scroll(self, parts: Sequence[_Part], pen: Pen) -> None:
        """Let the terminal move its lines, where most of the new ones stood a little higher or lower before."""
        if len(parts) < 4 or any(part.width != len(self._rows[part.y]) for part in parts):
            return
        top, bottom = parts[0].y, parts[-1].y
        if [part.y for part in parts] != list(range(top, bottom + 1)):
            return
        by = self._moved(parts)
        if not by:
            return
        pen.scroll(top, bottom, by)
        blank = [Cells.unknown(parts[0].width) for _ in range(abs(by))]
        rows = self._rows[top : bottom + 1]
        self._rows[top : bottom + 1] = [*rows[by:], *blank] if by > 0 else [*blank, *rows[:by]]

    def _moved(self, parts: Sequence[_Part]) -> int:
        """Return by how many lines most of some lines moved up, below 0 for down; 0 where most did not."""
        stood: dict[tuple[str, ...], list[int]] = {}
        for part in parts:
            stood.setdefault(tuple(self._rows[part.y].texts[:-1]), []).append(part.y)
        votes: Counter[int] = Counter()
        inked = 0
        for part in parts:
            text = tuple(part.cells.texts[:-1])
            if text.count(" ") < len(text):
                inked += 1
                votes.update(y - part.y for y in stood.get(text, ()))
        by, most = votes.most_common(1)[0] if votes else (0, 0)
        return by if most * 2 > inked else 0


def _whole_screen(update: LayoutUpdate) -> Iterator[_Part]:
    """Yield the parts of an update of the whole screen."""
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield _Part(y, x, strip.cell_length, cells_of(strip))
            x += strip.cell_length


def _spans(update: ChopsUpdate) -> Iterator[_Part]:
    """Yield the parts of an update of spans; a part that a span only touches is there whole."""
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
            if strip is not None and x < stop and end > start:
                yield _Part(y, x, end - x, cells_of(strip))


def _runs(new: Cells, old_texts: list[str], old_looks: list[int]) -> list[tuple[int, int]]:
    """Return from where to where cells differ, in runs; a few cells between them in the same style are taken along."""
    pairs = zip(new.texts, old_texts, new.looks, old_looks, strict=True)
    changed = [at for at, (text, old_text, look, old_look) in enumerate(pairs) if text != old_text or look != old_look]
    if len(changed) == len(new):
        return [(0, len(new))]
    runs: list[tuple[int, int]] = []
    start = before = changed[0]
    for at in changed[1:]:
        gap = at - before - 1
        if gap and (gap > _REACH or new.style_ends(before) <= at):
            runs.append((start, before + 1))
            start = at
        before = at
    return [*runs, (start, before + 1)]


def _put(cells: Cells, runs: Sequence[tuple[int, int]], x: int, y: int, pen: Pen) -> None:
    """Write runs of cells of a line that begins at a column."""
    for start, stop in runs:
        pen.move(x + start, y)
        while start < stop:
            end = min(cells.style_ends(start), stop)
            pen.write("".join(cells.texts[start:end]), cells.style(start), end - start)
            start = end
