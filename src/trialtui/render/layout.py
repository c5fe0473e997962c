"""A page at a width: lines of pieces, the links on them, and where its sections stand. Free of any screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialtui.pages.outline import fold_name, fold_target
from trialtui.pages.page import (
    Bars,
    Block,
    Heading,
    Item,
    KeyValues,
    ListBlock,
    Page,
    Paragraph,
    Span,
    Table,
    Timeline,
    plain,
)
from trialtui.render.lines import HeadingLine, Layout, Line, LinkSpan, Piece
from trialtui.render.tables import lay_bars, lay_key_values, lay_table
from trialtui.render.timeline import lay_timeline
from trialtui.render.wrap import GAP, MEASURE, Links, Row, Setting, cells, hang, row_cells, wrap

__all__ = ["MEASURE", "HeadingLine", "Layout", "Line", "LinkSpan", "Piece", "lay_out"]

_LEAST_WIDTH = 20
_BLANK: Row = ()


def lay_out(
    page: Page,
    width: int,
    *,
    ascii_only: bool = False,
    folded: frozenset[str] = frozenset(),
    related: bool = False,
    most: int | None = None,
) -> Layout:
    """Lay out a page.

    Args:
        page: The page. Its title, subtitle and outside links make its head; a page without them has none.
        width: The room in cells; with less than 20 it is laid out for 20.
        ascii_only: Draw rules, bullets and bars with ASCII characters, and replace typographic characters.
        folded: The names of sections (`pages.outline`) of which only the heading is set, as a link to `#NAME`.
        related: End the page with its related blocks.
        most: Lay out no further block once there are so many lines; what there is stands as on the whole page.

    Returns:
        The layout. Every text in it is clean.
    """
    width = max(width, _LEAST_WIDTH)
    setting = Setting(width, min(width, MEASURE), ascii_only, Links())
    sheet = _Sheet(setting, folded)
    sheet.put_head(page)
    whole = sheet.put_blocks((*page.blocks, *page.related) if related else page.blocks, most)
    lines = tuple(sheet.lines)
    links = _link_spans(lines, setting.links)
    return Layout(lines, links, sheet.anchors, tuple(sheet.headings), width, whole)


class _Sheet:
    """A page while it is laid out."""

    def __init__(self, setting: Setting, folded: frozenset[str]) -> None:
        """Begin an empty page."""
        self.setting = setting
        self.folded = folded
        self.lines: list[Line] = []
        self.anchors: dict[str, int] = {}
        self.headings: list[HeadingLine] = []

    def put(self, rows: Sequence[Row], block: int) -> None:
        """Add lines."""
        self.lines += [Line(row, block) for row in rows]

    def put_head(self, page: Page) -> None:
        """Add the title over a rule, what kind of thing it is, and its addresses outside."""
        setting = self.setting
        if page.title:
            self.put(wrap(setting.words(page.title, "heading-1"), setting.measure), -1)
            self.put([(setting.rule(setting.measure),)], -1)
        if page.subtitle:
            self.put(wrap(setting.words(page.subtitle, "dim"), setting.measure), -1)
        labels = [setting.words(link.label, "label") for link in page.outside]
        hanging = max(map(row_cells, labels), default=0) + GAP
        for label, link in zip(labels, page.outside, strict=True):
            self.put(_outside(label, link.url, hanging, setting), -1)

    def put_blocks(self, blocks: Sequence[Block], most: int | None) -> bool:
        """Add blocks, a blank line before each that does not follow its heading, and leave out what is folded.

        False where it ended with blocks to spare, since there are as many lines as are wanted.
        """
        hidden_under = 0
        after_heading = False
        for number, block in enumerate(blocks):
            if most is not None and len(self.lines) >= most:
                return False
            if isinstance(block, Heading):
                if hidden_under and block.level > hidden_under:
                    self._remember(block.anchor, self.headings[-1].line)
                    continue
                hidden_under = block.level if fold_name(block) in self.folded else 0
                self._blank(number)
                self._put_heading(block, number)
            elif not hidden_under:
                if not after_heading:
                    self._blank(number)
                self.put(_rows_of(block, self.setting), number)
            after_heading = isinstance(block, Heading)
        return True

    def _blank(self, block: int) -> None:
        """Add a blank line, but not at the top."""
        if self.lines:
            self.lines.append(Line(_BLANK, block))

    def _remember(self, anchor: str, line: int) -> None:
        """Note where an anchor stands; the first of a name counts."""
        if anchor:
            self.anchors.setdefault(anchor, line)

    def _put_heading(self, heading: Heading, block: int) -> None:
        """Add a heading and note where it stands."""
        here = len(self.lines)
        self.headings.append(HeadingLine(here, heading.level, plain(heading.text), heading.anchor))
        self._remember(heading.anchor, here)
        self.put(_heading_rows(heading, fold_name(heading) in self.folded, self.setting), block)


def _heading_rows(heading: Heading, folded: bool, setting: Setting) -> list[Row]:
    """Set a heading: the first level over a rule, the second before one, the third plain; a folded one is a link."""
    style = f"heading-{heading.level}"
    if folded:
        words = (Span(plain(heading.text), fold_target(fold_name(heading))),)
        marker = setting.words("+ " if setting.ascii_only else "▸ ", "rule")
        pieces = (*marker, *setting.pieces(words, style), *setting.words(" (folded)", "dim"))
    else:
        pieces = setting.pieces(heading.text, style)
    rows = wrap(pieces, setting.measure)
    room = setting.measure - row_cells(rows[-1]) - 1
    if heading.level == 1:
        rows.append((setting.rule(setting.measure),))
    elif heading.level == 2 and room > 0:
        rows[-1] = (*rows[-1], Piece(" "), setting.rule(room))
    return rows


def _outside(label: Row, url: str, hanging: int, setting: Setting) -> list[Row]:
    """Set an address outside after its label, or below it where it does not fit beside it."""
    address = setting.pieces((Span(url, url),))
    if hanging + row_cells(address) <= setting.width:
        return [(*label, Piece(" " * (hanging - row_cells(label))), *address)]
    return [*(wrap(label, setting.width) if label else []), *wrap(address, setting.width)]


def _lay_paragraph(block: Paragraph, setting: Setting) -> list[Row]:
    """Wrap running text at the measure."""
    indent = min(block.indent, setting.measure // 2)
    return hang((Piece(" " * indent),), wrap(setting.pieces(block.text), setting.measure - indent), indent)


def _lay_item(item: Item, setting: Setting) -> list[Row]:
    """Set one list item."""
    bullet = item.marker or ("*" if setting.ascii_only else "•")
    indent = min(2 * item.level, setting.measure // 3)
    lead = (Piece(" " * indent), *setting.words(f"{bullet} ", "" if item.marker else "dim"))
    hanging = row_cells(lead)
    if hanging > setting.measure // 2:
        lines = wrap((*lead[1:], *setting.pieces(item.text)), setting.measure - indent)
        return hang((Piece(" " * indent),), lines, indent)
    body = wrap(setting.pieces(item.text), setting.measure - hanging)
    return hang(lead, body, hanging) if body[0] else [lead]


def _rows_of(block: Paragraph | KeyValues | ListBlock | Table | Bars | Timeline, setting: Setting) -> list[Row]:
    """Set any block but a heading."""
    match block:
        case Paragraph():
            return _lay_paragraph(block, setting)
        case KeyValues():
            return lay_key_values(block, setting)
        case ListBlock():
            return [row for item in block.items for row in _lay_item(item, setting)]
        case Table():
            return lay_table(block, setting)
        case Bars():
            return lay_bars(block, setting)
        case Timeline():
            return lay_timeline(block, setting)


def _link_spans(lines: Sequence[Line], links: Links) -> tuple[LinkSpan, ...]:
    """Find the cells on which each link stands."""
    parts: list[list[tuple[int, int, int]]] = [[] for _ in links.found]
    for number, line in enumerate(lines):
        for piece in line.pieces:
            if piece.link >= 0:
                for link, start, end in _links_on(line):
                    parts[link].append((number, start, end))
                break
    return tuple(LinkSpan(target, text, tuple(at)) for (target, text), at in zip(links.found, parts, strict=True))


def _links_on(line: Line) -> Iterator[tuple[int, int, int]]:
    """Yield each link of a line with its start and end cell, as one where it goes on in another style."""
    at = start = 0
    current = -1
    for piece in line.pieces:
        if piece.link != current:
            if current >= 0:
                yield current, start, at
            current, start = piece.link, at
        at += cells(piece.text)
    if current >= 0:
        yield current, start, at
