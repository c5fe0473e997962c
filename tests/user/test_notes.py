from __future__ import annotations

from pathlib import Path

import pytest

from trialtui.model.note import Note
from trialtui.model.refs import Ref, drug_ref, mesh_ref
from trialtui.user.files import UserFile
from trialtui.user.notes import MEANWHILE, Notes

ZINC, FEVER = drug_ref("zinc"), mesh_ref("D005334")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.json"


def write(path: Path, ref: Ref, text: str, before: str = "") -> Note:
    return Notes(UserFile(path)).write(Note(ref, str(ref), text), before=before)


def test_a_note_comes_back_with_its_lines_and_its_date(path: Path) -> None:
    assert Notes(UserFile(path)).of(ZINC) is None
    written = write(path, ZINC, "  Ask about the dose.\nSee page 3.\n")
    notes = Notes(UserFile(path))
    assert notes.of(ZINC) == written
    assert written.text == "Ask about the dose.\nSee page 3." and written.changed
    assert notes.of(FEVER) is None


def test_a_note_is_one_an_entity_and_an_empty_one_is_none(path: Path) -> None:
    write(path, ZINC, "one")
    write(path, ZINC, "two", before="one")
    assert [note.text for note in Notes(UserFile(path)).all()] == ["two"]
    write(path, ZINC, " \n ", before="two")
    assert Notes(UserFile(path)).all() == []


def test_what_was_written_meanwhile_is_not_thrown_away(path: Path) -> None:
    write(path, ZINC, "the first")
    write(path, ZINC, "of another window", before="the first")
    written = write(path, ZINC, "of this window", before="the first")
    assert written.text == f"of this window{MEANWHILE}of another window"


def test_a_note_that_was_emptied_here_and_changed_there_is_kept_as_changed(path: Path) -> None:
    write(path, ZINC, "the first")
    write(path, ZINC, "the second", before="the first")
    assert write(path, ZINC, "", before="the first").text == "the second"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("dose", [ZINC]), ("DOSE ask", [ZINC]), ("rash", [FEVER]), ("dose rash", []), ("a", []), ("", [])],
)
def test_notes_are_found_by_their_words(path: Path, typed: str, found: list[Ref]) -> None:
    write(path, ZINC, "Ask about the dose.")
    write(path, FEVER, "With a rash?")
    assert [note.ref for note in Notes(UserFile(path)).find(typed)] == found


def test_a_note_that_another_process_wrote_is_seen(path: Path) -> None:
    notes = Notes(UserFile(path))
    assert notes.of(ZINC) is None
    write(path, ZINC, "new")
    assert notes.of(ZINC) is not None


def test_notes_in_memory_are_seen_at_once() -> None:
    notes = Notes(UserFile(None))
    notes.write(Note(ZINC, "Zinc", "one"), before="")
    notes.write(Note(FEVER, "Fever", "two"), before="")
    assert {note.text for note in notes.all()} == {"one", "two"}
