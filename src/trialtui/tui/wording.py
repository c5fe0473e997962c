"""Places and addresses in the words of the header and the status line."""

from __future__ import annotations

from trialtui.model.clean import clean_line
from trialtui.model.places import ChangesPlace, ComparePlace, EntityPlace, HomePlace, Place, SearchPlace, Target
from trialtui.model.refs import KIND_NAMES
from trialtui.pages.outline import folded_name
from trialtui.pages.page import Page


def kind_of(place: Place) -> str:
    """Return what kind of place this is, as a heading."""
    match place:
        case EntityPlace():
            name = KIND_NAMES[place.ref.kind][0]
            return name[0].upper() + name[1:]
        case SearchPlace():
            return "Search"
        case ComparePlace():
            return "Compare"
        case ChangesPlace():
            return "Changes"
        case HomePlace():
            return "Home"


def name_of(page: Page) -> str:
    """Return the name of what a page shows; empty where its kind says it all."""
    return "" if isinstance(page.place, HomePlace | ChangesPlace) else clean_line(page.title)


def id_of(place: Place) -> str:
    """Return the id that names an entity for good, with the section; empty where its name is its id."""
    if not isinstance(place, EntityPlace):
        return ""
    section = f"#{place.section}" if place.section else ""
    return clean_line(section if place.ref.kind in ("drug", "gene", "mutation") else f"{place.ref}{section}")


def target_text(target: Target) -> str:
    """Say where a link leads: the kind and the reference of a place, or the whole address; what it unfolds."""
    if (name := folded_name(target)) is not None:
        return f"Unfolds {clean_line(name)}"
    if isinstance(target, str):
        return clean_line(target)
    if isinstance(target, HomePlace | ChangesPlace):
        return kind_of(target)
    if isinstance(target, EntityPlace):
        key = target.ref.key + (f"#{target.section}" if target.section else "")
        return clean_line(f"{kind_of(target)} {key}")
    return clean_line(f"{kind_of(target)}: {target}")
