from __future__ import annotations

import pytest
from tests.render.blocks import words

from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref, drug_ref
from trialtui.pages.page import (
    Bar,
    Bars,
    Column,
    Heading,
    Item,
    KeyValues,
    ListBlock,
    OutsideLink,
    Page,
    Paragraph,
    Span,
    Table,
)

FEVER = EntityPlace(Ref("mesh", "D005334"))
DRUG = EntityPlace(drug_ref("Nasal rinse"))


@pytest.fixture
def sample() -> Page:
    outcomes = Table(
        columns=(Column("#", right=True), Column("Measure", wide=True), Column("Time frame")),
        rows=(
            (
                words("1"),
                words("Days until the fever is gone, as told by the participants' own diaries"),
                words("Day 28"),
            ),
            (words("2"), words("肺炎 on a chest radiograph"), words("Day 14")),
        ),
    )
    correlated = Table(
        columns=(Column("Name", wide=True), Column("Correlation", right=True), Column("Shared trials", right=True)),
        rows=(
            ((Span("Fever", FEVER),), words("0.52"), words("14")),
            ((Span("Nasal rinse", DRUG),), words("0.07"), words("1")),
        ),
        note=words("2 of 31 rows"),
        rules_before=((1, "together in one trial only"),),
    )
    return Page(
        title="Salt Water Against a Cold: a Randomised Trial in Three Hospitals",
        place=EntityPlace(Ref("trial", "NCT00000001")),
        subtitle="Clinical trial · NCT00000001",
        outside=(
            OutsideLink("ClinicalTrials.gov", "https://clinicaltrials.gov/study/NCT00000001"),
            OutsideLink("Wikipedia", "https://en.wikipedia.org/w/index.php?search=" + "salt+water+" * 8),
        ),
        blocks=(
            KeyValues(
                (
                    ("Status", words("Recruiting, as recorded 2020-10-07")),
                    ("Conditions", (Span("Fever", FEVER), Span(" · "), Span("Common cold"))),
                )
            ),
            Heading(words("Summary"), 2, "summary"),
            Paragraph(
                (
                    Span("Half of the participants rinse their noses with salt water; "),
                    Span("fever", FEVER, "evidence"),
                    Span(" is measured twice a day, and the "),
                    Span("nasal rinse", DRUG),
                    Span(" is "),
                    Span("not", style="strong"),
                    Span(" shaken."),
                )
            ),
            Heading(words("Eligibility"), 2, "eligibility"),
            Heading(words("Inclusion"), 3, "inclusion"),
            ListBlock(
                (
                    Item(words("Age 18 to 75 years, of either sex, able to keep a diary for four weeks in a row")),
                    Item(words("Fever ≥ 38 °C"), 1),
                    Item(words("Consent given"), 0, "2."),
                )
            ),
            Heading(words("Primary outcomes (2)"), 2, "primary-outcomes"),
            outcomes,
            Heading(words("Correlated terms (31)"), 2, "correlated"),
            correlated,
            Heading(words("Trials a month"), 2, "timeline"),
            Bars((Bar(words("2020-03"), 3, "3 trials"), Bar(words("2020-04"), 24, "24 trials"))),
            Paragraph(words("truncated after Secondary outcomes", "warning")),
        ),
        related=(Heading(words("Related HPO terms"), 2, "related-hpo"), Paragraph(words("none"))),
    )
