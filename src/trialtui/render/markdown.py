"""A page as Markdown: CommonMark with pipe tables, in which nothing from the data can be taken for markup."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote

from trialtui.model.clean import clean_line
from trialtui.pages.page import (
    Bars,
    Block,
    Column,
    Heading,
    Item,
    KeyValues,
    ListBlock,
    Page,
    Paragraph,
    Span,
    Table,
    Text,
    Timeline,
)
from trialtui.render.sections import section_of

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&!]")
_BLOCK_START = re.compile(r"([#+=-])|(\d{1,9})([.)])")
_ORDERED = re.compile(r"(\d{1,9})([.)]?)")
_PIPE = re.compile(r"(?<!\\)\|")
_WEB = ("http://", "https://", "mailto:")
_EMPHASIS = {"strong": "**", "emphasis": "*", "label": "**", "warning": "**", "evidence": "**"}
_SPARKS = "_▁▂▃▄▅▆▇█"
_URL_SAFE = "!#$%&'*+,/:;=?@[]_.~-"


def to_markdown(page: Page, *, related: bool = True, section: str = "") -> str:
    """Render a page as Markdown.

    Addresses outside are links; a link to a place is its text, followed by the place's reference as code.

    Args:
        page: The page.
        related: End with the page's related blocks.
        section: The anchor of the one section to render.

    Returns:
        CommonMark with pipe tables, ended by a newline.

    Raises:
        SectionError: the page has no such section.
    """
    if section:
        page = section_of(page, section, related=related)
    parts = list(_head(page))
    for block in (*page.blocks, *page.related) if related else page.blocks:
        parts.append("\n".join(_lines_of(block)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(page: Page) -> Iterator[str]:
    """Yield the title, what kind of thing it is, and its addresses outside."""
    if page.title:
        yield f"# {_inline((Span(page.title),))}"
    if page.subtitle:
        yield _paragraph((Span(page.subtitle),))
    if page.outside:
        yield "\n".join(f"- {_guard(_escape(clean_line(link.label)))}: {_outside(link.url)}" for link in page.outside)


def _lines_of(block: Block) -> Iterable[str]:
    """Return a block's lines."""
    match block:
        case Heading():
            return [_heading(block)]
        case Paragraph():
            return [_paragraph(block.text)]
        case KeyValues():
            return [f"- {_guard(_label(label))}: {_inline(value)}" for label, value in block.rows]
        case ListBlock():
            return _list(block.items)
        case Table():
            return _table(block)
        case Bars():
            return _bars(block)
        case Timeline():
            return _timeline(block)


def _heading(block: Heading) -> str:
    """Write a heading; hash marks at its end are part of it."""
    line = _inline(block.text)
    if line.endswith("#"):
        line = f"{line[:-1]}\\#"
    return f"{'#' * block.level} {line}"


def _label(label: str) -> str:
    """Write the label of a fact, which a colon follows."""
    return _emphasise(_escape(clean_line(label)), "**", "", ":")


def _list(items: Iterable[Item]) -> Iterator[str]:
    """Yield a list's lines, each level indented by what the markers above it take.

    A numbered list that begins or goes on after bullets would not end the text above it, unless its number is 1: a
    blank line goes before it.
    """
    levels: list[tuple[int, str]] = []
    for item in items:
        level = min(item.level, len(levels))
        number = _ORDERED.fullmatch(item.marker)
        kind = (number[2] or ".") if number else "-"
        before = levels[level][1] if level < len(levels) else ""
        if number and levels and before != kind:
            yield ""
        indent = levels[level - 1][0] if level else 0
        marker = f"{number[1]}{kind}" if number else kind
        lead = "" if number or not item.marker else f"{_guard(_escape(clean_line(item.marker)))} "
        yield f"{' ' * indent}{marker} {lead}{_paragraph(item.text)}".rstrip()
        levels[level:] = [(indent + len(marker) + 1, kind)]


def _table(table: Table) -> Iterator[str]:
    """Yield a table's lines; the caption of a rule is a row of its own, and what stands below rows is a last column."""
    columns, rows = table.columns, table.rows
    if table.details:
        columns = (*columns, Column(table.details_title))
        rows = tuple((*row, _joined(detail)) for row, detail in zip(rows, table.details, strict=True))
    width = len(columns)
    rules = dict(table.rules_before)
    yield _row(_escape(clean_line(column.title)) for column in columns)
    yield _row("---:" if column.right else "---" for column in columns)
    for number, row in enumerate(rows):
        if number in rules:
            caption = _emphasise(_escape(clean_line(rules[number]).strip()), "*", "", "")
            yield _row([caption, *[""] * (width - 1)])
        yield _row(map(_inline, row))
    yield from _note(table.note)


