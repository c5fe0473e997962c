from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Cli
from tests.studies import Study, study, write_lines


@pytest.fixture
def store(cli: Cli, tmp_path: Path) -> Path:
    """A store of two records."""
    path = write_lines(tmp_path / "two.jsonl", [study(), study(10_000_002, conditionsModule__conditions=["Flu"])])
    assert cli("import", str(path), store=tmp_path / "s").json["added"] == 2
    return tmp_path / "s"


def test_every_field_of_a_record_is_shown_as_it_is(cli: Cli, store: Path) -> None:
    trial = cli("show", "NCT10000001", "--json", store=store).json
    assert trial["status"] == "TERMINATED" and trial["why_stopped"] == "The owls flew away \\[all\\]"
    assert trial["phases"] == ["PHASE2", "PHASE3"] and trial["enrollment"] == 1200
    assert trial["start_date"] == "2020-06" and trial["record_as_of"] == "2021-04-01"
    assert trial["countries"] == ["Pakistan", "France"]
    assert [item["role"] for item in trial["outcomes"]] == ["primary", "other"]
    assert [(item["ref"], item["via"]) for item in trial["links"]["hpo"] if item["via"] != "mentioned"] == [
        ("HP:0002090", "mapped")
    ]
    text = cli("show", "NCT10000001", store=store).out
    for words in (
        "Terminated, as recorded 2021-04-01 (over a year ago)", "The owls flew away [all]", "Phase 2/Phase 3",
        "1,200 (actual)", "none posted", "• to see", "1. Eagle", "Age >= 18", "Pakistan", "PMID 123",
    ):  # fmt: skip
        assert words in text, words


