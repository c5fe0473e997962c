from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import Ref, drug_ref
from trialtui.user.bookmarks import Bookmarks
from trialtui.user.files import UserFile
from trialtui.user.storage import UserFileError

DRUG = EntityPlace(drug_ref("Remdesivir"))
SEARCH = SearchPlace('"convalescent plasma" status:completed')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "user" / "bookmarks.json"


def test_what_is_kept_comes_back_newest_first(path: Path) -> None:
    assert Bookmarks(UserFile(path)).all() == []
    assert not path.exists()
    assert Bookmarks(UserFile(path)).toggle(DRUG, "Remdesivir")
    assert Bookmarks(UserFile(path)).toggle(SEARCH, "plasma")
    assert [(item.place, item.name) for item in Bookmarks(UserFile(path)).all()] == [
        (SEARCH, "plasma"),
        (DRUG, "Remdesivir"),
    ]


def test_keeping_again_lets_go(path: Path) -> None:
    Bookmarks(UserFile(path)).toggle(DRUG, "Remdesivir")
    assert not Bookmarks(UserFile(path)).toggle(EntityPlace(drug_ref("REMDESIVIR"), "trials"), "Remdesivir")
    assert Bookmarks(UserFile(path)).all() == []


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"bookmarks": 3}', b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert Bookmarks(UserFile(path)).all() == []
    assert Bookmarks(UserFile(path)).toggle(DRUG, "Remdesivir")
    (aside,) = path.parent.glob("*.unreadable")
    assert aside.read_bytes() == content
    assert len(Bookmarks(UserFile(path)).all()) == 1


def test_entries_of_no_known_kind_are_passed_over(path: Path) -> None:
    Bookmarks(UserFile(path)).toggle(DRUG, "Remdesivir")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["bookmarks"]["7"] = {"kind": "entity", "text": "gene:", "name": "x"}
    data["bookmarks"]["8"] = {"kind": "entity", "text": 5}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [item.place for item in Bookmarks(UserFile(path)).all()] == [DRUG]


def _keep(path: Path, start: int) -> None:
    for number in range(start, start + 10):
        Bookmarks(UserFile(path)).toggle(EntityPlace(Ref("snp", f"rs{number}")), str(number))


def test_two_processes_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_keep, args=(path, start)) for start in (100, 200)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert len(Bookmarks(UserFile(path)).all()) == 20


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserFileError, match="file"):
        Bookmarks(UserFile(tmp_path / "file" / "bookmarks.json")).toggle(DRUG, "Remdesivir")
