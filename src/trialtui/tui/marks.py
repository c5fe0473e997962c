"""The trials that the reader has marked, in the order of marking. They live in memory, until the browser ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trialtui.model.refs import Ref


class Marks:
    """Marked trials."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        """Begin with none; `changed` is called after each change."""
        self._refs: dict[Ref, None] = {}
        self._changed = changed

    def __len__(self) -> int:
        """Return their number."""
        return len(self._refs)

    def __contains__(self, ref: object) -> bool:
        """Tell whether a trial is marked."""
        return ref in self._refs

    def __iter__(self) -> Iterator[Ref]:
        """Yield them in the order in which they were marked."""
        return iter(tuple(self._refs))

    def toggle(self, ref: Ref) -> bool:
        """Mark a trial, or no longer; True if it is marked now."""
        marked = ref not in self._refs
        if marked:
            self._refs[ref] = None
        else:
            del self._refs[ref]
        self._changed()
        return marked

    def clear(self) -> None:
        """Mark none any more."""
        self._refs.clear()
        self._changed()