def test_importing_again_changes_nothing_and_says_so(cli: Cli, store: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in store.glob("*.json"))
    result = cli("import", str(tmp_path / "two.jsonl"), store=store)
    assert result.json == {"added": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert "nothing new" in result.err
    assert sorted(path.name for path in store.glob("*.json")) == before


def test_a_newer_version_replaces_and_an_older_one_does_not(cli: Cli, store: Path, tmp_path: Path) -> None:
    newer = study(statusModule__overallStatus="COMPLETED", derivedSection__miscInfoModule__versionHolder="2022-01-01")
    older = study(statusModule__overallStatus="RECRUITING", derivedSection__miscInfoModule__versionHolder="2019-01-01")
    assert cli("import", str(write_lines(tmp_path / "n.jsonl", [newer])), store=store).json["updated"] == 1
    assert cli("import", str(write_lines(tmp_path / "o.jsonl", [older])), store=store).json["unchanged"] == 1
    trial = cli("show", "NCT10000001", "--json", store=store).json
    assert (trial["status"], trial["record_as_of"]) == ("COMPLETED", "2022-01-01")


def test_a_program_that_reads_more_takes_it_from_the_same_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, more = study(), study(designModule__bioSpec={"retention": "SAMPLES_WITH_DNA"})
    path, folder = write_lines(tmp_path / "r.jsonl", [plain]), tmp_path / "s"
    with monkeypatch.context() as earlier:  # which did not know of samples
        earlier.setattr("trialtui.ingest.prepared.READER", "earlier")
        cli("import", str(path), store=folder)
    assert cli("import", str(path), store=folder).json["unchanged"] == 1
    write_lines(path, [more])
    for _ in range(2):
        assert cli("import", str(path), store=folder).json == {
            "added": 0, "updated": 0, "unchanged": 1, "rejected": 0,
        }  # fmt: skip
    assert "Samples with DNA" in cli("show", "NCT10000001", store=folder).out
    assert sorted(path.name for path in folder.glob("*.json")) == ["000001.json", "000002.json"]
    write_lines(path, [plain])
    assert cli("import", str(path), store=folder).json["unchanged"] == 1
    assert "Samples with DNA" in cli("show", "NCT10000001", store=folder).out


def test_links_follow_the_newer_version(cli: Cli, store: Path, tmp_path: Path) -> None:
    newer = study(
        armsInterventionsModule__interventions=[{"type": "DRUG", "name": "Mice"}],
        derivedSection__miscInfoModule__versionHolder="2022-01-01",
    )
    cli("import", str(write_lines(tmp_path / "n.jsonl", [newer])), store=store)
    rows = {row["ref"]: row["trials"] for row in cli("list", "drug", "--json", store=store).json}
    assert rows == {"drug:mice": 1, "drug:remdesivir": 1, "drug:placebo": 1}


def test_info_counts_registered_mesh_names_without_an_id(cli: Cli, store: Path, tmp_path: Path) -> None:
    def unlinked(*records: Study) -> dict[str, int]:
        cli("import", str(write_lines(tmp_path / "n.jsonl", records)), store=store)
        found: dict[str, int] = cli("info", "--json", store=store).json["unlinked_mesh"]
        return found

    def named(number: int, day: str, *names: str) -> Study:
        meshes = [{"term": name} for name in names]
        return study(
            number,
            derivedSection__miscInfoModule__versionHolder=day,
            derivedSection__interventionBrowseModule__meshes=meshes,
        )

    assert unlinked(named(10_000_003, "2022-01-01", "Heparin")) == {}
    assert "unlinked" not in cli("info", store=store).out
    both = ("Owl Feathers", "Owl Feathers", "Hawk Oil")
    assert unlinked(named(10_000_001, "2022-01-01", *both), named(10_000_004, "2022-01-01", "Owl Feathers")) == {
        "Owl Feathers": 2, "Hawk Oil": 1,
    }  # fmt: skip
    told = "2 registered MeSH names without an id, by trials: Owl Feathers 2, Hawk Oil 1"
    assert told in cli("info", store=store).out
    assert unlinked(named(10_000_001, "2023-01-01", "Heparin")) == {"Owl Feathers": 1}
    (store / "index.db").unlink()
    assert cli("verify", "--repair", store=store).code == 0
    assert cli("info", "--json", store=store).json["unlinked_mesh"] == {"Owl Feathers": 1}


def test_a_record_joins_the_trial_of_a_seed_page(cli: Cli, tmp_path: Path) -> None:
    cli("build", store=tmp_path / "s")
    path = write_lines(tmp_path / "one.jsonl", [study(4_437_823)])
    assert cli("import", str(path), store=tmp_path / "s").json["updated"] == 1
    trial = cli("show", "NCT04437823", "--json", store=tmp_path / "s").json
    assert trial["status"] == "TERMINATED"
    assert [source["kind"] for source in trial["sources"]] == ["ClinicalTrials.gov record", "published page"]
    assert cli("build", store=tmp_path / "s").json["unchanged"] == 1
    assert cli("show", "NCT04437823", "--json", store=tmp_path / "s").json["status"] == "TERMINATED"


def test_a_bad_record_is_named_with_its_field_and_the_rest_lands(cli: Cli, tmp_path: Path) -> None:
    records = [study(), study(10_000_002, statusModule__overallStatus=["RECRUITING"]), study(10_000_003)]
    records[2]["protocolSection"]["identificationModule"].pop("nctId")
    path = write_lines(tmp_path / "mixed.jsonl", [*records, study(10_000_004)])
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    result = cli("import", str(path), store=tmp_path / "s")
    assert result.code == 0 and result.json == {"added": 2, "updated": 0, "unchanged": 0, "rejected": 3}
    assert "mixed.jsonl: NCT10000002: protocolSection.statusModule.overallStatus" in result.err
    assert "nctId" in result.err and "line 5" in result.err


def test_what_a_csv_and_a_download_in_part_lack_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("NCT Number,Study Title,Study Status\nNCT10000005,Owls,COMPLETED\n")
    part = {"protocolSection": {"identificationModule": {"nctId": "NCT10000006", "briefTitle": "Hawks"}}}
    write_lines(tmp_path / "part.jsonl", [part, study()])
    result = cli("import", str(tmp_path / "rows.csv"), str(tmp_path / "part.jsonl"), store=tmp_path / "s")
    assert result.json["added"] == 3
    assert "1 record is from a CSV, which has no eligibility criteria" in result.err
    assert "1 record is in part" in result.err
    sources = cli("show", "NCT10000005", "--section", "sources", store=tmp_path / "s").out
    assert "Not in this source" in sources and "eligibility criteria" in " ".join(sources.split())
    assert "Not in this source" in cli("show", "NCT10000006", store=tmp_path / "s").out
    assert "Not in this source" not in cli("show", "NCT10000001", store=tmp_path / "s").out


def test_results_posted_elsewhere_are_never_none(cli: Cli, tmp_path: Path) -> None:
    posted = study(hasResults=True, statusModule__resultsFirstPostDateStruct={"date": "2021-02-03", "type": "ACTUAL"})
    cli("import", str(write_lines(tmp_path / "r.jsonl", [posted])), store=tmp_path / "s")
    assert "posted 2021-02-03, not in this store" in cli("show", "NCT10000001", store=tmp_path / "s").out
    trial = cli("show", "NCT10000001", "--json", store=tmp_path / "s").json
    assert (trial["has_results"], trial["results_in_store"]) == (True, False)


def test_hostile_text_never_reaches_the_terminal(cli: Cli, tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J[red]x[/red] \u202eevil\x9b31m"
    bad = study(identificationModule__briefTitle=hostile, conditionsModule__conditions=[hostile])
    path = write_lines(tmp_path / "h.jsonl", [bad, study(10_000_002, statusModule__overallStatus=[hostile])])
    results = [cli("import", str(path), store=tmp_path / "s")]
    for words in (["show", "NCT10000001"], ["show", "NCT10000001", "--format", "markdown"], ["list", "trial"]):
        results.append(cli(*words, store=tmp_path / "s"))
    for result in results:
        for text in (result.out, result.err):
            assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "[red]x[/red]" in results[1].out


def test_a_gzip_that_is_cut_gives_what_came_before(cli: Cli, tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(study(10_000_000 + n)) + "\n" for n in range(300)).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    result = cli("import", str(tmp_path / "cut.jsonl.gz"), store=tmp_path / "s")
    assert 0 < result.json["added"] < 300 and result.json["rejected"] >= 1
    assert "cut.jsonl.gz" in result.err


def test_an_interrupted_import_keeps_what_was_read(tmp_path: Path) -> None:
    """Ctrl+c in the middle of a stream that never ends."""
    command = [sys.executable, "-m", "trialtui", "--store", str(tmp_path / "s"), "import", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    for number in range(1, 1001):  # more than a pipe holds: when all is written, most of it has been read
        process.stdin.write(json.dumps(study(10_000_000 + number)).encode() + b"\n")
    process.stdin.flush()
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    added = json.loads(out)["added"]
    assert b"interrupted" in err and added > 0
    command[-2:] = ["info", "--json"]
    assert json.loads(subprocess.check_output(command))["trials"] == added


def test_verify_finds_a_flipped_byte_and_repair_keeps_the_rest(cli: Cli, store: Path) -> None:
    assert cli("verify", store=store).code == 0
    segment = store / "000001.json"
    data = bytearray(segment.read_bytes())
    at = data.index(b"Remdesivir in Owls")
    data[at] ^= 1
    segment.write_bytes(bytes(data))
    broken = cli("verify", store=store)
    assert broken.code == 1 and "trials/10000001 is damaged" in broken.out
    assert cli("show", "NCT10000001", store=store).code == 3
    mended = cli("verify", "--repair", store=store)
    assert mended.code == 0 and "000001.json.damaged" in mended.err
    assert cli("show", "NCT10000001", store=store).code == 1
    assert cli("show", "NCT10000002", store=store).code == 0


def test_all_real_records_are_read(cli: Cli, tmp_path: Path, shared: Path) -> None:
    files = [str(shared / "data" / name) for name in ("covid-trials.jsonl.gz", "ctgov-v2-sample.jsonl.gz")]
    result = cli("import", *files, store=tmp_path / "s")
    assert result.json == {"added": 4493, "updated": 0, "unchanged": 7, "rejected": 0}
    trial = cli("show", "NCT04437823", "--json", store=tmp_path / "s").json
    assert trial["status"] == "RECRUITING" and trial["sponsor"] == "Jinnah Hospital"
    assert cli("verify", store=tmp_path / "s").code == 0
