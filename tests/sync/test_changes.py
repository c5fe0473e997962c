from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.cli.conftest import Cli, Result
from tests.studies import study, write_lines
from tests.sync.registry_server import RegistryServer
from tests.sync.stores import counts, newer, record, synced

from trialtui.cli.main import run
from trialtui.ingest.change_log import ChangeLog
from trialtui.ingest.report import Report
from trialtui.model.bookmark import Bookmark
from trialtui.model.places import ChangesPlace, EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import Ref
from trialtui.model.registry import RegistryQuery
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.render.text import to_text
from trialtui.store.index_history import changes_of_run, changes_of_trial, runs
from trialtui.store.store import Store
from trialtui.store.writer import Writer
from trialtui.user.data import UserData
from trialtui.user.files import user_files
from trialtui.user.policy import FREE

TODAY = str(date.today())


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str, store: Path | None = None) -> Result:
        code = run(["--store", str(store), *arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store after two syncs: the second found three trials changed, one new, one gone, one that no longer fits."""
    folder = tmp_path / "store"
    records = [record(number) for number in range(1, 9)]
    with RegistryServer(records, matches=lambda data, *_: b'"Gulls"' not in data) as server:
        synced(folder, server)
        server.answers.data = "2026-11-27T09:00:05"
        results = {"hasResults": True, "statusModule__resultsFirstPostDateStruct": {"date": "2026-11-27"}}
        server.answers.put(
            newer(1, "2026-11-27", statusModule__overallStatus="COMPLETED"),
            newer(2, "2026-11-27", **results),
            newer(3, "2026-11-26", designModule__enrollmentInfo={"count": 900, "type": "ACTUAL"}),
            newer(4, "2026-11-26", conditionsModule__conditions=["Gulls"]),
            newer(9, "2026-11-27", identificationModule__briefTitle="A new one"),
        )
        server.answers.remove("NCT10000005")
        synced(folder, server)
    return folder


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_changes_of_all_trials(cli: Cli, store: Path) -> None:
    result = cli("changes", store=store)
    title = "Remdesivir in Owls With Pneumonia"
    assert result.code == 0 and lines(result.out) == [
        f"sync of condition COVID-19, {TODAY}: 1 added, 4 updated, 2 no longer among the results, data of 2026-11-27",
        f"  NCT10000001  Status: Terminated → Completed · {title}",
        f"  NCT10000002  results posted · {title}",
        f"  NCT10000003  changed: Enrollment · {title}",
        f"  NCT10000004  changed: Conditions · {title}",
        f"  NCT10000004  no longer among the results of condition COVID-19; kept · {title}",
        f"  NCT10000005  no longer in the registry; kept · {title}",
        "  NCT10000009  new in this store · A new one",
    ]


def test_changes_of_one_trial_say_what_was_and_is(cli: Cli, store: Path) -> None:
    result = cli("changes", "NCT10000003", store=store)
    assert lines(result.out) == [
        f"sync of condition COVID-19, {TODAY}, updated in the registry on 2026-11-26: changed: Enrollment",
        "  Enrollment: 1200 (actual) → 900 (actual)",
    ]
    result = cli("changes", "NCT10000006", store=store)
    assert (result.code, result.out) == (1, "")
    assert "no change of NCT10000006 since the first snapshot, of 2026-11-26" in result.err


def test_changes_of_a_term_are_those_of_its_trials(cli: Cli, store: Path) -> None:
    assert len(lines(cli("changes", "drug:remdesivir", store=store).out)) == 8
    assert cli("changes", "drug:nothing", store=store).code == 1


def test_changes_as_json(cli: Cli, store: Path) -> None:
    found = cli("changes", "--json", "--limit", "1", store=store).json
    assert found["since"] is None and found["first_snapshot"] == "2026-11-26"
    assert [(run["kind"], run["added"], run["updated"], run["left"], run["baseline"]) for run in found["runs"]] == [
        ("sync", 1, 4, 2, False), ("sync", 8, 0, 0, True),
    ]  # fmt: skip
    (change,) = found["changes"]
    assert (change["id"], change["what"], change["updated"]) == ("NCT10000001", "changed", "2026-11-27")
    assert change["status"] == {"old": "TERMINATED", "new": "COMPLETED"} and not change["results_posted"]
    assert change["fields"] == [
        {"field": "overall_status", "item": None, "old": ["TERMINATED"], "new": ["COMPLETED"], "more": 0}
    ]


def test_a_day_that_no_snapshot_reaches_back_to(cli: Cli, store: Path) -> None:
    result = cli("changes", "--since", "2026-11-01", store=store)
    assert result.code == 1 and "no snapshot reaches back to 2026-11-01: the first one is of 2026-11-26" in result.err
    assert len(lines(result.out)) == 8  # what is known is told all the same
    assert cli("changes", "--since", "2026-11-26", store=store).code == 0
    assert cli("changes", "--since", "9999-01-01", store=store).code == 1
    assert cli("changes", "--since", "soon", store=store).code == 2


def test_what_the_user_keeps_comes_first(cli: Cli, store: Path) -> None:
    UserData(user_files(FREE)).bookmarks.keep(Bookmark(trial(3), "Owls"))
    out = lines(cli("changes", store=store).out)
    assert out[0].endswith("· of what you keep") and out[1].startswith("  NCT10000003")
    assert out[2].endswith("data of 2026-11-27") and out[3].startswith("  NCT10000001")
    assert cli("changes", "--json", "--limit", "1", store=store).json["changes"][0]["kept"] == "Owls"


def shown(store: Path, place: Place, *kept: EntityPlace | SearchPlace) -> list[str]:
    """The lines of a page, for a user who keeps some places."""
    user = UserData(user_files(FREE))
    for number, item in enumerate(kept, 1):
        user.bookmarks.keep(Bookmark(item, f"Kept {number}", f"2026-11-{number:02}T00:00:00"))
    opened = Store(store)
    page = StoreCatalogue(opened, today=date(2026, 11, 28), user=user).page(place)
    opened.close()
    assert page is not None
    return [" ".join(line.split()) for line in lines(to_text(page, width=130))]


def trial(number: int) -> EntityPlace:
    return EntityPlace(Ref("trial", f"NCT{10_000_000 + number}"))


def test_the_page_of_changes(store: Path) -> None:
    page = shown(store, ChangesPlace())
    text = "\n".join(page)
    assert page[0] == "What changed" and "compared since 2026-11-26" in page[2]
    assert f"sync of condition COVID-19, {TODAY}" in text
    for words in (
        "Status (1)", "NCT10000001 Remdesivir in Owls With Pneumonia Terminated → Completed", "Results posted (1)",
        "No longer among the results, or again (2)", "NCT10000003 Remdesivir in Owls With Pneumonia Enrollment",
        "New (1)", "NCT10000009 A new one", "Log (2)", "a baseline of 8 trials, 0 updated, data of 2026-11-26",
    ):  # fmt: skip
        assert words in text, words
    assert "what you keep" not in text


def test_the_page_of_changes_begins_with_what_is_kept(store: Path) -> None:
    page = shown(store, ChangesPlace(), trial(3), SearchPlace("status:completed"))
    at = next(number for number, line in enumerate(page) if line.startswith("Of what you keep (2)"))
    assert at < next(number for number, line in enumerate(page) if line.startswith("sync of"))
    assert page[at + 3].startswith("NCT10000001") and page[at + 3].endswith("Kept 2")
    assert page[at + 4].startswith("NCT10000003") and page[at + 4].endswith("Kept 1")


def test_a_trial_shows_its_history_and_that_it_changed(store: Path) -> None:
    page = "\n".join(shown(store, trial(3)))
    assert f"Last change * {TODAY}: changed: Enrollment (sync of condition COVID-19)" in page
    assert "History (1)" in page and f"{TODAY} Enrollment 1200 (actual) 900 (actual)" in page
    gone = "\n".join(shown(store, trial(5)))
    assert "no longer in the registry; kept" in gone
    untouched = "\n".join(shown(store, trial(6)))
    assert "History" not in untouched and "Last change" not in untouched


def test_a_record_that_a_sync_found_unchanged_is_not_stale(store: Path) -> None:
    assert "Status Terminated, as recorded 2026-11-26, unchanged 2026-11-27" in shown(store, trial(6))
    assert "Status Terminated, as recorded 2026-11-26" in shown(store, trial(5))  # it is gone: nobody can tell


def test_lists_mark_what_changed(store: Path) -> None:
    opened = Store(store)
    catalogue = StoreCatalogue(opened)
    listing = catalogue.trials(SearchPlace("owls", listed=True))
    assert listing is not None
    titles = {listing.cells(number)[0][-1]: listing.cells(number)[1] for number in range(len(listing))}
    assert titles["3"] == "* Remdesivir in Owls With Pneumonia" and titles["6"] == "Remdesivir in Owls With Pneumonia"
    term = "\n".join(shown(store, EntityPlace(Ref("drug", "remdesivir"))))
    assert "NCT10000001 * Remdesivir in Owls" in term and "NCT10000007 Remdesivir in Owls" in term
    opened.close()


def test_home_says_what_was_last_and_leads_on(store: Path) -> None:
    page = "\n".join(shown(store, HomePlace()))
    assert f"Last change sync of condition COVID-19 on {TODAY}: 1 added, 4 updated" in page


def test_imports_keep_the_same_log(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_lines(tmp_path / "one.jsonl", [study(), study(10_000_002)])
    later: dict[str, Any] = {"derivedSection__miscInfoModule__versionHolder": "2022-01-01"}
    changed = study(statusModule__overallStatus="COMPLETED", **later)
    write_lines(tmp_path / "two.jsonl", [changed, study(10_000_002, **later), study(10_000_003)])
    assert cli("changes", store=folder).code == 3
    cli("import", str(tmp_path / "one.jsonl"), store=folder)
    result = cli("changes", store=folder)
    assert (result.code, result.out) == (1, "") and "no change since the first snapshot, of 2021-04-01" in result.err
    result = cli("import", str(tmp_path / "two.jsonl"), store=folder)
    assert result.json == {"added": 1, "updated": 1, "unchanged": 1, "rejected": 0}
    assert [(run.kind, run.baseline, run.as_of) for run in runs(Store(folder).index)] == [
        ("import", False, "2022-01-01"), ("import", True, "2021-04-01"),
    ]  # fmt: skip
    told = cli("changes", "--json", store=folder).json["changes"]
    assert [(item["id"][-1], item["what"]) for item in told] == [("1", "changed"), ("3", "added")]
    trial = Store(folder).trial(10_000_002)
    assert trial is not None and trial.record_as_of == "2022-01-01"


def test_a_record_in_place_of_a_page_is_no_change_of_fields(cli: Cli, tmp_path: Path) -> None:
    cli("build", store=tmp_path / "s")
    cli("import", str(write_lines(tmp_path / "one.jsonl", [study(4_437_823)])), store=tmp_path / "s")
    assert "its whole record came, in place of less" in cli("changes", store=tmp_path / "s").out


def test_what_a_later_program_reads_of_the_same_record_is_no_change(store: Path) -> None:
    """A store of a program that did not read sponsors yet: neither they, nor a re-reading, are news."""
    with Writer(store) as writer:
        for nct in (10_000_001, 10_000_006):
            document = writer.document("trials", nct)
            assert document is not None
            del document["lead_sponsor"]
            writer.put_json("trials", nct, orjson.dumps({**document, "reader": "older"}))
    version = {"derivedSection__miscInfoModule__versionHolder": "2026-11-28"}
    again: dict[str, Any] = {**version, "statusModule__lastUpdatePostDateStruct": {"date": "2026-11-28"}}
    with RegistryServer([record(1, statusModule__overallStatus="WITHDRAWN", **again), record(6, **version)]) as server:
        server.answers.data = "2026-11-28T09:00:05"
        assert counts(synced(store, server, query=RegistryQuery("owls")))[:3] == (0, 1, 1)
    opened = Store(store)
    (row,) = changes_of_run(opened.index, runs(opened.index)[0].id)
    change = opened.changes_in(row.id, {row.nct})[row.nct]
    assert (row.nct, [item.field for item in change.fields]) == (10_000_001, ["overall_status"])
    trials = [opened.trial(nct) for nct in (10_000_001, 10_000_006)]
    assert [trial.lead_sponsor.name for trial in trials if trial] == ["Owl Hospital"] * 2


def test_the_log_is_committed_with_the_trials_that_it_tells_of(store: Path) -> None:
    with pytest.raises(ZeroDivisionError), Writer(store) as writer:
        log = ChangeLog(writer, "import", ("a file",), Report(added=1))
        for nct in (1, 2):
            writer.put_trial(nct, {"nct_id": f"NCT0000000{nct}"}, {})
            log.add(nct, b"{}")
            if nct == 1:
                writer.commit()
        raise ZeroDivisionError
    opened = Store(store)
    assert [len(changes_of_trial(opened.index, nct)) for nct in (1, 2)] == [1, 0]
    assert (opened.trial(1) is not None, opened.trial(2)) == (True, None)
    assert not runs(opened.index)[0].complete


def test_many_changes_are_told_in_small_documents(tmp_path: Path, store: Path) -> None:
    with Writer(store) as writer:
        log = ChangeLog(writer, "import", ("a file",), Report())
        for nct in range(1, 1001):
            log.add(nct, b"{}")
        log.finish()
    opened = Store(store)
    rows = changes_of_run(opened.index, runs(opened.index)[0].id)
    assert len(rows) == 1000 and len({row.id for row in rows}) == 5
