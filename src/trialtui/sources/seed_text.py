"""The line grammar of the original site's pages: what one line of the flattened text says.

The forms are those printed on the site's pages of May to November 2020. Nothing here knows where in a page
a line stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from trialtui.model.labels import INTERVENTION_TYPES
from trialtui.model.published import PublishedRow
from trialtui.model.refs import Ref, drug_ref, mesh_ref

AUTHOR = "Developed by Shray Alag"
MENU = "Clinical Trial MeSH HPO Drug Gene SNP Protein Mutation"
TRIALS_HEADING = "Clinical Trials"

_MAX_WORDS = 40
"""The longest name that a blank-separated line is searched for, in words; MeSH names have at most twenty."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_KINDS_OF_LINK = {"Wiki": "drug", "NIH": "mesh", "HPO": "hpo"}
_KINDS_OF_TABLE = {"Drug": "drug", "MeSH": "mesh", "HPO": "hpo"}

_SITE = re.compile(r"CovidResearchTrials (?:by \S|Covid 19 Research).*")
_NAVIGATION = re.compile(
    r"(?:Navigate|Sections):(?:[ ,]+(?:Correlations|Clinical Trials|and|HPO))+,?|Clinical Trials, and HPO|(?:-+\|)+-*"
)
_HEADINGS = (
    ("mesh", re.compile(r"Report for ([CD]\d{6}(?:\d{3})?): (.*\S) ?NIH", re.ASCII)),
    ("hpo", re.compile(r"(HP:\d{7}): (.*\S) ?HPO", re.ASCII)),
)
_TABLE = re.compile(r"Correlated (Drug|MeSH|HPO) Terms \((\d{1,6})\)", re.ASCII)
_ROW = re.compile(
    r"(?P<id>drug\d+|[CD]\d{6}(?:\d{3})?|HP:\d{7}) (?P<name>.*\S) "
    r"(?P<link>Wiki|NIH|HPO) (?:\| )?(?P<correlation>0\.\d\d|1\.00)(?: ?\|)?",
    re.ASCII,
)
_COUNT = re.compile(r"There (?:is one clinical trial\.?|are (\d{1,6}) clinical trials\.?)", re.ASCII)
_ADDRESS = re.compile(
    r"/(\d{8})/(?:output/)?(?:report/)?covid/(drug|mesh|hpo)/(?:html/)?"
    r"(?:(drug\d+)|([CD]\d{6}(?:\d{3})?)|HP[:_]?(\d{7}))\.html",
    re.ASCII,
)
_NCT = re.compile(r"NCT\d{8}(?!\S)", re.ASCII)
_TYPED = re.compile(rf"(?<!\S)({'|'.join(INTERVENTION_TYPES.values())}):(?: |$)")


class KnownNames(Protocol):
    """Names that a line can be split into, case folded, single blanks between words; a `frozenset[str]` is one."""

    def __contains__(self, folded_name: object, /) -> bool:
        """Tell whether this is a known name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A page's heading: what kind of entity it reports on, its id (none for drugs) and its name as printed."""

    kind: str
    id: str
    name: str


def split_lines(text: str) -> list[str]:
    """Split a page at its newlines only, whatever other separators it holds; blanks that end a line go."""
    return [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]


def is_site_line(line: str) -> bool:
    """Tell whether this is the site's name line or its tagline."""
    return _SITE.fullmatch(line) is not None


def is_navigation(line: str) -> bool:
    """Tell whether this is one of layout B's navigation lines or its table rule."""
    return _NAVIGATION.fullmatch(line) is not None


def is_table_header(line: str) -> bool:
    """Tell whether this is the line of column titles, of either layout."""
    return line in ("Name (Synonyms) Correlation", "Name (Synonyms) | Correlation |")


def read_heading(line: str) -> Heading | None:
    """Read a heading that ends in its link word (`Wiki`, `NIH`, `HPO`); one such word is taken off, the rest is kept.

    Returns:
        The heading, or None where the line has no link word, as where it is cut.
    """
    for kind, pattern in _HEADINGS:
        if match := pattern.fullmatch(line):
            return Heading(kind, match[1], match[2].strip())
    name = line.removesuffix("Wiki").strip()
    return Heading("drug", "", name) if line.endswith("Wiki") and name else None


def read_synonyms(line: str) -> tuple[str, ...] | None:
    """Read `(Synonyms: a, b, c)`. Where the line is cut, its last name may be cut too and is left out.

    Returns:
        The synonyms as printed, or None where this is no such line.
    """
    if not line.startswith("(Synonyms:"):
        return None
    names = line.removeprefix("(Synonyms:").removesuffix(")").strip().split(", ")
    whole = names if line.endswith(")") else names[:-1]
    return tuple(name for name in whole if name)


