"""The palette: commands by their names, with their keys, and entities by theirs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from trialtui.model.places import EntityPlace
from trialtui.model.refs import KIND_NAMES
from trialtui.pages.page import Block, Table, plain
from trialtui.tui.command import Command, keys_text
from trialtui.tui.panes import PAGE
from trialtui.tui.screens.picker import Picker, words_fit
from trialtui.tui.session import Session
from trialtui.tui.widgets.pick_lines import Pick

_LEFT_OUT = "command_palette"
_LEFT_OUT_GROUPS = ("Moving",)
"""Commands that are of no use by name."""

_ENTITIES = 8
"""So many entities are offered."""

_LEAST = 3
"""So many characters are typed before entities are offered."""


def feature(session: Session) -> Palette:
    """Return what opens the palette."""
    return Palette(session)


class Palette:
    """Opens the palette."""

    def __init__(self, session: Session) -> None:
        """Offer the session's commands, and the entities of its catalogue."""
        self._session = session

    def do(self, command_id: str) -> str:
        """Open it."""
        picker = Picker(
            "Commands",
            self._fitting,
            hint="Enter: do it   Esc: back   Names lead to pages too",
            nothing=f"No command and no entity has these words. {self._session.key('search')} searches everything.",
            ascii_only=self._session.ascii_only,
        )

        def picked(pick: Pick | None) -> None:
            if pick is not None:
                pick.act()

        self._session.screen.app.push_screen(picker, picked)
        return ""

    def _fitting(self, typed: str) -> list[Pick]:
        """Return the commands that fit, those by name before those by what they do, then the entities."""
        fitting = [item for item in self._commands() if words_fit(typed, item.name, item.does)]
        fitting.sort(key=lambda item: not words_fit(typed, item.name))
        picks = [self._command(item) for item in fitting]
        return [*picks, *self._entities(typed)]

    def _commands(self) -> Iterator[Command]:
        for item in self._session.setup.commands.offered:
            if item.id != _LEFT_OUT and item.group not in _LEFT_OUT_GROUPS and self._session.applies(item.id):
                yield item

    def _command(self, item: Command) -> Pick:
        name = f"{item.name[0].upper()}{item.name[1:]}"
        keys = keys_text(item, ascii_only=self._session.ascii_only)
        return Pick(name, partial(self._session.do, item.id), item.does, keys)

    def _entities(self, typed: str) -> list[Pick]:
        if len(typed.strip()) < _LEAST:
            return []
        found: dict[EntityPlace, str] = {}
        for name, place in _named(self._session.catalogue.search(typed).blocks):
            if len(found) < _ENTITIES:
                found.setdefault(place, name)
        return [
            Pick(name, partial(self._go, place), KIND_NAMES[place.ref.kind][0], place.ref.key, "Go to")
            for place, name in found.items()
        ]

    def _go(self, place: EntityPlace) -> None:
        self._session.desk.activate(PAGE)
        self._session.go(place)


def _named(blocks: tuple[Block, ...]) -> Iterator[tuple[str, EntityPlace]]:
    """Return the entities of the tables that a search lays out, with their names."""
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            for cell, after in zip(row, (*row[1:], ()), strict=True):
                place = cell[0].target if cell else None
                if isinstance(place, EntityPlace):
                    name = plain(cell)
                    yield (plain(after) or name) if name == place.ref.key else name, place
