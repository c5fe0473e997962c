"""What a registry, or whoever answers in its place, says is data: no answer steers a terminal, and none is a crash."""

from __future__ import annotations

import json

import pytest
from tests.sync.hostile_answers import answering
from tests.sync.stores import record
from tests.sync.test_command import Sync, sync
from tests.tui.test_hostile_screen import FORBIDDEN, NASTY

__all__ = ["sync"]

WIRE = NASTY.encode().replace(b"\x00", b"").replace(b"\r", b"").replace(b"\n", b"")
VERSION = b'{"apiVersion": "2.0.5", "dataTimestamp": "2026-11-26T09:00:05"}'


def http(body: bytes, status: bytes = b"200 OK", kind: bytes = b"application/json", *headers: bytes) -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def to(location: bytes) -> bytes:
    return http(b"", b"302 Found", b"text/plain", b"Location: " + location)


ANSWERS = {
    "a body": http(WIRE, b"404 Not Found", b"text/plain; charset=utf-8"),
    "a body of other bytes": http(bytes(range(1, 256)), b"403 Forbidden", b"text/plain"),
    "a problem in JSON": http(json.dumps({"detail": NASTY}).encode(), b"400 Bad Request", b"application/problem+json"),
    "a reason": http(b"", b"418 \x9b2J" + WIRE, b"text/plain"),
    "a kind of controls": http(b"{}", b"200 OK", b"text/" + WIRE),
    "a kind of what headers may hold": http(b"{}", b"200 OK", b"text/\x9b31m\xe2\x80\xaex\xc2\x9b2J"),
    "a time to wait": http(b"", b"429 Too Many", b"text/plain", b"Retry-After: \x9b31m"),
    "no HTTP at all": b"\x1b[2J\x1b]0;owned\x07" + WIRE + b"\r\n\r\n",
    "a place to go of controls": to(WIRE),
    "a place to go of what headers may hold": to(b"http://127.0.0.1:1/\x9b31m\xe2\x80\xae"),
    "a place to go that is none": to(b"http://[\x9b2J"),
    "a place to go of another kind": to(b"javascript:alert(1)//\x9b2J"),
    "a name that nobody has": to(b"http://\xe2\x80\xae.invalid/"),
    "what is no JSON": http(WIRE),
    "JSON of another shape": http(json.dumps([NASTY]).encode()),
    "what is not packed": http(WIRE, b"200 OK", b"application/json", b"Content-Encoding: gzip"),
}


def assert_plain(text: str) -> None:
    found = FORBIDDEN.search(text)
    assert not found and "\x1b" not in text and "\x07" not in text, repr(text)


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_that_is_wrong_is_told_in_plain_text(sync: Sync, what: str) -> None:
    for version, studies in ((ANSWERS[what], b""), (http(VERSION), ANSWERS[what])):
        with answering(version, studies) as url:
            code, out, err = sync("--api-url", url)
        assert code == 4 and err.splitlines()[-1].startswith("trialtui: "), (code, err)
        assert_plain(out + err)


def test_records_and_dates_of_controls_are_told_in_plain_text(sync: Sync) -> None:
    nameless = record(1, identificationModule__nctId=NASTY, identificationModule__briefTitle=NASTY)
    dated = record(2, NASTY, derivedSection__miscInfoModule__versionHolder=NASTY)
    version = http(json.dumps({"apiVersion": NASTY, "dataTimestamp": NASTY}).encode())
    listing = http(json.dumps({"totalCount": NASTY, "studies": [nameless, dated, NASTY]}).encode())
    with answering(version, listing) as url:
        code, out, err = sync("--api-url", url, "--progress")
    assert code == 0 and json.loads(out)["rejected"] == 2, (out, err)
    assert_plain(out + err)
