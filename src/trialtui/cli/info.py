"""`trialtui info`: facts about the store."""

from __future__ import annotations

import argparse
from itertools import islice

from trialtui.cli.exits import NOT_FOUND, OK, UNUSABLE, CommandError
from trialtui.cli.output import put, put_json, say
from trialtui.cli.stores import open_store
from trialtui.model.clean import clean
from trialtui.query.info import store_info
from trialtui.user.locations import settings_folder, user_folder
from trialtui.user.policy import Policy
from trialtui.user.settings import FILE_NAME

_NAMED = 5
"""How many of the MeSH names without an id are printed; JSON has them all."""


def info(options: argparse.Namespace) -> int:
    """Print what the store holds, from where, and as of when; or the log of errors."""
    if options.log:
        return _log(options.policy)
    facts = store_info(open_store(options.store))
    if options.json:
        put_json(facts)
        return OK
    lines = [f"{'store':<14}{facts['store']}", f"{'trials':<14}{facts['trials']:,}"]
    lines += [f"{kind:<14}{count:,}" for kind, count in facts["terms"].items()]
    if facts["unlinked_mesh"]:
        lines.append(f"{'unlinked':<14}{_unlinked(facts['unlinked_mesh'])}")
    lines.append(f"{'as of':<14}{facts['as_of'] or 'not known'}")
    lines.append(f"{'segments':<14}{facts['segments']}, {facts['bytes']:,} bytes")
    lines += [
        f"{'source':<14}{', '.join(source['query'])}, as of {source['as_of'] or 'not known'}"
        for source in facts["sources"]
    ]
    lines += [f"{'vocabulary':<14}{name} {version}" for name, version in facts["vocabularies"].items()]
    lines += [f"{name:<14}{place}" for name, place in _yours(options.policy)]
    put(clean("\n".join(lines)) + "\n")
    return OK


def _unlinked(names: dict[str, int]) -> str:
    """Say how many MeSH names that trials register lead to no term, and which are the commonest."""
    first = ", ".join(f"{name} {count:,}" for name, count in islice(names.items(), _NAMED))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{len(names):,} registered MeSH name{'s' * (len(names) > 1)} without an id, by trials: {first}{more}"


def _log(policy: Policy) -> int:
    """Print the log of the program's errors."""
    from trialtui.user.problems import FILE_NAME as LOG_NAME

    folder = user_folder(policy)
    if folder is None:
        raise CommandError("no log is kept here", NOT_FOUND)
    path = folder / LOG_NAME
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        say(f"nothing has gone wrong so far; it would be told in {path}")
        return OK
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror or error}", UNUSABLE) from error
    say(f"{path}:")
    put(clean(text))
    return OK


def _yours(policy: Policy) -> list[tuple[str, str]]:
    """Say where the user's own things are, if they have any: they stand in no JSON, which is about the store."""
    settings, data = settings_folder(policy), user_folder(policy)
    places = [("settings", settings / FILE_NAME if settings else None), ("bookmarks", data)]
    return [(name, f"{place}{'' if place.exists() else ' (not there yet)'}") for name, place in places if place]
