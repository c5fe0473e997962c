"""Registered text to plain text with its structure: paragraphs, list items, emphasis, links.

The registry's API (version 2) gives its long texts in CommonMark; this reads the part of it that occurs there, and
reads it so that no character of the content is lost: in registered text a lone `#` means "number of", `5*10` is a
product, `________` a blank to fill in, and `[F18](FDG)` a tracer, so none of these is markup here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from trialtui.model.inline import Inline, TextMark

__all__ = ["RegisteredText", "TextBlock", "TextMark", "read_registered"]

_Line = tuple[int, str, str]
"""A source line: indent in columns, list marker (empty where it has none), the text after both."""

_MARKDOWN_ITEM = re.compile(r"([*•-]|\d{1,3}[.)]|(?:[A-Za-z]|[ivxIVX]{2,5})[.)])[ \t]+(?=\S)")
_PLAIN_ITEM = re.compile(r"([*-]|\d{1,3}[.)])[ \t]+(?=\S)")
_HEADING = re.compile(r"(#{2,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_BULLETS = frozenset("*-•")
_NESTED_BY = 2
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


class TextBlock(NamedTuple):
    """A block of plain text, from `start` to `end` (code points, end exclusive); it holds no newline.

    Attributes:
        kind: `paragraph`, `item` or `heading`.
        start: Where it begins in the plain text.
        end: Where it ends, exclusive.
        level: Of an item, how many items it is nested in; of a paragraph, how many items it belongs to; of a heading,
            its rank from 2 to 6.
        marker: An item's number or letter as it stands in the source (`1.`, `a)`); empty for bullets.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredText:
    """A registered text: its plain text, blocks in order (each separated by one newline), marks in order of start."""

    plain: str
    blocks: tuple[TextBlock, ...]
    marks: tuple[TextMark, ...]


def read_registered(text: str, text_format: str) -> RegisteredText:
    """Read a text as registered.

    Args:
        text: The text as the source gives it.
        text_format: `markdown` for the long texts of API version 2. Anything else is read as plain text: every line is
            a block, lines that start with `- `, `* `, `1. ` or `1) ` are items.

    Returns:
        The plain text without markup, backslash escapes resolved (markdown only) and HTML entities decoded once.
        Time is linear in the length of the text, whatever it holds.
    """
    markdown = text_format == "markdown"
    inline = Inline(text, text_format)
    pieces: list[str] = []
    blocks: list[TextBlock] = []
    marks: list[TextMark] = []
    start = 0
    for kind, level, marker, raw in _blocks(_lines(text, markdown), markdown):
        plain = inline.read(raw, start, marks)
        end = start + len(plain)
        blocks.append(TextBlock(kind, start, end, level, marker))
        pieces.append(plain)
        start = end + 1
    return RegisteredText("\n".join(pieces), tuple(blocks), tuple(marks))


def _lines(text: str, markdown: bool) -> list[_Line]:
    """Split a text into its lines, each with its indent and list marker."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    item = (_MARKDOWN_ITEM if markdown else _PLAIN_ITEM).match
    lines: list[_Line] = []
    letters = False
    for line in text.split("\n"):
        body = line.lstrip(" \t")
        indent = len(line) - len(body)
        if indent and "\t" in line[:indent]:
            indent = len(line[:indent].expandtabs(4))
        match = item(body)
        if match is None:
            lines.append((indent, "", body))
        else:
            letters = letters or match[1][0].isalpha()
            lines.append((indent, match[1], body[match.end() :]))
    if letters:
        _return_chance_letters(lines)
    return lines


def _return_chance_letters(lines: list[_Line]) -> None:
    """Make text again of a letter that only looks like a marker (`E. coli`): a list has its neighbour in the row."""
    latest: dict[tuple[int, str, bool], tuple[int, dict[str, int]]] = {}
    in_a_row: set[int] = set()
    lettered = [number for number, (_, marker, _) in enumerate(lines) if marker and marker[0].isalpha()]
    for number in lettered:
        indent, marker, _ = lines[number]
        series = indent, marker[-1], marker[0].isupper()
        places = _places(marker[:-1].lower())
        before, places_before = latest.get(series, (-1, {}))
        if any(place == places_before.get(row, -1) + 1 for row, place in places.items()):
            in_a_row |= {before, number}
        latest[series] = number, places
    for number in lettered:
        if number not in in_a_row:
            indent, marker, body = lines[number]
            lines[number] = indent, "", f"{marker} {body}"


def _places(letters: str) -> dict[str, int]:
    """Return the place of a marker in the rows that it can belong to: `i` is the ninth letter and the first numeral."""
    places = {"letter": ord(letters)} if len(letters) == 1 else {}
    if letters in _NUMERALS:
        places["numeral"] = _NUMERALS.index(letters) + 1
    return places


def _blocks(lines: list[_Line], markdown: bool) -> Iterator[tuple[str, int, str, str]]:
    """Join lines to blocks: kind, level, marker, text with its inline markup. Blocks without text are left out."""
    nest: list[int] = []
    kind, level, marker, parts = "", 0, "", list[str]()
    for indent, line_marker, body in lines:
        goes_on = markdown and bool(kind) and not line_marker
        if goes_on and body and not body.startswith("##"):
            if not _hard_break(parts):
                parts.append(body)
                continue
            parts[-1] = parts[-1].removesuffix("\\")
        if kind and (text := _joined(parts)):
            yield kind, level, marker, text
        if not body and not line_marker:
            kind = ""
            continue
        if markdown and not line_marker and (heading := _HEADING.match(body)):
            nest.clear()
            kind = ""
            if heading[2]:
                yield "heading", len(heading[1]), "", heading[2]
            continue
        while nest and indent < nest[-1] + _NESTED_BY and not (goes_on and body):
            nest.pop()
        kind, level, parts = "item" if line_marker else "paragraph", len(nest), [body]
        marker = "" if line_marker in _BULLETS else line_marker
        if line_marker:
            nest.append(indent)
    if kind and (text := _joined(parts)):
        yield kind, level, marker, text


def _hard_break(parts: list[str]) -> bool:
    last = parts[-1]
    return last.endswith("  ") or (last.endswith("\\") and not last.endswith("\\\\"))


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0].rstrip(" \t")
    return " ".join(part.rstrip(" \t") for part in parts)
