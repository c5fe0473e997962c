"""The sections of a page: what each heading has below it, up to the next heading of the same or a higher level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from trialtui.model.places import Target
from trialtui.pages.page import Block, Heading, plain


class Section(NamedTuple):
    """A section of a page.

    Attributes:
        name: What it is folded by: its anchor, else its text.
        text: Its heading.
        level: The heading's level.
        start: The index of the heading among the page's blocks.
        stop: The index of the first block after it.
        anchor: What `#section` names; may be empty.
    """

    name: str
    text: str
    level: int
    start: int
    stop: int
    anchor: str


def fold_name(heading: Heading) -> str:
    """Return the name that a heading's section is folded by."""
    return heading.anchor or plain(heading.text)


def fold_target(name: str) -> Target:
    """Return what the heading of a folded section leads to: to what it hides."""
    return f"#{name}"


def folded_name(target: Target) -> str | None:
    """Return the name of the folded section that a link leads to; None for any other link."""
    return target[1:] if isinstance(target, str) and target.startswith("#") else None


def sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Return the sections of some blocks, in reading order."""
    headings = [(number, block) for number, block in enumerate(blocks) if isinstance(block, Heading)]
    found = []
    for place, (start, block) in enumerate(headings):
        after = (number for number, other in headings[place + 1 :] if other.level <= block.level)
        stop = next(after, len(blocks))
        found.append(Section(fold_name(block), plain(block.text), block.level, start, stop, block.anchor))
    return tuple(found)


def around(outline: Iterable[Section], block: int) -> tuple[Section, ...]:
    """Return the sections that hold a block, the outermost first; a heading's own is one of them."""
    return tuple(section for section in outline if section.start <= block < section.stop)
