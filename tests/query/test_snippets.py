from __future__ import annotations

from dataclasses import replace

from tests.query.corpus import trial

from trialtui.query.search_language import parse_query
from trialtui.query.snippets import snippets

_LONG = "Before " * 40 + "the **heart attack** came &gt; once. " + "After " * 40


def pieces(query: str, limit: int = 3) -> list[tuple[str, str, list[str]]]:
    item = replace(
        trial(1, "Study of Ménière disease", summary=_LONG, criteria="No heart\nfailure"), text_format="markdown"
    )
    found = snippets(item, parse_query(query), limit)
    return [(piece.column, piece.text, [piece.text[start:end] for start, end in piece.marks]) for piece in found]


def test_a_piece_says_where_it_stands_and_marks_what_was_found() -> None:
    ((column, text, marks),) = pieces('"heart attack"')
    assert column == "summary"
    assert marks == ["heart attack"]
    assert "the heart attack came > once" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 200


def test_words_are_found_whatever_their_case_and_accents() -> None:
    assert pieces("MENIERE")[0][2] == ["Ménière"]


def test_each_word_is_shown_once_close_to_others_where_it_can_be() -> None:
    found = pieces("disease heart failure")
    assert [(column, marks) for column, _, marks in found] == [
        ("title", ["disease"]), ("eligibility", ["heart", "failure"]),
    ]  # fmt: skip
    assert pieces("heart failure disease", limit=1)[0][0] == "eligibility"


def test_words_far_apart_have_a_piece_each() -> None:
    item = replace(trial(1), brief_summary="Fever. " + "Then nothing happened. " * 20 + "Cough, fever.")
    (piece,) = snippets(item, parse_query("fever cough"))
    assert piece.text.endswith("Cough, fever.") and len(piece.text) < 200
    apart = replace(trial(1), brief_summary="Fever. " + "Then nothing happened. " * 20 + "Cough.")
    first, second = snippets(apart, parse_query("fever cough"))
    assert first.text.startswith("Fever.") and second.text.endswith("Cough.")


def test_a_piece_stays_on_one_line() -> None:
    assert pieces("failure")[0][1] == "No heart failure"


def test_beginnings_are_marked_whole() -> None:
    assert pieces("atta*")[0][2] == ["attack"]


def test_nothing_is_quoted_for_what_is_excluded_or_absent() -> None:
    assert pieces("-heart") == []
    assert pieces("missing") == []
