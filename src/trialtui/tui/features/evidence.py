"""The evidence of a link between a trial and a term: what the record says, and the way to where it says so."""

from __future__ import annotations

from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref
from trialtui.tui.panes import PAGE
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane

_OF_WHAT = "Evidence ties a trial to a term: select a term's link in a trial's page, or a trial's in a term's page."


def feature(session: Session) -> ShowEvidence:
    """Return what does the command of evidence."""
    return ShowEvidence(session)


class ShowEvidence:
    """Shows evidence for a screen."""

    def __init__(self, session: Session) -> None:
        """Show the evidence of the links in the session's panes."""
        self._session, self._desk = session, session.desk

    def do(self, command_id: str) -> str:
        """Show the evidence of the selected link, and go to the passage that is chosen."""
        place = self._session.journey.page.place
        if not isinstance(place, EntityPlace):
            return _OF_WHAT
        trial, term = self._pair(place)
        if term is None:
            return _OF_WHAT
        found = self._session.catalogue.evidence(term, trial)
        if found is None:
            nowhere = f"No text in this store mentions {term}."
            return nowhere if trial is None else f"{trial} is not linked to {term}."
        from trialtui.tui.screens.evidence import EvidenceScreen

        def chosen(number: int | None) -> None:
            if number is not None and 0 <= number < len(found.passages):
                passage = found.passages[number]
                self._go(passage.place, passage.sentence)

        self._session.screen.app.push_screen(EvidenceScreen(found.page, ascii_only=self._session.ascii_only), chosen)
        return ""

    def _pair(self, place: EntityPlace) -> tuple[Ref | None, Ref | None]:
        """Return the trial and the term in question; without a selected trial, all that mention the page's term."""
        pane = self._desk.pane
        link = pane.selected_link if isinstance(pane, PagePane) else None
        other = link.target.ref if link is not None and isinstance(link.target, EntityPlace) else None
        if place.ref.kind == "trial":
            return place.ref, other if other is not None and other.kind != "trial" else place.focus
        return (other if other is not None and other.kind == "trial" else None), place.ref

    def _go(self, place: EntityPlace, sentence: str) -> None:
        """Go to a passage."""
        if self._session.go(place):
            self._desk.activate(PAGE)
            self._desk.page_pane.go_to_text(sentence, place.section)
