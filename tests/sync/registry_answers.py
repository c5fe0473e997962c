"""What a registry of our own answers: the parts of the API of ClinicalTrials.gov that the program asks."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

Study = dict[str, Any]
Answer = tuple[int, str, bytes]
Asked = dict[str, str]
Matches = Callable[[bytes, str, str], bool]

DATA = "2026-11-26T09:00:05"
TWICE = "test.twice"
"""Asks for a page that has one record three times, in two older versions beside the right one."""

_RANGE = re.compile(r"AREA\[LastUpdatePostDate\]RANGE\[(\d{4}-\d{2}-\d{2}|MIN),\s*(\d{4}-\d{2}-\d{2}|MAX)\]")
_SAME_LISTING = ("pageToken", "pageSize", "countTotal", TWICE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the registry lists it; what it says is fetched when it is asked for."""

    nct: str
    updated: str
    read: Callable[[], bytes]


def entry_of(study: Study) -> Entry:
    protocol = study["protocolSection"]
    updated = protocol["statusModule"].get("lastUpdatePostDateStruct", {}).get("date", "")
    data = orjson.dumps(study)
    return Entry(protocol["identificationModule"]["nctId"], updated, lambda: data)


def entries_of_file(path: Path) -> Iterator[Entry]:
    """Read records of a file of lines; those of one that is not gzipped stay on disk."""
    if path.suffix == ".gz":
        with gzip.open(path) as lines:
            yield from (entry_of(orjson.loads(line)) for line in lines)
        return
    with path.open("rb") as file:
        start = 0
        for line in file:
            found = entry_of(orjson.loads(line))
            yield Entry(found.nct, found.updated, _from_disk(path, start, len(line)))
            start += len(line)


def _from_disk(path: Path, start: int, length: int) -> Callable[[], bytes]:
    def read() -> bytes:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(length).strip()

    return read


def anything(_study: bytes, _condition: str, _words: str) -> bool:
    return True


def holds_words(study: bytes, condition: str, words: str) -> bool:
    """Match as the registry does for single words, near enough."""
    text = study.decode().casefold()
    conditions = " ".join(re.findall(r'"conditions":\[[^\]]*\]', text))
    return condition.casefold() in conditions and words.casefold() in text


class Answers:
    """The records of a registry, and its answers."""

    def __init__(self, records: Iterable[Study | Entry], data: str, matches: Matches) -> None:
        self.data, self.matches = data, matches
        self.largest_page = 1000
        self.entries: dict[str, Entry] = {}
        self._chosen: dict[tuple[str, ...], list[Entry]] = {}
        self.put(*records)

    def put(self, *records: Study | Entry) -> None:
        """Add or replace records."""
        for record in records:
            entry = record if isinstance(record, Entry) else entry_of(record)
            self.entries[entry.nct] = entry
        self._chosen = {}

    def remove(self, *ncts: str) -> None:
        for nct in ncts:
            del self.entries[nct]
        self._chosen = {}

    def answer(self, path: str, asked: Asked) -> Answer:
        """Answer a request: status, content type, body."""
        if path == "/api/v2/version":
            version = {"apiVersion": "2.0.5", "dataTimestamp": self.data}
            return 200, "application/json", json.dumps(version).encode()
        if path == "/api/v2/studies":
            return self._list(asked)
        entry = self.entries.get(path.removeprefix("/api/v2/studies/"))
        if entry is None:
            return 404, "text/plain", b"NCT number not found"
        return 200, "application/json", entry.read()

    def chosen(self, asked: Asked) -> list[Entry]:
        """Return the records that a request asks for, in its order."""
        names = ("query.cond", "query.term", "filter.ids", "filter.advanced", "sort")
        key = tuple(asked.get(name, "") for name in names)
        if key not in self._chosen:
            condition, words, ids, advanced, sort = key
            low, high = _range(advanced)
            wanted = set(ids.split(",")) if ids else None
            found = [
                entry for entry in self.entries.values()
                if (low == "MIN" or entry.updated >= low) and (high == "MAX" or entry.updated <= high)
                and (wanted is None or entry.nct in wanted)
                and (not (condition or words) or self.matches(entry.read(), condition, words))
            ]  # fmt: skip
            if sort:
                name, _, direction = sort.partition(":")
                assert name == "LastUpdatePostDate", sort
                found.sort(key=lambda entry: (entry.updated, entry.nct), reverse=direction == "desc")
            self._chosen[key] = found
        return self._chosen[key]

    def _list(self, asked: Asked) -> Answer:
        found = self.chosen(asked)
        size = min(int(asked.get("pageSize", "10")) or 10, self.largest_page)
        mark = str(hash(frozenset((name, value) for name, value in asked.items() if name not in _SAME_LISTING)))
        start = 0
        if "pageToken" in asked:
            owner, _, at = asked["pageToken"].rpartition(".")
            if owner != mark:
                return 400, "text/plain", b"Invalid page token"
            start = int(at)
        page = found[start : start + size]
        studies = [_project(entry, asked["fields"]) if "fields" in asked else entry.read() for entry in page]
        if TWICE in asked and page and page[0].updated:
            studies = [_older(studies[-1], page[0].updated), *studies, _older(studies[-1], page[-1].updated)]
        head = b'{"totalCount":%d,' % len(found) if asked.get("countTotal") == "true" else b"{"
        more = start + size < len(found)
        tail = b',"nextPageToken":%b' % orjson.dumps(f"{mark}.{start + size}") if more else b""
        return 200, "application/json", head + b'"studies":[' + b",\n".join(studies) + b"]" + tail + b"}"


def _range(advanced: str) -> tuple[str, str]:
    """Return the first and last day of last update that a filter asks for."""
    if not advanced:
        return "MIN", "MAX"
    match = _RANGE.fullmatch(advanced)
    assert match, advanced
    return match[1], match[2]


def _project(entry: Entry, fields: str) -> bytes:
    wanted = fields.split("|")
    assert set(wanted) <= {"NCTId", "LastUpdatePostDate"}, fields
    protocol: Study = {"identificationModule": {"nctId": entry.nct}}
    if "LastUpdatePostDate" in wanted:
        protocol["statusModule"] = {"lastUpdatePostDateStruct": {"date": entry.updated}}
    return orjson.dumps({"protocolSection": protocol})


def _older(study: bytes, day: str) -> bytes:
    """Return an older version of a record, of a day, with another status."""
    older = orjson.loads(study)
    older["protocolSection"]["statusModule"] |= {
        "overallStatus": "SUSPENDED", "lastUpdatePostDateStruct": {"date": day, "type": "ACTUAL"},
    }  # fmt: skip
    older.setdefault("derivedSection", {})["miscInfoModule"] = {"versionHolder": "2019-01-02"}
    return orjson.dumps(older)
