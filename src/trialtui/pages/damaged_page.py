"""What is shown where a record of the store cannot be read."""

from __future__ import annotations

from trialtui.model.places import EntityPlace, Place
from trialtui.pages.page import Page, Paragraph, Span
from trialtui.store.errors import StoreDamagedError


def damaged_page(place: Place, error: StoreDamagedError) -> Page:
    """Say what is wrong, and what to do."""
    title = str(place.ref) if isinstance(place, EntityPlace) else str(place)
    return Page(
        title=title,
        place=place,
        blocks=(
            Paragraph((Span("This cannot be shown, since the store is damaged.", None, "strong"),)),
            Paragraph((Span(str(error)),)),
            Paragraph((Span("All else can still be read."),)),
        ),
    )
