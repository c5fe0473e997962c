"""Pages made of blocks, for the tests of what is made of them."""

from __future__ import annotations

from trialtui.model.places import HomePlace
from trialtui.pages.page import Block, Page, Span, Text


def words(text: str, style: str = "") -> Text:
    return (Span(text, None, style),)


def page_of(*blocks: Block) -> Page:
    return Page(title="", place=HomePlace(), blocks=blocks)
