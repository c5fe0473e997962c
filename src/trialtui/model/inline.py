"""The inline part of registered text: escapes, entities, emphasis, links and code of one block, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTITY = r"&(?P<entity>#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_ESCAPE = r"\\(?P<escaped>[!-/:-@\[-`{-~])"
_BARE_URL = r"(?<![A-Za-z0-9])(?P<bare>(?:https?://|www\.)[^\W_][^\s<>\"]*)"
_ADDRESS = r"(?:(?:https?|ftp)://|mailto:|www\.)"
_MARKDOWN = "|".join(
    (
        r"\\?" + _ENTITY,  # the registry escapes the ampersand of an entity that was registered: it is one all the same
        _ESCAPE,
        rf"<(?P<auto>{_ADDRESS}[^<>\s]+)>",
        rf"\[(?P<label>(?:[^\[\]\\]|\\.)*+)\]\((?P<address>{_ADDRESS}[^()\s]+)\)",
        r"(?<![A-Za-z0-9`])`(?P<code>[^`]+)`(?![A-Za-z0-9`])",
        r"(?P<run>\*+|_+)",
    )
)
_TOKENS = {"markdown": re.compile(f"{_MARKDOWN}|{_BARE_URL}"), "plain": re.compile(f"{_ENTITY}|{_BARE_URL}")}
_FIRSTS = {
    ("markdown", False): re.compile(r"[\\&*_`<\[]"),
    ("markdown", True): re.compile(r"[\\&*_`<\[hw]"),
    ("plain", False): re.compile(r"&"),
    ("plain", True): re.compile(r"[&hw]"),
}
"""What a token can begin with, with bare addresses and without: far quicker to search for than the tokens."""
_BUSY = {"markdown": "\\&*_`<[", "plain": "&"}
"""The same without bare addresses, to look for in a text as a whole, which takes a pattern longer."""
_UNESCAPE = re.compile(rf"\\?{_ENTITY}|{_ESCAPE}")
_BEFORE_OPENER = frozenset(" \t\u00a0([{\"'“‘«/-–—*_")
_NOT_AFTER_OPENER = frozenset(" \t\u00a0)]},.;:!?%")
_LONGEST_RUN = 3
_AFTER_URL = frozenset(".,;:!?'*_]\\。，；、）")


@dataclass(frozen=True, slots=True)
class TextMark:
    """A marked run of plain text: `emphasis`, `strong`, `link` (with its address) or `code`; offsets in code points."""

    kind: str
    start: int
    end: int
    url: str = ""


@dataclass(slots=True)
class _Run:
    """A run of `*` or `_` that may open or close emphasis; what no other run matches stays as text."""

    piece: int
    char: str
    left: int
    opens: bool
    closes: bool


class Inline:
    """Reads the blocks of one text; made once a text, since what the text as a whole lacks need not be looked for."""

    def __init__(self, text: str, text_format: str) -> None:
        """Look at what occurs in a text of format `markdown` or `plain`."""
        text_format = "markdown" if text_format == "markdown" else "plain"
        self._token = _TOKENS[text_format].match
        bare = "://" in text or "www." in text
        self._first = _FIRSTS[text_format, bare].search
        self._busy = bare or any(map(text.__contains__, _BUSY[text_format]))

    def read(self, raw: str, start: int, marks: list[TextMark]) -> str:
        """Return a block's plain text, which begins at offset `start`, and append its marks."""
        if not self._busy or (first := self._first(raw)) is None:
            return raw
        reader = _Reader(raw)
        while first is not None:
            token = self._token(raw, first.start())
            first = self._first(raw, reader.take(token) if token else first.end())
        return reader.finish(start, marks)


