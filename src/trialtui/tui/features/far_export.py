"""What to type at the near end of a line to get an export, where the browser itself writes no file."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from trialtui.model.clean import clean_line
from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import Ref
from trialtui.query.clauses import Term

_PORT = "22"


def query_of(what: Place) -> str:
    """Return the query that finds what is to be exported."""
    if isinstance(what, SearchPlace):
        return what.query or "kind:trial"
    return str(Term(what.ref)) if isinstance(what, EntityPlace) else "kind:trial"


def export_line(what: Place | Sequence[Ref], store: Path, environment: Mapping[str, str], *, over_ssh: bool) -> str:
    """Return a shell's command line that exports something as CSV.

    Args:
        what: A search, a term, a trial, or some trials.
        store: The store; over ssh the far end knows it.
        environment: Says who and where one is.
        over_ssh: Whether the reader has nothing at the far end but the commands that only read.
    """
    words = ["export", "--format", "csv"]
    fed = ""
    if isinstance(what, Sequence):
        words += ["--ids", "-"]
        fed = shlex.join(["printf", r"%s\n", *(ref.key for ref in what)]) + " | "
    else:
        words += ["--", query_of(what)]
    command = shlex.join(words)
    program = f"{_ssh(environment)} {shlex.quote(command)}" if over_ssh else f"trialtui --store {store} {command}"
    return clean_line(f"{fed}{program} > trials.csv")


def _ssh(environment: Mapping[str, str]) -> str:
    """Return the command that leads here again, as far as it can be known from here."""
    connection = environment.get("SSH_CONNECTION", "").split()
    address, port = connection[2:] if len(connection) == 4 else (os.uname().nodename, _PORT)
    user = environment.get("USER") or environment.get("LOGNAME")
    return f"ssh {'' if port == _PORT else f'-p {port} '}{f'{user}@' if user else ''}{address}"
