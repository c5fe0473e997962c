"""The fields of a trial that are searched for words, by their paths, and the first of them that holds some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialtui.model.trial import Trial
from trialtui.query.clauses import Words
from trialtui.store.index_text import decoded
from trialtui.store.text_keys import fold, words


def word_fields(trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield each text that the index holds of a trial, as registered, with its path (`outcomes[2].measure`)."""
    yield "org_study_id", trial.org_study_id
    yield from _numbered("secondary_ids", trial.secondary_ids)
    for name in ("brief_title", "official_title", "acronym", "brief_summary", "detailed_description"):
        yield name, getattr(trial, name)
    yield from _numbered("conditions", trial.conditions)
    yield from _numbered("keywords", trial.keywords)
    for number, item in enumerate(trial.interventions):
        yield f"interventions[{number}].name", item.name
        yield from _numbered(f"interventions[{number}].other_names", item.other_names)
        yield f"interventions[{number}].description", item.description
    for number, outcome in enumerate(trial.outcomes):
        for name in ("measure", "description", "time_frame"):
            yield f"outcomes[{number}].{name}", getattr(outcome, name)
    yield "eligibility.criteria", trial.eligibility.criteria
    yield "eligibility.study_population", trial.eligibility.study_population


def _numbered(path: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((f"{path}[{number}]", text) for number, text in enumerate(texts))


def fields_with(trial: Trial, wanted: Sequence[Words]) -> dict[Words, str]:
    """Return for each word or phrase the path of the first field that holds it."""
    left, found = list(wanted), dict[Words, str]()
    for path, text in word_fields(trial):
        if not left:
            break
        if not text:
            continue
        folded = fold(decoded(text))
        may = [item for item in left if item.parts[0] in folded]
        if may:
            spelled = words(decoded(text))
            for item in may:
                if holds(spelled, item):
                    found[item] = path
                    left.remove(item)
    return found


def holds(spelled: Sequence[str], item: Words) -> bool:
    """Tell whether a text, given as its folded words, has a word or phrase."""
    parts, length = list(item.parts), len(item.parts)
    for at, word in enumerate(spelled):
        if not word.startswith(parts[0]):
            continue
        run = list(spelled[at : at + length])
        if run == parts or (item.begins and run[:-1] == parts[:-1] and run[-1].startswith(parts[-1])):
            return True
    return False
