from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Cli

DRUG = "drug:intravenous infusions of stem cells"


def test_a_trial_as_json_has_every_fact_of_the_seed_page(cli: Cli, seeds: Path) -> None:
    trial = cli("show", "NCT04437823", "--json").json
    page = next(seeds.glob("*.txt")).read_text(encoding="utf-8")
    assert trial["name"] == ("Efficacy of Intravenous Infusions of Stem Cells in the Treatment of COVID-19 Patients")
    assert trial["summary"] in page
    assert trial["summary"].startswith("Stem cell therapy has") and trial["summary"].endswith("diagnostic assay.")
    assert trial["conditions"] == ["Corona Virus Infection"]
    assert [(item["type"], item["name"]) for item in trial["interventions"]] == [
        ("Biological", "Intravenous Infusions of Stem Cells")
    ]
    roles = [item["role"] for item in trial["outcomes"]]
    assert roles == ["primary"] * 2 + ["secondary"] * 4
    for item in trial["outcomes"]:
        for part in ("description", "measure"):
            assert item[part] in page
        assert item["time_frame"] == "Day 01 to Day 30"
    registered = [link for link in trial["links"]["mesh"] if link["via"] == "registered"]
    assert [(link["ref"], link["name"]) for link in registered] == [
        ("D018352", "Coronavirus Infections"),
        ("D045169", "Severe Acute Respiratory Syndrome"),
    ]
    assert {link["via"] for link in trial["links"]["hpo"]} == {"mentioned"}


def test_a_mention_says_where_it_stands_and_in_which_sentence(cli: Cli) -> None:
    trial = cli("show", "NCT04437823", "--json").json
    mentions = {link["ref"]: link for link in trial["links"]["hpo"]}
    storm = mentions["HP:0033041"]
    assert storm["field"] == "brief_summary"
    assert trial["summary"][storm["start"] : storm["end"]] == "cytokine storm"
    assert "cytokine storm" in storm["sentence"] and storm["sentence"] in trial["summary"]


def test_what_a_page_does_not_state_is_null_in_json_and_said_in_text(cli: Cli) -> None:
    trial = cli("show", "NCT04437823", "--json").json
    assert trial["status"] is None and trial["has_results"] is None and trial["enrollment"] is None
    text = cli("show", "NCT04437823").out
    assert "status not stated" in text
    assert "none posted" not in text


def test_a_drug_has_computed_and_published_correlations_side_by_side(cli: Cli) -> None:
    drug = cli("show", DRUG, "--json").json
    assert [trial["id"] for trial in drug["trials"]] == ["NCT04437823"]
    (row,) = drug["correlated"]["drug"]
    assert row["name"].startswith("Training video on anxiety")
    assert (row["published"], row["trials"], row["correlation"]) == (1.0, 0, None)
    mesh = {row["ref"]: (row["published"], row["trials"], row["correlation"]) for row in drug["correlated"]["mesh"]}
    assert mesh == {"D045169": (0.05, 1, 1.0), "D018352": (0.04, 1, 1.0)}


def test_the_drug_that_no_trial_supports_has_a_page_and_is_marked(cli: Cli) -> None:
    assert "no trial here has both" in cli("show", DRUG).out
    name = "drug:training video on anxiety, fear and loneliness in the covid-19 environment."
    page = cli("show", name)
    assert page.code == 0
    assert "No trial in this store has this term" in page.out


@pytest.mark.parametrize("ref", ["NCT04437823", DRUG, "D045169"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_pages_as_text(cli: Cli, golden: Callable[[str, str], None], ref: str, form: str) -> None:
    name = ref.removeprefix("drug:").replace(" ", "-")
    golden(f"show-{name}.{'md' if form == 'markdown' else 'txt'}", cli("show", ref, "--format", form).out)


def test_one_section(cli: Cli) -> None:
    text = cli("show", "NCT04437823#secondary-outcomes").out
    assert "Rate of mortality" in text and "Chest Radiograph" not in text
    assert text == cli("show", "NCT04437823", "--section", "secondary-outcomes").out


def test_an_unknown_section_names_those_there_are(cli: Cli) -> None:
    result = cli("show", "NCT04437823", "--section", "colour")
    assert result.code == 2 and "eligibility" in result.err


def test_an_unknown_trial_says_what_was_searched(cli: Cli) -> None:
    result = cli("show", "NCT00000000")
    assert (result.code, result.out) == (1, "")
    assert "trial NCT00000000: not in this store (demo, 1 trial)" in result.err


def test_what_is_no_reference_is_wrong_usage(cli: Cli) -> None:
    assert cli("show", "trial:NCT12").code == 2
    assert cli("show", "whatever").code == 2


def test_padded_mesh_ids_and_lower_case_resolve(cli: Cli) -> None:
    plain = cli("show", "D045169", "--json").json
    assert cli("show", "d000045169", "--json").json == plain
    assert cli("show", "mesh:D045169", "--json").json == plain
