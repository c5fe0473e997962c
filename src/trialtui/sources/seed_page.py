"""Pages of the original site (CovidResearchTrials, 2020) as flattened text: parsed, and turned into trials and terms.

Both known layouts are read: A (May to August 2020) and B (November 2020, which has lost its headings). Copies stop
anywhere; what is there is kept, what was read last is said, and a name that the text stops in is no fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from trialtui.model.published import PublishedPage, PublishedRow, PublishedTrial
from trialtui.model.refs import Ref, drug_ref
from trialtui.model.term import PUBLISHED_SOURCE, Term
from trialtui.model.trial import Intervention, MeshTerm, Trial
from trialtui.sources.seed_front import Front, read_front
from trialtui.sources.seed_text import (
    AUTHOR,
    TRIALS_HEADING,
    Heading,
    KnownNames,
    entity_ref,
    is_navigation,
    is_site_line,
    read_address,
    read_count,
    split_lines,
)
from trialtui.sources.seed_trials import NCT_LINE, TrialSection, read_trial_section

__all__ = [
    "KnownNames", "NotASeedPage", "SeedSource", "mesh_names_of", "parse_seed_page", "read_address", "terms_of",
    "trials_of",
]  # fmt: skip

SOURCE = "seed page"

_HELD = {
    *("nct_id", "brief_title", "brief_summary", "text_format", "interventions", "conditions", "outcomes"),
    *("condition_meshes", "record_as_of", "source", "source_file", "truncated_after", "missing"),
}
_MISSING = tuple(field.name for field in fields(Trial) if field.name not in _HELD)
"""The data elements of a trial that a page of the site cannot hold."""


class NotASeedPage(ValueError):
    """A text that is no page of the site; the message says why, in words that follow a file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSource:
    """Where a page's text is from.

    Attributes:
        file: The name of the file.
        address: The page's first address; empty where it is not known.
        snapshot: The day of the site's run, `YYYY-MM-DD`; where empty, the address is asked.
    """

    file: str = ""
    address: str = ""
    snapshot: str = ""


_UNKNOWN = SeedSource()


def parse_seed_page(text: str, source: SeedSource = _UNKNOWN, known_names: KnownNames = frozenset()) -> PublishedPage:
    """Read a page of the site.

    Args:
        text: The page's text, whole or cut.
        source: Where it is from. A page that has lost its heading is named after its address.
        known_names: MeSH and condition names, case folded, that blank-separated lines may be split into, besides the
            MeSH and HPO names of the page itself. A line that cannot be split as a whole is kept as one name.

    Raises:
        NotASeedPage: the text is no page of the site, or it is cut before it says anything.
    """
    lines = split_lines(text)
    _refuse_other_texts(text, lines)
    front, count, section = _read_parts(lines, known_names)
    day, kind, identifier = read_address(source.address)
    snapshot = source.snapshot or day
    heading = front.heading or Heading(kind or "drug", identifier, "")
    return PublishedPage(
        ref=_page_ref(heading, identifier, snapshot, text),
        kind=heading.kind,
        id=heading.id or (identifier if kind == heading.kind else ""),
        title=heading.name,
        synonyms=front.synonyms,
        layout="B" if any(is_navigation(line) for line in lines) else "A",
        tables=front.tables,
        trial_count=count,
        trials=section.trials,
        related_hpo=section.related_hpo,
        site=front.site,
        author=front.author,
        snapshot=snapshot,
        address=source.address,
        truncated_after=section.truncated_after,
        source_file=source.file,
        text=text,
    )


def _read_parts(lines: Sequence[str], known_names: KnownNames) -> tuple[Front, int | None, TrialSection]:
    """Read what stands before the trials, their count, and the trials; where none are reached, the front is cut."""
    at = next((at for at, line in enumerate(lines) if read_count(line) is not None or line == TRIALS_HEADING), None)
    front = read_front(lines[:at], cut=at is None)
    if at is None:
        if front.heading is None and not any(front.rows()):
            raise NotASeedPage("the page is cut before its heading is whole, so nothing can be read of it")
        return front, None, TrialSection((), "", front.last_read)
    count = read_count(lines[at])
    rest = lines[at if count is None else at + 1 :]
    return front, count, read_trial_section(rest, count, (front.own_names(), known_names))


