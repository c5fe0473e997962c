"""`trialtui keys`: the browser's keys, from the one declaration of its commands."""

from __future__ import annotations

import argparse

from trialtui.cli.exits import OK
from trialtui.cli.output import put
from trialtui.tui.commands import table


def keys(options: argparse.Namespace) -> int:
    """Print every key and what it does."""
    rows = table(options.policy)
    wide = max(len(row.keys) for row in rows)
    group = ""
    for row in rows:
        if row.group != group:
            put(f"{'' if not group else chr(10)}{row.group}\n")
            group = row.group
        where = f" ({row.where})" if row.where else ""
        put(f"  {row.keys:<{wide}}  {row.does}{where}\n")
    return OK
