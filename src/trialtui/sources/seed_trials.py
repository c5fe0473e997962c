"""The trial blocks of the original site's pages: where each begins, what it says, and where the last one is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trialtui.model.published import PublishedTrial
from trialtui.model.trial import Outcome
from trialtui.sources.seed_text import (
    TRIALS_HEADING,
    KnownNames,
    has_intervention,
    is_navigation,
    is_registration,
    ordinal_word,
    segment,
    split_registration,
)

NCT_LINE = "NCT line"
"""What a block's `truncated_after` names where the text stops in the NCT line."""

_NO_RELATED = "No related HPO nodes (Using clinical trials)"
_RELATED = re.compile(r"(?:No related|Related) HPO [Nn]odes\b.*|HP:\d{7}\b.*", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,6})(?: (.*))?", re.ASCII)
_LABEL = re.compile(r"(MeSH|HPO|Description|Measure|Time):|((?:Primary|Secondary|Other) Outcomes)$")
_LABELS = (
    *("MeSH:", "HPO:", "Description:", "Measure:", "Time:", "Primary Outcomes", "Secondary Outcomes", "Other Outcomes"),
    *(_NO_RELATED, "Related HPO nodes", "Navigate: "),
)
_CUT_NUMBER = re.compile(r"N|NC|NCT\d{0,7}|\d{1,4}", re.ASCII)
_FIELDS = {"Description": "description", "Measure": "measure", "Time": "time_frame"}
_ROLES = {"Primary Outcomes": "primary", "Secondary Outcomes": "secondary", "Other Outcomes": "other"}
_REGISTRATION = "NCT"
_NEEDS_MEASURE = ("Description", *_ROLES)


@dataclass(frozen=True, slots=True)
class TrialSection:
    """All that follows the count of trials; `truncated_after` is empty where the section is whole."""

    trials: tuple[PublishedTrial, ...]
    related_hpo: str
    truncated_after: str


@dataclass(frozen=True, slots=True)
class _Element:
    """A labelled part of a block: its label and its raw lines, the label's included."""

    label: str
    raw: str

    @property
    def value(self) -> str:
        return self.raw.partition(":")[2].strip()


def read_trial_section(lines: Sequence[str], count: int | None, known: Sequence[KnownNames]) -> TrialSection:
    """Read the trial blocks and what the page ends with.

    Args:
        lines: The page's lines after the count of trials.
        count: The number of trials that the page announces; None where it does not.
        known: What the blank-separated lines can be split into: the page's own MeSH names first.
    """
    lines = [line for line in lines if not is_navigation(line)]
    first = _next_line(lines, 0)
    titled = first < len(lines) and lines[first] == TRIALS_HEADING
    end = next((at for at, line in enumerate(lines) if _RELATED.fullmatch(line)), len(lines))
    cut = end == len(lines)
    body = lines[first + 1 if titled else 0 : end]
    trials = _read_blocks(_without_cut_label(body, titled) if cut else body, count, titled, cut, known)
    related = _text(lines[end:])
    if not cut:
        return TrialSection(trials, related, _cut_in_related(related))
    if not trials:
        return TrialSection((), "", f'the heading "{TRIALS_HEADING}"' if titled else "the count of clinical trials")
    return TrialSection(trials, "", _of_page(trials[-1].truncated_after, len(trials), count))


def _cut_in_related(related: str) -> str:
    """Say where the page's end is cut; a section of related nodes, whose form is not known, counts as whole."""
    if related.startswith(_NO_RELATED) or ("\n" in related) or related.startswith("HP:"):
        return ""
    return "the line on related HPO nodes"


def _of_page(truncated_after: str, ordinal: int, count: int | None) -> str:
    """Say of the page where its last block is cut, naming the block where there may be several."""
    if count == 1 or (count is None and ordinal == 1):
        return truncated_after
    what = truncated_after.removeprefix("the ").removeprefix("trial's ")
    return f"the {ordinal_word(ordinal)} trial's {what}"


