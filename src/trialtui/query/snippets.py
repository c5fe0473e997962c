"""Where in a trial's text the words of a query stand: short pieces of it, cut from the record itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from trialtui.model.codec import to_document
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial
from trialtui.query.clauses import Query, Words
from trialtui.store.index_text import text_fields
from trialtui.store.text_keys import fold, words

_TOKEN = re.compile(r"[^\W_]+")
_MARKUP = ("summary", "interventions", "outcomes", "eligibility")
_AROUND, _TOGETHER = 60, 100
"""How many characters stand before and after what was found, at most, and how far what is shown together reaches."""

_Found: TypeAlias = tuple[tuple[int, int], Words]
"""Where a word or phrase stands in a text, as (start, end), and which."""

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
    """Return pieces of a trial's text that hold the words of a query, each word once, in the order of the texts.

    Words that stand close together anywhere are shown there, so that as few pieces as can be hold them all.
    """
    wanted = list(query.words)
    texts: Iterable[tuple[str, str]] = _holding(trial, wanted)
    found: list[tuple[int, Snippet]] = []
    while wanted and len(found) < limit:
        looked_at, best = _best(texts, wanted)
        if not best:
            break
        number, spans = best
        found.append((number, _cut(*looked_at[number], [span for span, _ in spans])))
        held = [item for _, item in spans]
        texts, wanted = looked_at, [item for item in wanted if item not in held]
    return [piece for _, piece in sorted(found, key=lambda item: item[0])]


def _holding(trial: Trial, wanted: Sequence[Words]) -> Iterator[tuple[str, str]]:
    """Yield the texts that may hold one of the words, as (column, plain text), titles first."""
    parts = [item.parts[0] for item in wanted]
    for column, texts in text_fields(to_document(trial)).items():
        for text in texts:
            folded = fold(text)
            if "&" in text or any(part in folded for part in parts):
                yield column, read_registered(text, trial.text_format if column in _MARKUP else "plain").plain


def _best(
    texts: Iterable[tuple[str, str]], wanted: Sequence[Words]
) -> tuple[list[tuple[str, str]], tuple[int, list[_Found]] | None]:
    """Find the places close together that hold the most different words, and look no further than all of them.

    Returns:
        The texts looked at; the number of the best of these with the places in it, None where there are none.
    """
    looked_at: list[tuple[str, str]] = []
    best: tuple[int, list[_Found]] | None = None
    most = 0
    for text in texts:
        looked_at.append(text)
        spans = _spans(text[1], wanted)
        for at, ((start, end), _) in enumerate(spans):
            close = [(span, item) for span, item in spans[at:] if span[1] <= max(start + _TOGETHER, end)]
            if (held := len({item for _, item in close})) > most:
                best, most = (len(looked_at) - 1, close), held
            if most == len(wanted):
                return looked_at, best
    return looked_at, best


def _spans(text: str, wanted: Sequence[Words]) -> list[_Found]:
    """Return where the words and phrases stand in a text, by place."""
    tokens = [(word, match.start(), match.end()) for match in _TOKEN.finditer(text) for word in _words(match[0])]
    spelled = [word for word, _, _ in tokens]
    return sorted(
        (((tokens[at][1], tokens[at + len(item.parts) - 1][2]), item) for item in wanted for at in _at(spelled, item)),
        key=lambda found: found[0],
    )


def _words(token: str) -> Sequence[str]:
    """Return the folded words of a token, which is one but for signs such as `½`."""
    return (token.lower(),) if token.isascii() else words(token)


def _at(spelled: Sequence[str], item: Words) -> Iterator[int]:
    """Yield where a word or phrase begins among the words of a text."""
    parts, length = list(item.parts), len(item.parts)
    for at, word in enumerate(spelled):
        if word == parts[0] or (length == 1 and item.begins and word.startswith(parts[0])):
            run = list(spelled[at : at + length])
            if run == parts or (item.begins and run[:-1] == parts[:-1] and run[-1].startswith(parts[-1])):
                yield at


def _cut(column: str, text: str, spans: Sequence[tuple[int, int]]) -> Snippet:
    """Cut the text around some places close together, at blanks, and mark them."""
    first, last = spans[0][0], max(end for _, end in spans)
    start = text.find(" ", max(0, first - _AROUND), first) + 1 if first > _AROUND else 0
    end = len(text) if last + _AROUND >= len(text) else max(last, text.rfind(" ", last, last + _AROUND))
    before = _CUT if start else ""
    piece = before + " ".join(text[start:end].split("\n")) + (_CUT if end < len(text) else "")
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in spans)
    return Snippet(column, piece, marks)
