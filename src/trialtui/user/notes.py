"""The user's notes on entities."""

from __future__ import annotations

from trialtui.model.note import Note, read_note
from trialtui.model.refs import Ref
from trialtui.user.clock import now
from trialtui.user.files import UserFile
from trialtui.user.tables import Tables, documents

_TABLE = "notes"
MEANWHILE = "\n\n(written in another window meanwhile:)\n\n"
"""Stands between two versions of a note that were written at the same time; neither is thrown away."""


class Notes:
    """What the user wrote, one note an entity, in a file of their own."""

    def __init__(self, file: UserFile) -> None:
        """Keep them in this file."""
        self._file = file
        self._tables: Tables = {}
        self._by_ref: dict[Ref, Note] = {}

    def all(self) -> list[Note]:
        """Return them, the one written last first; none where there is no file."""
        return sorted(reversed(self._read().values()), key=lambda note: note.changed, reverse=True)

    def of(self, ref: Ref) -> Note | None:
        """Return the note on an entity; None where there is none."""
        return self._read().get(ref)

    def find(self, typed: str) -> list[Note]:
        """Return the notes that have each of the words that were typed, the one written last first."""
        words = [word for word in typed.casefold().replace('"', " ").split() if len(word) > 1]
        if not words:
            return []
        return [note for note in self.all() if all(word in f"{note.name}\n{note.text}".casefold() for word in words)]

    def write(self, note: Note, *, before: str) -> Note:
        """Write a note in place of the one that was read before; one without text takes it away.

        Args:
            note: What to write; it is dated now unless it has a date.
            before: The text that was changed, empty for none. Where another process has written another one meanwhile,
                both are kept.

        Returns:
            What was written.

        Raises:
            UserFileError: the file cannot be written.
        """
        from tinydb import where

        same = where("ref") == str(note.ref)
        with self._file.open() as db:
            table = db.table(_TABLE)
            stored = next((item.text for document in table.search(same) if (item := read_note(document))), "")
            text = note.text.strip()
            if stored not in (before.strip(), text, ""):
                text = f"{text}{MEANWHILE}{stored}" if text else stored
            written = Note(note.ref, note.name, text, note.changed or now())
            if text:
                document = {"ref": str(note.ref), "name": note.name, "text": text, "changed": written.changed}
                table.upsert(document, same)
            else:
                table.remove(same)
        return written

    def _read(self) -> dict[Ref, Note]:
        """Return the notes by what they are on, reading them anew only where the file has changed."""
        tables = self._file.tables()
        if tables is not self._tables or not self._file.kept:
            self._tables = tables
            found = map(read_note, documents(tables, _TABLE))
            self._by_ref = {note.ref: note for note in found if note is not None}
        return self._by_ref
