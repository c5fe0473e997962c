from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trialtui.query.alignment import AlignedRow, align, differing_words, text_key


def test_what_is_the_same_stands_in_one_row_whatever_its_place() -> None:
    rows = align([["Fever", "Age over 18", "Cough"], ["Cough.", "Asthma"]])
    assert rows == [
        AlignedRow((2, 0), same=True, alike=True),
        AlignedRow((0, 1), same=False, alike=False),
        AlignedRow((1, None), same=False, alike=False),
    ]


def test_what_is_alike_stands_side_by_side_and_is_not_the_same() -> None:
    rows = align([["Able to give consent", "Aged 18 years or older"], ["Aged 12 years or older"]])
    assert rows[0] == AlignedRow((1, 0), same=False, alike=True)


def test_three_lists_are_aligned_by_whatever_they_share() -> None:
    rows = align([["Fever for three days"], ["Nausea"], ["Fever for five days", "nausea"]])
    assert [(row.items, row.same) for row in rows] == [((0, None, 0), False), ((None, 0, 1), False)]


def test_signs_count_and_their_spelling_does_not() -> None:
    assert text_key("Age >= 18 years.") == text_key("age ≥18  years")
    assert text_key("Age > 18 years") != text_key("Age ≥ 18 years")


def test_differing_words_are_those_that_another_text_lacks() -> None:
    assert differing_words("Aged 18 years", ["Aged 12 years"]) == [("Aged ", False), ("18 ", True), ("years", False)]


_TEXTS = st.lists(st.text(alphabet="ab ≥>=1.", min_size=1, max_size=8), max_size=6)


@given(st.lists(_TEXTS, min_size=2, max_size=4))
def test_every_item_stands_in_one_row(lists: list[list[str]]) -> None:
    rows = align(lists)
    for column, items in enumerate(lists):
        placed = [row.items[column] for row in rows if row.items[column] is not None]
        assert sorted(placed, key=lambda item: item or 0) == list(range(len(items)))


@given(st.lists(_TEXTS, min_size=2, max_size=4))
def test_a_row_is_the_same_only_where_all_have_that_text(lists: list[list[str]]) -> None:
    for row in align(lists):
        said = {None if item is None else text_key(items[item]) for items, item in zip(lists, row.items, strict=True)}
        assert row.same == (len(said) == 1 and None not in said)


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3))
def test_the_runs_of_words_make_the_text_again(text: str, others: list[str]) -> None:
    assert "".join(run for run, _ in differing_words(text, others)) == " ".join(text.split())