def _next_line(lines: Sequence[str], at: int) -> int:
    """Find the first line with text from here on; the number of lines where there is none."""
    return next((index for index in range(at, len(lines)) if lines[index]), len(lines))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()


def _without_cut_label(lines: Sequence[str], titled: bool) -> Sequence[str]:
    """Leave out a last line that may be the cut beginning of a heading, a label, an NCT number or a block's number."""
    first = _next_line(lines, 0)
    if first == len(lines):
        return lines
    last = next(at for at in range(len(lines) - 1, -1, -1) if lines[at])
    line = lines[last]
    if last == first:
        cut = not titled and TRIALS_HEADING.startswith(line)
    else:
        labels = (label for label in _LABELS if label != line)
        cut = bool(_CUT_NUMBER.fullmatch(line)) or any(label.startswith(line) for label in labels)
    return lines[:last] if cut else lines


def _read_blocks(
    lines: Sequence[str], count: int | None, titled: bool, cut: bool, known: Sequence[KnownNames]
) -> tuple[PublishedTrial, ...]:
    marks = _marks(lines)
    starts = _block_starts(lines, marks, count, titled)
    blocks = list(pairwise([*starts, len(lines)]))
    return tuple(
        _read_block(lines[start:end], marks[start:end], titled, cut and end == len(lines), known)
        for start, end in blocks
    )


def _marks(lines: Sequence[str]) -> list[str]:
    """Give each line's label, empty for running text.

    A summary may begin a line with an NCT number too. The registration line names interventions, or ends the block, or
    a label or the next block's number follows it.
    """
    marks: list[str] = [""] * len(lines)
    after, following = "", ""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if match := _LABEL.match(line):
            marks[at] = match[1] or match[2]
        elif is_registration(line) and (
            has_intervention(line)
            or not following
            or after not in ("", _REGISTRATION)
            or _NUMBERED.fullmatch(following)
        ):
            marks[at] = _REGISTRATION
        if line:
            after, following = marks[at], line
    return marks


def _block_starts(lines: Sequence[str], marks: Sequence[str], count: int | None, titled: bool) -> list[int]:
    """Find where each block begins.

    With titles (layout A) a block begins with the next number after a blank line; without (layout B), with the first
    running text after a line that ends what came before. Either way the block before must have its NCT number, the
    next label must be an NCT number, if the text goes on so far (a numbered list in a text has other labels after it),
    and the last one must not be one that a measure has to follow.
    """
    first = _next_line(lines, 0)
    starts = [first] if first < len(lines) else []
    next_marks = _next_marks(marks)
    registered, label, before = False, "", ""
    for at in range(first, len(lines)):
        room = count is None or len(starts) < count
        ready = registered and label not in _NEEDS_MEASURE and next_marks[at] in ("", _REGISTRATION)
        if lines[at] and not marks[at] and room and ready:
            numbered = lines[at].startswith(f"{len(starts) + 1} ") and not lines[at - 1]
            if numbered if titled else before:
                starts.append(at)
                registered = False
        registered = registered or marks[at] == _REGISTRATION
        label = marks[at] or label
        before = marks[at] if lines[at] else before
    return starts


def _next_marks(marks: Sequence[str]) -> list[str]:
    """Give for each line the first label after it."""
    found, following = [""] * len(marks), ""
    for at in range(len(marks) - 1, -1, -1):
        found[at] = following
        following = marks[at] or following
    return found


def _read_block(
    lines: Sequence[str], marks: Sequence[str], titled: bool, cut: bool, known: Sequence[KnownNames]
) -> PublishedTrial:
    at = next((index for index, mark in enumerate(marks) if mark == _REGISTRATION), len(lines))
    ordinal, title, summary = _read_head(lines[:at], titled)
    elements = _elements(lines[at:], marks[at:])
    registration = _raw(elements, _REGISTRATION)
    cut_label = elements[-1].label if cut and elements else ""
    conditions, interventions = _read_registration(registration, cut_label == _REGISTRATION, known)
    mesh_line = _raw(elements, "MeSH")
    outcomes = _read_outcomes(elements)
    last_of_head = "the trial's summary" if summary or not titled else "the trial's title"
    return PublishedTrial(
        ordinal=ordinal,
        title=title,
        summary=summary,
        nct_id=registration[:11],
        registration_line=registration,
        conditions=conditions,
        interventions=interventions,
        mesh_line=mesh_line,
        mesh_names=() if cut_label == "MeSH" else _names(mesh_line.removeprefix("MeSH:"), known),
        hpo_line=_raw(elements, "HPO"),
        outcomes=outcomes,
        truncated_after=(_last_read(elements, outcomes) if elements else last_of_head) if cut else "",
    )


