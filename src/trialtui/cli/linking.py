"""`trialtui link`: the entities that a text names."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from trialtui.cli.exits import OK, UNUSABLE, CommandError
from trialtui.cli.output import put, say
from trialtui.cli.vocabularies import use_own_vocabularies
from trialtui.model.clean import clean_line
from trialtui.render.json_text import json_text

if TYPE_CHECKING:
    from trialtui.linking.mentions import TextReader
    from trialtui.model.term import Mention


def link(options: argparse.Namespace) -> int:
    """Print the entities named in a text: a document, or JSON lines `{"id", "text"}`, told apart by the first line."""
    use_own_vocabularies()
    from trialtui.linking.trial_links import text_reader

    try:
        with _open(options.file) as file:
            first = file.readline()
            reader = text_reader()
            if _is_json_line(first):
                return _lines(reader, _chain(first, file))
            text = (first + file.read()).decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError as error:
        raise CommandError(f"{options.file}: {error.strerror or error}", UNUSABLE) from error
    mentions = reader.mentions(text, short=options.mesh)
    if options.json:
        put(_as_json(None, mentions))
    for mention in [] if options.json else mentions:
        denied = "  (denied)" if mention.negated else ""
        words = f"{mention.start:>7}-{mention.end:<7} {mention.text}  {mention.ref}  {mention.name}{denied}"
        put(clean_line(words) + "\n")
    return OK


def _open(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


def _is_json_line(line: bytes) -> bool:
    """Tell whether a line is a JSON object with a text."""
    try:
        value = json.loads(line)
    except ValueError:
        return False
    return isinstance(value, dict) and isinstance(value.get("text"), str)


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _lines(reader: TextReader, lines: Iterable[bytes]) -> int:
    """Answer each line as it comes; a bad one is named, and the rest goes on."""
    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if not _is_json_line(line):
            bad += 1
            say(f'line {number}: no JSON object with a "text"')
            continue
        document = json.loads(line)
        put(_as_json(document.get("id"), reader.mentions(document["text"])))
    return UNUSABLE if bad else OK


def _as_json(name: Any, mentions: Iterable[Mention]) -> str:
    """Write one document's mentions as a line; offsets count code points."""
    rows = [
        {
            "ref": str(mention.ref),
            "name": mention.name,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "negated": mention.negated,
        }
        for mention in mentions
    ]
    return json_text({"id": name, "mentions": rows}) + "\n"
