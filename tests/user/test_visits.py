from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from trialtui.model.places import EntityPlace, SearchPlace
from trialtui.model.refs import Ref
from trialtui.model.visit import LeftOff, Standing, Visit
from trialtui.user.files import UserFile
from trialtui.user.visits import Visits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.json"


def snp(number: int) -> EntityPlace:
    return EntityPlace(Ref("snp", f"rs{number}"))


def visit(number: int, second: int) -> Visit:
    return Visit(snp(number), f"rs{number}", f"2026-11-22T10:00:{second:02}")


def places(path: Path) -> list[object]:
    return [item.place for item in Visits(UserFile(path)).all()]


def test_the_last_visit_comes_first_and_each_place_once(path: Path) -> None:
    Visits(UserFile(path)).add([visit(1, 1), visit(2, 2), visit(1, 3)])
    Visits(UserFile(path)).add([Visit(SearchPlace("zinc"), "zinc", "2026-11-22T10:00:04"), visit(2, 5)])
    assert places(path) == [snp(2), SearchPlace("zinc"), snp(1)]


def test_only_so_many_are_kept(path: Path) -> None:
    for number in range(1, 6):
        Visits(UserFile(path)).add([visit(number, number)], limit=3)
    assert places(path) == [snp(5), snp(4), snp(3)]


def test_where_one_left_off_comes_back_with_how_the_page_stood(path: Path) -> None:
    left = LeftOff(visit(1, 1), Standing(7, 120, 3))
    Visits(UserFile(path)).add([visit(1, 1)], left)
    assert Visits(UserFile(path)).left_off() == left
    Visits(UserFile(path)).add([visit(2, 2)])
    assert Visits(UserFile(path)).left_off() == left


def test_what_is_forgotten_is_no_place_to_return_to_either(path: Path) -> None:
    Visits(UserFile(path)).add([visit(1, 1), visit(2, 2)], LeftOff(visit(2, 2)))
    Visits(UserFile(path)).remove(snp(2))
    assert places(path) == [snp(1)]
    assert Visits(UserFile(path)).left_off() is None
    Visits(UserFile(path)).clear()
    assert places(path) == []
    assert "rs1" not in path.read_text(encoding="utf-8")


def _browse(path: Path, start: int) -> None:
    for number in range(start, start + 10):
        Visits(UserFile(path)).add([visit(number, number % 60)])


def test_browsers_that_end_at_the_same_time_lose_nothing_of_each_other_s(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_browse, args=(path, start)) for start in (100, 200)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert len(places(path)) == 20


@pytest.mark.parametrize("standing", ["x", [1, 2], [1, 2, "3"], [True, 1, 1], None])
def test_a_standing_that_is_none_begins_at_the_top(path: Path, standing: object) -> None:
    document = {"kind": "entity", "text": "rs5", "name": "rs5", "at": "", "standing": standing}
    with UserFile(path).open() as db:
        db.storage.write({"left_off": {"1": document}})
    left = Visits(UserFile(path)).left_off()
    assert left is not None and left.standing == Standing()


@pytest.mark.parametrize("wrong", ["1970-01-01T00:00:00", "2999-01-01T00:00:00"])
def test_what_a_wrong_clock_dated_pushes_nothing_out(path: Path, wrong: str) -> None:
    Visits(UserFile(path)).add([visit(1, 1), visit(2, 2)], limit=3)
    Visits(UserFile(path)).add([Visit(snp(9), "rs9", wrong)], limit=3)
    assert set(map(str, places(path))) == {str(snp(1)), str(snp(2)), str(snp(9))}
    Visits(UserFile(path)).add([visit(3, 3), visit(4, 4)], limit=3)
    assert places(path) == [snp(4), snp(3), snp(2)]