def trials_of(page: PublishedPage, mesh_ids: Mapping[str, str]) -> list[Trial]:
    """Turn a page's trial blocks into trials; a block that is cut before its NCT number gives none.

    Every trial of a page has the page's own entity, which is why it is there. That entity is added where the block does
    not say so: a drug, without its type, where the NCT line is cut; a MeSH term where there is no whole MeSH line.

    Args:
        page: The page.
        mesh_ids: Unique ids of MeSH names, case folded. A name that is not there keeps an empty id.
    """
    return [_trial(page, block, mesh_ids) for block in page.trials if block.nct_id]


def terms_of(page: PublishedPage) -> list[Term]:
    """Return the page's own entity and that of every row of its tables, named as printed."""
    when = page.snapshot or "day unknown"
    source = f"{PUBLISHED_SOURCE} of {page.title or page.id or page.ref.key} ({when})"
    own = Term(
        ref=page.ref,
        name=page.title or page.ref.key,
        synonyms=page.synonyms,
        source=source,
        note="" if page.title else "The page has lost its heading, so the name of what it reports on is not known.",
    )
    return [own, *(Term(ref=row.ref, name=row.name, source=source) for _, row in _rows(page))]


def mesh_names_of(page: PublishedPage) -> dict[str, str]:
    """Return the unique id of each MeSH name in the page's heading and MeSH table, names case folded."""
    names = {row.name.casefold(): row.ref.key for kind, row in _rows(page) if kind == "mesh"}
    if page.kind == "mesh" and page.title:
        names[page.title.casefold()] = page.ref.key
    return names


def _rows(page: PublishedPage) -> Iterator[tuple[str, PublishedRow]]:
    """Go through the rows of all tables, each with its table's kind."""
    return ((table.kind, row) for table in page.tables for row in table.rows)


def _refuse_other_texts(text: str, lines: Sequence[str]) -> None:
    """Raise where the text does not begin as a page of the site does."""
    first = next((line for line in lines if line), "")
    if is_site_line(first) or first.startswith(AUTHOR):
        return
    if not first:
        reason = "the file is empty"
    elif "\0" in text or text.count("\ufffd") * 10 > len(text):
        reason = "the file is binary, not text"
    elif first.lstrip("\ufeff").startswith(("{", "[")):
        reason = "the file looks like JSON, not like the text of a page of the site"
    elif first.startswith("<"):
        reason = "the file looks like HTML or XML; the plain text of the page is wanted"
    else:
        reason = f'the text begins with neither the site\'s name ("CovidResearchTrials by …") nor "{AUTHOR}"'
    raise NotASeedPage(reason)


def _page_ref(heading: Heading, identifier: str, snapshot: str, text: str) -> Ref:
    """Name the page's entity; one that has lost its name is told from others by its id and day, else by its text."""
    if heading.kind != "drug":
        return entity_ref(heading.kind, heading.id)
    if heading.name:
        return drug_ref(heading.name)
    if identifier:
        return drug_ref(f"{identifier} of {snapshot}" if snapshot else identifier)
    return drug_ref(f"unnamed page {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}")


def _trial(page: PublishedPage, block: PublishedTrial, mesh_ids: Mapping[str, str]) -> Trial:
    meshes = [MeshTerm(mesh_ids.get(name.casefold(), ""), name) for name in block.mesh_names]
    if page.kind == "mesh" and not meshes:
        meshes = [MeshTerm(page.ref.key, page.title or page.ref.key)]
    return Trial(
        nct_id=block.nct_id,
        brief_title=block.title,
        brief_summary=block.summary,
        conditions=block.conditions,
        interventions=_interventions(page, block),
        outcomes=block.outcomes,
        condition_meshes=tuple(meshes),
        record_as_of=page.snapshot,
        source=SOURCE,
        source_file=page.source_file,
        truncated_after=block.truncated_after,
        missing=_MISSING if block.title else ("brief_title", *_MISSING),
    )


def _interventions(page: PublishedPage, block: PublishedTrial) -> tuple[Intervention, ...]:
    """Return the block's interventions, with the page's own drug where the NCT line is cut before it names it."""
    found = tuple(Intervention(name=name, type=kind) for kind, name in block.interventions)
    cut = NCT_LINE in block.truncated_after or block.truncated_after == "the NCT number"
    if page.kind != "drug" or not page.title or not cut:
        return found
    named = any(drug_ref(intervention.name) == page.ref for intervention in found)
    return found if named else (*found, Intervention(name=page.title))
