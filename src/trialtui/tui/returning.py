"""Going back to where the last session ended, to how the page stood there."""

from __future__ import annotations

from trialtui.model.places import HomePlace, Place
from trialtui.model.visit import LeftOff
from trialtui.tui.page_view import PageState
from trialtui.tui.setup import Setup


def beginning(start: Place | None, setup: Setup) -> tuple[Place, PageState | None]:
    """Return where to begin, and how that was left: home, unless a place is asked for or the settings say otherwise."""
    left = _left_off(setup) if start is None and setup.settings.reopen else None
    return (start or HomePlace(), None) if left is None else (left.visit.place, _state(left))


def as_left(place: Place, here: Place, setup: Setup) -> PageState | None:
    """Return how the last session left a place, for who goes back there from home; else None."""
    left = _left_off(setup) if isinstance(here, HomePlace) else None
    return _state(left) if left is not None and left.visit.place == place else None


def _left_off(setup: Setup) -> LeftOff | None:
    return setup.user.visits.left_off() if setup.user.has_history else None


def _state(left: LeftOff) -> PageState:
    block, characters, link = left.standing
    return PageState(selected=link, position=(block, characters))
