"""The registry's answers: JSON to objects, and what is asked of each study before it is read as a whole."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

Json = dict[str, Any]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotJsonError(ValueError):
    """A text that is no JSON object."""


def decode_object(body: bytes) -> Json:
    """Decode a JSON object.

    One bad character in one study (half of a surrogate pair) must not cost the whole page: what the strict decoder
    refuses is tried with a lenient one, and that study is then refused by itself.

    Raises:
        NotJsonError: it is none.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as strict:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            raise NotJsonError(str(strict)) from strict
    if not isinstance(value, dict):
        raise NotJsonError("no object")
    return value


def encode(study: Any) -> bytes:
    """Encode a study as JSON on one line."""
    try:
        return orjson.dumps(study)
    except orjson.JSONEncodeError:
        return json.dumps(study).encode()


def last_update(study: Any) -> str:
    """Return the day on which a study was last updated; empty where it does not say."""
    try:
        day = study["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]
    except (KeyError, TypeError):
        return ""
    return day if isinstance(day, str) and _DAY.fullmatch(day) else ""
