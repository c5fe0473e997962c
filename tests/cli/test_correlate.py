"""`trialtui correlate`: tables by kind on a terminal, bare rows elsewhere, and what is said beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Cli
from tests.query.corpus import make_store, trial

from trialtui.cli import correlating, listing

DRUGS = {
    1: ["Alpha", "Beta", "Gamma"],
    2: ["Alpha", "Beta"],
    3: ["Alpha", "Gamma"],
    4: ["Gamma"],
    5: ["Gamma"],
    6: ["Gamma"],
    7: ["Alpha", "Delta"],
}
GENES = {"NCT00000001": ["gene:ACE2"], "NCT00000004": ["gene:ACE2"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correlate") / "store"
    items = [trial(number, drugs=names) for number, names in DRUGS.items()]
    make_store(folder, items, mesh={"NCT00000001": ["D003643"]}, mentioned=GENES).close()
    return folder


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (correlating, listing):
        monkeypatch.setattr(module, "is_terminal", lambda: True)


def refs(rows: list[dict[str, object]]) -> list[object]:
    return [row["ref"] for row in rows]


def test_rows_come_by_the_figure_or_by_the_trials_shared(cli: Cli, folder: Path) -> None:
    rows = cli("correlate", "drug:alpha", "--kind", "drug", "--json", store=folder).json
    assert refs(rows) == ["drug:beta", "drug:delta", "drug:gamma"]
    assert [(row["trials"], row["n_a"], row["n_b"]) for row in rows] == [(2, 4, 2), (1, 4, 1), (2, 4, 5)]
    shared = cli("correlate", "drug:alpha", "--kind", "drug", "--sort", "shared", "--json", store=folder).json
    assert refs(shared) == ["drug:beta", "drug:gamma", "drug:delta"]


@pytest.mark.parametrize("sort", ["correlation", "shared"])
@pytest.mark.parametrize("limit", range(6))
def test_a_limit_gives_the_first_of_all_rows_and_says_of_how_many(
    cli: Cli, folder: Path, limit: int, sort: str
) -> None:
    whole = cli("correlate", "drug:alpha", "--sort", sort, "--json", store=folder).json
    cut = cli("correlate", "drug:alpha", "--sort", sort, "--json", "--limit", str(limit), store=folder)
    assert cut.json == whole[:limit]
    assert (f"{limit} of {len(whole)}" in cut.err) == (limit < len(whole))
    lines = cli("correlate", "drug:alpha", "--sort", sort, "--limit", str(limit), store=folder).out.splitlines()
    assert [row["ref"] for row in whole[:limit]] == [line.split()[2] for line in lines]


def test_mentions_widen_what_is_counted(cli: Cli, folder: Path) -> None:
    assert refs(cli("correlate", "drug:gamma", "--kind", "gene", "--json", store=folder).json) == []
    (gene,) = cli("correlate", "drug:gamma", "--kind", "gene", "--mentions", "--json", store=folder).json
    assert (gene["ref"], gene["trials"], gene["n_a"], gene["n_b"]) == ("gene:ACE2", 2, 5, 2)
    assert "mentioned links" in cli("correlate", "drug:gamma", "--mentions", store=folder).err
    assert refs(cli("correlate", "gene:ACE2", "--limit", "1", "--json", store=folder).json) == ["drug:gamma"]


@pytest.mark.usefixtures("_terminal")
def test_a_terminal_is_shown_a_table_for_each_kind_with_pairs_of_one_trial_under_a_rule(cli: Cli, folder: Path) -> None:
    result = cli("correlate", "drug:alpha", store=folder)
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines == [
        "Correlated Drug Terms (3)",
        "0.71 2/4/2 drug:beta Beta",
        "0.45 2/4/5 drug:gamma Gamma",
        "-- together in one trial only",
        "0.50 1/4/1 drug:delta Delta",
        "Correlated MeSH Terms (1)",
        "-- together in one trial only",
        "0.50 1/4/1 D003643 D003643",
    ]
    assert "by the figure" in result.err


@pytest.mark.usefixtures("_terminal")
def test_a_terminal_is_told_how_many_rows_were_left_out(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correlating, "_ON_TERMINAL", 2)
    out = cli("correlate", "drug:alpha", "--kind", "drug", "--sort", "shared", store=folder).out
    assert "2 of 3; all with --kind drug --limit 3" in out and "delta" not in out


def test_a_name_leads_to_the_references_that_it_may_mean(cli: Cli, folder: Path) -> None:
    result = cli("correlate", "alpha", store=folder)
    assert result.code == 2 and "did you mean drug:alpha?" in result.err
    assert "a reference looks like NCT" in cli("show", "nothing", store=folder).err


def test_what_shares_no_trial_is_said(cli: Cli, folder: Path) -> None:
    result = cli("correlate", "drug:alpha", "--kind", "snp", store=folder)
    assert (result.code, result.out) == (1, "")
    assert "no SNPs share a trial with drug:alpha (7 trials" in result.err
