"""The original site's printed figures against those computed over the COVID-19 sample, cut at the page's date.

The sample lacks about a fifth of the trials of the site, so that figures agree only where all trials of both terms
are in it; elsewhere a term of a one-trial page has fewer trials here than there, and the figure can only be larger.
"""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import orjson
import pytest

from trialtui.model.published import PublishedPage
from trialtui.model.refs import Ref
from trialtui.sources.seed_page import parse_seed_page
from trialtui.store.postings import to_bits
from trialtui.store.store import Store

pytestmark = pytest.mark.xdist_group("covid")

DATE = "2020-07-18"


@pytest.fixture(scope="module")
def by_then(covid_store: Store, covid_records: Path) -> int:
    """The trials of the sample that had been posted by the date of the pages, as a bitmap."""
    tno_of = {nct: tno for tno, nct in enumerate(covid_store.index.nct_of)}
    posted: dict[int, str] = {}
    with gzip.open(covid_records) as lines:
        for line in lines:
            record = orjson.loads(line)["protocolSection"]
            nct = int(record["identificationModule"]["nctId"][3:])
            posted[tno_of[nct]] = record["statusModule"]["studyFirstPostDateStruct"]["date"]
    return to_bits(tno for tno, date in posted.items() if date <= DATE)


def page(shared: Path, name: str) -> PublishedPage:
    return parse_seed_page((shared / "pages" / name).read_text(encoding="utf-8"))


def figures(store: Store, own: Ref, found: PublishedPage, by_then: int) -> dict[Ref, tuple[float, float]]:
    """The printed and the computed figure of each row whose terms share a trial."""

    def bits(ref: Ref) -> int:
        row = store.index.term(ref)
        return store.index.base_bits(row.tid) & by_then if row is not None else 0

    pairs = {}
    for row in (row for table in found.tables for row in table.rows):
        a, b = bits(own), bits(row.ref)
        if n_ab := (a & b).bit_count():
            pairs[row.ref] = (row.correlation, n_ab / math.sqrt(a.bit_count() * b.bit_count()))
    return pairs


def test_figures_are_the_sites_where_the_trials_are_the_same(covid_store: Store, shared: Path, by_then: int) -> None:
    found = page(shared, "drug-hydroxychloroquine-600mg-2020-07-18.txt")
    pairs = figures(covid_store, Ref("drug", "hydroxychloroquine sulfate 600 mg once a day"), found, by_then)
    same = [Ref("drug", f"hydroxychloroquine sulfate {dose} mg twice a day") for dose in (400, 600)]
    assert [pairs[ref] for ref in same] == [(1.0, 1.0)] * 2


@pytest.mark.parametrize(
    ("name", "own", "rows"),
    [
        ("drug-whartons-jelly-msc-2020-07-18.txt", "wharton's jelly derived mesenchymal stem cells.", 5),
        ("drug-hydroxychloroquine-600mg-2020-07-18.txt", "hydroxychloroquine sulfate 600 mg once a day", 3),
    ],
)
def test_a_part_of_the_sites_trials_gives_figures_no_smaller_and_near(
    covid_store: Store, shared: Path, by_then: int, name: str, own: str, rows: int
) -> None:
    pairs = figures(covid_store, Ref("drug", own), page(shared, name), by_then)
    assert len(pairs) == rows
    for printed, computed in pairs.values():
        assert printed - 0.005 <= computed <= printed / math.sqrt(0.7) + 0.005
