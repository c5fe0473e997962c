"""What is the reader's own on a page: notes, bookmarks, where they left off. It is always marked as theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialtui.model.bookmark import Bookmark
from trialtui.model.kept_places import KeptPlace, read_ref
from trialtui.model.note import Note
from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, SearchPlace
from trialtui.model.refs import KIND_NAMES
from trialtui.model.visit import LeftOff
from trialtui.pages.page import Block, Item, ListBlock, Paragraph, Span, Text
from trialtui.pages.spans import heading, link, text

NOTE = "your-note"
"""The anchor of the reader's note."""

_BOOKMARKS = 12
"""So many bookmarks stand at home."""

_NOTES = 3
"""So many notes stand among the results of a search."""

_AROUND = 60
"""The characters of a note that are shown before and after what was found in it."""

_REFERENCE = re.compile(r"\b(?:NCT\d{8}|HP:\d{7}|rs[1-9]\d{2,10}|(?:drug|mesh|gene|mutation):[^\s,;()]+)")


def kind_in_words(place: KeptPlace) -> str:
    """Say what kind of place this is, in a word or two."""
    match place:
        case EntityPlace():
            return KIND_NAMES[place.ref.kind][0]
        case SearchPlace():
            return "search"
        case ComparePlace():
            return "comparison"
        case ChangesPlace():
            return "changes"


def note_blocks(note: Note) -> list[Block]:
    """Lay out a note for the top of its entity's page. References in it lead on."""
    said = f"Your own words{f', of {note.changed[:10]}' if note.changed else ''}; no part of the record."
    lines = (Paragraph(_with_links(line)) for line in note.text.splitlines() if line.strip())
    return [heading("Your note", NOTE), *lines, Paragraph(text(said, "dim"))]


def note_results(notes: Sequence[Note], typed: str) -> list[Block]:
    """List the notes that have what was typed, with the words around it."""
    if not notes:
        return []
    items = tuple(
        Item(link(note.name, EntityPlace(note.ref)) + text(f"  {_around(note.text, typed)}", "dim"))
        for note in notes[:_NOTES]
    )
    count = f"{len(items)} of {len(notes):,}" if len(notes) > len(items) else f"{len(notes)}"
    return [heading(f"Your notes ({count})"), ListBlock(items)]


def home_blocks(left_off: LeftOff | None, bookmarks: Sequence[Bookmark]) -> list[Block]:
    """Lay out what home shows of the reader's own: where they left off, and what they keep, newest first."""
    blocks: list[Block] = []
    if left_off is not None:
        place, at = left_off.visit.place, left_off.visit.at
        kind = f"  {kind_in_words(place)}{f', {in_words(at)}' if at else ''}"
        blocks += [heading("Where you left off", "left-off")]
        blocks += [Paragraph(link(left_off.visit.name, place) + text(kind, "dim"))]
    if bookmarks:
        shown = bookmarks[:_BOOKMARKS]
        items = (Item(link(item.name, item.place) + text(f"  {kind_in_words(item.place)}", "dim")) for item in shown)
        count = f"{len(shown)} of {len(bookmarks):,}" if len(bookmarks) > len(shown) else f"{len(bookmarks)}"
        blocks += [heading(f"Bookmarks ({count})", "bookmarks"), ListBlock(tuple(items))]
    return blocks


def in_words(at: str) -> str:
    """Write a time of the user's files for reading: `2026-11-22 10:30`."""
    return at[:16].replace("T", " ")


def _with_links(line: str) -> Text:
    """Let the references in a line of a note lead to what they name."""
    spans: list[Span] = []
    end = 0
    for match in _REFERENCE.finditer(line):
        ref = read_ref(match[0].rstrip(".:!?"))
        if ref is not None:
            stop = match.start() + len(match[0].rstrip(".:!?"))
            spans += [Span(line[end : match.start()]), Span(line[match.start() : stop], EntityPlace(ref))]
            end = stop
    return tuple(span for span in (*spans, Span(line[end:])) if span.text)


def _around(note: str, typed: str) -> str:
    """Return the part of a note around the first of the words that were typed."""
    line = " ".join(note.split())
    found = [at for word in typed.casefold().split() if (at := line.casefold().find(word)) >= 0]
    start = max(min(found, default=0) - _AROUND // 2, 0)
    end = start + 2 * _AROUND
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"
