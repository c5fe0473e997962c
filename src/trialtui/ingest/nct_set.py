"""Sets of trials, by the digits of their NCT numbers: hundreds of thousands of them in a megabyte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

_SHIFT = 16
_BYTES = 1 << (_SHIFT - 3)


class NctSet:
    """A set of numbers, as bits in blocks that are made when they are needed."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        """Hold these numbers."""
        self._blocks: dict[int, bytearray] = {}
        self._length = 0
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> None:
        """Add a number."""
        block = self._blocks.get(number >> _SHIFT)
        if block is None:
            block = self._blocks[number >> _SHIFT] = bytearray(_BYTES)
        at, bit = self._at(number)
        if not block[at] & bit:
            block[at] |= bit
            self._length += 1

    def __contains__(self, number: int) -> bool:
        """Tell whether a number is in it."""
        block = self._blocks.get(number >> _SHIFT)
        at, bit = self._at(number)
        return block is not None and bool(block[at] & bit)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._length

    def __iter__(self) -> Iterator[int]:
        """Yield them, ascending."""
        for number in sorted(self._blocks):
            for at, byte in enumerate(self._blocks[number]):
                if byte:
                    start = (number << _SHIFT) + (at << 3)
                    yield from (start + bit for bit in range(8) if byte >> bit & 1)

    def steps(self) -> list[int]:
        """Return the first number, and by how much each further one is larger than the one before."""
        before, found = 0, []
        for number in self:
            found.append(number - before)
            before = number
        return found

    @classmethod
    def from_steps(cls, steps: Iterable[int]) -> NctSet:
        """Make the set whose `steps` these are."""
        return cls(accumulate(steps))

    @staticmethod
    def _at(number: int) -> tuple[int, int]:
        """Return where a number is in its block: the byte, and the bit."""
        return (number & ((1 << _SHIFT) - 1)) >> 3, 1 << (number & 7)
