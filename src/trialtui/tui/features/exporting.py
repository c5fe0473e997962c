"""Exporting from the browser: which trials, in which format, into which file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from textual.screen import Screen

from trialtui.model.clean import clean_line
from trialtui.model.places import EntityPlace, Place, SearchPlace
from trialtui.model.refs import KIND_NAMES, Ref
from trialtui.query.columns import Column, UnknownColumnError, columns_like, read_columns
from trialtui.query.coverage import trials_in_words
from trialtui.render.export import SUFFIXES
from trialtui.tui.features.far_export import export_line
from trialtui.tui.screens.chooser import Choice, Chooser
from trialtui.tui.screens.exporting import ExportScreen, Order
from trialtui.tui.screens.prompt import Prompt
from trialtui.tui.session import Session
from trialtui.tui.subject import place_at

_FORMATS = {
    "c": ("csv", "CSV", "a row a trial"),
    "C": ("csv", "CSV, columns of your choice", ""),
    "o": ("json", "JSON", "all facts, one array"),
    "l": ("jsonl", "JSON lines", "all facts, an object a line"),
    "r": ("ris", "RIS", "for reference managers"),
    "m": ("markdown", "Markdown", "a section a trial"),
    "M": ("markdown", "Markdown, columns of your choice", ""),
}
"""Each format by its key: its name, what it is called, a word more. A capital asks for columns too."""

_CLEAR = "x"
_LONGEST_NAME = 60
_SHOWN = 12
"""So many columns are named at a time."""


class _What(NamedTuple):
    """What can be exported: its key, what it is called, how many trials it has, and what selects them."""

    key: str
    name: str
    trials: int
    what: Place | tuple[Ref, ...]


def feature(session: Session) -> Exporting:
    """Return what does the commands of exporting."""
    return Exporting(session)


class Exporting:
    """Does the command of exporting for a screen."""

    def __init__(self, session: Session) -> None:
        """Export from the session's store."""
        self._session = session

    def do(self, command_id: str) -> str:
        """Ask what to export; where there is but one thing, go on to the format."""
        found = self._found()
        if not found:
            return "No trials here to export: go to a trial, a term or a search, or mark trials with m."
        if not self._session.policy.may_write_files:
            return self._line(found[0])
        if len(found) == 1 and not len(self._session.marks):
            self._ask_format(found[0])
            return ""
        choices = [Choice(item.key, item.name, trials_in_words(item.trials)) for item in found]
        if len(self._session.marks):
            choices.append(Choice(_CLEAR, "nothing", "let all marks go"))

        def chosen(key: str | None) -> None:
            if key == _CLEAR:
                self._session.marks.clear()
                self._session.say("No trial is marked any more.")
            elif key is not None:
                self._ask_format(next(item for item in found if item.key == key))

        self._push(Chooser("Export", choices, ascii_only=self._session.ascii_only), chosen)
        return ""

    def _line(self, what: _What) -> str:
        """Say how to get an export where no file is written."""
        policy = self._session.policy
        line = export_line(what.what, self._session.catalogue.folder, os.environ, over_ssh=policy.secure)
        where = "At your own end" if policy.secure else "In a shell"
        return f"No file is written here. {where}, this exports {what.name} ({trials_in_words(what.trials)}):\n{line}"

    def _found(self) -> list[_What]:
        """Return what can be exported here."""
        marks, place = tuple(self._session.marks), self._session.journey.page.place
        found = [_What("m", "the marked trials", len(marks), marks)] if marks else []
        at = place_at(self._session)
        if isinstance(place, SearchPlace) and (count := self._count(place)):
            found.append(_What("s", f"this search: {clean_line(place.query) or 'all trials'}", count, place))
        if isinstance(place, EntityPlace) and place.ref.kind != "trial" and (count := self._count(place)):
            found.append(_What("t", f"the trials of this {KIND_NAMES[place.ref.kind][0]}", count, place))
        if isinstance(at, EntityPlace) and at.ref.kind == "trial":
            found.append(_What("o", f"this one trial: {at.ref}", 1, at))
        return found

    def _count(self, place: Place) -> int:
        listing = self._session.catalogue.trials(place)
        return len(listing) if listing is not None else 0

    def _ask_format(self, what: _What) -> None:
        title = f"{trials_in_words(what.trials)} as"
        choices = [Choice(key, name, note) for key, (_, name, note) in _FORMATS.items()]

        def chosen(key: str | None) -> None:
            if key is None:
                return
            if key.isupper():
                self._ask_columns(what, _FORMATS[key][0])
            else:
                self._ask_name(what, _FORMATS[key][0], None)

        self._push(Chooser(title, choices, ascii_only=self._session.ascii_only), chosen)

    def _ask_columns(self, what: _What, form: str) -> None:
        def check(typed: str) -> str:
            try:
                read_columns(typed)
            except UnknownColumnError as error:
                return str(error)
            return ""

        def chosen(typed: str | None) -> None:
            if typed is not None:
                self._ask_name(what, form, read_columns(typed))

        hint = "Columns by the registry's names, parted by commas; why each row is there ends it."
        start = "NCTId, BriefTitle, OverallStatus, "
        screen = Prompt(hint, start, changed=columns_hint, check=check, ascii_only=self._session.ascii_only)
        self._push(screen, chosen)

    def _ask_name(self, what: _What, form: str, columns: Sequence[Column] | None) -> None:
        asked: set[Path] = set()

        def check(typed: str) -> str:
            path = path_of(typed)
            wrong = unwritable(path)
            if not wrong and path.exists() and path not in asked:
                asked.add(path)
                return f"{path} exists. Enter once more replaces it."
            return wrong

        def chosen(typed: str | None) -> None:
            if typed is None:
                self._session.say("Nothing was exported.")
            else:
                self._write(
                    Order(self._session.catalogue.folder, what.what, form, path_of(typed), columns), what.trials
                )

        hint = f"The file's name; it goes to {Path.cwd()} unless you name another folder."
        self._push(Prompt(hint, file_name(what.what, form), check=check, ascii_only=self._session.ascii_only), chosen)

    def _write(self, order: Order, count: int) -> None:
        def done(answer: str | None) -> None:
            self._session.say(answer or "Nothing was exported.")

        self._push(ExportScreen(order, count, ascii_only=self._session.ascii_only), done)

    def _push(self, screen: Screen[str] | Screen[str | None], chosen: Callable[[str | None], None]) -> None:
        self._session.screen.app.push_screen(screen, chosen)


