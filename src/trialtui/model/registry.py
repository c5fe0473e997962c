"""What is asked of the registry: the query that a store is kept in step with."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_CONDITION = "COVID-19"


@dataclass(frozen=True, slots=True)
class RegistryQuery:
    """A query of ClinicalTrials.gov: a condition, words, or both; neither asks for the whole registry."""

    condition: str = ""
    words: str = ""

    @property
    def key(self) -> str:
        """What tells one query from another: case and white space do not."""
        return "\x1f".join(" ".join(part.casefold().split()) for part in (self.condition, self.words))

    def __str__(self) -> str:
        """Return the query in words."""
        parts = [f"condition {self.condition}" if self.condition else "", f"words {self.words}" if self.words else ""]
        return ", ".join(filter(None, parts)) or "the whole registry"