def _read_head(lines: Sequence[str], titled: bool) -> tuple[int | None, str, str]:
    """Read a block's number, title and summary."""
    if not titled or not lines:
        return None, "", _text(lines)
    match = _NUMBERED.fullmatch(lines[0])
    ordinal, title = (int(match[1]), match[2] or "") if match else (None, lines[0])
    return ordinal, title.strip(), _text(lines[1:])


def _elements(lines: Sequence[str], marks: Sequence[str]) -> list[_Element]:
    """Cut what follows the summary at its labels; MeSH and HPO lines stand before the outcomes only."""
    starts: list[int] = []
    in_outcomes = False
    for at, mark in enumerate(marks):
        if not mark or (mark == _REGISTRATION and starts) or (mark in ("MeSH", "HPO") and in_outcomes):
            continue
        in_outcomes = in_outcomes or mark in _ROLES or mark in _FIELDS
        starts.append(at)
    return [_Element(marks[at], _text(lines[at:end])) for at, end in pairwise([*starts, len(lines)])]


def _raw(elements: Sequence[_Element], label: str) -> str:
    return next((element.raw for element in elements if element.label == label), "")


def _read_registration(
    line: str, cut: bool, known: Sequence[KnownNames]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Read the conditions and interventions; where the line is cut, the name that it stops in is left out."""
    conditions, interventions = split_registration(" ".join(line[11:].splitlines()))
    if cut:
        conditions, interventions = (conditions if interventions else ""), interventions[:-1]
    return _names(conditions, known), tuple((kind, name) for kind, name in interventions if name)


def _names(line: str, known: Sequence[KnownNames]) -> tuple[str, ...]:
    """Split a line into the page's own names, else into all known names, else keep it whole."""
    line = line.strip()
    own = segment(line, known[:1])
    names = segment(line, known) if own is None else own
    return names if names is not None else (line,)


def _read_outcomes(elements: Sequence[_Element]) -> tuple[Outcome, ...]:
    """Gather the outcomes: each has its parts in the order description, measure, time, any of which may be missing."""
    order = list(_FIELDS)
    role, outcomes = "", list[tuple[str, dict[str, str]]]()
    last = len(order)
    for element in elements:
        if element.label in _ROLES:
            role, last = _ROLES[element.label], len(order)
        elif element.label in _FIELDS:
            place = order.index(element.label)
            if place <= last:
                outcomes.append((role, {}))
            outcomes[-1][1][_FIELDS[element.label]] = element.value
            last = place
    return tuple(Outcome(role=each, **parts) for each, parts in outcomes)


def _last_read(elements: Sequence[_Element], outcomes: Sequence[Outcome]) -> str:
    """Say what a block's last element is."""
    label = elements[-1].label
    if label in _ROLES:
        return f'the heading "{label}"'
    if label in _FIELDS:
        role = outcomes[-1].role
        number = ordinal_word(sum(outcome.role == role for outcome in outcomes))
        what = f"{role} outcome" if role else "outcome"
        return f"the {number} {what}'s {_FIELDS[label].replace('_', ' ')}"
    if label != _REGISTRATION:
        return f"the {label} line"
    conditions, interventions = split_registration(elements[-1].raw[11:])
    if interventions:
        return f"the {NCT_LINE}, in an intervention's name"
    return f"the {NCT_LINE}, in the conditions" if conditions else "the NCT number"
