"""An export as RIS, which reference managers read: one record a trial, of the type of an entry in an online database.

The sponsor stands as the author; it ends in a comma, which tells readers of RIS that it is no person's name, unless it
holds commas itself. The date is that of the first posting; when the record was read stands as the date of access.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialtui.model.clean import clean_line
from trialtui.model.labels import phases_label, status_label
from trialtui.model.refs import trial_ref
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial
from trialtui.query.export import ExportRow
from trialtui.query.matching import matched_words
from trialtui.query.outside import outside_url

_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def to_ris(rows: Iterable[ExportRow]) -> Iterator[str]:
    """Yield a record a trial. Lines end in carriage return and newline, as the format has it."""
    for row in rows:
        lines = [("TY", "DBASE"), *_fields(row), ("ER", "")]
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in lines) + "\r\n"


def _fields(row: ExportRow) -> Iterator[tuple[str, str]]:
    """Yield the tags that have a value, each on one line."""
    for tag, value in _values(row.trial):
        words = " ".join(clean_line(value).split())
        if words:
            yield tag, words
    yield "N1", f"Record as of {row.trial.record_as_of or 'an unknown date'}"
    if row.matched:
        yield "N1", " ".join(clean_line(f"Matched: {matched_words(row.matched)}").split())


def _values(trial: Trial) -> Iterator[tuple[str, str]]:
    sponsor = trial.lead_sponsor.name.strip()
    yield "ID", trial.nct_id
    yield "TI", trial.brief_title or trial.official_title or trial.nct_id
    yield "ST", trial.acronym
    yield "AU", sponsor if "," in sponsor or not sponsor else f"{sponsor},"
    yield "PY", trial.first_post_date.date[:4]
    yield "DA", _slashed(trial.first_post_date.date)
    yield "Y2", _slashed(trial.record_as_of)
    yield "AB", read_registered(trial.brief_summary, trial.text_format).plain
    mesh = (term.term for term in (*trial.condition_meshes, *trial.intervention_meshes))
    for keyword in dict.fromkeys((*trial.conditions, *trial.keywords, *mesh)):
        yield "KW", keyword
    yield "M3", "Clinical trial registration"
    yield "AN", trial.nct_id
    yield "DB", "ClinicalTrials.gov"
    yield "DP", "U.S. National Library of Medicine"
    yield "UR", outside_url(trial_ref(trial.nct_id))
    yield "N1", f"Status: {status_label(trial.overall_status)}"
    if trial.phases:
        yield "N1", f"Phase: {phases_label(trial.phases)}"
    if trial.collaborators:
        yield "N1", f"Collaborators: {'; '.join(item.name for item in trial.collaborators)}"
    if trial.last_update_post_date.date:
        yield "N1", f"Last update posted {trial.last_update_post_date.date}"


def _slashed(date: str) -> str:
    """Return a date as RIS writes it: `2020/02/21`, or `2020/02` where the day is not known."""
    return date.replace("-", "/") if _DATE.fullmatch(date) else ""
