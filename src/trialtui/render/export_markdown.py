"""An export as Markdown: a heading a trial, its columns below it as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialtui.model.places import HomePlace
from trialtui.model.refs import trial_ref
from trialtui.pages.page import Block, Heading, KeyValues, Page, Paragraph, Text
from trialtui.pages.spans import link, text
from trialtui.query.columns import ALWAYS, Column, Value
from trialtui.query.export import ExportRow
from trialtui.query.matching import matched_words
from trialtui.query.outside import outside_url
from trialtui.render.markdown import to_markdown

_IN_HEADING = ("NCTId", "BriefTitle", "url")


def to_markdown_list(
    rows: Iterable[ExportRow], columns: Sequence[Column], title: str, about: Sequence[str]
) -> Iterator[str]:
    """Yield a document: its title, what it is, then a section a trial."""
    place = HomePlace()
    yield to_markdown(Page(title=title, place=place, blocks=tuple(Paragraph(text(line)) for line in about)))
    for row in rows:
        yield "\n" + to_markdown(Page(title="", place=place, blocks=_section(row, columns)))


def _section(row: ExportRow, columns: Sequence[Column]) -> tuple[Block, ...]:
    trial = row.trial
    name = trial.brief_title or trial.official_title
    head = link(trial.nct_id, outside_url(trial_ref(trial.nct_id))) + text(f" {name}" if name else "")
    facts = [(column.name, _words(column.value(trial))) for column in columns if column.name not in _IN_HEADING]
    facts += zip(ALWAYS, (text(matched_words(row.matched)), text(trial.record_as_of)), strict=True)
    return Heading(head, 2), KeyValues(tuple(fact for fact in facts if fact[1]))


def _words(value: Value) -> Text:
    if isinstance(value, bool):
        return text("yes" if value else "no")
    if isinstance(value, list):
        return text("; ".join(filter(None, value)))
    return text("" if value is None else str(value))
