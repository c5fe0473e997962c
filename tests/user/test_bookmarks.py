from __future__ import annotations

import json
import multiprocessing
import resource
from pathlib import Path

import pytest

from trialtui.model.bookmark import Bookmark
from trialtui.model.kept_places import KeptPlace
from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, SearchPlace
from trialtui.model.refs import Ref, drug_ref, trial_ref
from trialtui.user.bookmarks import Bookmarks
from trialtui.user.errors import UserFileError
from trialtui.user.files import UserFile

DRUG = EntityPlace(drug_ref("Remdesivir"))
SEARCH = SearchPlace('"convalescent plasma" status:completed')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "user" / "bookmarks.json"


def keep_drug(path: Path) -> None:
    Bookmarks(UserFile(path)).keep(Bookmark(DRUG, "Remdesivir"))


def test_what_is_kept_comes_back_newest_first(path: Path) -> None:
    assert Bookmarks(UserFile(path)).all() == []
    assert not path.exists()
    keep_drug(path)
    Bookmarks(UserFile(path)).keep(Bookmark(SEARCH, "plasma"))
    bookmarks = Bookmarks(UserFile(path))
    assert [(item.place, item.name) for item in bookmarks.all()] == [(SEARCH, "plasma"), (DRUG, "Remdesivir")]
    assert bookmarks.has(SEARCH) and not bookmarks.has(SearchPlace("plasma"))


def test_comparisons_and_the_changes_can_be_kept_too(path: Path) -> None:
    places: list[KeptPlace] = [ComparePlace((trial_ref(1), trial_ref(2))), ChangesPlace()]
    for place in places:
        Bookmarks(UserFile(path)).keep(Bookmark(place, "x"))
    assert [item.place for item in Bookmarks(UserFile(path)).all()] == list(reversed(places))


def test_a_list_is_kept_as_a_list_in_its_order(path: Path) -> None:
    place = SearchPlace("drug:zinc", listed=True, order="start")
    Bookmarks(UserFile(path)).keep(Bookmark(place, "drug:zinc"))
    assert [item.place for item in Bookmarks(UserFile(path)).all()] == [place]


def test_a_place_is_kept_once_whatever_its_section_and_can_be_let_go(path: Path) -> None:
    keep_drug(path)
    bookmarks, again = Bookmarks(UserFile(path)), EntityPlace(drug_ref("REMDESIVIR"), "trials")
    bookmarks.keep(Bookmark(again, "Remdesivir"))
    assert len(bookmarks.all()) == 1 and bookmarks.has(again)
    bookmarks.let_go(again)
    assert bookmarks.all() == []


def test_a_bookmark_that_is_brought_back_stands_where_it_stood(path: Path) -> None:
    bookmarks = Bookmarks(UserFile(path))
    bookmarks.keep(Bookmark(DRUG, "x", "2026-11-20T10:00:00"))
    bookmarks.keep(Bookmark(SEARCH, "x", "2026-11-21T10:00:00"))
    (_, oldest) = bookmarks.all()
    bookmarks.let_go(oldest.place)
    bookmarks.keep(oldest)
    assert bookmarks.all()[1] == oldest


def test_a_bookmark_of_a_wrong_clock_stays_but_is_not_the_newest(path: Path) -> None:
    bookmarks = Bookmarks(UserFile(path))
    bookmarks.keep(Bookmark(DRUG, "x", "2999-01-01T00:00:00"))
    bookmarks.keep(Bookmark(SEARCH, "x"))
    assert [item.place for item in bookmarks.all()] == [SEARCH, DRUG]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"bookmarks": 3}', b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_kept_aside_and_that_is_said(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    file = UserFile(path)
    assert Bookmarks(file).all() == []
    (aside,) = path.parent.glob("*.unreadable")
    assert aside.read_bytes() == content
    (said,) = file.complaints()
    assert aside.name in said and str(path) in said
    keep_drug(path)
    assert len(Bookmarks(file).all()) == 1
    assert file.complaints() == ()


def test_a_second_damaged_file_does_not_take_the_place_of_the_first(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"one", b"two"):
        path.write_bytes(content)
        Bookmarks(UserFile(path)).all()
    assert {aside.read_bytes() for aside in path.parent.glob("*.unreadable")} == {b"one", b"two"}


def test_where_nothing_may_be_written_a_damaged_file_stays_and_changes_live_until_the_end(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    file = UserFile(path, kept=False)
    bookmarks = Bookmarks(file)
    assert bookmarks.all() == [] and len(file.complaints()) == 1
    bookmarks.keep(Bookmark(DRUG, "Remdesivir"))
    assert [item.place for item in bookmarks.all()] == [DRUG]
    assert path.read_bytes() == b"{" and len(list(path.parent.iterdir())) == 1


def test_where_nothing_may_be_written_what_is_there_is_still_read(path: Path) -> None:
    keep_drug(path)
    before = path.read_bytes()
    bookmarks = Bookmarks(UserFile(path, kept=False))
    bookmarks.keep(Bookmark(SEARCH, "plasma"))
    assert {item.place for item in bookmarks.all()} == {DRUG, SEARCH}
    bookmarks.let_go(DRUG)
    assert [item.place for item in bookmarks.all()] == [SEARCH]
    assert path.read_bytes() == before


def test_without_a_file_all_lives_in_memory() -> None:
    bookmarks = Bookmarks(UserFile(None))
    bookmarks.keep(Bookmark(DRUG, "Remdesivir"))
    assert bookmarks.has(DRUG) and not bookmarks.kept


def test_what_another_process_wrote_is_seen(path: Path) -> None:
    bookmarks = Bookmarks(UserFile(path))
    assert bookmarks.all() == []
    keep_drug(path)
    assert bookmarks.has(DRUG)


def test_nobody_else_can_read_it(path: Path) -> None:
    keep_drug(path)
    assert path.stat().st_mode & 0o077 == 0


def test_entries_of_no_known_kind_are_passed_over(path: Path) -> None:
    keep_drug(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["bookmarks"] |= {
        "7": {"kind": "entity", "text": "gene:", "name": "x"},
        "8": {"kind": "entity", "text": 5},
        "9": {"kind": "compare", "text": "nothing", "name": "x"},
        "10": "none",
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [item.place for item in Bookmarks(UserFile(path)).all()] == [DRUG]


def _keep(path: Path, start: int) -> None:
    for number in range(start, start + 10):
        Bookmarks(UserFile(path)).keep(Bookmark(EntityPlace(Ref("snp", f"rs{number}")), str(number)))


def test_two_processes_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_keep, args=(path, start)) for start in (100, 200)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert len(Bookmarks(UserFile(path)).all()) == 20


def _keep_beyond(path: Path, size: int, said: Path) -> None:
    """Keep a bookmark where no file can grow beyond a size, as on a disk that is full."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        Bookmarks(UserFile(path)).keep(Bookmark(SEARCH, "plasma"))
    except UserFileError as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        said.write_text(str(error), encoding="utf-8")


def test_a_full_disk_costs_the_new_one_only_and_is_said(path: Path, tmp_path: Path) -> None:
    keep_drug(path)
    before, said = path.read_bytes(), tmp_path / "said"
    said.touch()
    process = multiprocessing.get_context("spawn").Process(target=_keep_beyond, args=(path, len(before), said))
    process.start()
    process.join()
    assert f"{path}: cannot be written: File too large" in said.read_text(encoding="utf-8")
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.tmp"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserFileError, match="file"):
        keep_drug(tmp_path / "file" / "bookmarks.json")
