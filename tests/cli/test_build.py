from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Cli
from tests.studies import study, write_lines
from tinydb import TinyDB

from trialtui.linking.trial_links import TrialLinker


def test_building_again_adds_nothing(cli: Cli, tmp_path: Path) -> None:
    first = cli("build", store=tmp_path / "s")
    assert first.code == 0 and first.json == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    second = cli("build", store=tmp_path / "s")
    assert second.code == 0 and second.json == {"added": 0, "updated": 0, "unchanged": 1, "rejected": 0}
    assert len(list((tmp_path / "s").glob("*.json"))) == 1


def test_a_file_that_is_no_page_is_named_and_the_rest_goes_on(cli: Cli, tmp_path: Path, seeds: Path) -> None:
    pages = tmp_path / "pages"
    shutil.copytree(seeds, pages)
    (pages / "shopping.txt").write_text("milk\nbread\n", encoding="utf-8")
    (pages / "binary.txt").write_bytes(b"\xff\xfe\x00")
    result = cli("build", str(pages), store=tmp_path / "s")
    assert result.code == 0
    assert result.json == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 2}
    assert "shopping.txt: not added" in result.err and "binary.txt: not added: not UTF-8" in result.err


def test_a_path_that_does_not_exist_adds_nothing(cli: Cli, tmp_path: Path, seeds: Path) -> None:
    result = cli("build", str(seeds), str(tmp_path / "gone"), store=tmp_path / "s")
    assert result.code == 3 and "gone" in result.err
    assert not (tmp_path / "s").exists()


def test_only_files_that_are_no_pages_leave_no_store(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("nothing", encoding="utf-8")
    assert cli("build", str(tmp_path / "x.txt"), store=tmp_path / "s").code == 3
    assert not (tmp_path / "s").exists()


def test_a_later_snapshot_of_the_same_entity_is_kept_beside_the_first(cli: Cli, tmp_path: Path, seeds: Path) -> None:
    text = next(seeds.glob("*.txt")).read_text(encoding="utf-8")
    for day, figure in (("2020-07-18", "0.05"), ("2020-08-16", "0.07")):
        (tmp_path / f"page-{day}.txt").write_text(text.replace("NIH 0.05", f"NIH {figure}"), encoding="utf-8")
    assert cli("build", str(tmp_path), store=tmp_path / "s").json["added"] == 2
    drug = cli("show", "drug:intravenous infusions of stem cells", "--json", store=tmp_path / "s").json
    assert [page["snapshot"] for page in drug["published"]] == ["2020-08-16", "2020-07-18"]
    assert {row["ref"]: row["published"] for row in drug["correlated"]["mesh"]}["D045169"] == 0.07
    text = cli("show", "drug:intravenous infusions of stem cells", store=tmp_path / "s").out
    assert text.index("Published page, 2020-08-16") < text.index("Published page, 2020-07-18")


def test_a_fresh_start_keeps_the_old_store_aside(cli: Cli, tmp_path: Path) -> None:
    cli("build", store=tmp_path / "s")
    result = cli("build", "--fresh", store=tmp_path / "s")
    assert result.code == 0 and "kept as" in result.err
    assert len([path for path in tmp_path.iterdir() if path.name.endswith(".old")]) == 1
    assert cli("info", store=tmp_path / "s").code == 0


def test_all_stored_pages_build_into_one_store(cli: Cli, tmp_path: Path, shared: Path) -> None:
    result = cli("build", str(shared / "pages"), store=tmp_path / "s")
    assert result.code == 0 and result.json == {"added": 10, "updated": 0, "unchanged": 0, "rejected": 0}
    with (shared / "pages" / "index.tsv").open(encoding="utf-8", newline="") as file:
        pages = list(csv.DictReader(file, delimiter="\t"))
    for page in pages:
        if page["title"] == "?":
            continue
        ref = page["id"] if page["kind"] == "mesh" else f"drug:{page['title']}"
        facts = cli("show", ref, "--json", store=tmp_path / "s").json
        assert facts["published"][0]["snapshot"] == page["snapshot"]
        for kind in ("drug", "mesh", "hpo"):
            rows = [row for row in facts["correlated"][kind] if row["published"] is not None]
            assert len(rows) == int(page[f"{kind}_rows_whole"]), (ref, kind)


def test_links_are_made_anew_and_no_trial_is_touched(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, folder = write_lines(tmp_path / "two.jsonl", [study(), study(10_000_002)]), tmp_path / "s"
    with monkeypatch.context() as old_rules:
        old_rules.setattr(TrialLinker, "links", lambda _linker, _trial: [])
        cli("import", str(path), store=folder)
    assert cli("show", "D011014", store=folder).code == 1
    before = (folder / "000001.json").read_bytes()
    result = cli("build", "--relink", store=folder)
    assert result.json == {"added": 0, "updated": 2, "unchanged": 0, "rejected": 0}
    assert "links of 2 trials changed" in result.err
    assert (folder / "000001.json").read_bytes() == before
    with TinyDB(folder / "000002.json") as db:
        assert db.tables() == {"links", "terms", "segment"}
    assert [row["id"] for row in cli("show", "D011014", "--json", store=folder).json["trials"]] == [
        "NCT10000001", "NCT10000002",
    ]  # fmt: skip
    again = cli("build", "--relink", store=folder)
    assert again.json["unchanged"] == 2
    assert not (folder / "000003.json").exists()


def test_a_vocabulary_that_is_not_there_is_named(cli: Cli, tmp_path: Path) -> None:
    result = cli("vocab", "update", str(tmp_path / "none.obo"))
    assert result.code == 3
    assert result.err == f"trialtui: {tmp_path / 'none.obo'}: No such file or directory; nothing was changed\n"


def test_a_vocabulary_that_is_older_than_the_one_in_use_is_taken_but_said_to_be(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TRIALTUI_VOCAB", str(tmp_path / "data" / "trialtui" / "vocab"))  # or the command would set it
    term = "[Term]\nid: HP:0000118\nname: Phenotypic abnormality\n"
    for day, older in (("2001-02-03", "2025-01-16"), ("2000-01-01", "2001-02-03"), ("2030-01-01", "")):
        path = tmp_path / f"{day}.obo"
        path.write_text(f"format-version: 1.2\ndata-version: hp/releases/{day}\n\n{term}")
        result = cli("vocab", "update", str(path))
        assert result.code == 0
        assert f"HPO {day}: 1 rows" in result.err
        assert ("older than" in result.err) == bool(older)
        assert older in result.err


def test_an_update_mends_a_folder_that_does_not_state_a_version(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "trialtui" / "vocab"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TRIALTUI_VOCAB", str(folder))
    path = tmp_path / "hp.obo"
    path.write_text("format-version: 1.2\ndata-version: hp/releases/2030-01-01\n\n[Term]\nid: HP:0000118\nname: All\n")
    assert cli("vocab", "update", str(path)).code == 0
    (folder / "versions.json").unlink()  # as if the first one had been killed
    result = cli("vocab", "update", str(path))
    assert result.code == 0
    assert "older than" not in result.err
    assert (folder / "versions.json").is_file()
