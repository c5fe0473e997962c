"""What came of an import: counts, and each rejected record with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Report:
    """Counts of records; a record that an older version would replace is unchanged."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def seen(self) -> int:
        """The number of records that were read."""
        return self.added + self.updated + self.unchanged

    def count(self, outcome: str) -> None:
        """Count one record by what came of it: the name of a field."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def as_json(self) -> dict[str, int]:
        """Return the counts as the one JSON line at the end."""
        return asdict(self)


Narrator = Callable[[str], None]
"""Takes a line for standard error."""
