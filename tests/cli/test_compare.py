from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Cli, Result

OWLS, HAWKS, BATS = "NCT10000001", "NCT10000002", "NCT10000003"


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_two_trials_side_by_side(cli: Cli, golden: Callable[[str, str], None], aviary: Path, form: str) -> None:
    result = cli("compare", OWLS, HAWKS, "--format", form, store=aviary)
    golden(f"compare-two.{'md' if form == 'markdown' else 'txt'}", result.out)
    assert result.code == 0 and "\x1b" not in result.out


def test_three_trials_of_which_one_says_little(cli: Cli, golden: Callable[[str, str], None], aviary: Path) -> None:
    golden("compare-three.txt", cli("compare", OWLS, HAWKS, BATS, store=aviary).out)


def test_what_differs_is_told_by_signs_of_ascii_where_asked(cli: Cli, aviary: Path) -> None:
    lines = cli("--ascii", "compare", OWLS, HAWKS, store=aviary).out.splitlines()
    assert any(line.startswith("!= Status") for line in lines)
    assert any(line.startswith("= Sponsor") for line in lines)
    assert "≠" not in "\n".join(lines)


def test_as_json(cli: Cli, aviary: Path) -> None:
    found = cli("compare", OWLS, HAWKS, "--json", store=aviary).json
    assert [trial["id"] for trial in found["trials"]] == [OWLS, HAWKS]
    assert [trial["record_as_of"] for trial in found["trials"]] == ["2021-04-01"] * 2
    fields = found["fields"]
    assert fields["status"] == {"differs": True, "values": ["TERMINATED", "RECRUITING"], "not_in_source": []}
    assert fields["sponsor"]["differs"] is False
    assert fields["why_stopped"]["values"] == ["The owls flew away \\[all\\]", None]
    assert fields["enrollment"]["values"][1] == {"count": 1200, "type": "ESTIMATED"}
    assert fields["enrollment"]["differs"] is True
    shared = [item["name"] for item in found["conditions"]["items"] if item["trials"] == [OWLS, HAWKS]]
    assert shared == ["Pneumonia"]
    (flight,) = found["outcomes"]["primary"]["differing"]
    assert [item["time_frame"] for item in flight] == ["Day 29", "Day 15"]
    assert [item["measure"] for item in found["outcomes"]["other"]["same"]] == ["Song"]
    assert found["eligibility"]["inclusion"] == {
        "same": ["Age >= 18"], "differing": [["Owl", "Hawk"]], "not_in_source": [],
    }  # fmt: skip


def test_a_source_that_cannot_hold_a_field_leaves_it_unknown(cli: Cli, aviary: Path, seeds: Path) -> None:
    """A seed page states no status; that it differs from a record's cannot be told."""
    from trialtui.ingest.pages import build

    both = aviary.parent / "both"
    if not both.exists():
        from trialtui.ingest.records import import_records

        build(both, [seeds], lambda _line: None)
        import_records(both, [aviary.parent / "birds.jsonl"], lambda _: None, lambda _: None, lambda _: None)
    found = cli("compare", OWLS, "NCT04437823", "--json", store=both).json
    assert found["fields"]["status"] == {
        "differs": None, "values": ["TERMINATED", None], "not_in_source": ["NCT04437823"],
    }  # fmt: skip
    text = cli("compare", OWLS, "NCT04437823", store=both).out
    assert "? Status" in text and "not in this source" in text and "? not known" in text


def wrong(result: Result, code: int, words: str) -> None:
    assert (result.code, result.out) == (code, "")
    assert words in result.err


def test_wrong_usage(cli: Cli, aviary: Path) -> None:
    wrong(cli("compare", OWLS, store=aviary), 2, "2 to 4 trials")
    wrong(cli("compare", *[OWLS] * 5, store=aviary), 2, "2 to 4 trials")
    wrong(cli("compare", OWLS, OWLS.lower(), store=aviary), 2, "named twice")
    wrong(cli("compare", OWLS, "D011014", store=aviary), 2, "no trial")
    wrong(cli("compare", OWLS, "trial:NCT1", store=aviary), 2, "not a trial")


def test_a_trial_that_is_not_in_the_store_is_not_found(cli: Cli, aviary: Path) -> None:
    wrong(cli("compare", OWLS, "NCT00000000", store=aviary), 1, "NCT00000000: not in this store (3 trials")


def test_every_compared_field_has_words() -> None:
    from trialtui.pages.compare_words import FIELD_WORDS, SET_TITLES
    from trialtui.query import compare

    assert [field.name for field in compare.FIELDS] == list(FIELD_WORDS)
    assert [name for name, _, _ in compare._SETS] == list(SET_TITLES)
