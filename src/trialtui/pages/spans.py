"""Small makers of texts: every page is built of these."""

from __future__ import annotations

from collections.abc import Iterable

from trialtui.model.places import EntityPlace, Target
from trialtui.model.refs import Ref
from trialtui.pages.page import Heading, Span, Table, Text


def text(words: str, style: str = "") -> Text:
    """Make a text of one span; no words make an empty text."""
    return (Span(words, None, style),) if words else ()


def link(words: str, target: Target, style: str = "") -> Text:
    """Make a text that leads on."""
    return (Span(words, target, style),)


def to_entity(ref: Ref, words: str = "", *, focus: Ref | None = None, section: str = "") -> Text:
    """Make a link to an entity; `focus` is the term that the reader comes from."""
    return (Span(words or ref.key, EntityPlace(ref, section, focus)),)


def join(texts: Iterable[Text], separator: str) -> Text:
    """Join texts by a separator."""
    spans: list[Span] = []
    for item in texts:
        if spans and item:
            spans.append(Span(separator))
        spans += item
    return tuple(spans)


def filled(table: Table) -> Table:
    """Leave out the columns of a table that are empty in every row; where all are, the first stays."""
    kept = [number for number in range(len(table.columns)) if any(row[number] for row in table.rows)] or [0]
    columns = tuple(table.columns[number] for number in kept)
    return table._replace(columns=columns, rows=tuple(tuple(row[number] for number in kept) for row in table.rows))


def heading(words: str, anchor: str = "", level: int = 2) -> Heading:
    """Make a heading of plain words."""
    return Heading(text(words), level, anchor)


_LONGEST = 90
"""Characters of a name in a table whose rows are to be one or two lines."""


def short(name: str) -> str:
    """Cut a name that is too long for a row of a table."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…"


def rows(*pairs: tuple[str, Text]) -> tuple[tuple[str, Text], ...]:
    """Return the labelled facts that have any content."""
    return tuple(pair for pair in pairs if pair[1])
