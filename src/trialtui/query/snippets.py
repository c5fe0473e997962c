"""Where in a trial's text the words of a query stand: short pieces of it, cut from the record itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialtui.model.codec import to_document
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial
from trialtui.query.search_language import Query, Words
from trialtui.store.index_text import text_fields
from trialtui.store.text_keys import words

_TOKEN = re.compile(r"[^\W_]+")
_MARKUP = ("summary", "interventions", "outcomes", "eligibility")
_AROUND = 70
"""How many characters stand before and after what was found, at most."""

_CUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a trial's text, on one line.

    Attributes:
        column: Where it stands: one of `store.index_text.TEXT_COLUMNS`.
        text: The piece, as plain text.
        marks: What was found in it, as (start, end) in code points of `text`.
    """

    column: str
    text: str
    marks: tuple[tuple[int, int], ...]


def snippets(trial: Trial, query: Query, limit: int = 2) -> list[Snippet]:
    """Return pieces of a trial's text that hold the words of a query, each word once, titles first."""
    wanted = list(query.words)
    found: list[Snippet] = []
    for column, texts in text_fields(to_document(trial)).items():
        for text in texts:
            if len(found) == limit or not wanted:
                return found
            plain = read_registered(text, trial.text_format if column in _MARKUP else "plain").plain
            spans = _spans(plain, wanted)
            if spans:
                found.append(_cut(column, plain, [span for span, _ in spans]))
                wanted = [item for item in wanted if item not in [held for _, held in spans]]
    return found


def _spans(text: str, wanted: Sequence[Words]) -> list[tuple[tuple[int, int], Words]]:
    """Return where the words and phrases stand in a text, by place."""
    tokens = [(word, match.start(), match.end()) for match in _TOKEN.finditer(text) for word in words(match[0])]
    spelled = [word for word, _, _ in tokens]
    return sorted(
        (((tokens[at][1], tokens[at + len(item.parts) - 1][2]), item) for item in wanted for at in _at(spelled, item)),
        key=lambda found: found[0],
    )


def _at(spelled: Sequence[str], item: Words) -> Iterator[int]:
    """Yield where a word or phrase begins among the words of a text."""
    parts, length = list(item.parts), len(item.parts)
    for at, word in enumerate(spelled):
        if word == parts[0] or (length == 1 and item.begins and word.startswith(parts[0])):
            run = list(spelled[at : at + length])
            if run == parts or (item.begins and run[:-1] == parts[:-1] and run[-1].startswith(parts[-1])):
                yield at


def _cut(column: str, text: str, spans: Sequence[tuple[int, int]]) -> Snippet:
    """Cut the text around the first place, at blanks, and mark all places in what is left."""
    first, last = spans[0]
    start = text.find(" ", max(0, first - _AROUND), first) + 1 if first > _AROUND else 0
    end = len(text) if last + _AROUND >= len(text) else max(last, text.rfind(" ", last, last + _AROUND))
    before = _CUT if start else ""
    piece = before + " ".join(text[start:end].split("\n")) + (_CUT if end < len(text) else "")
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in spans if a >= start and b <= end)
    return Snippet(column, piece, marks)
