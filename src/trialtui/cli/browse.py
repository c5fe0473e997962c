"""`trialtui`: the browser, at home or at an entity."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from trialtui.cli.exits import USAGE, CommandError
from trialtui.cli.parser import MINUS
from trialtui.cli.settings import settings_of
from trialtui.cli.stores import open_store
from trialtui.model.places import Place, SearchPlace
from trialtui.model.refs import RefError
from trialtui.store.store import Store
from trialtui.user.policy import Policy


def browse(options: argparse.Namespace) -> int:
    """Open the browser; with `--json` or `--limit`, print what the words find, as `trialtui search` does."""
    if options.json or options.limit is not None:
        from trialtui.cli.searching import run as search

        return search(argparse.Namespace(**vars(options), kind=None, status=None, phase=None))
    words = " ".join(word.removeprefix(MINUS) for word in options.words)
    policy: Policy = options.policy
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        command = "show" if _is_reference(words) else "search"
        hint = f"try: trialtui {command} {words}" if words else "try: trialtui info, or trialtui --help"
        if policy.secure and words:
            hint = f"`{options.words[0]}` is no command here (trialtui --help lists them)"
        raise CommandError(f"the browser needs a terminal; {hint}", USAGE)
    if os.environ.get("TERM") == "dumb":
        raise CommandError(
            "the browser needs a terminal whose cursor moves, which TERM=dumb has not; "
            "`trialtui show` and the other commands print plain text",
            USAGE,
        )
    store = open_store(options.store)
    place: Place | None = None
    if words:
        place = _place(store, options.words)
    os.environ.setdefault("TEXTUAL_FPS", "120")  # by its own 60 a picture waits up to 16 ms to be drawn
    gc.disable()  # until the first page is painted: all that is made before it is here to stay
    from trialtui.pages.catalogue import StoreCatalogue
    from trialtui.tui.run import run
    from trialtui.tui.setup import set_up
    from trialtui.tui.themes import names, problem
    from trialtui.user.data import UserData
    from trialtui.user.files import user_files

    if options.theme is not None and problem(options.theme):
        raise CommandError(f"--theme {options.theme}: there are {', '.join(names())}", USAGE)
    user = UserData(user_files(policy))
    catalogue = StoreCatalogue(store, user=user, can_grow=policy.may_write_store, goes_on=True)
    return run(catalogue, place, set_up(settings_of(options), user, policy))


def _place(store: Store, words: list[str]) -> Place:
    """Return the entity that words refer to, else the search for them."""
    from trialtui.cli.searching import check_query, query_text
    from trialtui.cli.show import entity_place

    text = " ".join(words)
    if _is_reference(text):
        return entity_place(store, text, quiet=True)
    query = query_text(words)
    check_query(query)
    return SearchPlace(query)


def _is_reference(text: str) -> bool:
    """Tell whether words refer to one entity; of what only looks so, a search says better what is wrong."""
    from trialtui.model.places import parse_place

    try:
        return parse_place(text) is not None
    except RefError:
        return False
