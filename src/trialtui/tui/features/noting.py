"""Notes: the reader's own words on an entity, written in place and shown at the top of its page."""

from __future__ import annotations

from trialtui.model.clean import clean
from trialtui.model.note import Note
from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref
from trialtui.pages.page import Paragraph
from trialtui.pages.yours import note_blocks
from trialtui.tui import wording
from trialtui.tui.session import Session
from trialtui.user.errors import UserFileError


def feature(session: Session) -> Noting:
    """Return what does the commands of noting."""
    return Noting(session)


class Noting:
    """Lets the reader write notes."""

    def __init__(self, session: Session) -> None:
        """Write the notes of the session's user."""
        self._session = session
        self._notes = session.setup.user.notes
        self._former: dict[Ref, str] = {}

    def do(self, command_id: str) -> str:
        """Open the note on what is shown."""
        from trialtui.tui.screens.note_editor import NoteEditor

        page = self._session.journey.page
        if not isinstance(page.place, EntityPlace):
            return f"A note belongs to a trial or a term; {self._session.key('bookmark')} bookmarks a search."
        ref, name = page.place.ref, wording.name_of(page)
        note = self._notes.of(ref)
        before = note.text if note is not None else ""
        written: list[str] = []

        def keep(text: str) -> str:
            return self._keep(Note(ref, name, clean(text)), before, written)

        def done(kept: bool | None) -> None:
            self._session.say(written[-1] if written and kept else "What was written is not kept.")

        former = self._former.get(ref, before)
        editor = NoteEditor(f"Your note on {name}", before, former, keep, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(editor, done)
        return ""

    def _keep(self, note: Note, before: str, written: list[str]) -> str:
        """Write a note, and show the page with it; return what is wrong where that fails."""
        if note.text.strip() == before.strip():
            written.append("The note is as it was." if before else "Nothing was written.")
            return ""
        try:
            kept = self._notes.write(note, before=before)
        except UserFileError as error:
            return f"Not kept: {error}."
        self._former[note.ref] = before
        place = self._session.journey.page.place
        if isinstance(place, EntityPlace) and place.ref == note.ref:
            was, now = _size(Note(note.ref, note.name, before)), _size(kept)
            self._session.journey.show_again(blocks=now[0] - was[0], links=now[1] - was[1])
        written.append(self._said(kept))
        return ""

    def _said(self, kept: Note) -> str:
        key = self._session.key("note")
        if not kept.text:
            return f"The note is gone. {key} and Ctrl+z bring it back."
        until = "" if self._session.setup.user.kept else ", until you leave: nothing is kept on disk here"
        listed = f"{self._session.key('bookmarks')} lists it, {self._session.key('search')} finds it"
        return f"Your note stands at the top of this page{until}. {listed}; {key} and Ctrl+z undo it."


def _size(note: Note) -> tuple[int, int]:
    """Return how many blocks a note puts on its page, and how many links."""
    blocks = note_blocks(note) if note.text else []
    spans = [span for block in blocks if isinstance(block, Paragraph) for span in block.text]
    return len(blocks), sum(span.target is not None for span in spans)
