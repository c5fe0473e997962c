"""What the reader has before them: the trial or place that a command is about."""

from __future__ import annotations

from trialtui.model.places import EntityPlace, Place
from trialtui.model.refs import Ref
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane


def place_at(session: Session) -> Place:
    """Return the place that the reader is at: the row that the cursor of a list is on, else what the page shows."""
    listing, middle = session.desk.listing, session.desk.middle
    if listing is not None and len(listing) and not isinstance(middle, PagePane):
        return listing.place(middle.cursor)
    return session.journey.page.place


def trial_at(session: Session) -> Ref | None:
    """Return the trial that the reader is at: the one that the selected link leads to goes before that of the page."""
    pane = session.desk.pane
    link = pane.selected_link if isinstance(pane, PagePane) else None
    for place in (link.target if link is not None else None, place_at(session)):
        if isinstance(place, EntityPlace) and place.ref.kind == "trial":
            return place.ref
    return None
