"""The themes by their names: Textual's own, of which two use the terminal's sixteen colours."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES

DEFAULT = "textual-dark"
OF_SIXTEEN = "ansi-dark"
"""The theme for a terminal that has sixteen colours only; on a light ground it is as readable."""

_OF_THE_TERMINAL = (OF_SIXTEEN, "ansi-light")


def names() -> list[str]:
    """Return the names of all themes: the usual one, those of the terminal's own colours, the others by name."""
    first = [DEFAULT, "textual-light", *_OF_THE_TERMINAL]
    return [*first, *sorted(name for name in BUILTIN_THEMES if name not in first)]


def problem(name: str) -> str:
    """Say what is wrong with a name that is none of a theme; empty where nothing is."""
    if name in BUILTIN_THEMES:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(name, BUILTIN_THEMES, n=1)
    return f'theme = "{name}": there is no such theme; ' + (f"did you mean {close[0]}?" if close else ": lists them.")
