from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.refs import Ref
from trialtui.query.clauses import Clause, Narrowing, Query, Term, Words
from trialtui.query.search_language import QueryError, parse_query


def only(text: str) -> Clause:
    clauses = parse_query(text).clauses
    assert len(clauses) == 1
    return clauses[0]


def test_words_and_phrases_are_separate_clauses() -> None:
    query = parse_query('heart "convalescent plasma" -placebo')
    assert query.clauses == (
        Clause(Words("heart", ("heart",))),
        Clause(Words("convalescent plasma", ("convalescent", "plasma"), quoted=True)),
        Clause(Words("placebo", ("placebo",)), excluded=True),
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [("COVID-19", ("covid", "19")), ("Ménière", ("meniere",)), ("IL-6", ("il", "6")), ("ＣＯＶＩＤ", ("covid",))],
)
def test_case_accents_width_and_hyphens_do_not_count(text: str, parts: tuple[str, ...]) -> None:
    item = only(text).item
    assert isinstance(item, Words)
    assert item.parts == parts


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("NCT04437823", Ref("trial", "NCT04437823")),
        ("D018352", Ref("mesh", "D018352")),
        ("D000018352", Ref("mesh", "D018352")),
        ("HP:0002090", Ref("hpo", "HP:0002090")),
        ("rs1800795", Ref("snp", "rs1800795")),
        ("gene:ACE2", Ref("gene", "ACE2")),
        ("mutation:BRAF:V600E", Ref("mutation", "BRAF:V600E")),
        ("drug:remdesivir", Ref("drug", "remdesivir")),
        ('drug:"Two  Words"', Ref("drug", "two words")),
        ("D018352,", Ref("mesh", "D018352")),
    ],
)
def test_references_are_terms(text: str, ref: Ref) -> None:
    assert only(text).item == Term(ref)


@pytest.mark.parametrize("text", ["D018352+", "HP:0002090+", "drug:tocilizumab+", 'drug:"two words"+'])
def test_plus_widens(text: str) -> None:
    item = only(text).item
    assert isinstance(item, Term)
    assert item.wide


def test_a_plus_within_quotes_is_part_of_the_name() -> None:
    assert only('drug:"cd4+"').item == Term(Ref("drug", "cd4+"))


@pytest.mark.parametrize(
    ("text", "name", "value", "exact"),
    [
        ("status:Recruiting", "status", "recruiting", False),
        ("status:NotYet", "status", "not_yet_recruiting", False),
        ('status:"Active, not recruiting"', "status", "active_not_recruiting", False),
        ("phase:3", "phase", "3", False),
        ("phase:3!", "phase", "3", True),
        ("phase:III", "phase", "3", False),
        ("phase:PHASE2/PHASE3", "phase", "2/3", False),
        ("phase:n/a", "phase", "na", False),
        ("phase:0", "phase", "early1", False),
        ("year:2020..2021", "year", "2020..2021", False),
        ("year:..2021", "year", "..2021", False),
        ("year:2020..", "year", "2020..", False),
        ("year:none", "year", "none", False),
        ("kind:drugs", "kind", "drug", False),
        ('country:"United  States"', "country", "United States", False),
        ("STATUS:completed", "status", "completed", False),
        ("type:Observational", "type", "observational", False),
        ("class:INDUSTRY", "class", "industry", False),
    ],
)
def test_fields_are_read_to_one_form(text: str, name: str, value: str, exact: bool) -> None:
    assert only(text).item == Narrowing(name, value, exact)


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ('foo "bar', 4, "not closed"),
        ('drug:"two', 5, "not closed"),
        ("status:recuiting", 7, "recruiting"),
        ("covid status:active", 13, "active_not_recruiting"),
        ("foo:bar", 0, "no field foo"),
        ("stauts:recruiting", 0, "did you mean status:"),
        ("year:20", 5, "2020..2021"),
        ("year:2021..2020", 5, "later"),
        ("phase:7", 6, "no phase"),
        ("kind:virus", 5, "no kind"),
        ("drug:", 0, "missing"),
        ("status: recruiting", 0, "missing"),
        ("HP:12", 0, "seven digits"),
        ("mesh:COVID", 0, "not a MeSH term"),
        ("gene:ACE2+", 0, "widens"),
        ("status:completed!", 7, "phase"),
        ("covid D018352!", 13, "after a phase only"),
        ("D018352+!", 8, "after a phase only"),
        ("one OR two", 4, "no OR"),
        ("one NOT two", 4, "minus"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(text: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.position == position
    assert reason in str(caught.value)
    assert f"at character {position + 1}" in str(caught.value)


@pytest.mark.parametrize("text", ["", "  ", "-", "- -", '""', "+ * !", "AND", "—"])
def test_what_holds_nothing_to_search_for_is_the_empty_query(text: str) -> None:
    assert parse_query(text) == Query()


@pytest.mark.parametrize("text", ["1:1", "http://example.org/x", "at 10:30"])
def test_a_colon_within_numbers_and_addresses_is_no_field(text: str) -> None:
    assert all(isinstance(clause.item, Words) for clause in parse_query(text).clauses)


def test_typographic_quotes_are_quotes() -> None:
    assert parse_query("“heart attack”") == parse_query('"heart attack"')


def test_and_is_what_a_blank_means() -> None:
    assert parse_query("covid AND plasma") == parse_query("covid plasma")


def test_a_query_can_be_narrowed_and_widened_by_its_clauses() -> None:
    query = parse_query("covid status:recruiting")
    assert str(query.without(0)) == "status:recruiting"
    assert str(query.with_clause(only("phase:3"))) == "covid status:recruiting phase:3"
    assert query.with_clause(only("status:Recr")) == query


_PIECES = st.sampled_from([
    "covid", '"', "-", "drug:", "status:", "recruiting", "phase:3", "!", "+", "*", " ", "D018352", "HP:",
    "year:", "..", "2020", "country:", "é", "\ud800", "\x00", "̈", "OR", "“", ":", "kind:drug", "NCT04437823",
    "mutation:", "(", "2/3",
])  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join)))
def test_any_text_is_read_or_refused_with_a_place_and_what_is_read_prints_back(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        return
    assert parse_query(str(query)) == query
