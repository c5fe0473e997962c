"""Writes cells to a terminal: moves there, says what changes from one style to the next, and writes."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import count

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from trialtui.model.clean import without_steering

PLAIN = Style.null()
_RESET = "\x1b[0m"


class Pen:
    """Writes to a terminal, and knows where it has the cursor and in which style it writes."""

    def __init__(self, system: ColorSystem) -> None:
        """Start with the terminal's own style, the cursor anywhere."""
        self._system = system
        self._style = PLAIN
        self._at = (-1, -1)
        self._written: list[str] = []

    def move(self, x: int, y: int) -> None:
        """Go to a cell."""
        at_x, at_y = self._at
        if at_y == y and at_x <= x:
            if at_x < x:
                self._written.append(f"\x1b[{x - at_x}C" if x - at_x > 1 else "\x1b[C")
        else:
            self._written.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._at = (x, y)

    def write(self, text: str, style: Style, taken: int) -> None:
        """Write a text that takes so many cells; blanks are written in any style in which they look the same."""
        before = self._style
        if style is not before and not (text.isspace() and ground(style) == ground(before)):
            self._written.append(change(before, style, self._system))
            self._style = style
        self._written.append(without_steering(text))
        self._at = (self._at[0] + taken, self._at[1])

    def lose(self) -> None:
        """Say that nobody knows where the cursor is: at the end of a line, terminals differ."""
        self._at = (-1, -1)

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Move the lines from one to another up by some lines, or down where `by` is less than 0."""
        self.rest()
        step = f"\x1b[{by}M" if by > 0 else f"\x1b[{-by}L"
        self._written.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H{step}\x1b[r")
        self.lose()

    def rest(self) -> None:
        """Go back to the terminal's own style."""
        if change(PLAIN, self._style, self._system):
            self._written.append(_RESET)
        self._style = PLAIN

    def finish(self) -> str:
        """Return all that is to be written."""
        self.rest()
        return "".join(self._written)


_numbers = count()


@cache
def look(style: Style) -> int:
    """Return a number for how text looks in a style."""
    return next(_numbers)


@cache
def ground(style: Style) -> int:
    """Return a number for how a blank looks in a style: its background, and what is drawn on blanks too."""
    drawn = style.underline or style.underline2 or style.reverse or style.strike or style.overline or style.blink
    return look(style if drawn else Style(bgcolor=style.bgcolor))


@lru_cache(4096)
def change(before: Style, after: Style, system: ColorSystem) -> str:
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
