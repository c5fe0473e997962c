"""The page of a comparison: two to four trials side by side, what differs marked `≠`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from trialtui.model.labels import label
from trialtui.model.places import ComparePlace
from trialtui.pages.compare_words import (
    DIFFERS,
    FIELD_WORDS,
    SAME,
    SECTION_TITLES,
    SET_TITLES,
    UNKNOWN,
    compared_text,
    mark,
    plain_text,
)
from trialtui.pages.page import Block, Column, KeyValues, OutsideLink, Page, Paragraph, Table, Text
from trialtui.pages.running_text import one_line
from trialtui.pages.spans import heading, join, text, to_entity
from trialtui.query.alignment import AlignedRow, text_key
from trialtui.query.compare import Aligned, Comparison, FieldRow, SetRow
from trialtui.query.outside import outside_url

_NOT_HELD = "not in this source"
_NOT_STATED = "not stated"

_Cell = Callable[[int, list[Any]], Text]
"""Lays out an item of a trial, given by its number; the first of the list, beside which the others stand."""


class ComparePage:
    """Lays out one comparison."""

    def __init__(self, comparison: Comparison, *, today: date | None = None) -> None:
        """Lay out this comparison; `today` says which records are out of date."""
        self._comparison = comparison
        self._trials = [facts.trial for facts in comparison.facts]
        self._ids = [trial.nct_id for trial in self._trials]
        self._today = today or date.today()

    def page(self) -> Page:
        """Return the page."""
        comparison = self._comparison
        differing = sum(row.differs is True for row in comparison.fields)
        counts = f"{differing} of {len(comparison.fields)} facts differ"
        blocks: list[Block] = [heading("Overview", "overview"), self._overview(), *self._cut_notes()]
        for row in comparison.sets:
            blocks += [heading(SET_TITLES[row.name], row.name), self._set(row)]
        blocks += self._aligned("Arms and groups", "arms", comparison.arms, self._arm, 2)
        blocks += self._outcomes() + self._criteria() + self._summaries()
        note = "Criteria stand under the titles of their texts. Not compared: descriptions, sites, references, results."
        blocks.append(Paragraph(text(note, "dim")))
        return Page(
            title=f"{len(self._ids)} trials compared",
            subtitle=f"{' · '.join(self._ids)} · {counts}",
            place=ComparePlace(comparison.refs),
            blocks=tuple(blocks),
            outside=tuple(OutsideLink(ref.key, outside_url(ref)) for ref in comparison.refs),
        )

    def _columns(self) -> tuple[Column, ...]:
        return (Column(""), *(Column(each, wide=True) for each in self._ids))

    # Facts of one value, and of several

    def _overview(self) -> Table:
        rows: list[tuple[Text, ...]] = [(text("Trial"), *(to_entity(ref, ref.key) for ref in self._comparison.refs))]
        rows += [self._field(row) for row in self._comparison.fields]
        some_unknown = any(row.differs is None for row in self._comparison.fields)
        unknown = f" · {UNKNOWN} not known, since a source does not hold it" if some_unknown else ""
        return Table(self._columns(), tuple(rows), text(f"{DIFFERS} differs · {SAME} the same{unknown}", "dim"))

    def _field(self, row: FieldRow) -> tuple[Text, ...]:
        title, words = FIELD_WORDS[row.name]
        cells = [
            text(_NOT_STATED if held else _NOT_HELD, "dim") if value is None else words(trial, self._today)
            for trial, value, held in zip(self._trials, row.values, row.held, strict=True)
        ]
        return mark(row.differs) + text(f" {title}"), *cells

    def _cut_notes(self) -> Iterator[Block]:
        for trial in self._trials:
            if trial.truncated_after:
                words = f"{trial.nct_id}: its page ends in {trial.truncated_after}; what follows is not known."
                yield Paragraph(text(words, "warning"))

    def _set(self, row: SetRow) -> KeyValues:
        lines = []
        for group in row.groups:
            items = (to_entity(ref, name) if ref is not None else text(name) for name, ref in group.items)
            sign = SAME if len(group.trials) == len(self._ids) else DIFFERS
            lines.append((f"{sign} {self._who(group.trials)}", join(items, "; ")))
        for number, held in enumerate(row.held):
            if not held:
                lines.append((f"{UNKNOWN} {self._ids[number]}", text(_NOT_HELD, "dim")))
            elif not any(number in group.trials for group in row.groups):
                lines.append((f"{DIFFERS} {self._ids[number]}", text(_NOT_STATED, "dim")))
        return KeyValues(tuple(lines))

    def _who(self, trials: Sequence[int]) -> str:
        """Name the trials that have something."""
        if len(trials) == len(self._ids):
            return "both" if len(trials) == 2 else f"all {len(trials)}"
        return f"{', '.join(self._ids[number] for number in trials)} only"

    # Lists side by side

    def _aligned(self, title: str, anchor: str, aligned: Aligned, cell: _Cell, level: int) -> list[Block]:
        """Lay out lists side by side: what is the same in all once, then what differs in a column for each trial."""
        if not aligned.rows:
            return []
        same = [row for row in aligned.rows if row.same]
        differing = [row for row in aligned.rows if not row.same]
        known = [number for number, held in enumerate(aligned.held) if held]
        counts = f"{len(same)} the same, {len(differing)} differ" if len(known) > 1 else "not comparable"
        blocks: list[Block] = [heading(f"{title}: {counts}", anchor, level)]
        if same:
            body = tuple((mark(False), cell(known[0], [_item(aligned, row, known[0])])) for row in same)
            blocks.append(Table((Column(""), Column(f"In {self._who(known).removesuffix(' only')}", wide=True)), body))
        if differing:
            sign = mark(True if len(known) > 1 else None)
            rows = [(sign, *self._row(aligned, row, cell)) for row in differing]
            blocks.append(Table(self._columns(), tuple(rows)))
        return blocks

    def _row(self, aligned: Aligned, row: AlignedRow, cell: _Cell) -> Iterator[Text]:
        """Yield the cells of a row that differs; only alike items have their differing words marked."""
        for number, item in enumerate(row.items):
            if item is None:
                yield text("-" if aligned.held[number] else _NOT_HELD, "dim")
                continue
            others = [n for n, other in enumerate(row.items) if other is not None and n != number and row.alike]
            yield cell(number, [_item(aligned, row, n) for n in (number, *others)])

    def _outcomes(self) -> list[Block]:
        blocks: list[Block] = [heading("Outcomes", "outcomes")] if self._comparison.outcomes else []
        for aligned in self._comparison.outcomes:
            title = f"{aligned.name.capitalize()} outcomes" if aligned.name else "Outcomes, role not stated"
            anchor = f"{aligned.name}-outcomes" if aligned.name else ""
            blocks += self._aligned(title, anchor, aligned, self._outcome, 3)
        return blocks

    def _criteria(self) -> list[Block]:
        blocks: list[Block] = [heading("Eligibility", "eligibility")] if self._comparison.criteria else []
        for aligned in self._comparison.criteria:
            blocks += self._aligned(SECTION_TITLES[aligned.name], aligned.name, aligned, _criterion, 3)
        return blocks

    def _outcome(self, number: int, items: list[Any]) -> Text:
        """Lay out an outcome: measure, description, time frame."""
        text_format = self._trials[number].text_format
        item, others = items[0], items[1:]
        words = compared_text(item.measure or "(no measure)", [other.measure for other in others])
        if item.description:
            about = [plain_text(each.description, text_format) for each in items]
            words += text(" - ") + compared_text(about[0], about[1:])
        if item.time_frame:
            words += text(" [") + compared_text(item.time_frame, [o.time_frame for o in others]) + text("]")
        return words

    def _arm(self, number: int, items: list[Any]) -> Text:
        """Lay out an arm: label, type, description, interventions."""
        text_format = self._trials[number].text_format
        arm = items[0]
        about = [plain_text(each.description, text_format) for each in items]
        kind = f" ({label(arm.type).lower()})" if arm.type else ""
        words = compared_text(arm.label, [each.label for each in items[1:]]) + text(kind)
        if about[0]:
            words += text(" - ") + compared_text(about[0], about[1:])
        return words + text(f" [{'; '.join(arm.interventions)}]" if arm.interventions else "")

    def _summaries(self) -> list[Block]:
        if not any(trial.brief_summary for trial in self._trials):
            return []
        cells = [one_line(trial.brief_summary, trial.text_format) or text(_NOT_STATED, "dim") for trial in self._trials]
        differ = len({text_key(trial.brief_summary) for trial in self._trials}) > 1
        return [heading("Summaries", "summary"), Table(self._columns(), ((mark(differ), *cells),))]


def _item(aligned: Aligned, row: AlignedRow, number: int) -> Any:
    """Return the item of a trial in a row where it has one."""
    item = row.items[number]
    return aligned.lists[number][0 if item is None else item]


def _criterion(_number: int, items: list[Any]) -> Text:
    return compared_text(items[0].text, [other.text for other in items[1:]])
