"""How a trial is designed: in a line of words, and element by element."""

from __future__ import annotations

from trialtui.model.labels import label
from trialtui.model.trial import Design, Trial
from trialtui.pages.field_texts import FieldTexts
from trialtui.pages.page import Block, KeyValues
from trialtui.pages.spans import heading, rows, text
from trialtui.pages.trial_words import enum_words

_ALLOCATION = {"RANDOMIZED": "randomized", "NON_RANDOMIZED": "non-randomized", "NA": ""}
_MODEL = {
    "SINGLE_GROUP": "single group",
    "PARALLEL": "parallel groups",
    "CROSSOVER": "crossover",
    "FACTORIAL": "factorial",
    "SEQUENTIAL": "sequential",
}
_MASKING = {
    "NONE": "open label",
    "SINGLE": "single-masked",
    "DOUBLE": "double-masked",
    "TRIPLE": "triple-masked",
    "QUADRUPLE": "quadruple-masked",
}
"""The registry's values (API v2) as parts of a sentence; any other value is shown as it is."""

_RETAINED = {"SAMPLES_WITH_DNA": "Samples with DNA", "SAMPLES_WITHOUT_DNA": "Samples without DNA"}


def design_words(design: Design) -> str:
    """Return a trial's design in a line: `Randomized, parallel groups, double-masked (participant), for treatment`."""
    masked = _in_words(_MASKING, design.masking)
    if masked and design.who_masked:
        masked += f" ({', '.join(label(who).lower() for who in design.who_masked)})"
    parts = (
        _in_words(_ALLOCATION, design.allocation),
        _in_words(_MODEL, design.intervention_model),
        masked,
        f"for {label(design.primary_purpose).lower()}" if _says(design.primary_purpose) else "",
        label(design.observational_model).lower() if _says(design.observational_model) else "",
        label(design.time_perspective).lower() if _says(design.time_perspective) else "",
        "patient registry" if design.patient_registry else "",
    )
    words = ", ".join(filter(None, parts))
    return words[:1].upper() + words[1:]


def _in_words(known: dict[str, str], value: str) -> str:
    return known.get(value, label(value).lower()) if value else ""


def _says(value: str) -> bool:
    return value not in ("", "NA", "OTHER")


def design_blocks(trial: Trial, texts: FieldTexts) -> list[Block]:
    """Lay out the design element by element, as the registry names them."""
    design = trial.design
    masking = label(design.masking) if design.masking else ""
    if design.who_masked:
        masking += f" ({', '.join(label(who) for who in design.who_masked)})"
    facts = rows(
        ("Allocation", text(enum_words(design.allocation))),
        ("Intervention model", text(enum_words(design.intervention_model))),
        (
            "Model description",
            texts.line("design.intervention_model_description", design.intervention_model_description),
        ),
        ("Primary purpose", text(enum_words(design.primary_purpose))),
        ("Masking", text(masking)),
        ("Masking description", texts.line("design.masking_description", design.masking_description)),
        ("Observational model", text(enum_words(design.observational_model))),
        ("Time perspective", text(enum_words(design.time_perspective))),
        ("Patient registry", text("Yes" if design.patient_registry else "")),
        ("Target duration", text(design.target_duration)),
        ("Biospecimens", text(_RETAINED.get(design.biospecimens, enum_words(design.biospecimens)))),
        ("Samples", texts.line("design.biospecimens_description", design.biospecimens_description)),
    )
    return [heading("Design", "design"), KeyValues(facts)] if facts else []
