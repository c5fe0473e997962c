"""Cuts a stream of JSON into its records without decoding it, so that memory stays flat whatever the stream's size.

A stream is one study, several one after the other (one a line or not), a list of studies, or a page of the API:
an object whose `studies` is the list. Lists and pages are cut up as they arrive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

LONGEST_RECORD = 64 << 20
"""The longest record that is read, in bytes; the longest one known is under 1 MB."""

_CHUNK = 1 << 18
_SPACE = re.compile(rb"[ \t\r\n]*+")
_BETWEEN = re.compile(rb"[ \t\r\n,]*+")
_SCALAR = re.compile(rb'"(?:[^"\\]++|\\[\s\S])*+"|[^\s,:"{}\[\]]++')
_STRING = re.compile(rb'"(?:[^"\\]++|\\[\s\S])*+"')
_CUT_OFF = "it ends within the record that begins here"
_PAGE_HEAD = re.compile(rb'\s*+\{[^{}\[\]]*"studies"\s*:')
_FIRST_LINE = re.compile(rb"[ \t\r\n]*+(\{[^\n]*+)\n[ \t\r\n]*+(.?)", re.DOTALL)
_HEAD = 1 << 20


def _inner(opening: str, closing: str) -> re.Pattern[bytes]:
    """Make the expression for all up to the next bracket of a kind, passing whole brackets up to six deep."""
    pattern = text = rf'[^"{opening}{closing}]++|"(?:[^"\\]++|\\[\s\S])*+"'
    for _ in range(6):
        pattern = rf"{text}|{opening}(?:{pattern})*+{closing}"
    return re.compile(rf"(?:{pattern})*+".encode())


_INNER = {b"{": _inner(r"\{", r"\}"), b"[": _inner(r"\[", r"\]")}


class Lines(Protocol):
    """A binary stream that can be read by lines."""

    def readline(self, size: int, /) -> bytes:
        """Return up to `size` bytes of the current line, with its newline."""
        ...


class Stream(Lines, Protocol):
    """What is read from: a buffered binary stream."""

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` bytes, at least one, and none at the end."""
        ...

    def peek(self, size: int, /) -> bytes:
        """Return some bytes without advancing."""
        ...


