"""Lines of a text that have a hint of something: passes that look closer need not look at the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def lines_with(text: str, hints: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each line that has one of the hints, in order, with its offset in code points.

    Args:
        text: The text.
        hints: In lower case; the case of the text does not count.
    """
    lower = text.lower()
    if len(lower) != len(text):  # a few letters become two
        lower = "".join(char.lower()[:1] for char in text)
    found: dict[int, int] = {}
    for hint in hints:
        at = lower.find(hint)
        while at >= 0:
            end = lower.find("\n", at)
            end = len(text) if end < 0 else end
            found[lower.rfind("\n", 0, at) + 1] = end
            at = lower.find(hint, end)
    yield from ((begin, text[begin : found[begin]]) for begin in sorted(found))
