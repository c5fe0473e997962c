"""CSV downloads of ClinicalTrials.gov, in the classic and the present dialect, to `Trial`: a part of each record.

The classic download (until 2024, 27 columns, comma or tab) gives labels (`Not yet recruiting`, `April 15, 2020`); the
present one (29 or 30 columns) gives the codes of the API. Both are told by their column names, of which a reader of the
site may have chosen some only. `Trial.missing` names what they cannot hold.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping

from trialtui.model.trial import Trial
from trialtui.sources.csv_cells import (
    Cells,
    age_limits,
    codes,
    conditions,
    design,
    enrollment,
    interventions,
    iso_date,
    locations,
    outcomes,
    phases,
    registry,
    sponsors,
    status,
    study_type,
    yes,
)
from trialtui.sources.ctgov_modules import NCT_NUMBER
from trialtui.sources.fields import RecordError
from trialtui.sources.streams import ByteStream

SOURCE = "ClinicalTrials.gov CSV"
"""What `Trial.source` says of trials read here."""

_LONGEST_LINE = 16 << 20
_LONGEST_HEADER = 1 << 16
_NEVER_HELD = (
    "status_verified_date",
    "why_stopped",
    "detailed_description",
    "keywords",
    "arm_groups",
    "interventions.description",
    "eligibility.criteria",
    "overall_officials",
    "references",
    "see_also_links",
    "condition_meshes",
    "intervention_meshes",
    "results",
)
_COLUMNS = {
    "brief_title": ("Study Title", "Title"),
    "acronym": ("Acronym",),
    "overall_status": ("Study Status", "Status"),
    "brief_summary": ("Brief Summary",),
    "has_results": ("Study Results",),
    "conditions": ("Conditions",),
    "interventions": ("Interventions",),
    "outcomes": ("Primary Outcome Measures", "Outcome Measures"),
    "outcomes.role": ("Primary Outcome Measures",),
    "lead_sponsor": ("Sponsor", "Sponsor/Collaborators"),
    "collaborators": ("Collaborators", "Sponsor/Collaborators"),
    "eligibility.sex": ("Sex", "Gender"),
    "eligibility.std_ages": ("Age",),
    "eligibility.minimum_age": ("Gender",),
    "phases": ("Phases",),
    "enrollment": ("Enrollment",),
    "study_type": ("Study Type",),
    "design": ("Study Design", "Study Designs"),
    "org_study_id": ("Other IDs",),
    "start_date": ("Start Date",),
    "primary_completion_date": ("Primary Completion Date",),
    "completion_date": ("Completion Date",),
    "first_post_date": ("First Posted",),
    "results_first_post_date": ("Results First Posted",),
    "last_update_post_date": ("Last Update Posted",),
    "locations": ("Locations",),
}
"""The columns that give each field, present dialect first; a column that only one dialect has tells that dialect."""


def csv_kind(head: bytes) -> str:
    """Tell what kind of CSV begins so: `ctgov`, `ictrp` (the WHO's portal of registries), or empty for no such one."""
    columns = _header(head[:_LONGEST_HEADER].split(b"\n", 1)[0].decode("utf-8", "replace"))
    if "NCT Number" in columns:
        return "ctgov"
    return "ictrp" if "TrialID" in columns else ""


def _header(line: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line.rstrip("\r\n")], delimiter=_delimiter(line)), [])]
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    return "\t" if "\t" in line else ","


def read_csv(stream: ByteStream, origin: str) -> Iterator[Trial | tuple[int, RecordError]]:
    """Read a download row by row.

    Args:
        stream: The stream, after any byte order mark, of kind `ctgov`.
        origin: The file's name, kept in the trials.

    Yields:
        The trial of each row, or the line on which a rejected row begins and why. The last row of a stream that is cut
        off is left out unless it is whole.
    """
    lines = _Lines(stream)
    first = next(lines, "")
    names = _header(first)
    missing = (*_NEVER_HELD, *(field for field, columns in _COLUMNS.items() if not set(columns) & set(names)))
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
    rows = csv.reader(lines, delimiter=_delimiter(first))
    while True:
        line = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield line, RecordError("", "", f"not CSV: {error}")
            continue
        if row is None or (stream.fault and not lines.whole):
            return
        if row:
            yield _read_row(names, row, line, origin, missing)


class _Lines:
    """Lines as text; bytes that are not UTF-8 pass as lone surrogates, to be found in their cell."""

    def __init__(self, stream: ByteStream) -> None:
        self.stream = stream
        self.number = 0
        self.whole = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.whole = line.endswith(b"\n")
        return line.decode("utf-8", "surrogateescape")


def _read_row(
    names: list[str], row: list[str], line: int, origin: str, missing: tuple[str, ...]
) -> Trial | tuple[int, RecordError]:
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
    nct = cells.get("NCT Number", "")
    if not NCT_NUMBER.fullmatch(nct):
        return line, RecordError("", "NCT Number", f"not an NCT number: {nct[:40]!r}")
    if len(row) != len(names):
        return line, RecordError(nct, "", f"{len(row)} cells, where the header has {len(names)}")
    for name, cell in cells.items():
        if reason := _bad_text(cell):
            return line, RecordError(nct, name, reason)
    try:
        return _trial(nct, cells, origin, missing)
    except ValueError as error:
        return line, RecordError(nct, "Enrollment", str(error))


def _bad_text(cell: str) -> str:
    if "\0" in cell:
        return "holds a NUL byte"
    if not cell.isascii():
        try:
            cell.encode()
        except UnicodeEncodeError:
            return "holds bytes that are not UTF-8"
    return ""


def _trial(nct: str, cells: Mapping[str, str], origin: str, missing: tuple[str, ...]) -> Trial:
    get = _getter(cells)
    lead, collaborators = sponsors(cells)
    org_id, *secondary_ids = [part.strip() for part in get("org_study_id").split("|")]
    updated = iso_date(get("last_update_post_date"))
    return Trial(
        nct_id=nct,
        org_study_id=org_id,
        secondary_ids=tuple(filter(None, secondary_ids)),
        brief_title=get("brief_title"),
        acronym=get("acronym"),
        brief_summary=get("brief_summary"),
        overall_status=status(get("overall_status")),
        start_date=iso_date(get("start_date")),
        primary_completion_date=iso_date(get("primary_completion_date")),
        completion_date=iso_date(get("completion_date")),
        first_post_date=iso_date(get("first_post_date")),
        results_first_post_date=iso_date(get("results_first_post_date")),
        last_update_post_date=updated,
        study_type=study_type(get("study_type")),
        phases=phases(get("phases")),
        design=design(get("design"), registry(get("study_type"))),
        enrollment=enrollment(get("enrollment")),
        interventions=interventions(get("interventions")),
        conditions=conditions(get("conditions")),
        outcomes=outcomes(cells),
        eligibility=age_limits(get("eligibility.std_ages"), next(iter(codes(get("eligibility.sex"))), "")),
        lead_sponsor=lead,
        collaborators=collaborators,
        locations=locations(get("locations")),
        has_results=yes(get("has_results")),
        record_as_of=updated.date if len(updated.date) == len("2020-01-01") else "",
        source=SOURCE,
        source_file=origin,
        missing=missing,
    )


def _getter(cells: Cells) -> Callable[[str], str]:
    return lambda field: next((cells[name] for name in _COLUMNS[field] if name in cells), "")