def read_table_heading(line: str) -> tuple[str, int] | None:
    """Read `Correlated MeSH Terms (12)` as the table's kind and the count of its rows."""
    match = _TABLE.fullmatch(line)
    return (_KINDS_OF_TABLE[match[1]], int(match[2])) if match else None


def read_row(line: str) -> tuple[str, PublishedRow] | None:
    """Read a row from both ends: first its id, last its two decimals, before these its link word; between, its name.

    Returns:
        The kind of its entity and the row, or None where the line is no whole row.
    """
    match = _ROW.fullmatch(line)
    if not match:
        return None
    kind = _KINDS_OF_LINK[match["link"]]
    identifier, name = match["id"], match["name"].strip()
    if not name or kind != ("hpo" if ":" in identifier else "drug" if identifier.startswith("drug") else "mesh"):
        return None
    ref = _row_ref(kind, identifier, name)
    return kind, PublishedRow(id=identifier, name=name, correlation=float(match["correlation"]), ref=ref)


def read_count(line: str) -> int | None:
    """Read `There is one clinical trial.` or `There are N clinical trials`."""
    match = _COUNT.fullmatch(line)
    return int(match[1] or 1) if match else None


def read_address(address: str) -> tuple[str, str, str]:
    """Read what a page's first address says, in any of the site's address forms.

    Args:
        address: Such as `http://covidresearchtrials.com/07182020/output/report/covid/drug/drug285.html`.

    Returns:
        The day of the run (`YYYY-MM-DD`), the kind (`drug`, `mesh`, `hpo`) and the site's id (`drug285`, `D003863`,
        `HP:0002960`); empty texts where the address has none of these forms, an empty day where it is no date.
    """
    match = _ADDRESS.search(address)
    if not match:
        return "", "", ""
    digits, kind, drug, mesh, hpo = match.groups()
    identifier = {"drug": drug, "mesh": mesh, "hpo": hpo and f"HP:{hpo}"}[kind]
    return (_day(digits), kind, identifier) if identifier else ("", "", "")


def is_registration(line: str) -> bool:
    """Tell whether a line begins with a whole NCT number."""
    return _NCT.match(line) is not None


def has_intervention(line: str) -> bool:
    """Tell whether a line names an intervention with its type."""
    return _TYPED.search(line) is not None


def split_registration(line: str) -> tuple[str, list[tuple[str, str]]]:
    """Split what follows the NCT number: the conditions, then interventions as `Type: name`.

    The eleven registry types are the only marks. A name that itself holds such a mark (`Arm A Drug: X`) cannot be told
    from two interventions, and is split there; one that begins with a mark (`Drug: Drug: X`) is kept.

    Returns:
        The conditions as one text, and each intervention's type and name, which is empty where it is cut off.
    """
    marks: list[re.Match[str]] = []
    for mark in _TYPED.finditer(line):
        if not marks or mark.start() > marks[-1].end():
            marks.append(mark)
    starts = [*(mark.start() for mark in marks), len(line)]
    found = [(mark[1], line[mark.end() : end].strip()) for mark, end in zip(marks, starts[1:], strict=True)]
    return line[: starts[0]].strip(), found


def segment(line: str, known: Sequence[KnownNames]) -> tuple[str, ...] | None:
    """Split a blank-separated line into known names: from the left, the longest that lets the rest be split too.

    Args:
        line: Names with blanks between them and no other mark.
        known: Collections of names; a name in any of them will do.

    Returns:
        The names as printed, or None where the line as a whole cannot be so split.
    """
    words = line.split()
    ends: list[int | None] = [*[None] * len(words), len(words)]
    for start in range(len(words) - 1, -1, -1):
        for end in range(min(len(words), start + _MAX_WORDS), start, -1):
            if ends[end] is not None and any(" ".join(words[start:end]).casefold() in names for names in known):
                ends[start] = end
                break
    found, at = [], 0
    while at < len(words) and (end_of_name := ends[at]) is not None:
        found.append(" ".join(words[at:end_of_name]))
        at = end_of_name
    return tuple(found) if at == len(words) else None


def ordinal_word(number: int) -> str:
    """Return `first` to `tenth`, then `11th`, `12th`, `21st`."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def entity_ref(kind: str, identifier: str) -> Ref:
    """Name a MeSH or HPO term by the site's id.

    Raises:
        RefError: a MeSH term's id is none.
    """
    return mesh_ref(identifier) if kind == "mesh" else Ref("hpo", identifier)


def _row_ref(kind: str, identifier: str, name: str) -> Ref:
    return drug_ref(name) if kind == "drug" else entity_ref(kind, identifier)


def _day(digits: str) -> str:
    """Turn MMDDYYYY into YYYY-MM-DD."""
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4])).isoformat()
    except ValueError:
        return ""
