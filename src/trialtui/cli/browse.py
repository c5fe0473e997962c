"""`trialtui`: the browser, at home or at an entity."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from trialtui.cli.exits import USAGE, CommandError
from trialtui.cli.stores import open_store
from trialtui.model.places import Place, SearchPlace
from trialtui.model.refs import RefError
from trialtui.store.store import Store
from trialtui.user.policy import Policy


def browse(options: argparse.Namespace) -> int:
    """Open the browser."""
    words = " ".join(options.words)
    policy: Policy = options.policy
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        hint = f"try: trialtui show {words}" if words else "try: trialtui info, or trialtui --help"
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
    gc.disable()  # until the first page is painted: all that is made before it is here to stay
    from trialtui.pages.catalogue import StoreCatalogue
    from trialtui.tui.run import run
    from trialtui.user.bookmarks import Bookmarks
    from trialtui.user.files import user_files

    keeper = Bookmarks(user_files(policy).file("bookmarks.json"))
    catalogue = StoreCatalogue(store, keeper=keeper, can_grow=policy.may_write_store)
    return run(catalogue, place, ascii_only=options.ascii, policy=policy)


def _place(store: Store, words: list[str]) -> Place:
    """Return the entity that words refer to, else the search for them."""
    from trialtui.cli.searching import check_query, query_text
    from trialtui.cli.show import entity_place
    from trialtui.model.places import parse_place

    text = " ".join(words)
    try:
        if parse_place(text) is not None:
            return entity_place(store, text)
    except RefError:
        pass  # what a search makes of it says better what is wrong
    query = query_text(words)
    check_query(query)
    return SearchPlace(query)
