"""Every parser of ours, each with documents to begin from, and a way to spoil them.

A parser may refuse what it is given, by the error that it says it raises. Anything else is a mistake of ours.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from tests.fuzz import corpus

from trialtui.model.places import parse_place
from trialtui.model.refs import RefError, parse_ref
from trialtui.model.text import read_registered
from trialtui.query.search_language import QueryError, parse_query
from trialtui.sources.api_answers import NotJsonError, decode_object, encode, last_update
from trialtui.sources.files import read_files
from trialtui.sources.records import Problem, RawRecord, decode
from trialtui.sources.seed_page import NotASeedPage, mesh_names_of, parse_seed_page, terms_of, trials_of
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles
from trialtui.user.settings import read_settings

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"\\ud800", b"\n", b"\r\n", b"\t", b"\"", b"'", b"{", b"}", b"[",
    b"]", b",", b":", b"null", b"true", b"-1", b"1e999", b"99999999999999999999", b"\xe7\x95\x8c", b"NCT00000000",
    b"&#55296;", b"\\", b"|", b"<b>", b"D000000", b"HP:0000000", b"(", b")", b"*", b"\xc2\x9b", b"\xf0\x9f\x98\x80",
)  # fmt: skip
"""What to put into a document to upset its reader."""


class Target(NamedTuple):
    """A parser: what it is tried with, and what tries it."""

    corpus: tuple[bytes, ...]
    parse: Callable[[bytes], None]


def spoil(data: bytes, chance: random.Random, others: tuple[bytes, ...]) -> bytes:
    """Change a document in some places."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, end = sorted((chance.randint(0, len(made)), chance.randint(0, len(made))))
        end = min(end, at + chance.choice((1, 8, 64, 4096)))
        change = chance.randrange(7)
        if change == 0:
            del made[at:end]
        elif change == 1:
            made[at:at] = chance.choice(TOKENS)
        elif change == 2:
            made[at:end] = chance.choice(TOKENS) * chance.randint(1, 3)
        elif change == 3 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif change == 4:
            made[at:at] = made[at:end] * chance.randint(1, 8)
        elif change == 5:
            made = made[:at]
        else:
            other = chance.choice(others)
            start = chance.randint(0, len(other))
            made[at:end] = other[start : start + 200]
    return bytes(made)


def spoil_json(value: Any, chance: random.Random) -> Any:
    """Change one value of a JSON document into one of another kind."""
    odd: tuple[Any, ...] = (
        None,
        True,
        -1,
        1e308,
        10**30,
        "",
        "\x1b[2J\u202e",
        "\ud800",
        [],
        {},
        [None],
        {"a": []},
        "x" * 9_999,
    )
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(sorted(value))
        return {**value, key: spoil_json(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], spoil_json(value[at], chance), *value[at + 1 :]]
    return chance.choice(odd)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _seed_page(data: bytes) -> None:
    try:
        page = parse_seed_page(data.decode("utf-8", "replace"))
    except NotASeedPage:
        return
    trials_of(page, mesh_names_of(page))
    terms_of(page)


def _record(data: bytes) -> None:
    decode(RawRecord("a.json", 1, 1, data))


def _answer(data: bytes) -> None:
    try:
        answer = decode_object(data)
    except NotJsonError:
        return
    last_update(answer)
    encode(answer)


def _file(suffix: str) -> Callable[[bytes], None]:
    def parse(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"data{suffix}"
            path.write_bytes(data)
            problems: list[Problem] = []
            trials = [read.trial for read in read_files([path], problems.append)]
            assert all(map(str, problems)) and all(trial.nct_id for trial in trials)

    return parse


def _query(data: bytes) -> None:
    try:
        query = parse_query(_text(data))
    except QueryError as error:
        assert 0 <= error.position <= len(_text(data))
        return
    assert parse_query(str(query)) == query


def _reference(data: bytes) -> None:
    for read in (parse_ref, parse_place):
        with suppress(RefError):
            read(_text(data))


def _registered(data: bytes) -> None:
    for form in ("markdown", "plain"):
        read_registered(_text(data), form)


def _settings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(data)
        read = read_settings(path)
        assert read.settings.history >= 0 and all(isinstance(problem, str) for problem in read.problems)


def _user_data(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("bookmarks.json", "notes.json", "history.json"):
            (Path(folder) / name).write_bytes(data)
        user = UserData(UserFiles(Path(folder)))
        user.bookmarks.all()
        user.notes.all()
        user.notes.find("owl")
        user.visits.all()
        user.complaints()
        assert any(data == path.read_bytes() for path in Path(folder).iterdir())


TARGETS: Mapping[str, Target] = {
    "a page of the site": Target(corpus.PAGES, _seed_page),
    "a record": Target((corpus.RECORD,), _record),
    "an answer of the registry": Target(corpus.ANSWERS, _answer),
    "JSON lines": Target((corpus.LINES,), _file(".jsonl")),
    "JSON": Target(corpus.ARRAYS, _file(".json")),
    "gzip": Target((corpus.PACKED,), _file(".jsonl.gz")),
    "zip": Target((corpus.ARCHIVE,), _file(".zip")),
    "CSV": Target(corpus.TABLES, _file(".csv")),
    "a query": Target(corpus.QUERIES, _query),
    "a reference": Target(corpus.REFERENCES, _reference),
    "registered text": Target((corpus.REGISTERED,), _registered),
    "settings": Target((corpus.SETTINGS,), _settings),
    "what a user keeps": Target((corpus.USER_FILE,), _user_data),
}


def attempt(name: str, seed: int) -> bytes:
    """Try a parser once, and return what it was tried with."""
    chance, target = random.Random(seed), TARGETS[name]
    data = chance.choice(target.corpus)
    if name in ("a record", "an answer of the registry", "what a user keeps") and chance.random() < 0.6:
        value = json.loads(data)
        for _ in range(chance.randint(1, 3)):
            value = spoil_json(value, chance)
        data = json.dumps(value).encode()
    else:
        data = spoil(data, chance, target.corpus)
    try:
        target.parse(data)
    except Exception as error:
        error.add_note(f"{name}, seed {seed}: {data[:2000]!r}")
        raise
    return data
