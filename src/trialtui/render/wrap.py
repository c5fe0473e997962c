"""Texts into lines: spans are cleaned, wrapped at blanks by the cells that they take, and cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from trialtui.model.clean import clean_line
from trialtui.model.places import Target
from trialtui.pages.page import Span, Text
from trialtui.render.lines import Piece

Row: TypeAlias = tuple[Piece, ...]
"""The pieces of one line."""

GAP = 2
"""The cells between columns."""

MEASURE = 80
"""The most cells that a line of running text takes."""

_NARROW = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2190-\u21ff\u2264\u2265\u2500-\u25fc]*"
)
"""Texts of which every character takes one cell, as far as a look at the code points tells."""

_WIDE = (
    r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CLOSING = r"\u0300-\u036f\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
_ASCII = str.maketrans(
    {
        "≠": "!=", "≤": "<=", "≥": ">=", "±": "+/-", "×": "x", "→": "->", "←": "<-", "…": "...", "·": "-", "•": "*",
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "▸": ">", "›": ">",
        "\u00a0": " ",
    }
)  # fmt: skip
"""What stands for typographic characters on a terminal that has none."""


def to_ascii(text: str) -> str:
    """Replace typographic characters by what ASCII has for them; letters of other scripts stay."""
    return text if text.isascii() else text.translate(_ASCII)


class Links:
    """The links met while a page is laid out, in reading order, and the number of texts."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found: list[tuple[Target, str]] = []
        self.texts = 0

    def add(self, target: Target, text: str) -> int:
        """Take up a link and return its index."""
        self.found.append((target, text))
        return len(self.found) - 1

    def extend(self, text: str) -> int:
        """Lengthen the link met last, whose text goes on in another style, and return its index."""
        target, head = self.found[-1]
        self.found[-1] = (target, head + text)
        return len(self.found) - 1


@cache
def _tokens() -> re.Pattern[str]:
    """Compile the tokens of a line when a text of wide characters is first wrapped: it takes longer than a page.

    They are blanks; one East Asian character with the closing marks that may not begin a line; a run of anything else.
    """
    return re.compile(rf" +|[{_WIDE}][{_CLOSING}]*|[^ {_WIDE}]+")


@cache
def _measure() -> Callable[[str], int]:
    """Import the measuring of wide characters when it is first needed."""
    from rich.cells import cell_len

    return cell_len


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return _measure()(text)


def row_cells(row: Row) -> int:
    """Return how many cells a line's pieces take."""
    taken = 0
    for piece in row:
        taken += cells(piece.text)
    return taken


@cache
def blank(length: int) -> Piece:
    """Make a piece of blanks."""
    return Piece(" " * length)


def pieces_of(text: Text, links: Links, style: str = "", *, ascii_only: bool = False) -> Row:
    """Clean a text's spans and take up their links.

    Args:
        text: The text.
        links: Where its links are taken up and texts are numbered; neighbouring spans with one target are one link.
        style: The style of spans that have none.
        ascii_only: Replace typographic characters by what ASCII has for them.
    """
    pieces: list[Piece] = []
    before: Target | None = None
    source = links.texts
    links.texts += 1
    for span in text:
        content = clean_line(span.text)
        if ascii_only:
            content = to_ascii(content)
        if not content:
            continue
        link = -1
        if span.target is not None and not content.isspace():
            link = links.extend(content) if span.target == before else links.add(span.target, content)
        before = span.target if link >= 0 else None
        pieces.append(Piece(content, span.style or style, link, source))
    return tuple(pieces)


def wrap(row: Row, width: int) -> list[Row]:
    """Wrap pieces at blanks into lines of at most `width` cells (two or more); a longer run of characters is broken.

    Blanks at a line's ends are dropped. An empty text gives one empty line.
    """
    text = row[0].text if len(row) == 1 else "".join(piece.text for piece in row)
    narrow = text.isascii() or _NARROW.fullmatch(text) is not None
    if narrow and len(text) <= width and text[:1] != " " and text[-1:] != " ":
        return [row]
    cuts = list(_cut_narrow(text, width) if narrow else _cut_wide(text, width))
    if len(row) == 1:
        piece = row[0]
        return [(Piece(text[start:end], piece.style, piece.link, piece.source),) for start, end in cuts] or [()]
    return _slice(row, cuts) or [()]


