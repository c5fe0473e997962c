"""A command of the browser: what it is called, its keys, and how they are written. It imports no Textual."""

from __future__ import annotations

from typing import NamedTuple

from trialtui.user.policy import Need

TREE = "tree"
PAGE = "page"
PANES = (TREE, PAGE)
"""Where a command applies: in the tree, in a page (the related terms are one too), or in both."""

_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_NAMES = {
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "alt": "Alt",
    "ctrl": "Ctrl",
    "shift": "Shift",
}


class Command(NamedTuple):
    """One thing that the reader can ask for.

    Attributes:
        id: Its stable name, which a remapping of keys uses; the browser's action of that name does it.
        keys: The keys in Textual's spelling, the one to teach first.
        name: One to three words, for the footer and the palette.
        does: What it does, as a sentence for the help.
        group: The heading that it stands under in the help.
        where: The panes in which it applies.
        rank: Its place in the queue for room in the footer, 1 first; 0 keeps it out of the footer.
        feature: The module in `tui.features` that does it; empty where the browser's screen does it itself. What a
            feature does concerns the page that the tree's cursor rests on, so it does not wait for the preview.
        needs: What must be allowed for it. Where that is not allowed, the command is in no help, footer or palette, and
            its key says why.
    """

    id: str
    keys: tuple[str, ...]
    name: str
    does: str
    group: str
    where: tuple[str, ...] = PANES
    rank: int = 0
    feature: str = ""
    needs: tuple[Need, ...] = ()


def key_text(key: str, *, ascii_only: bool = False) -> str:
    """Write one key as a reader knows it: `pageup` is `PgUp`, `alt+left` is `Alt+←`, or `Alt+Left` in ASCII."""
    parts = key.split("+") if len(key) > 1 else [key]
    names = _NAMES if ascii_only else _NAMES | _ARROWS
    return "+".join(names.get(part, part.upper() if len(parts) == 1 < len(part) else part) for part in parts)


def keys_text(command: Command, *, ascii_only: bool = False) -> str:
    """Write all keys of a command, with blanks between them."""
    return " ".join(key_text(key, ascii_only=ascii_only) for key in command.keys)
