from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.query.corpus import make_store, trial

from trialtui.cli.main import run
from trialtui.model.codec import to_document
from trialtui.model.trial import Intervention, Outcome, Trial
from trialtui.query import matching
from trialtui.query.matching import Matcher, matched_words
from trialtui.query.search import search
from trialtui.query.search_fields import FIELDS
from trialtui.query.search_language import parse_query
from trialtui.query.word_fields import fields_with, word_fields
from trialtui.store.index_text import text_fields
from trialtui.store.store import Store

_TEXT = st.text(alphabet="ab &;-é", max_size=6)


@given(st.lists(_TEXT, max_size=3), _TEXT, st.lists(st.tuples(_TEXT, _TEXT), max_size=2))
def test_the_fields_searched_for_words_are_those_of_the_index(
    names: list[str], title: str, pairs: list[tuple[str, str]]
) -> None:
    item = Trial(
        nct_id="NCT10000001", brief_title=title, conditions=tuple(names), secondary_ids=tuple(names),
        interventions=tuple(Intervention(name=a, description=b, other_names=(a, b)) for a, b in pairs),
        outcomes=tuple(Outcome(role="primary", measure=a, time_frame=b) for a, b in pairs),
    )  # fmt: skip
    indexed = [text for texts in text_fields(to_document(item)).values() for text in texts if text]
    assert [text for _, text in word_fields(item) if text] == indexed


def test_a_word_is_found_in_the_first_field_that_holds_it() -> None:
    item = trial(1, "Plasma of donors", summary="Convalescent plasma &amp; more", drugs=["Plasma-Lyte"])
    query = parse_query('"convalescent plasma" plasma lyt* amp')
    assert {str(each): path for each, path in fields_with(item, query.words).items()} == {
        '"convalescent plasma"': "brief_summary",
        "plasma": "brief_title",
        "lyt*": "interventions[0].name",
    }


@pytest.fixture
def store(tmp_path: Path) -> Store:
    trials = [
        trial(1, "Plasma in owls", drugs=["Plasma"], phases=["PHASE3"], countries=["France"], sponsor="Owl Trust"),
        trial(2, "Owls", summary="No plasma"),
    ]
    return make_store(
        tmp_path / "s", trials, mesh={"NCT00000001": ["D018352"]}, mentioned={"NCT00000002": ["gene:ACE2", "D018352"]}
    )


def matched(store: Store, text: str) -> dict[int, str]:
    results = search(store, text, limit=0)
    matcher = Matcher(store, results.query)
    found = {}
    for nct in results.trials:
        item = store.trial(nct)
        assert item is not None
        found[nct] = matched_words(matcher.matches(item, store.links(nct)))
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plasma", {1: "plasma in brief_title", 2: "plasma in brief_summary"}),
        ("D018352", {1: "D018352 registered in condition_meshes[0]"}),
        ("gene:ACE2", {2: "gene:ACE2 mentioned in brief_summary"}),
        ("drug:plasma owls", {1: "drug:plasma registered; owls in brief_title"}),
        ("phase:3 country:france", {1: "phase:3 in phases; country:france in locations"}),
        ("sponsor:owl", {1: "sponsor:owl in lead_sponsor"}),
        ("NCT00000002 -D018352", {2: "NCT00000002 number in nct_id"}),
        ("", {1: "", 2: ""}),
    ],
)
def test_each_condition_says_what_meets_it(store: Store, query: str, expected: dict[int, str]) -> None:
    assert matched(store, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "remdesivir", '"convalescent plasma" status:completed', "D018352+", "drug:tocilizumab+", "HP:0002090+",
        "covid* sponsor:university year:2020", "drug:GS-5734 country:france", "vaccin* type:interventional -placebo",
    ],
)  # fmt: skip
def test_every_trial_of_a_real_search_is_there_for_a_reason(covid_store: Store, query: str) -> None:
    results = search(covid_store, query, limit=0)
    matcher = Matcher(covid_store, results.query)
    wanted = [str(clause.item) for clause in results.query.clauses if not clause.excluded]
    assert len(results.trials) > 3
    for nct in results.trials.first(300):
        item = covid_store.trial(nct)
        assert item is not None
        assert [match.clause for match in matcher.matches(item, covid_store.links(nct))] == wanted, nct


def test_an_export_tells_what_its_terms_leave_out(covid_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["--store", str(covid_store.folder), "export", "D018352", "drug:tocilizumab", "--format", "csv"])
    out, err = capsys.readouterr()
    assert code == 0 and len(out.splitlines()) == 6
    assert "left out: by substance 41 trials" in err and "left out: with narrower terms 12 trials" in err
    about = json.loads(err[err.index("{") :])
    assert [wider["trials"] for wider in about["wider"]] == [41, 12]


def test_every_field_of_the_search_language_says_where_it_looks() -> None:
    fields = Trial.__dataclass_fields__
    assert {*matching._FIELDS} == {*FIELDS}
    assert all(path.partition(".")[0] in fields for path in matching._FIELDS.values())


def test_mentions_count_where_they_are_asked_for(store: Store) -> None:
    assert matched(store, "D018352~") == {
        1: "D018352~: D018352 registered in condition_meshes[0]",
        2: "D018352~: D018352 mentioned in brief_summary",
    }