def _cut_narrow(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Cut a text whose characters take one cell each into (start, end) of its lines."""
    stop = len(text.rstrip(" "))
    start = len(text) - len(text.lstrip(" "))
    while stop - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:
            yield start, start + width
            start += width
            continue
        after = end + 1
        while text[end - 1] == " ":
            end -= 1
        yield start, end
        while text[after] == " ":
            after += 1
        start = after
    if start < stop:
        yield start, stop


def _cut_wide(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Cut a text whose characters take no, one or two cells into (start, end) of its lines."""
    start = end = used = 0
    for match in _tokens().finditer(text):
        taken = cells(match[0])
        if match[0][0] == " ":
            used += taken if end > start else 0
            continue
        if end == start:
            start, used = match.start(), 0
        elif used + taken > width:
            yield start, end
            start, used = match.start(), 0
        if taken > width:
            *full, (start, _) = _break(match[0], match.start(), width)
            yield from full
            taken = cells(text[start : match.end()])
        used += taken
        end = match.end()
    if start < end:
        yield start, end


def _break(run: str, offset: int, width: int) -> list[tuple[int, int]]:
    """Break a run of characters without blanks between its graphemes, as (start, end) from `offset`."""
    from rich.cells import split_graphemes

    cuts: list[tuple[int, int]] = []
    start = used = 0
    for begin, _, taken in split_graphemes(run)[0]:
        if used + taken > width:
            cuts.append((offset + start, offset + begin))
            start, used = begin, 0
        used += taken
    return [*cuts, (offset + start, offset + len(run))]


def _slice(row: Row, cuts: Sequence[tuple[int, int]]) -> list[Row]:
    """Cut pieces into lines by offsets into their joined text; both go forward only."""
    lines: list[Row] = []
    index = offset = 0
    for start, end in cuts:
        line: list[Piece] = []
        while offset + len(row[index].text) <= start:
            offset += len(row[index].text)
            index += 1
        while True:
            piece = row[index]
            stop = offset + len(piece.text)
            if start <= offset and stop <= end:
                line.append(piece)
            else:
                text = piece.text[max(start - offset, 0) : end - offset]
                line.append(Piece(text, piece.style, piece.link, piece.source))
            if stop >= end:
                break
            offset = stop
            index += 1
        lines.append(tuple(line))
    return lines


class Setting(NamedTuple):
    """How a page is set: the room there is, what may be drawn with, and where links are taken up.

    Attributes:
        width: The room in cells.
        measure: The room for running text, at most `width`: longer lines are hard to read.
        ascii_only: Draw with ASCII characters only.
        links: The links met so far.
    """

    width: int
    measure: int
    ascii_only: bool
    links: Links

    def pieces(self, text: Text, style: str = "") -> Row:
        """Clean a text's spans and take up their links."""
        return pieces_of(text, self.links, style, ascii_only=self.ascii_only)

    def words(self, text: str, style: str = "") -> Row:
        """Make pieces of a text that has no spans."""
        return self.pieces((Span(text),), style)

    def rule(self, length: int) -> Piece:
        """Draw a horizontal rule."""
        return Piece(("-" if self.ascii_only else "─") * length, "rule")


def hang(lead: Row, body: Sequence[Row], hanging: int) -> list[Row]:
    """Put a lead before the first of some lines and as many blanks as it is wide before the others."""
    if not hanging:
        return list(body)
    blanks = blank(hanging)
    return [((*lead, *row) if number == 0 else (blanks, *row)) if row else row for number, row in enumerate(body)]


def side_by_side(columns: Sequence[Sequence[Row]], widths: Sequence[int], rights: Sequence[bool]) -> list[Row]:
    """Set columns of lines side by side, `GAP` cells apart, each at its width, flush left or right."""
    height = max(map(len, columns), default=0)
    lines: list[list[Piece]] = [[] for _ in range(height)]
    ends = [0] * height
    left = 0
    for column, width, right in zip(columns, widths, rights, strict=True):
        for number, row in enumerate(column):
            if row:
                taken = row_cells(row)
                begin = left + (width - taken if right else 0)
                if begin > ends[number]:
                    lines[number].append(blank(begin - ends[number]))
                lines[number] += row
                ends[number] = begin + taken
        left += width + GAP
    return [tuple(line) for line in lines]
