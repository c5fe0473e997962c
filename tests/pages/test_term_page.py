"""The page of a term, read as text: what its trials are, what its names are and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.query.corpus import make_store, trial

from trialtui.assets import asset
from trialtui.ingest.pages import build
from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref, drug_ref, mesh_ref
from trialtui.model.term import Term
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.render.text import to_text
from trialtui.store.store import Store

FEVER, ZINC = mesh_ref("D005334"), mesh_ref("D015032")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    trials = [
        trial(10_000_001, "One", drugs=["Zinc"]),
        trial(10_000_002, "Two", drugs=["Zinc tablet"]),
        trial(10_000_003, "Three", drugs=["Standard of Care"], other_names=["Zinc oxide"]),
        trial(10_000_004, "Four", drugs=["Standard of Care"]),
        trial(10_000_005, "Five, of fever", summary="Fever is common."),
    ]
    terms = [
        Term(ref=FEVER, name="Fever", synonyms=("Pyrexia",), parents=(mesh_ref("D001832"),), source="MeSH"),
        Term(ref=mesh_ref("D001832"), name="Temperature", source="MeSH"),
        Term(ref=ZINC, name="Zinc", source="MeSH"),
        Term(ref=Ref("gene", "IL6"), name="IL6", synonyms=("interleukin 6", "IFNB2"), source="HGNC"),
        *(Term(ref=drug_ref(name), name="", parents=(ZINC,), source="MeSH")
          for name in ("Zinc", "Zinc tablet", "Standard of Care")),
    ]  # fmt: skip
    mesh = {"NCT10000001": ["D005334"], "NCT10000002": ["D005334"]}
    mentioned = {"NCT10000001": ["D005334"], "NCT10000005": ["D005334", "gene:IL6"]}
    opened = make_store(tmp_path, trials, mesh=mesh, mentioned=mentioned, terms=terms)
    yield opened
    opened.close()


def page(store: Store, ref: Ref) -> str:
    found = StoreCatalogue(store).page(EntityPlace(ref))
    assert found is not None
    return to_text(found)


def in_words(text: str) -> str:
    return " ".join(text.replace("─", "").split())


def test_each_trial_counts_once_under_its_strongest_link(store: Store) -> None:
    text = in_words(page(store, FEVER))
    assert "Trials 3: 2 registered · 1 only mentioned" in text
    assert "Clinical trials (3)" in text
    assert "only excluded" not in text
    assert text.index("registered (2)") < text.index("NCT10000002") < text.index("only mentioned (1)")


def test_a_term_says_under_what_it_stands_and_its_synonyms(store: Store) -> None:
    text = in_words(page(store, FEVER))
    assert "Stands under Temperature" in text
    assert "Synonyms Pyrexia" in text
    assert "Name from MeSH" in text


def test_a_name_that_only_another_name_ties_to_a_substance_is_not_counted_as_its_name(store: Store) -> None:
    text = in_words(page(store, ZINC))
    assert "By its names 2 register a drug whose name holds it" in text
    own, _, other = text.partition("Registered names, by other names only (1)")
    assert "Zinc tablet" in own
    assert "Standard of Care" not in own
    assert "Standard of Care 2" in other


def test_a_drug_says_how_many_trials_register_each_other_name_and_whose_its_name_is(store: Store) -> None:
    text = in_words(page(store, drug_ref("Standard of Care")))
    assert "Other names Zinc oxide (1)" in text
    assert "Name from the registered names of interventions" in text
    assert "MeSH substances that it names" not in text
    assert "MeSH substances, by other names only (1)" in text


def test_a_gene_has_its_full_name_and_is_just_mentioned(store: Store) -> None:
    text = in_words(page(store, Ref("gene", "IL6")))
    assert "Full name interleukin 6 Trials 1 mentioned" in text


def test_a_name_that_is_only_published_leads_to_the_page_that_names_it(tmp_path: Path) -> None:
    build(tmp_path, [asset("seeds")], lambda _line: None)
    with closing(Store(tmp_path)) as seeds:
        ref = drug_ref("Training video on anxiety, fear and loneliness in the COVID-19 environment.")
        assert "Named on Intravenous Infusions of Stem Cells (drug, date not known)" in in_words(page(seeds, ref))
