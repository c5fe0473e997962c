"""The writers of an export, each read back by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.clean import clean, clean_line
from trialtui.model.trial import Eligibility, Intervention, RegistryDate, Sponsor, Trial
from trialtui.query.columns import (
    ALWAYS,
    COLUMNS,
    DEFAULT,
    Column,
    UnknownColumnError,
    Value,
    columns_like,
    read_columns,
)
from trialtui.query.export import ExportRow
from trialtui.query.matching import Match
from trialtui.render.export_csv import cell_text, to_csv
from trialtui.render.export_json import chosen, to_json, to_jsonl
from trialtui.render.export_markdown import to_markdown_list
from trialtui.render.export_ris import to_ris

_HOSTILE = st.sampled_from(list("=+-@\t\r\n'\"|\\,;＝ aé\x1b\x9b\u202e\u2028\0"))
_TEXT = st.one_of(st.text(max_size=12), st.text(_HOSTILE, max_size=12))


def row(number: int = 10_000_001, **fields: Any) -> ExportRow:
    item = Trial(nct_id=f"NCT{number:08d}", record_as_of="2021-04-01", **fields)
    return ExportRow(item, (), (Match("owl", "text", "brief_title"),))


def column(name: str, value: Value) -> Column:
    return Column(name, lambda _trial: value)


def unguarded(cell: str) -> str:
    """What the documents tell a reader to do: take one leading apostrophe away."""
    return cell.removeprefix("'")


def parts(cell: str) -> list[str]:
    """What the documents tell of lists: parted by `|`; a backslash goes before a `|` or backslash within a value."""
    found, letters = [""], iter(cell)
    for letter in letters:
        if letter == "|":
            found.append("")
        else:
            found[-1] += next(letters) if letter == "\\" else letter
    return found


def expected(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


@given(st.lists(_TEXT, min_size=1, max_size=4))
def test_csv_gives_every_text_back(texts: list[str]) -> None:
    columns = [column(f"c{number}", text) for number, text in enumerate(texts)]
    head, body = csv.reader(io.StringIO("".join(to_csv([row()], columns)), newline=""))
    assert head == [*(each.name for each in columns), *ALWAYS]
    assert [unguarded(cell) for cell in body] == [*map(expected, texts), "owl in brief_title", "2021-04-01"]


@given(_TEXT)
def test_no_csv_cell_begins_a_formula(text: str) -> None:
    for cell in (cell_text(text), cell_text([text]), cell_text([text, text])):
        assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cell)


@given(st.lists(st.text(st.sampled_from(list("a|\\=' ")), max_size=5), min_size=2, max_size=4))
def test_a_list_in_a_csv_cell_can_be_taken_apart(values: list[str]) -> None:
    assert parts(unguarded(cell_text(values))) == values


def test_cells_that_are_no_text() -> None:
    values: list[Value] = [None, True, False, 0, 1200, []]
    assert [cell_text(value) for value in values] == ["", "true", "false", "0", "1200", ""]
    assert cell_text("=HYPERLINK(1)") == "'=HYPERLINK(1)" and cell_text("'s") == "''s"


def ris_records(text: str) -> Iterator[list[tuple[str, str]]]:
    """Read RIS as its description has it: `XX  - value` a line, from TY to ER."""
    record: list[tuple[str, str]] = []
    for line in text.split("\r\n"):
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        record.append((match[1], match[2]))
        if match[1] == "ER":
            yield record
            record = []
    assert not record


@given(title=_TEXT, name=_TEXT, summary=_TEXT, conditions=st.lists(_TEXT, max_size=3))
def test_ris_is_read_back_whatever_the_texts(title: str, name: str, summary: str, conditions: list[str]) -> None:
    trial_row = row(
        brief_title=title, lead_sponsor=Sponsor(name), brief_summary=summary, conditions=tuple(conditions),
        first_post_date=RegistryDate("2020-02-21"),
    )  # fmt: skip
    first, second = ris_records("".join(to_ris([trial_row, row(10_000_002)])))
    assert first[0] == ("TY", "DBASE") and first[-1] == ("ER", "")
    one_line = " ".join(clean_line(title or "NCT10000001").split())
    assert [value for tag, value in first if tag == "TI"] == ([one_line] if one_line else [])
    keywords = [" ".join(clean_line(each).split()) for each in dict.fromkeys(conditions)]
    assert [value for tag, value in first if tag == "KW"] == [each for each in keywords if each]
    assert dict(second)["AN"] == "NCT10000002"


def test_ris_has_what_a_citation_needs() -> None:
    item = row(
        brief_title="Remdesivir in Owls",
        acronym="OWL",
        lead_sponsor=Sponsor("Owl Hospital"),
        overall_status="COMPLETED",
        first_post_date=RegistryDate("2020-02-21"),
        last_update_post_date=RegistryDate("2021-03-04"),
        phases=("PHASE3",),
    )
    (record,) = ris_records("".join(to_ris([item])))
    fields = dict(record)
    assert fields["TI"] == "Remdesivir in Owls" and fields["ST"] == "OWL" and fields["AU"] == "Owl Hospital,"
    assert (fields["PY"], fields["DA"], fields["Y2"]) == ("2020", "2020/02/21", "2021/04/01")
    assert fields["UR"] == "https://clinicaltrials.gov/study/NCT10000001"
    assert [value for tag, value in record if tag == "N1"] == [
        "Status: Completed", "Phase: Phase 3", "Last update posted 2021-03-04", "Record as of 2021-04-01",
        "Matched: owl in brief_title",
    ]  # fmt: skip


def test_a_sponsor_with_a_comma_is_left_as_it_is() -> None:
    (record,) = ris_records("".join(to_ris([row(lead_sponsor=Sponsor("Owl, Inc."))])))
    assert dict(record)["AU"] == "Owl, Inc."


@given(st.lists(_TEXT.filter(lambda text: not re.search("[\ud800-\udfff]", text)), max_size=3))
def test_json_holds_texts_exactly_and_nothing_that_steers_a_terminal(texts: list[str]) -> None:
    document = chosen([column("texts", texts)])
    lines = "".join(to_jsonl([row(), row(10_000_002)], document)).splitlines()
    array = "".join(to_json([row(), row(10_000_002)], document))
    assert [json.loads(line) for line in lines] == json.loads(array)
    assert json.loads(array)[0] == {
        "texts": texts,
        "matched": [{"clause": "owl", "via": "text", "field": "brief_title", "ref": None, "name": None}],
        "record_as_of": "2021-04-01",
    }
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", array)


def test_an_array_of_nothing_is_an_array() -> None:
    assert json.loads("".join(to_json([], chosen([])))) == []


def test_markdown_takes_nothing_in_a_trial_for_markup() -> None:
    item = row(brief_title="*Owls* [x](y)", conditions=("# One", "Two"), overall_status="RECRUITING")
    text = "".join(to_markdown_list([item], DEFAULT, "owl", ["1 trial."]))
    assert text.startswith("# owl\n\n1 trial.\n\n## [NCT10000001](<https://clinicaltrials.gov/study/NCT10000001>) ")
    assert r"\*Owls\* \[x\](y)" in text
    assert "- **Condition**: # One; Two" in text and "- **OverallStatus**: RECRUITING" in text
    assert "- **matched**: owl in brief\\_title\n" in text and text.endswith("2021-04-01\n")


# Columns


def test_columns_are_named_as_the_registry_names_them() -> None:
    assert [each.name for each in read_columns("NCTId, BriefTitle,overall_status,url")] == [
        "NCTId", "BriefTitle", "OverallStatus", "url",
    ]  # fmt: skip
    assert [each.name for each in read_columns("nctid,matched,record_as_of,NCTId")] == ["NCTId"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("OveralStatus", "did you mean OverallStatus"),
        ("", "no column is named"),
        ("x", "no column x$"),
    ],
)
def test_an_unknown_column_names_those_that_are_close(text: str, hint: str) -> None:
    with pytest.raises(UnknownColumnError, match=hint):
        read_columns(text)


def test_columns_are_found_by_a_part_of_their_names() -> None:
    assert columns_like("overall_off") == ["OverallOfficialName", "OverallOfficialAffiliation", "OverallOfficialRole"]
    assert columns_like("phase")[0] == "Phase" and columns_like("?") == []


def test_lists_of_one_module_keep_step() -> None:
    item = Trial(
        nct_id="NCT10000001",
        interventions=(Intervention(name="A", other_names=("x", "y")), Intervention(name="B", type="DRUG")),
        eligibility=Eligibility(healthy_volunteers=False),
    )
    assert values(item, "InterventionName", "InterventionType", "InterventionOtherName") == [
        ["A", "B"], ["", "DRUG"], ["x; y", ""],
    ]  # fmt: skip
    assert values(item, "HealthyVolunteers", "EnrollmentCount", "HasResults", "Phase") == [False, None, None, []]


def values(item: Trial, *names: str) -> Sequence[object]:
    return [COLUMNS[name].value(item) for name in names]


def test_every_column_reads_an_empty_trial() -> None:
    empty = Trial(nct_id="NCT10000001")
    stated = {name for name, each in COLUMNS.items() if each.value(empty) not in (None, [])}
    assert stated == {"NCTId", "url"}