def columns_hint(typed: str) -> str:
    """Name the columns that what is being typed may become."""
    word = typed.rpartition(",")[2].strip()
    found = columns_like(word)
    more = f" ({_SHOWN} of {len(found)})" if len(found) > _SHOWN else ""
    return f"{', '.join(found[:_SHOWN])}{more}" if found else f"No column {word}."


def path_of(typed: str) -> Path:
    """Return the path that a reader typed, `~` being their home."""
    path = Path(typed.strip())
    with suppress(RuntimeError):  # without a home, `~` stays what it is
        path = path.expanduser()
    return Path.cwd() / path


def unwritable(path: Path) -> str:
    """Say why no file can be written here; empty where one can, as far as that can be told."""
    if path == Path.cwd() or path.is_dir():
        return f"{path} is a folder. Name a file in it."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}."
    if path.exists() and not path.is_file():
        return f"{path} is no ordinary file."
    return ""


def file_name(what: Place | tuple[Ref, ...], form: str) -> str:
    """Return a name for an export, by what it holds."""
    words = "marked" if isinstance(what, tuple) else str(what.ref if isinstance(what, EntityPlace) else what)
    stem = re.sub(r"[^\w.+]+", "-", words).strip("-.")[:_LONGEST_NAME]
    return f"{stem or 'trials'}{SUFFIXES[form][0]}"
