"""`trialtui show`: the facts of one entity."""

from __future__ import annotations

import argparse
from dataclasses import replace

from trialtui.cli.exits import NOT_FOUND, OK, USAGE, CommandError
from trialtui.cli.output import colour, put, put_json, say, width
from trialtui.cli.stores import open_store
from trialtui.model.places import EntityPlace, anchors_of, parse_place
from trialtui.model.refs import KIND_NAMES, KINDS, Ref, RefError
from trialtui.query.coverage import not_found
from trialtui.query.resolve import exists, resolve
from trialtui.query.term_facts import TermFacts, term_facts
from trialtui.query.trial_facts import TrialFacts, trial_facts
from trialtui.store.store import Store


def show(options: argparse.Namespace) -> int:
    """Print an entity as text, Markdown or JSON."""
    store = open_store(options.store)
    place = entity_place(store, options.ref)
    if options.section:
        place = replace(place, section=options.section)
    if place.section and place.section not in anchors_of(place.ref.kind):
        names = ", ".join(anchors_of(place.ref.kind))
        raise CommandError(
            f"{place.section}: no section of a {KIND_NAMES[place.ref.kind][0]}; there are: {names}", USAGE
        )
    if options.format == "json":
        put_json(_json(store, place.ref))
        return OK
    put(_page(store, place, options))
    return OK


def entity_place(store: Store, words: str, *, quiet: bool = False) -> EntityPlace:
    """Read a reference as typed, and say so where the store has no such entity, or has it under another name.

    Args:
        store: The store.
        words: The reference.
        quiet: Say nothing of another name, where the entity is shown by its own.

    Raises:
        CommandError: it is no reference, or names what the store lacks.
    """
    try:
        place = resolve(store, words)
    except RefError as error:
        raise CommandError(str(error), USAGE) from error
    if place is None:
        raise CommandError(f"{words}: no reference; {_hint(store, words)}", USAGE)
    if not exists(store, place.ref):
        raise CommandError(not_found(store, f"{KIND_NAMES[place.ref.kind][0]} {place.ref.key}"), NOT_FOUND)
    typed = parse_place(words)
    if typed is not None and typed.ref != place.ref and not quiet:
        say(f"{typed.ref}: the {KIND_NAMES[place.ref.kind][0]} is {place.ref} here")
    return place


def _hint(store: Store, words: str) -> str:
    """Name the entities that are called so, else say what a reference looks like."""
    from trialtui.query.search_names import EXACT, find_named

    named = find_named(store.index, words, KINDS[1:], 2)
    refs = [str(item.ref) for items in named.values() for item in items if item.rank == EXACT]
    if refs:
        return f"did you mean {' or '.join(refs)}?"
    forms = "NCT04437823, D045169, HP:0002090, rs1800795, gene:ACE2, mutation:V600E or drug:remdesivir"
    return f"a reference looks like {forms}"


def facts_of(store: Store, ref: Ref) -> TrialFacts | TermFacts | None:
    """Return what the store knows of an entity; None where it lacks it."""
    return trial_facts(store, ref.nct_number) if ref.kind == "trial" else term_facts(store, ref)


def _json(store: Store, ref: Ref) -> dict[str, object]:
    from trialtui.render.json_facts import term_json, trial_json

    facts = facts_of(store, ref)
    if isinstance(facts, TrialFacts):
        return trial_json(facts)
    return term_json(facts) if facts is not None else {}


def _page(store: Store, place: EntityPlace, options: argparse.Namespace) -> str:
    from trialtui.pages.catalogue import StoreCatalogue
    from trialtui.render.sections import SectionError

    catalogue = StoreCatalogue(store)
    page = catalogue.page(place)
    if page is None:
        raise CommandError(catalogue.missing(place), NOT_FOUND)
    page = replace(page, related=catalogue.related(place))
    try:
        if options.format == "markdown":
            from trialtui.render.markdown import to_markdown

            return to_markdown(page, section=place.section)
        from trialtui.render.text import to_text

        return to_text(page, width=width(), colour=colour(), ascii_only=options.ascii, section=place.section)
    except SectionError as error:
        raise CommandError(f"{place.ref}: {error}", NOT_FOUND) from error