def _joined(parts: Iterable[Text]) -> Text:
    """Join paragraphs by blanks, for a table's cell."""
    return tuple(span for number, part in enumerate(parts) for span in ((Span(" "), *part) if number else part))


def _row(cells: Iterable[str]) -> str:
    """Write a row of a pipe table."""
    return "| " + " | ".join(_PIPE.sub(r"\\|", cell) for cell in cells) + " |"


def _bars(block: Bars) -> Iterator[str]:
    """Yield bars as a list: each says its figure."""
    for bar in block.rows:
        yield f"- {_paragraph(bar.label)}: {_escape(clean_line(bar.caption))}"
    yield from _note(block.note)


def _timeline(block: Timeline) -> Iterator[str]:
    """Yield a timeline as one line of block characters between its first and last label."""
    if block.ticks:
        top = max(tick.value for tick in block.ticks)
        heights = (max(round(tick.value / top * 8), 1) if tick.value > 0 else 0 for tick in block.ticks)
        columns = "".join(_SPARKS[height] for height in heights)
        first, last = (_escape(clean_line(tick.label)) for tick in (block.ticks[0], block.ticks[-1]))
        yield _guard(f"{first} {_code(columns)} {last}")
    yield from _note(block.note)


def _note(note: Text) -> Iterator[str]:
    """Yield a note as a paragraph of its own."""
    if note:
        yield ""
        yield _paragraph(note)


def _paragraph(text: Text) -> str:
    """Write a text on one line that begins no list, heading or other block."""
    return _guard(_inline(text))


def _guard(line: str) -> str:
    """Escape what would make a line begin a list, a heading or a rule."""
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    at = match.start(1) if match[1] else match.start(3)
    return f"{line[:at]}\\{line[at:]}"


def _inline(text: Text) -> str:
    """Write a text's spans on one line, those that differ in nothing together."""
    joined = [
        Span("".join(clean_line(span.text) for span in spans), target, style)
        for (target, style), spans in groupby(text, key=lambda span: (span.target, span.style))
    ]
    written = ""
    for number, span in enumerate(joined):
        after = joined[number + 1].text[:1] if number + 1 < len(joined) else ""
        written += _span(span, written[-1:], after)
    return written.strip()


def _span(span: Span, before: str, after: str) -> str:
    """Write a span between two characters."""
    words = span.text.strip()
    if not words:
        return span.text
    left, _, right = span.text.partition(words)
    if span.style == "code":
        inner = _code(words)
    else:
        mark = _EMPHASIS.get(span.style, "")
        inner = _escape(words)
        inner = _emphasise(inner, mark, left[-1:] or before, right[:1] or after) if mark else inner
    if isinstance(span.target, str):
        inner = f"[{inner}](<{_address(span.target)}>)" if span.target.startswith(_WEB) else inner
    elif span.target is not None and str(span.target) != words:
        inner = f"{inner} {_code(clean_line(str(span.target)))}"
    return f"{left}{inner}{right}"


def _emphasise(written: str, mark: str, before: str, after: str) -> str:
    """Set marks of emphasis where CommonMark takes them for such between these neighbours, else none.

    The rule is that of left- and right-flanking delimiter runs (CommonMark 0.31, section 6.2), made a little
    stricter: other symbols do not count as punctuation.
    """
    opens = before != "*" and (written[:1].isalnum() or _apart(before))
    closes = written[-1:].isalnum() or _apart(after)
    return f"{mark}{written}{mark}" if written and opens and closes else written


def _apart(neighbour: str) -> bool:
    """Tell whether a neighbouring character (or none) is a blank or a punctuation mark."""
    return not neighbour or neighbour.isspace() or neighbour in string.punctuation


def _escape(text: str) -> str:
    """Escape what CommonMark or a pipe table takes for markup within a line."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _code(text: str) -> str:
    """Write a code span, whose fence is longer than any run of backticks in it; pipes are escaped for tables."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _outside(url: str) -> str:
    """Write an address outside as a link that shows it whole."""
    return f"<{_address(url)}>" if url.startswith(_WEB[:2]) else _escape(clean_line(url))


def _address(url: str) -> str:
    """Write an address for angle brackets: blanks, brackets, backslashes and pipes are percent-encoded."""
    return quote(clean_line(url), safe=_URL_SAFE)
