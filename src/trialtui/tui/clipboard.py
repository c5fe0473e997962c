"""Text to the clipboard of the reader's own terminal, over any connection: the sequence OSC 52.

Nothing ever answers it, so that nobody can say whether the text arrived: a terminal may not know it, or refuse it.
tmux takes the sequence itself where `set-clipboard` is on, and hands a wrapped one on where `allow-passthrough` is: it
is sent both ways. GNU screen hands on what is wrapped in short pieces.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

LONGEST = 74_994
"""So many encoded bytes some terminals take, and no more."""

_SCREEN_PIECE = 240
"""So long a piece screen hands on, with room to spare."""


def encoded_size(text: str) -> int:
    """Return the bytes that a text takes on its way."""
    return (len(_bytes(text)) + 2) // 3 * 4


def osc52(text: str, environment: Mapping[str, str]) -> str:
    """Return what to write to the terminal, wrapped for the multiplexer that the environment tells of.

    Returns:
        The sequences; an empty text where the text is too long for some terminals (`LONGEST`).
    """
    payload = base64.b64encode(_bytes(text)).decode("ascii")
    if len(payload) > LONGEST:
        return ""
    plain = f"\x1b]52;c;{payload}\x07"
    if environment.get("TMUX"):
        doubled = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{doubled}\x1b\\"
    if environment.get("STY"):
        pieces = (plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
