"""`trialtui build`: seed pages into the store."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trialtui.ingest.change_log import next_run
from trialtui.ingest.report import Narrator, Report
from trialtui.ingest.seed_files import UnreadableError, read_text, seed_files, source_of
from trialtui.ingest.terms import TermBook
from trialtui.ingest.trials import TrialBook
from trialtui.linking.trial_links import TrialLinker
from trialtui.model.published import PublishedPage
from trialtui.sources.seed_page import NotASeedPage, SeedSource, mesh_names_of, parse_seed_page, terms_of, trials_of
from trialtui.store.errors import StoreError
from trialtui.store.lock import WriterLock
from trialtui.store.writer import Writer


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was read, with what it takes to read it again knowing more names."""

    text: str
    source: SeedSource
    page: PublishedPage


def build(folder: Path, paths: Sequence[Path], say: Narrator) -> Report:
    """Add pages, and what they say of trials and terms, to the store in `folder`.

    Args:
        folder: The store; it is made where there is none.
        paths: Files, or folders of text files.
        say: Is told of each file that is no page, and why.

    Returns:
        The counts, in pages.

    Raises:
        FileNotFoundError: a path does not exist; nothing was written.
        StoreError: the store cannot be written to.
    """
    report = Report()
    found = _read_all(paths, say, report)
    if not found:
        return report
    mesh_ids: dict[str, str] = {}
    for item in found:
        mesh_ids |= mesh_names_of(item.page)
    linker = TrialLinker(mesh_ids)
    names = frozenset(mesh_ids)
    with Writer(folder, progress=say) as writer:
        terms, trials = TermBook(writer, linker), TrialBook(writer, linker)
        for item in found:
            page = parse_seed_page(item.text, item.source, names)
            fresh = writer.put_published(page)
            report.added += fresh
            report.unchanged += not fresh
            for term in terms_of(page):
                terms.publish(term)
            for trial in trials_of(page, mesh_ids):
                trials.put(trial)
        if report.added:
            now = time.time()
            writer.put_change(
                {"time": now, "kind": "build", "source": [str(path) for path in paths], **report.as_json()},
                next_run(writer, now),
            )
    return report


def _read_all(paths: Sequence[Path], say: Narrator, report: Report) -> list[_Read]:
    """Read every page; what is none is reported."""
    found = []
    for path in seed_files(paths):
        try:
            text = read_text(path)
            source = source_of(path)
            found.append(_Read(text, source, parse_seed_page(text, source)))
        except (UnreadableError, NotASeedPage) as error:
            report.rejected += 1
            say(f"{path}: not added: {error}")
    return found


def start_afresh(folder: Path) -> Path:
    """Put a store aside, under a name that says when, so that another can begin in its place.

    Raises:
        StoreError: it is being written to, or cannot be renamed.
    """
    aside = folder.with_name(f"{folder.name}.{time.strftime('%Y%m%d-%H%M%S')}.old")
    with WriterLock(folder):
        try:
            folder.rename(aside)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be put aside: {error.strerror or error}") from error
    return aside
