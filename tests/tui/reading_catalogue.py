"""A catalogue with a page that has everything a reader meets: sections, tables, links within them, wide letters."""

from __future__ import annotations

from dataclasses import replace

from tests.render.blocks import words
from tests.tui.small_catalogue import ASPIRIN, FEVER, FIRST, ZINC, SmallCatalogue

from trialtui.model.places import EntityPlace, Place
from trialtui.model.refs import Ref
from trialtui.pages.page import (
    Block,
    Column,
    Heading,
    Item,
    KeyValues,
    ListBlock,
    OutsideLink,
    Page,
    Paragraph,
    Span,
    Table,
)

WEB = "https://example.org/a"


def title(text: str, anchor: str = "", level: int = 2) -> Heading:
    return Heading(words(text), level, anchor)


def to(ref: Ref, text: str) -> Span:
    return Span(text, EntityPlace(ref))


def filler(word: str, count: int) -> tuple[Block, ...]:
    return tuple(Paragraph(words(f"{word} {number} has nothing to do with it.")) for number in range(count))


BLOCKS: tuple[Block, ...] = (
    KeyValues((("Status", words("Recruiting")),)),
    title("Summary", "summary"),
    Paragraph((*words("Does "), to(ASPIRIN, "aspirin"), *words(" lower a high "), to(FEVER, "fever"), *words("?"))),
    Paragraph((to(ZINC, "肺炎"), *words(" and "), to(FEVER, "חום"), *words(" stand here, and "), Span("web", WEB))),
    title("Outcomes (2)", "outcomes"),
    title("Primary outcomes (1)", "primary-outcomes", 3),
    Table(
        (Column("Measure", wide=True), Column("Time frame", wide=True)),
        (((*words("Death by "), to(FEVER, "fever")), words("thirty days after admission")),),
    ),
    *filler("Outcome", 10),
    title("Eligibility", "eligibility"),
    ListBlock((Item(words("Sjögren syndrome")), Item((*words("No "), to(ASPIRIN, "aspirin"))))),
    *filler("Criterion", 12),
    title("Sites (1)"),
    Paragraph(words("A hidden place near the sea.")),
)
"""The blocks of the page of `FIRST`."""


class ReadingCatalogue(SmallCatalogue):
    """As the small one, but that the first trial has a long page."""

    def page(self, place: Place) -> Page | None:
        if isinstance(place, EntityPlace) and place.ref == FIRST:
            outside = (OutsideLink("Registry", "https://clinicaltrials.gov/study/NCT00000001"),)
            return Page(title="A long trial", place=place, subtitle="NCT00000001", blocks=BLOCKS, outside=outside)
        return super().page(place)


LONG = EntityPlace(FIRST)


class ManyLinks(SmallCatalogue):
    """As the small one, but that the page of fever has sixty links, two on a line."""

    def page(self, place: Place) -> Page | None:
        page = super().page(place)
        if page is None or not isinstance(place, EntityPlace) or place.ref != FEVER:
            return page
        items = tuple(
            Item((to(ASPIRIN, f"number {number}"), *words(" or "), to(ZINC, f"number {number + 1}")))
            for number in range(0, 60, 2)
        )
        return replace(page, blocks=(ListBlock(items),))
