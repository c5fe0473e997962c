"""Bringing the store in step with the registry while the reader reads on: `trialtui sync` in a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from trialtui.model.clean import clean_line
from trialtui.model.places import ChangesPlace
from trialtui.model.registry import RegistryQuery
from trialtui.tui.child import Child
from trialtui.tui.screens.chooser import Choice, Chooser
from trialtui.tui.screens.prompt import Prompt
from trialtui.tui.session import Session

_OF_PROGRESS = " records, "
"""What every line of progress has in it."""

_INTERRUPTED, _NETWORK = 130, 4


def feature(session: Session) -> Syncing:
    """Return what does the commands of syncing."""
    return Syncing(session)


class Syncing:
    """Starts a sync, shows how far it is, and offers what it brought: nothing on the screen changes by itself."""

    def __init__(self, session: Session) -> None:
        """Sync the session's store."""
        self._session = session
        self._child: Child | None = None
        self._query = RegistryQuery()
        self._last_line = self._progress = ""
        self._stopping = False
        self._as_of: dict[RegistryQuery, str] = {}
        self._key = session.key("sync")

    def do(self, command_id: str) -> str:
        """Do a command of syncing and return what there is to say."""
        if command_id == "changes":
            self._session.go(ChangesPlace())
            return ""
        if self._child is not None:
            self._ask_of_running()
        else:
            self._ask()
        return ""

    def _ask(self) -> None:
        """Ask what is to be done, naming the query."""
        step = self._session.catalogue.in_step()
        as_of = self._as_of.get(step.query, step.as_of)
        known = f"only what changed since {as_of}" if as_of else "all of it, for a start"
        choices = [
            Choice("s", f"sync {step.query}", known),
            Choice("a", "sync another condition"),
            Choice("w", "see what changed"),
        ]
        does: dict[str, Callable[[], object]] = {
            "s": partial(self._start, step.query),
            "a": self._ask_for_condition,
            "w": partial(self._session.go, ChangesPlace()),
        }
        if self._session.catalogue.is_outdated():
            choices.insert(0, Choice("r", "show what came", "this page and the tree, as they are in the store now"))
            does["r"] = self._renew
        self._choose("Fetch from ClinicalTrials.gov?", choices, does)

    def _ask_of_running(self) -> None:
        """Say how far the sync is, and ask whether it is to go on."""
        choices = [Choice("g", "go on"), Choice("x", "stop it", "what came is kept; the next sync fetches the rest")]
        does: dict[str, Callable[[], object]] = {"g": lambda: None, "x": self._stop}
        if self._session.catalogue.is_outdated():
            choices.append(Choice("r", "show what came so far", "this page and the tree"))
            does["r"] = self._renew
        self._choose(f"Syncing {self._query}: {self._progress or 'just begun'}", choices, does)

    def _choose(self, title: str, choices: list[Choice], does: dict[str, Callable[[], object]]) -> None:
        def chosen(key: str | None) -> None:
            if key is not None:
                does[key]()

        screen = Chooser(clean_line(title), choices, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(screen, chosen)

    def _ask_for_condition(self) -> None:
        def typed(text: str | None) -> None:
            if text and text.strip():
                self._start(RegistryQuery(condition=" ".join(text.split())))

        hint = "A condition, such as long covid or asthma. Enter fetches its trials, Esc does not."
        self._session.screen.app.push_screen(Prompt(hint, ascii_only=self._session.ascii_only), typed)

    def _start(self, query: RegistryQuery) -> None:
        """Start a sync; where it is, and how it ended, is told by its lines."""
        folder = self._session.catalogue.in_step().folder
        command = [sys.executable, "-m", "trialtui", "--store", str(folder), "sync", "--progress"]
        command += ["--condition", query.condition] if query.condition else []
        command += ["--all"] if query == RegistryQuery() else []
        command += ["--", query.words] if query.words else []
        self._query, self._last_line, self._progress, self._stopping = query, "", "", False
        try:
            self._child = Child(command, self._on_line, self._on_end)
        except OSError as error:
            self._session.say(f"The sync did not start: {error.strerror or error}.")
            return
        self._note()
        self._session.say(f"Syncing {clean_line(str(query))}. Read on; {self._key} says how far it is, and stops it.")

    def _stop(self) -> None:
        if self._child is not None:
            self._stopping = True
            self._child.interrupt()
            self._note()

    def _renew(self) -> None:
        if self._session.journey.renew():
            self._session.say("This page and the tree show what is in the store now.")
        self._note()

    def _on_line(self, line: str) -> None:
        """Take a line of the sync: of progress, or of something else, the last of which says how it ended."""
        line = clean_line(line).strip()
        if _OF_PROGRESS in line:
            self._progress = line
        elif line:
            self._last_line = line
        self._note()

    def _note(self) -> None:
        """Say how far the sync is, and whether something of it can be shown."""
        outdated = self._session.catalogue.is_outdated()
        news = f"new data: {self._key} shows it" if outdated else ""
        if self._child is None:
            self._session.note(news)
            return
        begun = "stopping" if self._stopping else self._progress.replace(_OF_PROGRESS, ", ") or "begun"
        self._session.note(" · ".join(filter(None, (f"sync: {begun}", news))))

    def _on_end(self, code: int, output: str) -> None:
        """Say how the sync ended."""
        self._child = None
        self._note()
        name = clean_line(str(self._query))
        if code == _INTERRUPTED:
            said = f"The sync of {name} was stopped. What had come is kept; {self._key} fetches the rest."
        elif code == 0:
            brought = _read(output)
            self._as_of[self._query] = str(brought.get("as_of") or "")[:10]
            said = f"{name[0].upper()}{name[1:]} is in step with the registry: {_counts(brought, self._key)}."
        else:
            what = self._last_line.removeprefix("trialtui: ") or f"it ended with code {code}"
            hint = f" Check the network; {self._key} tries again." if code == _NETWORK else ""
            said = f"The sync of {name} failed: {what}.{hint}"
        self._session.say(said)


def _read(output: str) -> dict[str, Any]:
    """Read the JSON that a sync ends with."""
    try:
        found = json.loads(output)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _counts(brought: dict[str, Any], key: str) -> str:
    """Say in words what a sync brought, and which key shows it."""
    words = {"added": "new", "updated": "changed", "left": "no longer among the results", "rejected": "not readable"}
    found = [f"{brought[name]:,} {word}" for name, word in words.items() if brought.get(name)]
    return f"{', '.join(found)}; {key} shows it" if found else "nothing is new"
