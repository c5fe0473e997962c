"""The last lines: what the browser has to say, and the keys that are of use here."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from trialtui.pages.page import Span
from trialtui.render.wrap import Links, cells, pieces_of, to_ascii, wrap
from trialtui.tui.cells import clip, ellipsis, fit
from trialtui.tui.command import key_text
from trialtui.tui.command_set import CommandSet
from trialtui.tui.widgets.line_widget import LineWidget

GAP = 2
"""The cells between two keys."""

_SHARE = 4
"""An answer takes at most one in so many of the screen's lines."""


class StatusLine(LineWidget):
    """What the browser has to say: an answer, in as many lines as it takes, else where the selected link leads.

    At the right end of its last line stands what goes on in the background, where there is room.
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        """Start with nothing to say."""
        super().__init__()
        self._answer = ""
        self._link = ""
        self._note = ""
        self._ascii_only = ascii_only
        self._lines: tuple[str, ...] = ("",)
        self._ellipsis = ellipsis(ascii_only=ascii_only)

    @property
    def text(self) -> str:
        """What is being said."""
        return self._answer or self._link

    def answer(self, text: str) -> None:
        """Give an answer; an empty one leaves the place to the link."""
        if text != self._answer:
            self._answer = text
            self._say()

    def set_link(self, text: str) -> None:
        """Say where the selected link leads, in one line; an empty text where none is selected."""
        if text != self._link:
            self._link = text
            self._say()

    def note(self, text: str) -> None:
        """Say what goes on in the background, in few words; nothing where nothing does."""
        if text != self._note:
            self._note = text
            self.refresh()

    def _say(self) -> None:
        """Draw the line anew, and the rest of the screen only where the number of lines changed."""
        before = len(self._lines)
        self._lines = self._wrapped(self.size.width)
        self.refresh(layout=len(self._lines) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the text takes at a width; on a low screen what is shown has the room."""
        lines = self._wrapped(width)
        most = max(viewport.height // _SHARE, 1)
        if len(lines) > most:
            lines = (*lines[: most - 1], clip(f"{lines[most - 1]} {self._ellipsis}", width - 2, self._ellipsis))
        self._lines = lines
        return len(lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        text = f" {self._lines[y]}" if y < len(self._lines) else ""
        note = f"  {to_ascii(self._note) if self._ascii_only else self._note} " if self._note else ""
        room = width - cells(note)
        if note and y == len(self._lines) - 1 and (cells(text) <= room or not self._answer) and room > 0:
            text = fit(clip(text, room, self._ellipsis), room) + note
        return Strip([Segment(fit(text, width), self.look())], width)

    def _wrapped(self, width: int) -> tuple[str, ...]:
        room = max(width - 2, 1)
        said = to_ascii(self.text) if self._ascii_only else self.text
        if not self._answer:
            return (clip(said, room, self._ellipsis),)
        rows = (row for text in said.split("\n") for row in wrap(pieces_of((Span(text),), Links()), room) or [()])
        return tuple("".join(piece.text for piece in row) for row in rows)


class KeyLine(LineWidget):
    """The keys that are of use in the pane that the reader is in, as many as fit, the most useful first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key"}

    def __init__(self, pane: str, commands: CommandSet, *, ascii_only: bool = False) -> None:
        """Start with the keys of a pane."""
        super().__init__()
        self._pane = pane
        self._commands = commands
        self._ascii_only = ascii_only

    def set_pane(self, pane: str) -> None:
        """Show the keys of another pane."""
        if pane != self._pane:
            self._pane = pane
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        key_style = self.look("key-line--key")
        segments = [Segment(" ", self.look())]
        for key, name in self._chosen(width - 2):
            segments += [Segment(key, key_style), Segment(f" {name}{' ' * GAP}", self.look())]
        return Strip(segments).adjust_cell_length(width, self.look())

    def _chosen(self, room: int) -> list[tuple[str, str]]:
        """Return the keys and names that fit, in the order of the declaration."""
        chosen: dict[str, tuple[str, str]] = {}
        for command in self._commands.footer(self._pane):
            item = (key_text(command.keys[0], ascii_only=self._ascii_only), command.name)
            room -= cells(item[0]) + 1 + cells(item[1]) + (GAP if chosen else 0)
            if room < 0:
                break
            chosen[command.id] = item
        return [chosen[command.id] for command in self._commands.offered if command.id in chosen]
