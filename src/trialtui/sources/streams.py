"""Byte streams from files and archives: counted for a progress bar, bounded in expansion, telling where they end."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, TypeAlias, cast

ProgressHook: TypeAlias = Callable[[int, int | None], None]
"""Told how many bytes of the files were consumed, and how many there are (None where that is not known)."""

LARGEST_EXPANSION = 64 << 30
"""Bytes that one compressed stream may expand to (the whole registry is about 9 GB)."""

LARGEST_RATIO = 200
"""How many times its size a stream may expand once it is beyond `FREE_EXPANSION`; JSON records expand tenfold."""

FREE_EXPANSION = 64 << 20
"""Bytes that any compressed stream may expand to."""

GZIP_MAGIC = b"\x1f\x8b"

DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, OSError, ValueError)
"""What reading a damaged file or archive can raise."""

_CHUNK = 1 << 18


class Meter:
    """Counts the bytes consumed over all files, and tells a hook."""

    def __init__(self, hook: ProgressHook | None = None, total: int | None = None) -> None:
        """Begin at none of `total` bytes."""
        self._hook = hook
        self._total = total
        self._consumed = 0

    def add(self, count: int) -> None:
        """Count bytes."""
        self._consumed += count
        if self._hook is not None and count:
            self._hook(self._consumed, self._total)


class ByteStream:
    """A buffered stream that never raises: where reading fails it ends, and `fault` says why.

    Attributes:
        fault: Why it ended before its time; empty as long as it has not.
        position: Bytes taken from the source so far.
    """

    def __init__(self, source: Callable[[int], bytes]) -> None:
        """Read from a function that returns up to so many bytes, and none at the end."""
        self._source = source
        self._buffer = b""
        self._at = 0
        self._ended = False
        self.fault = ""
        self.position = 0

    def peek(self, size: int, /) -> bytes:
        """Return the next `size` bytes without advancing, fewer only at the end."""
        while len(self._buffer) - self._at < size and self._fill(size):
            pass
        return self._buffer[self._at : self._at + size]

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""
        if self._at >= len(self._buffer):
            self._fill(size)
        data = self._buffer[self._at : self._at + size]
        self._at += len(data)
        return data

    read = read1

    def readline(self, size: int, /) -> bytes:
        """Return the rest of the current line with its newline, at most `size` bytes of it."""
        end = self._buffer.find(b"\n", self._at, self._at + size)
        while end < 0:
            held = len(self._buffer) - self._at
            if held >= size or not self._fill(max(_CHUNK, held)):
                break
            end = self._buffer.find(b"\n", self._at + held, self._at + size)
        stop = end + 1 if end >= 0 else self._at + size
        data = self._buffer[self._at : stop]
        self._at += len(data)
        return data

    def _fill(self, size: int) -> bool:
        """Take more from the source; False at its end."""
        if self._ended:
            return False
        try:
            data = self._source(max(size, _CHUNK))
        except DAMAGE as error:
            self.fault = _describe(error, self.position)
            data = b""
        self._ended = not data
        self.position += len(data)
        self._buffer = self._buffer[self._at :] + data
        self._at = 0
        return bool(data)


class ExpansionError(OSError):
    """A compressed stream that expands beyond all measure."""


def expand_gzip(packed: ByteStream) -> ByteStream:
    """Return what a gzip stream holds. A cut or damaged one ends there and says at which byte."""
    # GzipFile asks of its file object only `read`, which a ByteStream has.
    unzip = gzip.GzipFile(fileobj=cast(IO[bytes], packed), mode="rb")
    return ByteStream(_bounded(unzip.read1, lambda: packed.position))


def expand_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> ByteStream:
    """Return what a member of a zip archive holds. A cut or damaged one ends there and says so."""
    opened: list[IO[bytes]] = []

    def read(size: int) -> bytes:
        if not opened:
            opened.append(archive.open(member))
        return opened[0].read(size)

    return ByteStream(_bounded(read, lambda: member.compress_size))


def _bounded(read: Callable[[int], bytes], packed_size: Callable[[], int]) -> Callable[[int], bytes]:
    """Watch how far a stream expands; what its header claims is not asked."""
    expanded = 0

    def bounded(size: int) -> bytes:
        nonlocal expanded
        data = read(size)
        expanded += len(data)
        if expanded > min(LARGEST_EXPANSION, max(FREE_EXPANSION, LARGEST_RATIO * packed_size())):
            raise ExpansionError(f"it expands to more than {expanded >> 20} MB and is not read on")
        return data

    return bounded


def _describe(error: Exception, position: int) -> str:
    """Say what is wrong with a stream of which `position` bytes came out."""
    if isinstance(error, ExpansionError):
        return str(error)
    if isinstance(error, EOFError):
        return f"the compressed data is cut off; {position} bytes of what it holds were read"
    return f"it cannot be read beyond byte {position}: {error}"
