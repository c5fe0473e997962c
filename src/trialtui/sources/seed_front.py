"""What a page of the original site has before its trials: heading, site and author lines, correlated tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialtui.model.published import PublishedRow, PublishedTable
from trialtui.model.refs import fold_name
from trialtui.sources.seed_text import (
    AUTHOR,
    MENU,
    Heading,
    is_navigation,
    is_site_line,
    is_table_header,
    read_heading,
    read_row,
    read_synonyms,
    read_table_heading,
)

_HEADING_LINES = 4
_TABLE_NAMES = {"drug": "drug", "mesh": "MeSH", "hpo": "HPO"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands before the trials; `last_read` says what comes last of it."""

    heading: Heading | None
    synonyms: tuple[str, ...]
    site: str
    author: str
    tables: tuple[PublishedTable, ...]
    last_read: str

    def rows(self) -> Iterator[tuple[str, PublishedRow]]:
        """Go through the rows of all tables, each with its table's kind."""
        return ((table.kind, row) for table in self.tables for row in table.rows)

    def own_names(self) -> frozenset[str]:
        """Return the page's MeSH and HPO names, folded. Drug names are left out: conditions are no interventions."""
        names = {row.name for kind, row in self.rows() if kind != "drug"}
        if self.heading and self.heading.kind != "drug":
            names |= {self.heading.name, *self.synonyms}
        return frozenset(fold_name(name) for name in names)


def read_front(lines: Sequence[str], cut: bool) -> Front:
    """Read the lines before the count of trials.

    Args:
        lines: The lines.
        cut: The text ends with them. A heading as its last line may then be cut itself, and is left out.
    """
    synonyms: tuple[str, ...] = ()
    site = author = last = ""
    names: list[str] = []
    for line in filter(None, lines):
        if read_table_heading(line) or is_table_header(line):
            break
        if is_site_line(line):
            site, last = site or line, last or "the site's name"
        elif line.startswith(AUTHOR):
            author, last = line, "the author line"
        elif line == MENU or is_navigation(line):
            last = "the menu line"
        elif (found := read_synonyms(line)) is not None:
            synonyms, last = found, "the synonyms"
        elif not author:
            names.append(line)
            last = "the heading"
    if cut and names and names[-1] == next(filter(None, reversed(lines))):
        names.pop()
    heading, tables = _heading(names, bool(author)), _read_tables(lines)
    last = _last_of_tables(tables) or last
    return Front(heading=heading, synonyms=synonyms, site=site, author=author, tables=tables, last_read=last)


def _heading(names: Sequence[str], whole: bool) -> Heading | None:
    """Read the heading from the lines before the author line.

    Registered names may hold line breaks, so the heading ends at its link word. A copy that has lost the link word
    still has a name, where a later line shows that the first one is whole.
    """
    asked = [" ".join(names[:end]) for end in range(1, min(len(names), _HEADING_LINES) + 1)]
    if names and whole:
        asked += [names[0] + word for word in (" NIH", "HPO", "Wiki")]
    return next(filter(None, map(read_heading, asked)), None)


def _read_tables(lines: Sequence[str]) -> tuple[PublishedTable, ...]:
    """Read the tables. A row belongs to the table of its own kind, since layout B has lost the headings."""
    declared: dict[str, int | None] = {}
    rows: dict[str, list[PublishedRow]] = {}
    for line in lines:
        if heading := read_table_heading(line):
            declared.setdefault(*heading)
        elif found := read_row(line):
            kind, row = found
            declared.setdefault(kind, None)
            rows.setdefault(kind, []).append(row)
    return tuple(
        PublishedTable(kind=kind, declared=count, rows=tuple(rows.get(kind, ()))) for kind, count in declared.items()
    )


def _last_of_tables(tables: Sequence[PublishedTable]) -> str:
    """Say what was read last of the tables; empty where there are none."""
    if not tables:
        return ""
    last = tables[-1]
    name = f"the correlated {_TABLE_NAMES[last.kind]} terms"
    total = f" of {last.declared}" if last.declared is not None else ""
    return f"row {len(last.rows)}{total} of {name}" if last.rows else f"the heading of {name}"
