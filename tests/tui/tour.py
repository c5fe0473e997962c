"""A tour of the browser by keys alone: what is typed, and what is then on the screen, at any size."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """What the reader does: the keys, by Textual's names; what must then be on the screen, or that it must change."""

    does: str
    keys: tuple[str, ...]
    sees: str


class Scene(NamedTuple):
    """What a store has that a tour can show.

    Attributes:
        words: What is searched for: the name of a drug.
        drug: The drug as it is shown, which is the first entity that the words name.
        word: A word that its page has several times.
    """

    words: str
    drug: str
    word: str


LEAVING = "leave"

PANES = {(120, 40): 3, (80, 24): 2, (60, 20): 2}
"""The sizes of the terminal, and how many panes a trial has there."""


def steps(scene: Scene, panes: int) -> tuple[Step, ...]:
    """Return the tour; it ends with the browser left."""
    return (
        Step("search as you type", ("s", *scene.words), "Enter: all results"),
        Step("open all results", ("enter",), "Narrowed by"),
        Step("put letters over the links", ("f",), "Type a link's letters"),
        Step("follow the second one", ("s",), f"Drug › {scene.drug}"),
        Step("find a word in the page", ("slash", *scene.word, "enter"), "1 of "),
        Step("go to the next place", ("n",), "2 of "),
        Step("go back", ("[",), "Narrowed by"),
        Step("go forward", ("]",), f"Drug › {scene.drug}"),
        Step("go back again", ("[",), "Narrowed by"),
        Step("see what narrows the search", ("F",), "Narrow "),
        Step("list its trials", ("greater_than_sign",), "by NCT number"),
        Step("open the first", ("enter",), "ClinicalTrials.gov"),
        Step("mark it", ("m",), "1 in all"),
        Step("go to the next of the list", ("J",), "2 of "),
        Step("bookmark it", ("b",), "bookmarked"),
        Step("write a note on it", ("a", *"dose"), "Your note on"),
        Step("keep the note", ("escape",), "Your own words"),
        Step("list what is kept", ("B",), "Notes (1)"),
        Step("narrow the list to the note", tuple("dose"), "> "),
        Step("leave the list", ("escape",), "Your own words"),
        Step("mark it too", ("m",), "2 in all"),
        Step("compare the two", ("c",), "2 trials compared"),
        Step("go back to the trial", ("[",), "ClinicalTrials.gov"),
        Step("go to the next pane", ("w",), ""),
        Step("and on, around to the page", ("w",) * (panes - 1), ""),
        Step("copy its number", ("y", "i"), "Sent to the terminal"),
        Step("export the marked", ("e", "m"), "2 trials as"),
        Step("as CSV", ("c",), "The file's name"),
        Step("to the file that is proposed", ("enter",), "Exported 2 trials"),
        Step("read the help", ("question_mark",), "Esc closes"),
        Step("close it", ("q",), "? help"),
        Step("press a key that means nothing", ("x",), "x does nothing here"),
        Step("go home", ("H",), "Home"),
        Step(LEAVING, ("q",), ""),
    )
