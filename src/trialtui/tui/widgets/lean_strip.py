"""A line that is written to the terminal with few bytes: they may have a slow network to cross."""

from __future__ import annotations

from functools import lru_cache

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_RESET = "\x1b[0m"


class LeanStrip(Strip):
    """Says what changes from one style to the next; Textual's strip says each style whole, and takes it back."""

    __slots__ = ("_written",)

    def __init__(self, segments: list[Segment], cell_length: int | None = None) -> None:
        """Take the segments of a line, and the cells that they take where that is known."""
        super().__init__(segments, cell_length)
        self._written: str | None = None

    def render(self, console: Console) -> str:
        """Return what is to be written for this line."""
        if self._written is None:
            system = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
            self._written = _write(self, system)
        return self._written

    def crop(self, start: int, end: int | None = None) -> Strip:
        """Return a part of the line, from one cell up to another."""
        strip = super().crop(start, end)
        return strip if isinstance(strip, LeanStrip) else LeanStrip(list(strip), strip.cell_length)


def _write(strip: Strip, system: ColorSystem) -> str:
    """Write segments with the changes of style between them."""
    written: list[str] = []
    before = _PLAIN
    for text, style, _ in strip:
        style = style or _PLAIN
        if style is not before:
            written.append(_change(before, style, system))
            before = style
        written.append(text)
    if before is not _PLAIN:
        written.append(_RESET)
    return "".join(written)


_PLAIN = Style.null()


@lru_cache(4096)
def _change(before: Style, after: Style, system: ColorSystem) -> str:
    """Return the sequence that leads from one style to another."""
    old, new = _codes(before, system), _codes(after, system)
    if any(was and not now for was, now in zip(old, new, strict=True)) or (old[0] and old[0] != new[0]):
        return f"\x1b[{';'.join(['0', *filter(None, new)])}m"
    changed = [now for was, now in zip(old, new, strict=True) if now != was]
    return f"\x1b[{';'.join(changed)}m" if changed else ""


def _codes(style: Style, system: ColorSystem) -> tuple[str, str, str]:
    """Return the codes of a style's attributes, of its colour and of its background; empty for those that it lacks."""
    fore, back = style.color, style.bgcolor
    return (
        Strip.render_ansi(style.without_color, system),
        ";".join(fore.downgrade(system).get_ansi_codes()) if fore else "",
        ";".join(back.downgrade(system).get_ansi_codes(foreground=False)) if back else "",
    )
