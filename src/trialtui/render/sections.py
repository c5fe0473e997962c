"""One section of a page: what stands under a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trialtui.pages.page import Block, Heading, Page


class SectionError(LookupError):
    """A page has no section of that name."""


def section_of(page: Page, anchor: str, *, related: bool = True) -> Page:
    """Reduce a page to one of its sections.

    Args:
        page: The page.
        anchor: The section's anchor: its heading and all up to the next heading of the same or a higher level.
            `overview`, where no heading has that anchor, is the page's head and all up to its first heading.
        related: Look among the page's related blocks too.

    Returns:
        A page of that section alone, without the head.

    Raises:
        SectionError: the page has no such section; the message names those that it has.
    """
    blocks = (*page.blocks, *page.related) if related else page.blocks
    anchors = [block.anchor for block in blocks if isinstance(block, Heading) and block.anchor]
    if anchor in anchors:
        return replace(page, title="", subtitle="", outside=(), blocks=_under(blocks, anchor), related=())
    if anchor == "overview":
        return replace(page, blocks=_before_headings(blocks), related=())
    known = ", ".join(anchors) or "none"
    raise SectionError(f"{page.place} has no section {anchor!r}; it has: {known}")


def _under(blocks: Sequence[Block], anchor: str) -> tuple[Block, ...]:
    """Return a heading and the blocks under it."""
    found: list[Block] = []
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            if found and block.level <= level:
                break
            if not found and block.anchor == anchor:
                level = block.level
        if level:
            found.append(block)
    return tuple(found)


def _before_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks above the first heading."""
    first = next((number for number, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return tuple(blocks[:first])
