from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Cli

from trialtui import __version__
from trialtui.cli.commands import COMMANDS
from trialtui.cli.main import run

DRUG = "drug:intravenous infusions of stem cells"


def test_a_named_store_that_is_missing_is_unusable(cli: Cli, tmp_path: Path) -> None:
    result = cli("info", store=tmp_path / "nowhere")
    assert result.code == 3
    assert str(tmp_path / "nowhere") in result.err and "build" in result.err
    assert not (tmp_path / "nowhere").exists()


def test_the_default_place_is_built_from_the_seeds_when_it_is_empty(cli: Cli, tmp_path: Path) -> None:
    first = cli("show", "NCT04437823", store=None)
    assert first.code == 0 and "made here from the seed documents" in first.err
    assert cli("show", "NCT04437823", store=None).err == ""
    assert (tmp_path / "data" / "trialtui" / "store" / "000001.json").exists()


def test_the_environment_names_a_store(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRIALTUI_STORE", str(tmp_path / "elsewhere"))
    assert cli("info", store=None).code == 3
    assert cli("build", store=None).code == 0
    assert cli("info", store=None).code == 0


def test_list_gives_every_entity_of_a_kind(cli: Cli) -> None:
    terms = cli("list", "mesh", "--json").json
    assert [(row["ref"], row["name"], row["trials"]) for row in terms if row["trials"]] == [
        ("D018352", "Coronavirus Infections", 1),
        ("D045169", "Severe Acute Respiratory Syndrome", 1),
    ]
    assert {row["ref"]: row["mentioned"] for row in terms}["D000086382"] == 1
    assert [row["name"] for row in terms] == sorted((row["name"] for row in terms), key=str.casefold)
    drugs = cli("list", "drug", "--json").json
    assert [row["trials"] for row in drugs] == [1, 0]
    (trial,) = cli("list", "trial", "--json").json
    assert trial["ref"] == "NCT04437823" and trial["status"] is None and trial["phases"] == []


def test_an_empty_listing_says_what_it_is_not_in(cli: Cli) -> None:
    result = cli("list", "snp")
    assert result.code == 1 and "SNPs: not in this store (demo, 1 trial)" in result.err


def test_a_cut_listing_says_n_of_m(cli: Cli) -> None:
    result = cli("list", "drug", "--limit", "1")
    assert len(result.out.splitlines()) == 1 and "1 of 2" in result.err


def test_correlate(cli: Cli) -> None:
    result = cli("correlate", DRUG)
    assert "published only" in result.out
    assert "describe this store only" in result.err
    rows = cli("correlate", DRUG, "--kind", "mesh", "--json").json
    assert sorted(row["ref"] for row in rows) == ["D018352", "D045169"]
    assert {row["correlation"] for row in rows} == {1.0}


def test_a_trial_has_no_correlation(cli: Cli) -> None:
    assert cli("correlate", "NCT04437823").code == 2


def test_info_names_the_vocabularies_and_the_source(cli: Cli, seed_store: Path) -> None:
    facts = cli("info", "--json").json
    assert facts["trials"] == 1 and facts["terms"]["drug"] == 2 and facts["terms"]["mesh"] >= 2
    assert facts["store"] == str(seed_store)
    assert any(name.startswith("MeSH") for name in facts["vocabularies"])
    assert len(facts["sources"]) == 1


def test_keys_lists_the_browsers_keys(cli: Cli) -> None:
    text = cli("keys").out
    assert "Shift+Tab" in text and "Closes what is on top" in text


@pytest.mark.parametrize("words", [["shwo"], ["inof", "x"], ["biuld"]])
def test_a_word_close_to_a_command_is_refused_with_a_suggestion(cli: Cli, words: list[str]) -> None:
    result = cli(*words)
    assert result.code == 2 and "did you mean" in result.err


def test_without_a_terminal_no_browser_starts(cli: Cli) -> None:
    result = cli("NCT04437823")
    assert result.code == 2 and "trialtui show NCT04437823" in result.err


def test_every_command_has_help(cli: Cli) -> None:
    for name in COMMANDS:
        result = cli(name, "--help", store=None)
        assert result.code == 0 and f"trialtui {name}" in result.out
    whole = cli("--help", store=None).out
    assert all(f"\n  {name} " in whole for name in COMMANDS)


def test_the_version() -> None:
    command = [sys.executable, "-m", "trialtui", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"trialtui {__version__}\n"


def test_the_command_line_loads_no_screen_no_network_no_arrays() -> None:
    code = (
        "import sys, trialtui.cli, trialtui.cli.main, trialtui.cli.show, trialtui.cli.listing, trialtui.cli.keys\n"
        "print([name for name in ('textual', 'httpx2', 'httpx', 'numpy', 'ahocorasick') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_closed_pipe_is_no_error(seed_store: Path) -> None:
    command = f"{sys.executable} -m trialtui --store {seed_store} show NCT04437823 | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0" and "Traceback" not in done.stderr


def test_an_error_of_the_program_s_own_is_told_in_short_and_kept_without_a_word_of_the_user_s(
    seed_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaking(_store: object) -> None:
        raise RuntimeError("the store broke\x1b[2J")

    assert run(["info", "--log"], own_process=True) == 0
    assert "nothing has gone wrong" in capsys.readouterr().err
    monkeypatch.setattr("trialtui.cli.info.store_info", breaking)
    assert run(["--store", str(seed_store), "info"], own_process=True) == 1
    err = capsys.readouterr().err
    assert "RuntimeError: the store broke\u241b[2J" in err and "info --log" in err and "Traceback" not in err
    assert run(["--read-only", "--store", str(seed_store), "info"], own_process=True) == 1
    assert "info --log" not in capsys.readouterr().err
    assert run(["info", "--log"], own_process=True) == 0
    log = capsys.readouterr().out
    assert log.count("RuntimeError") == 1 and "in info" in log
    assert "broke" not in log and str(seed_store) not in log
