"""Back and forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.places import EntityPlace, HomePlace, Place
from trialtui.model.refs import Ref
from trialtui.tui.history import Entry, History

HOME = HomePlace()
A, B, C, D = (EntityPlace(Ref("gene", name)) for name in "ABCD")


def visited(*places: Place) -> History[int]:
    history = History[int]()
    for place in places:
        history.visit(place)
    return history


def shown(history: History[int]) -> Place | None:
    return history.shown.place if history.shown else None


def test_nothing_is_shown_at_first() -> None:
    history = visited()
    assert (history.shown, history.back(), history.forward()) == (None, None, None)


def test_back_and_forward_return_what_was_left() -> None:
    history = visited(HOME)
    history.leave(7, (("gene",),))
    history.visit(A)
    history.leave(9, ())
    assert history.back() == Entry(HOME, 7, (("gene",),))
    assert history.back() is None
    assert history.forward() == Entry(A, 9, ())
    assert history.forward() is None


def test_a_new_jump_drops_the_forward_part() -> None:
    history = visited(HOME, A, B)
    history.back()
    history.back()
    history.visit(C)
    assert history.forward() is None
    assert [entry.place for entry in (history.back(),) if entry] == [HOME]


def test_a_jump_to_where_one_is_changes_nothing() -> None:
    history = visited(HOME, A, A, B)
    history.back()
    history.visit(A)
    assert [entry.place for entry in (history.forward(),) if entry] == [B]
    history.back()
    assert [entry.place for entry in (history.back(),) if entry] == [HOME]


def test_sections_of_one_page_are_places_of_their_own() -> None:
    history = visited(A, EntityPlace(A.ref, "trials"))
    assert [entry.place for entry in (history.back(),) if entry] == [A]


def test_a_preview_is_shown_but_is_no_entry() -> None:
    history = visited(HOME, A)
    history.preview(B)
    history.preview(C)
    assert (shown(history), history.previewing) == (C, True)
    assert [entry.place for entry in (history.back(),) if entry] == [A]
    assert not history.previewing


def test_opening_the_previewed_place_makes_it_an_entry() -> None:
    history = visited(HOME)
    history.preview(A)
    history.visit(A)
    assert (shown(history), history.previewing) == (A, False)
    assert [entry.place for entry in (history.back(),) if entry] == [HOME]


def test_a_link_from_a_preview_leads_back_to_it() -> None:
    history = visited(HOME)
    history.preview(A)
    history.leave(5, ())
    history.visit(B)
    assert history.back() == Entry(A, 5, ())
    assert [entry.place for entry in (history.back(),) if entry] == [HOME]


def test_previewing_the_entry_that_one_stands_on_is_no_preview() -> None:
    history = visited(HOME, A)
    history.leave(3, ())
    history.preview(B)
    history.preview(A)
    assert (history.shown, history.previewing) == (Entry(A, 3, ()), False)


def test_a_preview_keeps_the_forward_part() -> None:
    history = visited(HOME, A)
    history.back()
    history.preview(D)
    assert [entry.place for entry in (history.forward(),) if entry] == [A]


def test_the_oldest_places_are_dropped() -> None:
    history = History[int](limit=3)
    for place in (HOME, A, B, C):
        history.visit(place)
    assert [entry.place for entry in (history.back(), history.back()) if entry] == [B, A]
    assert history.back() is None


@given(st.lists(st.sampled_from([HOME, A, B, C, "back", "forward"])))
def test_it_moves_like_a_browser(steps: list[Place | str]) -> None:
    history, places, index = History[int](), list[Place](), -1
    for step in steps:
        if isinstance(step, str):
            by = -1 if step == "back" else 1
            moved = 0 <= index + by < len(places)
            index += by if moved else 0
            entry = history.back() if step == "back" else history.forward()
            assert (entry is not None) == moved
        else:
            history.visit(step)
            if index < 0 or places[index] != step:
                places, index = [*places[: index + 1], step], index + 1
        assert shown(history) == (places[index] if places else None)
