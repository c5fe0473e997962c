"""Sets of trials and of terms as the index keeps them: sorted arrays of 32-bit numbers, and bitmaps as Python integers.

Trials and terms have small numbers of their own in the index (`tno`, `tid`), given in the order in which they came.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import compress, count

_ONE = ord("1")
_SPARSE = 32
"""Of a set of fewer numbers than one in so many each number is looked at by itself, which is slower for each."""

_HELD = re.compile(rb"[^\0]")
_PLACES = tuple(tuple(place for place in range(8) if byte >> place & 1) for byte in range(256))
"""The places of the bits that are set in each byte."""

_DIGITS = bytes.maketrans(b"01", b"\x00\x01")

ITEM = 4
"""The bytes of a number in a packed array."""

BITMAP_FROM = 400
"""Terms with this many trials or more have a bitmap in the index."""


def pack(numbers: Iterable[int]) -> bytes:
    """Pack numbers, sorted and each once, as little-endian 32-bit."""
    values = array("I", sorted(set(numbers)))
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def unpack(data: bytes | None) -> array[int]:
    """Unpack what `pack` made; nothing gives an empty array."""
    values = array("I")
    values.frombytes(data or b"")
    if sys.byteorder == "big":
        values.byteswap()
    return values


def pack_in_order(numbers: Iterable[int]) -> bytes:
    """Pack numbers in the order given, as `pack` does; `unpack` gives them back in that order."""
    return array_to_bytes(array("I", numbers))


def array_to_bytes(values: array[int]) -> bytes:
    """Return 32-bit numbers as the index stores them."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def to_bits(numbers: Iterable[int]) -> int:
    """Make a bitmap: bit n is set for each number n."""
    values = list(numbers)
    if not values:
        return 0
    size = max(values) + 1
    if len(values) * _SPARSE < size:
        data = bytearray(size // 8 + 1)
        for number in values:
            data[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(data, "little")
    digits = bytearray(b"0") * size
    for number in values:
        digits[number] = _ONE
    digits.reverse()
    return int(digits, 2)


def from_bits(bits: int) -> Iterator[int]:
    """Yield the numbers of a bitmap, ascending."""
    if bits.bit_count() * _SPARSE >= bits.bit_length():
        return compress(count(), bit_mask(bits))
    held = _HELD.finditer(bits_to_bytes(bits))
    return (8 * match.start() + place for match in held for place in _PLACES[match[0][0]])


def bit_mask(bits: int) -> bytes:
    """Return a bitmap as one byte, 0 or 1, for each number up to the highest that is set."""
    return format(bits, "b")[::-1].encode("ascii").translate(_DIGITS) if bits else b""


def bits_to_bytes(bits: int) -> bytes:
    """Return a bitmap as the index stores it."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def bytes_to_bits(data: bytes | None) -> int:
    """Read a bitmap from the index."""
    return int.from_bytes(data or b"", "little")
