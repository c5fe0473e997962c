"""A registered text as blocks: its paragraphs and lists, its emphasis, and its mentions as links."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialtui.model.places import EntityPlace, Target
from trialtui.model.refs import Ref
from trialtui.model.term import Link
from trialtui.model.text import RegisteredText, read_registered
from trialtui.pages.page import Block, Heading, Item, ListBlock, Paragraph, Span, Text

_STYLES = {"emphasis": "emphasis", "strong": "strong", "code": "code"}
_Range = tuple[int, int, str, Target | None]


def running_text(
    text: str, text_format: str, links: Sequence[Link] = (), focus: Ref | None = None, level: int = 3
) -> list[Block]:
    """Lay out a registered text.

    Args:
        text: The text as registered.
        text_format: `markdown` or `plain`.
        links: The mentions found in its plain text; they become links.
        focus: The term whose mentions are shown as evidence.
        level: The level of headings within it.
    """
    read = read_registered(text, text_format)
    ranges = _ranges(read, links, focus)
    blocks: list[Block] = []
    items: list[Item] = []
    for part in read.blocks:
        spans = _spans(read.plain, part.start, part.end, ranges)
        if part.kind == "item":
            items.append(Item(spans, part.level, part.marker))
            continue
        if items and part.kind == "paragraph" and part.level:
            items.append(Item(spans, part.level - 1, " "))
            continue
        if items:
            blocks.append(ListBlock(tuple(items)))
            items = []
        blocks.append(Heading(spans, level) if part.kind == "heading" else Paragraph(spans))
    if items:
        blocks.append(ListBlock(tuple(items)))
    return blocks


def one_line(text: str, text_format: str, links: Sequence[Link] = (), focus: Ref | None = None) -> Text:
    """Lay out a registered text as one run of spans, its blocks joined by blanks, for a table's cell."""
    read = read_registered(text, text_format)
    ranges = _ranges(read, links, focus)
    spans: list[Span] = []
    for part in read.blocks:
        if spans:
            spans.append(Span(" "))
        if part.kind == "item":
            spans.append(Span(f"{part.marker or '•'} "))
        spans += _spans(read.plain, part.start, part.end, ranges)
    return tuple(spans)


def _ranges(read: RegisteredText, links: Sequence[Link], focus: Ref | None) -> list[_Range]:
    """Return what is more than plain text, as (start, end, style, target), mentions before marks."""
    found: list[_Range] = []
    for link in links:
        if 0 <= link.start < link.end <= len(read.plain):
            style = "evidence" if link.ref == focus else ""
            found.append((link.start, link.end, style, EntityPlace(link.ref)))
    for mark in read.marks:
        found.append((mark.start, mark.end, _STYLES.get(mark.kind, ""), mark.url or None))
    return found


def _spans(plain: str, start: int, end: int, ranges: Sequence[_Range]) -> Text:
    """Cut a stretch of plain text where a range begins or ends; the first target and the styles of all apply."""
    inside = [item for item in ranges if item[0] < end and item[1] > start]
    if not inside:
        return (Span(plain[start:end]),) if end > start else ()
    cuts = sorted({start, end, *(min(max(at, start), end) for item in inside for at in item[:2])})
    spans = []
    for left, right in pairwise(cuts):
        over = [item for item in inside if item[0] <= left and item[1] >= right]
        target = next((item[3] for item in over if item[3]), None)
        style = next((item[2] for item in over if item[2]), "")
        spans.append(Span(plain[left:right], target, style))
    return tuple(spans)
