"""JSON that can be shown as it is: characters that could steer a terminal are escaped, which loses nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON leaves as it is: DEL, C1, line separators, bidirectional overrides, halves of characters."""


def json_text(document: Any, *, indent: bool = False) -> str:
    """Write a document as JSON, on one line unless `indent`; it ends in no newline."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2 if indent else 0).decode("utf-8")
    except TypeError:  # half a character, from a command line in another encoding or an escape in JSON
        separators = None if indent else (",", ":")
        text = json.dumps(document, ensure_ascii=False, indent=2 if indent else None, separators=separators)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
