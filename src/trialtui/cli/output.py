"""Standard output is data, standard error is narration; colour only on a terminal."""

from __future__ import annotations

import os
import sys
from typing import Any

from trialtui.model.clean import clean


def is_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout.isatty()


def colour() -> bool:
    """Tell whether output may be coloured."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def is_utf8() -> bool:
    """Tell whether the locale leaves room for UTF-8; one that names no encoding does, as Python has it for C."""
    name = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    encoding = name.partition("@")[0].partition(".")[2]
    return not encoding or "utf" in encoding.lower()


def width() -> int:
    """Return the width to lay text out for: the terminal's, or 100."""
    if not is_terminal():
        return 100
    from shutil import get_terminal_size

    return get_terminal_size((100, 40)).columns


def put(text: str) -> None:
    """Write data, as it is; whatever the locale, it is UTF-8."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def put_json(value: Any) -> None:
    """Write one JSON document: indented on a terminal, on one line elsewhere."""
    from trialtui.render.json_text import json_text

    put(json_text(value, indent=is_terminal()) + "\n")


def put_counts(counts: dict[str, Any]) -> None:
    """Write what came of an import, build or sync: one line of JSON, on a terminal too, for it is the last of many."""
    from trialtui.render.json_text import json_text

    put(json_text(counts) + "\n")


def say(text: str) -> None:
    """Narrate a line on standard error, made safe for a terminal."""
    print(clean(text), file=sys.stderr, flush=True)
