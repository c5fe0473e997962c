"""What changed: import by import and sync by sync, newest first; before all, the trials that the user keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialtui.model.bookmark import Bookmark
from trialtui.model.change import ADDED, CHANGED, FULLER, GONE, LEFT, RETURNED, Run
from trialtui.model.places import ChangesPlace
from trialtui.pages.change_words import change_words, counts_words, field_words, other_fields, run_title, run_words
from trialtui.pages.page import Block, Column, Page, Paragraph, Table, Text
from trialtui.pages.spans import heading, short, text, to_entity
from trialtui.query.changes import Told, changes_of, day_of, first_snapshot, tell, watched
from trialtui.query.coverage import header
from trialtui.store.index_changes import BITS, RESULTS, STATUS
from trialtui.store.index_history import changes_of_run, count_in_run, runs, runs_with_changes
from trialtui.store.store import Store

_SHOWN = 40
"""How many trials of one kind of change are shown of a run."""

_RUNS = 8
"""How many runs that changed something are shown with their trials."""

_LOGGED = 30
"""How many runs are listed in the log."""


class _Group(NamedTuple):
    """A kind of change: its title, and which changes belong to it, as sums of `BITS`."""

    title: str
    mask: int
    without: int = 0


_GROUPS = (
    _Group("Status", BITS[STATUS]),
    _Group("Results posted", BITS[RESULTS], BITS[STATUS]),
    _Group("No longer among the results, or again", BITS[LEFT] | BITS[GONE] | BITS[RETURNED]),
    _Group("Other changes", BITS[CHANGED] | BITS[FULLER], BITS[STATUS] | BITS[RESULTS]),
    _Group("New", BITS[ADDED]),
)


def changes_page(store: Store, kept: Sequence[Bookmark] = ()) -> Page:
    """Lay out the log of a store; `kept` are the places whose changes come first."""
    log = runs(store.index)
    since = first_snapshot(log)
    newest = runs_with_changes(store.index, _RUNS)
    told = [run for run in log if run.id in newest]
    blocks: list[Block] = []
    if not told:
        blocks.append(Paragraph(text(_nothing(since))))
    blocks += _watched(store, kept, told)
    for run in told:
        blocks += _run(store, run)
    return Page(
        title="What changed",
        subtitle=f"{header(store)} · {f'compared since {since}' if since else 'nothing to compare with yet'}",
        place=ChangesPlace(),
        blocks=(*blocks, *_log(log)),
    )


def _nothing(since: str) -> str:
    """Say why there is nothing to tell."""
    if not since:
        return "Nothing was imported or synced yet, so there is nothing to compare with."
    return f"Nothing has changed since the first records ({since}): the next import or sync is compared with them."


def _watched(store: Store, kept: Sequence[Bookmark], told: Sequence[Run]) -> list[Block]:
    """List the changes of what the user keeps."""
    names = watched(store, kept) if kept and told else {}
    rows = changes_of(store, names.keys(), told)
    if not rows:
        return []
    shown = tell(store, rows[:_SHOWN], told)
    body = tuple(
        (to_entity(item.ref), text(short(item.title)), text(change_words(item)), text(day_of(item.run)),
         text(names[item.change.nct], "dim"))
        for item in shown
    )  # fmt: skip
    columns = (
        Column("Trial"), Column("Title", wide=True), Column("What", wide=True), Column("When"),
        Column("Kept as", wide=True),
    )  # fmt: skip
    title = f"Of what you keep ({len(rows):,})"
    return [heading(title, "watched"), Table(columns, body, _cut(len(shown), len(rows)))]


def _run(store: Store, run: Run) -> list[Block]:
    """Lay out what one run changed."""
    blocks: list[Block] = [heading(run_title(run)), Paragraph(text(counts_words(run), "dim"))]
    counts = count_in_run(store.index, run.id)
    for group in _GROUPS:
        total = sum(number for what, number in counts.items() if what & group.mask and not what & group.without)
        if total:
            blocks += _group(store, run, group, total)
    return blocks


def _group(store: Store, run: Run, group: _Group, total: int) -> list[Block]:
    rows = changes_of_run(store.index, run.id, group.mask, without=group.without, limit=_SHOWN)
    told = tell(store, rows, [run])
    columns = [Column("Trial"), Column("Title", wide=True)]
    if group.mask != BITS[ADDED]:
        columns.append(Column("What", wide=True))
    says = _status_words if group.mask == BITS[STATUS] else _other_words
    body = tuple((to_entity(item.ref), text(short(item.title)), text(says(item)))[: len(columns)] for item in told)
    return [heading(f"{group.title} ({total:,})", level=3), Table(tuple(columns), body, _cut(len(told), total))]


def _status_words(told: Told) -> str:
    """Say how the status moved, and what else changed."""
    change = told.change
    status = field_words(change.status).partition(": ")[2] if change.status is not None else ""
    others = len(other_fields(change)) + change.more
    also = ["results posted"] if change.results else []
    also += [f"{others} other field{'' if others == 1 else 's'}"] if others else []
    return f"{status} (and {', '.join(also)})" if also else status


def _other_words(told: Told) -> str:
    """Say what changed, under a heading that says that it did."""
    return change_words(told).removeprefix("changed: ")


def _cut(shown: int, total: int) -> Text:
    return text(f"{shown:,} of {total:,}; all: trialtui changes" if shown < total else "", "dim")


def _log(log: Sequence[Run]) -> list[Block]:
    """List the imports, syncs and builds, newest first."""
    if not log:
        return []
    body = tuple((text(day_of(run)), text(run_words(run)), text(counts_words(run))) for run in log[:_LOGGED])
    columns = (Column("When"), Column("What", wide=True), Column("Brought", wide=True))
    note = text(f"{_LOGGED:,} of {len(log):,}; all: trialtui info" if len(log) > _LOGGED else "", "dim")
    return [heading(f"Log ({len(log):,})", "log"), Table(columns, body, note)]
