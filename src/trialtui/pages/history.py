"""The history of a trial: what imports and syncs changed of it, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.model.change import CHANGED, IN_SCOPE, RETURNED
from trialtui.model.places import EntityPlace
from trialtui.pages.change_words import change_words, field_name, run_words, value_words
from trialtui.pages.page import Block, Column, Table, Text
from trialtui.pages.spans import heading, link, text
from trialtui.query.changes import Told, day_of
from trialtui.query.listing import CHANGED as CHANGED_NOW
from trialtui.query.trial_log import TrialLog

_SHOWN = 60
"""How many rows of a history are shown."""


def history_blocks(told: Sequence[Told]) -> list[Block]:
    """Lay out the history of a trial; nothing where nothing has changed."""
    if not told:
        return []
    rows = [row for item in told for row in _rows(item)]
    columns = (Column("When"), Column("What", wide=True), Column("Before", wide=True), Column("Now", wide=True))
    cut = f"{_SHOWN:,} of {len(rows):,}; all: trialtui changes {told[0].ref}. " if len(rows) > _SHOWN else ""
    note = text(f"{cut}As imports and syncs found it; long texts are cut to where they differ.", "dim")
    return [heading(f"History ({len(told):,})", "history"), Table(columns, tuple(rows[:_SHOWN]), note)]


def _rows(told: Told) -> list[tuple[Text, ...]]:
    """Lay out one change: a row for each field, the day in the first."""
    change = told.change
    if change.what != CHANGED or not change.fields:
        return [(text(day_of(told.run)), text(_sentence(change_words(told))), (), ())]
    rows: list[tuple[Text, ...]] = []
    for item in change.fields:
        when = () if rows else text(day_of(told.run))
        name = text(field_name(item.field)) + (text(f": {item.item}", "dim") if item.item else ())
        more = text(f" and {item.more} more", "dim") if item.more else ()
        old, new = (text(value_words(item.field, texts)) for texts in (item.old, item.new))
        rows.append((when, name, old, new + more))
    if change.more:
        rows.append(((), text(f"and {change.more} more fields", "dim"), (), ()))
    return rows


def last_change(log: TrialLog) -> tuple[tuple[str, Text], ...]:
    """Say how a trial changed last, marked where the newest import or sync with any change did it, and why it is kept.

    It must have changed.
    """
    last = log.history[0]
    mark = text(f"{CHANGED_NOW} ", "strong") if last.run.id == log.changed_last else ()
    words = link(f"{day_of(last.run)}: {change_words(last)}", EntityPlace(last.ref, "history"))
    rows = [("Last change", mark + words + text(f" ({run_words(last.run)})", "dim"))]
    out = next((item for item in log.history if item.change.what in IN_SCOPE), last)
    if out is not last and out.change.what != RETURNED:
        rows.append(("Kept", text(f"{_sentence(change_words(out))}, as found on {day_of(out.run)}", "warning")))
    return tuple(rows)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
