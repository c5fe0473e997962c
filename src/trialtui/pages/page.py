"""A Page: what is to be shown of a place, free of any screen. Blocks hold texts, texts are spans, spans may lead on.

What a page is made of are named tuples: a page has thousands of them, and every start defines them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from trialtui.model.places import Place, Target

STYLES = ("", "strong", "emphasis", "dim", "label", "warning", "code", "evidence")
"""The styles a span can have; how each looks is the renderer's affair, and none carries meaning that the words lack."""


class Span(NamedTuple):
    """A run of text in one style, leading to a place or an address where `target` is set. It holds no newlines."""

    text: str
    target: Target | None = None
    style: str = ""


Text: TypeAlias = tuple[Span, ...]
"""A text: spans in reading order."""


class Heading(NamedTuple):
    """A heading of level 1 to 3; its anchor is what `#section` names, and it can be folded with all below it."""

    text: Text
    level: int = 2
    anchor: str = ""


class Paragraph(NamedTuple):
    """Running text, wrapped; `indent` is in cells."""

    text: Text
    indent: int = 0


class KeyValues(NamedTuple):
    """Labelled facts, one a row."""

    rows: tuple[tuple[str, Text], ...]


class Item(NamedTuple):
    """A list item at a nesting level from 0; `marker` is a number or letter where the source has one."""

    text: Text
    level: int = 0
    marker: str = ""


class ListBlock(NamedTuple):
    """A list."""

    items: tuple[Item, ...]


class Column(NamedTuple):
    """A table's column. `right` aligns numbers; a `wide` column takes the room that is left and wraps."""

    title: str
    right: bool = False
    wide: bool = False


class Table(NamedTuple):
    """A table. `rules_before` are indexes of rows that stand under a rule, each with the rule's caption.

    `note` is said below it, and must tell `n of m` where rows are left out. `details`, where there are any, hold the
    paragraphs of each row that are too long for a column: they are set below it across the whole table.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text = ()
    rules_before: tuple[tuple[int, str], ...] = ()
    details: tuple[tuple[Text, ...], ...] = ()
    details_title: str = "Description"


class Bar(NamedTuple):
    """One bar: its label (which may lead on), its value, and a caption that says the value in words."""

    label: Text
    value: float
    caption: str = ""


class Bars(NamedTuple):
    """A bar chart drawn in block characters; it is its own table, since each bar says its figure."""

    rows: tuple[Bar, ...]
    note: Text = ()


class Tick(NamedTuple):
    """One step of a timeline: its label, its count, and the group that the axis names where it begins (a year)."""

    label: str
    value: int
    group: str = ""


class Timeline(NamedTuple):
    """Counts over time, drawn as columns side by side; their figures stand in a table of the same page."""

    ticks: tuple[Tick, ...]
    note: Text = ()


Block: TypeAlias = Heading | Paragraph | KeyValues | ListBlock | Table | Bars | Timeline


class OutsideLink(NamedTuple):
    """A link to the world outside: what it is (`NIH`, `Wikipedia`) and its whole address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown of a place.

    Attributes:
        title: The title, one line.
        subtitle: What kind of thing this is, and its id.
        place: Where this is.
        blocks: The content, in reading order.
        outside: Links to the world outside, the first being the entity's own.
        related: Blocks for the pane of related terms; they end the page where that pane has no room.
    """

    title: str
    place: Place
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    related: tuple[Block, ...] = ()


def plain(text: Text) -> str:
    """Return a text's characters without styles and targets."""
    return "".join(span.text for span in text)