class SplitError(ValueError):
    """A place where the stream is no JSON, or its record too long; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        """Say where and why."""
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def split_json(stream: Stream) -> Iterator[tuple[int, bytes] | SplitError]:
    """Cut a stream into records.

    Args:
        stream: The stream, after any byte order mark.

    Yields:
        The line on which a record begins and its bytes, or what is wrong at a place. In a stream of lines, reading
        goes on with the next line after an error; elsewhere nothing follows one.
    """
    if _is_lines(stream.peek(_HEAD)):
        yield from _split_lines(stream, 1)
        return
    try:
        yield from _Splitter(stream).values()
    except SplitError as error:
        yield error


def _is_lines(head: bytes) -> bool:
    """Tell JSON lines by the first one: it is no page, and whole, or a record begins on the next one."""
    match = _FIRST_LINE.match(head)
    if not match or _PAGE_HEAD.match(match[1]):
        return False
    return match[2] == b"{" or (match[1].rstrip().endswith(b"}") and match[2] != b"")


def _split_lines(stream: Lines, line: int) -> Iterator[tuple[int, bytes] | SplitError]:
    """Yield every line that is not blank."""
    while data := stream.readline(LONGEST_RECORD):
        if len(data) == LONGEST_RECORD and not data.endswith(b"\n"):
            yield _too_long(line)
            while data and not data.endswith(b"\n"):
                data = stream.readline(_CHUNK)
        elif data := data.strip():
            yield line, data
        line += 1


def _too_long(line: int) -> SplitError:
    return SplitError(line, f"a record longer than {LONGEST_RECORD >> 20} MB is not read")


class _Splitter:
    """A window on the stream: `data` holds the current record from `start`, read up to `position`."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.data = b""
        self.start = 0
        self.position = 0
        self.line = 1
        self.in_page = False

    def values(self) -> Iterator[tuple[int, bytes] | SplitError]:
        """Yield the records of every top-level value; after a study that ends its line, go on by lines."""
        while self.skip(_BETWEEN):
            if self.at(b"["):
                self.position += 1
                yield from self.elements()
            elif self.at(b"{"):
                yield from self.page_or_study()
                if not self.in_page and self.line_follows():
                    yield from _split_lines(_Rest(self.data[self.position :], self.stream), self.line)
                    return
            else:
                raise self.error("not JSON")

    def line_follows(self) -> bool:
        """Tell whether the record just read and the next one stand on lines of their own."""
        if b"\n" in self.data[self.start : self.position]:
            return False
        self.drop()
        found = self.skip(_SPACE) and self.at(b"{") and b"\n" in self.data[self.start : self.position]
        self.drop()
        return found

    def elements(self) -> Iterator[tuple[int, bytes]]:
        """Yield the elements of the list that was just opened, whatever they are."""
        while self.skip(_BETWEEN):
            self.drop()
            if self.at(b"]"):
                self.position += 1
                return
            self.pass_value()
            yield self.line, self.data[self.start : self.position]
        raise self.error("it ends within a list")

    def page_or_study(self) -> Iterator[tuple[int, bytes]]:
        """Yield the studies of a page as they come, or the object itself where it is none."""
        self.drop()
        self.in_page = False
        self.position += 1
        while self.skip(_BETWEEN) and not self.at(b"}"):
            name = self.pass_name()
            if self.skip(_SPACE) and name == b'"studies"' and self.at(b"["):
                self.in_page = True
                self.position += 1
                yield from self.elements()
            else:
                self.pass_value()
            if self.in_page:
                self.drop()
        if self.position >= len(self.data):
            raise SplitError(self.line, _CUT_OFF)
        self.position += 1
        if not self.in_page:
            yield self.line, self.data[self.start : self.position]

    def pass_name(self) -> bytes:
        """Advance past a name and its colon, and return the name in its quotes."""
        while (match := _STRING.match(self.data, self.position)) is None:
            if not self.at(b'"') or not self.more():
                raise self.error("not JSON: a name in quotes is wanted")
        self.position = match.end()
        if not self.skip(_SPACE) or not self.at(b":"):
            raise self.error("not JSON: a colon is wanted after a name")
        self.position += 1
        return match[0]

    def pass_value(self) -> None:
        """Advance past one value."""
        if self.at(b"{["):
            self.pass_brackets()
            return
        while (match := _SCALAR.match(self.data, self.position)) is None or match.end() == len(self.data):
            if (match is None and not self.at(b'"')) or not self.more():
                break
        if match is None:
            raise self.error("not JSON: a value is wanted")
        self.position = match.end()

    def pass_brackets(self) -> None:
        """Advance past an object or list, however deep; whether the other brackets pair up is the decoder's affair."""
        opening = self.data[self.position : self.position + 1]
        inner = _INNER[opening].match
        depth, self.position = 1, self.position + 1
        while depth:
            match = inner(self.data, self.position)
            self.position = match.end() if match else self.position
            if self.position >= len(self.data) or self.at(b'"'):
                if not self.more():
                    raise SplitError(self.line, _CUT_OFF)
                continue
            depth += 1 if self.at(opening) else -1
            self.position += 1

    def at(self, characters: bytes) -> bool:
        """Tell whether one of these characters comes next."""
        return self.position < len(self.data) and self.data[self.position] in characters

    def skip(self, gap: re.Pattern[bytes]) -> bool:
        """Advance past what lies between values; False at the end of the stream."""
        while True:
            match = gap.match(self.data, self.position)
            self.position = match.end() if match else self.position
            if self.position < len(self.data) or not self.more():
                return self.position < len(self.data)

    def more(self) -> bool:
        """Read on; what is read at once grows with what is held, so that long strings are scanned in linear time."""
        held = len(self.data) - self.start
        if held > LONGEST_RECORD:
            raise _too_long(self.line)
        wanted = max(_CHUNK, min(held, LONGEST_RECORD >> 2))
        parts = [self.data[self.start :]]
        while wanted > 0 and (part := self.stream.read1(wanted)):
            parts.append(part)
            wanted -= len(part)
        self.data = b"".join(parts)
        self.position -= self.start
        self.start = 0
        return len(parts) > 1

    def drop(self) -> None:
        """Let go of what was read, counting its lines."""
        self.line += self.data.count(b"\n", self.start, self.position)
        self.start = self.position

    def error(self, reason: str) -> SplitError:
        """Make the error for the current place."""
        return SplitError(self.line + self.data.count(b"\n", self.start, self.position), reason)


class _Rest:
    """A stream whose first bytes were read already."""

    def __init__(self, held: bytes, stream: Stream) -> None:
        self.held = held
        self.stream = stream

    def readline(self, size: int, /) -> bytes:
        """Return up to `size` bytes of the current line."""
        end = self.held.find(b"\n", 0, size) + 1
        if not end and len(self.held) < size:
            line, self.held = self.held, b""
            return line + self.stream.readline(size - len(line)) if not line.endswith(b"\n") else line
        end = end or size
        line, self.held = self.held[:end], self.held[end:]
        return line
