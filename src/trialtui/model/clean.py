"""Text from outside made safe for a terminal: what could steer it is replaced, one for one, by something visible."""

from __future__ import annotations

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TABLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(_BIDI, "\ufffd"),
    0x2028: " ",
    0x2029: " ",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


_STEERING = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDI, 0x2028, 0x2029, *range(0xD800, 0xE000)))


def without_steering(text: str) -> str:
    """Take out what could steer a terminal, newlines and tabs too: none of it takes a cell.

    This is the last gate before the terminal, for what came to be drawn without having been cleaned.
    """
    return text if text.isprintable() else text.translate(_STEERING)


def clean(text: str) -> str:
    """Replace control characters (C0 but newline and tab, DEL, C1), bidirectional overrides and lone surrogates.

    Each is replaced by one visible character, so that offsets stay. C0 and DEL become their control pictures.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE)


def clean_line(text: str) -> str:
    """Clean a text that must stay on one line: newlines and tabs become blanks, one for one."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE).replace("\n", " ").replace("\t", " ")
