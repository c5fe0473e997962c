"""Exporting from the browser."""

from __future__ import annotations

import io
import json
import shlex
from pathlib import Path

import pytest
from tests.tui.driving import Driver, browsing

from trialtui.cli.main import run
from trialtui.model.places import EntityPlace, HomePlace, SearchPlace
from trialtui.model.refs import Ref, drug_ref, mesh_ref, trial_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.tui.features.exporting import columns_hint, file_name, path_of, unwritable
from trialtui.tui.features.far_export import export_line
from trialtui.user.policy import Policy

FEVER = EntityPlace(mesh_ref("D005334"))


@pytest.fixture
def catalogue(store_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreCatalogue:
    monkeypatch.chdir(tmp_path)
    return StoreCatalogue(Store(store_folder))


async def replace_name(driver: Driver, name: str) -> None:
    await driver.press("end", "ctrl+u", *name)


async def test_a_term_s_trials_go_to_a_file_with_where_they_come_from(
    catalogue: StoreCatalogue, tmp_path: Path
) -> None:
    async with browsing(catalogue, FEVER) as driver:
        await driver.press("e")
        await driver.sees("15 trials as", "c  CSV", "r  RIS")
        await driver.press("c")
        await driver.sees("D005334.csv", "The file's name")
        await driver.press("enter")
        await driver.answers(
            f"Exported 15 trials to {tmp_path / 'D005334.csv'}; where they come from: D005334.csv.search"
        )
    rows = (tmp_path / "D005334.csv").read_text().splitlines()
    assert len(rows) == 16 and rows[1].endswith("D005334 registered in condition_meshes[0],2020-10-07")
    about = json.loads((tmp_path / "D005334.csv.search.json").read_text())
    assert about["term"] == {"ref": "D005334", "name": "Fever"}
    assert about["terms"][0]["by_link"] == {"registered": 15, "mapped": 0, "mentioned": 0, "excluded": 0}


async def test_marked_trials_or_the_search_are_chosen(catalogue: StoreCatalogue, tmp_path: Path) -> None:
    async with browsing(catalogue, SearchPlace("drug:zinc", listed=True)) as driver:
        await driver.sees("NCT10000002")
        await driver.press("m", "down", "m", "e")
        await driver.sees("m  the marked trials  2 trials", "s  this search: drug:zinc  15 trials", "NCT10000002")
        await driver.press("m")
        await driver.sees("2 trials as")
        await driver.press("l")
        await driver.sees("marked.jsonl")
        await driver.press("enter")
        await driver.answers("Exported 2 trials")
        lines = (tmp_path / "marked.jsonl").read_text().splitlines()
        assert [json.loads(line)["matched"][0]["via"] for line in lines] == ["marked", "marked"]
        await driver.press("e")
        await driver.sees("x  nothing")
        await driver.press("x")
        await driver.answers("No trial is marked any more.")
        await driver.sees_no("2 marked")


async def test_columns_are_chosen_with_their_names_at_hand(catalogue: StoreCatalogue, tmp_path: Path) -> None:
    async with browsing(catalogue, EntityPlace(trial_ref(10_000_004))) as driver:
        await driver.press("e")
        await driver.sees("1 trial as")
        await driver.press("C")
        await driver.sees("(12 of ")
        await replace_name(driver, "NCTId, Enrolment")
        await driver.sees("No column Enrolment.")
        await driver.press("enter")
        await driver.sees("no column Enrolment: did you mean Enrollment")
        await replace_name(driver, "NCTId,EnrollmentCount")
        await driver.sees("EnrollmentCount")
        await driver.press("enter")
        await driver.sees("NCT10000004.csv")
        await driver.press("enter")
        await driver.answers("Exported 1 trial")
    assert (tmp_path / "NCT10000004.csv").read_text().splitlines()[0] == "NCTId,EnrollmentCount,matched,record_as_of"


async def test_a_file_that_is_there_is_replaced_only_when_asked_once_more(
    catalogue: StoreCatalogue, tmp_path: Path
) -> None:
    (tmp_path / "x.ris").write_text("old")
    async with browsing(catalogue, FEVER) as driver:
        await driver.press("e")
        await driver.sees("15 trials as")
        await driver.press("r")
        await driver.sees("D005334.ris")
        await replace_name(driver, "no/x.ris")
        await driver.press("enter")
        await driver.sees("There is no folder")
        await replace_name(driver, "x.ris")
        await driver.press("enter")
        await driver.sees("exists. Enter once more replaces it.")
        assert (tmp_path / "x.ris").read_text() == "old"
        await driver.press("enter")
        await driver.answers("Exported 15 trials")
    assert (tmp_path / "x.ris").read_text().startswith("TY  - DBASE")


async def test_an_export_is_stopped_and_leaves_nothing(
    catalogue: StoreCatalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from trialtui.tui.screens.exporting import ExportScreen

    going, counted = Event(), ExportScreen._counted

    def slowly(self: ExportScreen, number: int) -> None:
        going.wait(30)
        counted(self, number)

    monkeypatch.setattr(ExportScreen, "_counted", slowly)
    async with browsing(catalogue, FEVER) as driver:
        await driver.press("e")
        await driver.sees("15 trials as")
        await driver.press("c")
        await driver.sees("D005334.csv")
        await driver.press("enter")
        await driver.sees("0 of 15 trials. Esc stops.")
        await driver.press("escape")
        going.set()
        await driver.answers("Stopped: nothing was exported.")
    assert list(tmp_path.glob("*D005334*")) == []


async def test_a_failure_is_told(catalogue: StoreCatalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    async with browsing(catalogue, FEVER) as driver:
        await driver.press("e")
        await driver.sees("15 trials as")
        await driver.press("m")
        await driver.sees("D005334.md")
        monkeypatch.setattr("os.fsync", full)
        await driver.press("enter")
        await driver.answers("No space left on device")
    assert list(tmp_path.glob("*D005334*")) == []


async def test_what_was_searched_for_can_steer_no_terminal(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue, SearchPlace('kind:trial -"zz\x1b[2J\u202e"', listed=True)) as driver:
        await driver.sees("NCT10000002")
        await driver.press("e")
        await driver.sees('s  this search: kind:trial -"zz')
        assert not {"\x1b", "\u202e"} & {*driver.text}


async def test_there_is_nothing_to_export_at_home(catalogue: StoreCatalogue) -> None:
    async with browsing(catalogue) as driver:
        await driver.press("e")
        await driver.answers("No trials here to export")


async def test_where_no_file_may_be_written_the_key_tells_what_to_type_at_the_near_end(
    catalogue: StoreCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 2222")
    monkeypatch.setenv("USER", "trials")
    async with browsing(catalogue, FEVER, policy=Policy(secure=True)) as driver:
        await driver.at("Fever")
        await driver.press("e")
        await driver.sees("No file is written here", "ssh -p 2222 trials@192.0.2.1 'export --format csv -- D005334'")
        await driver.press("y")
        await driver.sees("the link")
    async with browsing(catalogue, FEVER, policy=Policy(read_only=True)) as driver:
        await driver.press("e")
        await driver.sees("In a shell", f"trialtui --store {catalogue.folder}"[:60])


MARKED = (trial_ref(10_000_003), trial_ref(10_000_001))


STUDY_4 = SearchPlace('"study 4" -phase:2! drug:"zinc"')


@pytest.mark.parametrize("what", [FEVER, STUDY_4, EntityPlace(MARKED[0]), MARKED])
def test_what_is_told_to_type_exports_what_was_meant(
    what: EntityPlace | SearchPlace | tuple[Ref, ...],
    store_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    line = export_line(what, store_folder, {}, over_ssh=True)
    words = shlex.split(line.removesuffix(" > trials.csv"))
    if isinstance(what, tuple):
        assert words[:4] == ["printf", r"%s\n", "NCT10000003", "NCT10000001"] and words[4] == "|"
        fed = b"NCT10000003\nNCT10000001\n"
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(fed)))
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", words[-1])
    assert words[-3] == "ssh" and run(["--secure", "--store", str(store_folder)]) == 0
    rows = capfdbinary.readouterr().out.decode().splitlines()[1:]
    if isinstance(what, tuple):
        assert {row[:11] for row in rows} == {"NCT10000001", "NCT10000003"}
    elif what == EntityPlace(MARKED[0]):
        assert [row[:11] for row in rows] == ["NCT10000003"]
    else:
        listing = StoreCatalogue(Store(store_folder)).trials(what)
        assert rows and listing is not None and len(rows) == len(listing)


def test_names_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_name(SearchPlace('drug:zinc "a b" -c/../d'), "csv") == "drug-zinc-a-b-c-..-d.csv"
    assert file_name((), "markdown") == "marked.md" and file_name(HomePlace(), "ris") == "Home.ris"
    assert file_name(EntityPlace(drug_ref("../../etc/passwd")), "json") == "drug-..-..-etc-passwd.json"
    assert len(file_name(SearchPlace("x" * 500), "csv")) < 70
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/owl")
    assert path_of(" a.csv ") == tmp_path / "a.csv" and path_of("~/a.csv") == Path("/home/owl/a.csv")
    assert unwritable(tmp_path / "a.csv") == "" and "is a folder" in unwritable(tmp_path)


def test_columns_are_named_while_they_are_typed() -> None:
    assert columns_hint("NCTId, overallo") == "OverallOfficialName, OverallOfficialAffiliation, OverallOfficialRole"
    assert columns_hint("x?") == "No column x?."
