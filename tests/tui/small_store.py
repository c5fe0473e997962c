"""A small real store for the tests of finding: thirty trials of two drugs, and one with a hostile title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.query.corpus import make_store, trial

from trialtui.model.refs import mesh_ref
from trialtui.model.term import Term
from trialtui.model.trial import Enrollment, Trial
from trialtui.pages.catalogue import StoreCatalogue

STATUSES = ("COMPLETED", "RECRUITING", "", "TERMINATED", "NOT_YET_RECRUITING")
PHASES: tuple[tuple[str, ...], ...] = (("PHASE3",), ("PHASE1", "PHASE2"), (), ("NA",), ("EARLY_PHASE1",))
CRITERIA = "\n".join(f"* Criterion {number} of the trial, which takes a line" for number in range(60))
FEVER = "D005334"


def made(number: int) -> Trial:
    """A trial; those whose number is even are of zinc and have fever, the others are of aspirin."""
    even = number % 2 == 0
    item = trial(
        10_000_000 + number,
        f"{('Omega', 'beta', 'Alpha')[number % 3]} study {number}",
        summary="A study of pain." if even else "A study of itching.",
        criteria=CRITERIA,
        drugs=["Zinc" if even else "Aspirin"],
        other_names=[] if even else ["Acetylsalicylic Acid"],
        status=STATUSES[number % 5],
        phases=PHASES[number % 5],
        start=("2020-05", "2021-01-15", "")[number % 3],
        countries=["Italy" if number < 10 else "Japan"],
    )
    return replace(item, enrollment=Enrollment(number * 37 % 100) if number % 4 else None)


TRIALS = tuple(made(number) for number in range(30))


def make_catalogue(folder: Path) -> StoreCatalogue:
    hostile = trial(20_000_001, "[red]Quick\x1b[2J\u202estudy", drugs=["Oddity"])
    mesh = {item.nct_id: [FEVER] for item in TRIALS[::2]}
    fever = Term(ref=mesh_ref(FEVER), name="Fever", synonyms=("Pyrexia",))
    return StoreCatalogue(make_store(folder, [*TRIALS, hostile], mesh=mesh, terms=[fever]))
