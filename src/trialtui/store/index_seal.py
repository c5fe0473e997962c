"""A checksum of the index as a whole, since SQLite finds damage to its structure only, and a wrong figure looks right.

It lies in the file's application id, four bytes that SQLite keeps for its users, and is made with those bytes as zero.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import BinaryIO

_PLACE, _SIZE = 68, 4
_STEP = 1 << 20


def seal(file: BinaryIO) -> None:
    """Write the checksum of a finished index into it, and make the file durable."""
    checksum = _checksum(file)
    file.seek(_PLACE)
    file.write(checksum.to_bytes(_SIZE, "big"))
    file.flush()
    os.fsync(file.fileno())


def is_intact(path: Path) -> bool:
    """Tell whether an index is, byte for byte, as it was published.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        file.seek(_PLACE)
        return int.from_bytes(file.read(_SIZE), "big") == _checksum(file)


def _checksum(file: BinaryIO) -> int:
    file.seek(0)
    checksum = zlib.crc32(file.read(_PLACE))
    file.seek(_PLACE + _SIZE)
    checksum = zlib.crc32(bytes(_SIZE), checksum)
    while part := file.read(_STEP):
        checksum = zlib.crc32(part, checksum)
    return checksum
