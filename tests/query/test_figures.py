"""Pictures of sets of trials: their figures are those of a straight count, and each bar leads to what it counts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median_high, median_low

import pytest
from tests.query.corpus import make_store, trial
from tests.tui.small_store import FEVER, TRIALS, make_catalogue

from trialtui.model.places import EntityPlace, HomePlace, SearchPlace
from trialtui.model.refs import drug_ref, mesh_ref, parse_ref
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.pages.page import Bars, Page, Table, plain
from trialtui.pages.timeline import start_picture, start_table
from trialtui.query.figures import figures_of_term, spread
from trialtui.query.search import search
from trialtui.store.index_figures import month_code, month_words, months_of_all
from trialtui.store.store import Store


def leading(page: Page) -> Iterator[tuple[str, int]]:
    """Yield each search that a bar or a table of years leads to, with the number of trials that is said."""
    for block in page.blocks:
        if isinstance(block, Bars):
            for bar in block.rows:
                for span in bar.label:
                    if isinstance(span.target, SearchPlace):
                        yield span.target.query, int(bar.value)
        if isinstance(block, Table) and block.columns[0].title == "Year":
            for row in block.rows:
                target = row[0][0].target
                if isinstance(target, SearchPlace):
                    yield target.query, int(plain(row[-1]).replace(",", ""))


def page_of(catalogue: StoreCatalogue, place: EntityPlace | HomePlace) -> Page:
    page = catalogue.page(place)
    assert page is not None
    return page


def test_every_bar_and_year_of_home_and_of_a_term_leads_to_the_trials_that_it_counts(tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path)
    for place in (HomePlace(), EntityPlace(mesh_ref(FEVER)), EntityPlace(drug_ref("Aspirin"))):
        led = list(leading(page_of(catalogue, place)))
        assert len({query.split()[-1].partition(":")[0] for query, _ in led}) == 3  # status, phase, year
        for query, count in led:
            assert (query, len(search(catalogue.store, query).trials)) == (query, count)


def test_real_bars_lead_to_the_trials_that_they_count(covid_store: Store) -> None:
    catalogue = StoreCatalogue(covid_store)
    named = map(parse_ref, ("D011014", "drug:Placebo", "HP:0002090", "gene:IL6"))
    places: list[EntityPlace | HomePlace] = [HomePlace(), *(EntityPlace(ref) for ref in named if ref is not None)]
    for place in places:
        page = catalogue.page(place)
        for query, count in leading(page) if page is not None else ():
            assert (query, len(search(covid_store, query).trials)) == (query, count)


def test_months_and_enrollments_are_those_of_the_records(tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path)
    row = catalogue.store.index.term(mesh_ref(FEVER))
    assert row is not None
    figures = figures_of_term(catalogue.store, row)
    even = TRIALS[::2]
    assert figures.trials == len(even)
    assert figures.months == Counter(item.start_date.date[:7] for item in even if item.start_date.date)
    counts = sorted(item.enrollment.count for item in even if item.enrollment is not None)
    assert figures.enrollment is not None
    assert (figures.enrollment.stated, figures.enrollment.least, figures.enrollment.greatest) == (
        len(counts), counts[0], counts[-1],
    )  # fmt: skip
    assert sum(count for _, _, count in figures.enrollment.bins) == len(counts)
    assert figures.query == FEVER


def test_real_months_are_those_of_the_records(covid_store: Store) -> None:
    index = covid_store.index
    starts = [start for (start,) in index.ask("SELECT start FROM trial") if start]
    assert months_of_all(index) == Counter(start[:7] for start in starts)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 8, 101])
def test_quartiles_are_values_of_the_sample_that_part_it_as_they_say(size: int) -> None:
    values = sorted(random.Random(size).choices(range(500), k=size))
    found = spread(Counter(values))
    assert found is not None
    for part, value in zip((0.25, 0.5, 0.75), found.quartiles, strict=True):
        assert value in values
        assert sum(each < value for each in values) < part * size <= sum(each <= value for each in values)
    assert median_low(values) <= found.quartiles[1] <= median_high(values)


@pytest.mark.parametrize(
    ("date", "words"), [("2020-06-01", "2020-06"), ("1999-12", "1999-12"), ("2020", "2020"), ("2020-13", "2020")]
)
def test_a_partial_date_keeps_what_it_states(date: str, words: str) -> None:
    assert month_words(month_code(date)) == words


@pytest.mark.parametrize("date", ["", "unknown", "20-06-01", "２０２０-06"])
def test_what_is_no_date_is_no_month(date: str) -> None:
    assert month_code(date) == 0


def test_a_picture_says_what_it_leaves_out_and_its_table_has_all() -> None:
    months = {"2001-05": 1, "2019": 2, "2020-03": 30, "2020-04": 50, "2030-01": 1}
    (picture,) = start_picture(months, 90)
    note = plain(getattr(picture, "note", ()))
    assert "the most, 50, in 2020-04" in note
    assert "1 earlier, the first in 2001-05" in note
    assert "1 later, the last in 2030-01" in note
    assert "2 without a month" in note
    assert "84 of 90 trials state a start" in note
    table = start_table(months, None)
    assert [(plain(row[0]), plain(row[-1])) for row in table.rows] == [
        ("2030", "1"), ("2020", "80"), ("2019", "2"), ("2001", "1"),
    ]  # fmt: skip


def test_starts_over_decades_are_drawn_by_year() -> None:
    (picture,) = start_picture({f"{year}-06": 2 for year in range(1990, 2020)}, 60)
    assert "By year of start" in plain(getattr(picture, "note", ()))


def test_too_few_trials_are_not_drawn(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(10_000_001, drugs=["Zinc"]), trial(10_000_002, drugs=["Zinc"])])
    page = page_of(StoreCatalogue(store), EntityPlace(drug_ref("Zinc")))
    assert not any(isinstance(block, Bars) for block in page.blocks)
    store.close()
