from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.places import EntityPlace, parse_place
from trialtui.model.refs import Ref, RefError, drug_ref, mesh_ref, parse_ref, trial_ref


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("NCT04437823", "trial", "NCT04437823"),
        ("nct04437823", "trial", "NCT04437823"),
        ("D045169", "mesh", "D045169"),
        ("D000018352", "mesh", "D018352"),
        ("D000086382", "mesh", "D000086382"),
        ("C000606551", "mesh", "C000606551"),
        ("C000053541", "mesh", "C053541"),
        ("mesh:d018352", "mesh", "D018352"),
        ("HP:0002090", "hpo", "HP:0002090"),
        ("hp_0002090", "hpo", "HP:0002090"),
        ("hpo:HP:0002090", "hpo", "HP:0002090"),
        ("rs1800795", "snp", "rs1800795"),
        ("RS1800795", "snp", "rs1800795"),
        ("gene:ACE2", "gene", "ACE2"),
        ("mutation:V600E", "mutation", "V600E"),
        ("mutation:BRAF:V600E", "mutation", "BRAF:V600E"),
        ("drug:Hydroxychloroquine  Sulfate", "drug", "hydroxychloroquine sulfate"),
        ("drug:VL#FIA3-30", "drug", "vl#fia3-30"),
        ("trial: NCT04437823", "trial", "NCT04437823"),
    ],
)
def test_every_text_form_is_read(text: str, kind: str, key: str) -> None:
    assert parse_ref(text) == Ref(kind, key)


@pytest.mark.parametrize("text", ["", "stem cells", "NCT123", "D12", "HP:12", "rs0", "covid-19", "status:recruiting"])
def test_words_are_no_reference(text: str) -> None:
    assert parse_ref(text) is None


@pytest.mark.parametrize("text", ["trial:NCT1", "mesh:foo", "hpo:12", "drug:", "gene:", "mutation:!", "snp:x"])
def test_a_kind_without_a_valid_key_is_an_error(text: str) -> None:
    with pytest.raises(RefError):
        parse_ref(text)


@given(st.one_of(
    st.integers(0, 99_999_999).map(trial_ref),
    st.text(min_size=1).map(drug_ref).filter(lambda ref: bool(ref.key)),
    st.integers(1, 66_400).map(lambda number: mesh_ref(f"D{number:06d}")),
    st.integers(0, 9_999_999).map(lambda number: Ref("hpo", f"HP:{number:07d}")),
    st.integers(1, 10**9).map(lambda number: Ref("snp", f"rs{number}")),
))  # fmt: skip
def test_the_text_form_is_read_back(ref: Ref) -> None:
    assert parse_ref(str(ref)) == ref


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(RefError):
        parse_place(text)


def test_a_section_counts_only_where_it_is_an_anchor() -> None:
    assert parse_place("NCT04437823#outcomes") == EntityPlace(trial_ref("NCT04437823"), "outcomes")
    assert parse_place("drug:VL#FIA3-30") == EntityPlace(drug_ref("VL#FIA3-30"))
    assert parse_place("drug:VL#trials") == EntityPlace(drug_ref("VL"), "trials")
    assert parse_place("D045169#eligibility") is None
