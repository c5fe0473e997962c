"""How a trial's record is cited."""

from __future__ import annotations

from trialtui.model.refs import trial_ref
from trialtui.model.trial import Trial
from trialtui.query.outside import outside_url


def citation(trial: Trial) -> str:
    """Return a citation in a line: sponsor, title, NCT number, address, last update, and the date of the record."""
    sponsor = " ".join(trial.lead_sponsor.name.split())
    title = " ".join((trial.brief_title or trial.official_title).split()).rstrip(".")
    updated = trial.last_update_post_date.date
    parts = [
        sponsor,
        f"{title} ({trial.nct_id})" if title else trial.nct_id,
        "ClinicalTrials.gov",
        outside_url(trial_ref(trial.nct_id)),
        f"Last update posted {updated}" if updated else "Date of the last update not stated",
        f"Record as of {trial.record_as_of}" if trial.record_as_of else "Record of an unknown date",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