class _Reader:
    """Collects the pieces of one block; marks are ranges of pieces until the last run of asterisks is resolved."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.position = 0
        self.pieces: list[str] = []
        self.ranges: list[tuple[str, int, int, str]] = []
        self.open: list[_Run] = []
        self.open_of = {"*": 0, "_": 0}

    def take(self, match: re.Match[str]) -> int:
        """Read one token and return where to go on."""
        start, end = match.span()
        self.pieces.append(self.raw[self.position : start])
        kind, value = match.lastgroup, match[match.lastgroup or 0]
        if kind == "bare":
            value = _trim_url(value)
            end = start + len(value)
        if kind == "run":
            self._take_run(value, start, end)
        elif kind == "entity":
            self.pieces.append(decode_entity(value))
        elif kind == "escaped":
            self.pieces.append(value)
        elif kind == "code":
            self._mark("code", value)
        elif kind == "address":
            self._mark("link", unescape(match["label"]), _whole_url(unescape(value)))
        else:
            value = unescape(value) if kind == "auto" or "\\" in value or "&" in value else value
            self._mark("link", value, _whole_url(value))
        self.position = end
        return end

    def _mark(self, kind: str, text: str, url: str = "") -> None:
        if text:
            self.ranges.append((kind, len(self.pieces), len(self.pieces) + 1, url))
            self.pieces.append(text)

    def _take_run(self, value: str, start: int, end: int) -> None:
        """Close what this run closes; what is left of it may open."""
        before, after = self.raw[start - 1 : start], self.raw[end : end + 1]
        self.pieces.append(value)
        if len(value) > _LONGEST_RUN:
            return
        run = _Run(
            len(self.pieces) - 1,
            value[0],
            len(value),
            opens=bool(after) and after not in _NOT_AFTER_OPENER and (not before or before in _BEFORE_OPENER),
            closes=bool(before) and not before.isspace() and not after.isalnum(),
        )
        if run.closes:
            self._close(run)
        if run.opens and run.left:
            self.open.append(run)
            self.open_of[run.char] += 1

    def _close(self, run: _Run) -> None:
        """Match a run with the nearest open ones of its character; open ones in between stay as text."""
        while run.left and self.open_of[run.char]:
            opener = self.open[-1]
            if opener.char == run.char:
                taken = 2 if opener.left >= 2 and run.left >= 2 else 1
                opener.left -= taken
                run.left -= taken
                self.ranges.append(("strong" if taken == 2 else "emphasis", opener.piece + 1, run.piece, ""))
                self.pieces[opener.piece] = opener.char * opener.left
                self.pieces[run.piece] = run.char * run.left
            if opener.char != run.char or not opener.left:
                self.open.pop()
                self.open_of[opener.char] -= 1

    def finish(self, start: int, marks: list[TextMark]) -> str:
        """Return the text and append the marks, in order of their start."""
        self.pieces.append(self.raw[self.position :])
        if self.ranges:
            offsets = [start]
            for piece in self.pieces:
                offsets.append(offsets[-1] + len(piece))
            found = [TextMark(kind, offsets[first], offsets[last], url) for kind, first, last, url in self.ranges]
            marks.extend(sorted((mark for mark in found if mark.start < mark.end), key=lambda m: (m.start, -m.end)))
        return "".join(self.pieces)


def unescape(text: str) -> str:
    """Resolve backslash escapes and decode entities, each once."""
    return _UNESCAPE.sub(lambda match: match["escaped"] or decode_entity(match["entity"]), text)


def decode_entity(name: str) -> str:
    """Return the character of an HTML entity (`lt`, `#62`, `#x3E`); line breaks become blanks, unknown ones stay."""
    from html.entities import html5  # a table of 2,231 names that few texts need

    if name[0] != "#":
        found = html5.get(f"{name};", f"&{name};")
    else:
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        found = "\ufffd" if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
    return found.replace("\n", " ").replace("\r", " ")


def _trim_url(url: str) -> str:
    """Leave what follows an address in running text out of it: punctuation, and a bracket that it does not open."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in _AFTER_URL or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _whole_url(url: str) -> str:
    return f"https://{url}" if url.startswith("www.") else url
