"""What a query says: its clauses, all of which must hold, and their normal form, which is read back as the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from trialtui.model.refs import Ref

WIDENED = ("mesh", "hpo", "drug")
"""The kinds of term that `+` widens."""

_NEEDS_NO_QUOTES = re.compile(r'[^\s"+!~]+')


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase of the text. A word that punctuation parts (`COVID-19`) is a phrase of its parts.

    Attributes:
        text: As typed, without quotes and `*`.
        parts: The folded words, at least one.
        quoted: Whether it was typed in quotes.
        begins: Whether the last part is the beginning of a word (`vaccin*`).
    """

    text: str
    parts: tuple[str, ...]
    quoted: bool = False
    begins: bool = False

    def __str__(self) -> str:
        """Return the normal form."""
        return (_in_quotes(self.text) if self.quoted else self.text) + ("*" if self.begins else "")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field and the value that it must have, as `search_fields` reads it; `exact` is what `phase:3!` says."""

    name: str
    value: str
    exact: bool = False

    def __str__(self) -> str:
        """Return the normal form."""
        return f"{self.name}:{quote(self.value)}{'!' if self.exact else ''}"


@dataclass(frozen=True, slots=True)
class Term:
    """The trials of an entity.

    Attributes:
        ref: The entity.
        wide: Those of its narrower terms too, or of every name of the substance.
        mentions: By every link, mentions too, as correlation over mentions counts them.
    """

    ref: Ref
    wide: bool = False
    mentions: bool = False

    def __str__(self) -> str:
        """Return the normal form."""
        kind, _, key = str(self.ref).partition(":")
        text = f"{kind}:{quote(key)}" if self.ref.kind == "drug" else str(self.ref)
        return text + ("+" if self.wide else "") + ("~" if self.mentions else "")


Item: TypeAlias = Words | Narrowing | Term


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition; `position` is where it was typed, in code points, and no part of what it says."""

    item: Item
    excluded: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """Return the normal form."""
        return f"{'-' if self.excluded else ''}{self.item}"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: all clauses must hold; none at all fits every trial."""

    clauses: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        """Return the normal form, which is read back as the same query."""
        return " ".join(map(str, self.clauses))

    def with_clause(self, clause: Clause) -> Query:
        """Return the query narrowed by a clause; the same query where it has that clause already."""
        return self if clause in self.clauses else Query((*self.clauses, clause))

    def without(self, number: int) -> Query:
        """Return the query without its clause of this number, from 0."""
        return Query(self.clauses[:number] + self.clauses[number + 1 :])

    @property
    def words(self) -> tuple[Words, ...]:
        """The words and phrases that must occur."""
        return tuple(c.item for c in self.clauses if isinstance(c.item, Words) and not c.excluded)


def quote(value: str) -> str:
    """Put a value in quotes where it needs them to be read back as one."""
    return value if _NEEDS_NO_QUOTES.fullmatch(value) else _in_quotes(value)


def _in_quotes(text: str) -> str:
    """Put a text in quotes; a quote within it is doubled."""
    return '"' + text.replace('"', '""') + '"'
